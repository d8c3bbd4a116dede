from django.conf import settings
from django.db import models


class Course(models.Model):
    code = models.CharField(max_length=20, primary_key=True)
    title = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.code


class Enrolment(models.Model):
    course = models.ForeignKey(Course, models.CASCADE, related_name="enrolments")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    teaches = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.user} in {self.course}"


class Attempt(models.Model):
    course = models.ForeignKey(Course, models.CASCADE)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    question = models.CharField(max_length=50)
    points = models.DecimalField(max_digits=6, decimal_places=2)
    percent = models.FloatField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.question} by {self.user}"
