"""An autograder as it was before Laurel: it counts for itself."""

from django.conf import settings
from django.db import models
from django.utils import timezone

USER = settings.AUTH_USER_MODEL


class Course(models.Model):
    """A class. With ``sums`` its attempts add up; otherwise the best one counts."""

    code = models.CharField(max_length=20, primary_key=True)
    title = models.CharField(max_length=100)
    sums = models.BooleanField(default=False)
    extra_credit = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.code


class Enrolment(models.Model):
    course = models.ForeignKey(Course, models.CASCADE, related_name="enrolments")
    user = models.ForeignKey(USER, models.CASCADE, related_name="+")
    role = models.CharField(max_length=20, default="student")
    active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"{self.user} in {self.course}"


class Exercise(models.Model):
    course = models.ForeignKey(Course, models.CASCADE, related_name="exercises")
    slug = models.CharField(max_length=50)
    title = models.CharField(max_length=100)
    kind = models.CharField(max_length=20, default="practice")
    worth = models.DecimalField(max_digits=6, decimal_places=2)

    def __str__(self) -> str:
        return self.title


class Attempt(models.Model):
    """A graded attempt. ``manual`` are points that a person gave instead of the calculator's."""

    key = models.CharField(max_length=40, unique=True)
    exercise = models.ForeignKey(Exercise, models.CASCADE)
    user = models.ForeignKey(USER, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    percent = models.DecimalField(max_digits=5, decimal_places=2)
    manual = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    bonus = models.DecimalField(max_digits=6, decimal_places=2, default=0)
    points = models.DecimalField(max_digits=6, decimal_places=2)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.key


class Bonus(models.Model):
    """Points by hand that belong to no attempt; without a reason, those of the paper exams before the term."""

    course = models.ForeignKey(Course, models.CASCADE)
    user = models.ForeignKey(USER, models.CASCADE, related_name="+")
    points = models.DecimalField(max_digits=6, decimal_places=2)
    reason = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.points} for {self.user}"


class Badge(models.Model):
    code = models.CharField(max_length=40, primary_key=True)
    name = models.CharField(max_length=100)
    description = models.CharField(max_length=200)
    badge_type = models.CharField(max_length=40)
    rarity = models.CharField(max_length=20)

    def __str__(self) -> str:
        return self.code


class EarnedBadge(models.Model):
    badge = models.ForeignKey(Badge, models.CASCADE)
    user = models.ForeignKey(USER, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["badge", "user"], name="earned_once"),)

    def __str__(self) -> str:
        return f"{self.badge_id} of {self.user}"


class Total(models.Model):
    """What the calculator has counted for a student of a course."""

    course = models.ForeignKey(Course, models.CASCADE)
    user = models.ForeignKey(USER, models.CASCADE, related_name="+")
    points = models.DecimalField(max_digits=8, decimal_places=2, default=0)
    solved = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["course", "user"], name="total_once"),)

    def __str__(self) -> str:
        return f"{self.user} in {self.course}: {self.points}"


class Streak(models.Model):
    user = models.OneToOneField(USER, models.CASCADE, primary_key=True, related_name="+")
    current = models.PositiveIntegerField(default=0)
    longest = models.PositiveIntegerField(default=0)
    last_day = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.current} days of {self.user}"
