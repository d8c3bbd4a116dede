"""By which attempts come in."""

from decimal import Decimal

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse

from autograder.calculator import grade
from autograder.models import Exercise


def attempt(request: HttpRequest) -> HttpResponse:
    form = request.POST
    exercise = Exercise.objects.select_related("course").get(slug=form["exercise"])
    manual = Decimal(form["manual"]) if "manual" in form else None
    made = grade(form["key"], User.objects.get(pk=form["user"]), exercise, Decimal(form["percent"]), manual)
    return HttpResponse(made.number)
