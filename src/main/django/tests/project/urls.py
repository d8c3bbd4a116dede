from autograder.views import attempt
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import path
from rest_framework_simplejwt.views import TokenObtainPairView, TokenRefreshView

from laurel_django import realtime_service


def solve(request: HttpRequest) -> HttpResponse:
    realtime_service.notify_practice_completed(request.POST["user"], "Array Basics", 100, 1)
    if request.POST.get("fails"):
        raise ValueError("rolled back")
    return HttpResponse()


urlpatterns = [
    path("admin/", admin.site.urls),
    path("solve", solve),
    path("attempt", attempt),
    path("token", TokenObtainPairView.as_view()),
    path("token/refresh", TokenRefreshView.as_view()),
]
