"""What Laurel is told of the autograder."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import User

from autograder import calculator
from autograder.models import Attempt, Badge, Bonus, Course, EarnedBadge, Enrolment, Streak, Total
from laurel_django import mapping, realtime_service
from laurel_django.mapping import Adjustment, Balance, CourseClass, Earned, Member, Result, Standing

# By what Laurel gives the badges for which it has a rule.
CRITERIA: dict[str, dict[str, Any]] = {
    "first-solved": {"type": "completions", "threshold": 1},
    "eight-solved": {"type": "completions", "threshold": 8},
    "three-perfect": {"type": "perfect_scores", "threshold": 3},
    "three-days": {"type": "streak", "threshold": 3},
}


def result(attempt: Attempt) -> Result:
    exercise = attempt.exercise
    return Result(
        submission_id=attempt.key,
        user=attempt.user,
        problem_id=exercise.slug,
        problem_title=exercise.title,
        kind=exercise.kind,
        points=exercise.worth,
        score=attempt.percent,
        max_score=100,
        submitted_at=attempt.at,
        class_id=exercise.course_id,
        attempt_number=attempt.number,
        points_earned=attempt.points if exercise.course.sums else None,
    )


def standing(total: Total, rank: int | None = None) -> Standing:
    return Standing(
        total.user,
        total.course_id,
        points=total.points,
        completed=total.solved,
        rank=rank,
        streak=streak(total.user),
        achievements=earned(total.user),
    )


def streak(user: User) -> mapping.Streak:
    found = Streak.objects.filter(user=user).first() or Streak()
    return mapping.Streak(found.current, found.last_day, found.longest)


def earned(user: User) -> list[Earned]:
    return [Earned(each.badge_id, each.at) for each in EarnedBadge.objects.filter(user=user)]


def tell(user: User, course: Course) -> None:
    """Tell Laurel what a student has in a course."""
    total = Total.objects.get(user=user, course=course)
    realtime_service.tell_standing(
        user,
        course.pk,
        points=total.points,
        completions=total.solved,
        streak=streak(user),
        achievements=earned(user),
    )


class AutograderMapping(mapping.Mapping):
    source = "autograder"

    def classes(self) -> Iterator[CourseClass]:
        for course in Course.objects.order_by("pk"):
            rules = {"policy": {"type": "sum"}, "extra_credit": course.extra_credit} if course.sums else None
            members = course.enrolments.filter(active=True).select_related("user").order_by("pk")
            yield CourseClass(
                course.code, course.title, [Member(each.user, each.role) for each in members], rules=rules
            )

    def results(self) -> Iterator[Result]:
        for attempt in Attempt.objects.select_related("user", "exercise__course").order_by("at", "pk").iterator():
            yield result(attempt)

    def adjustments(self) -> Iterator[Adjustment]:
        for bonus in Bonus.objects.exclude(reason="").select_related("user").order_by("pk"):
            yield Adjustment(bonus.pk, bonus.user, bonus.points, bonus.reason, bonus.course_id, bonus.at)

    def balances(self) -> Iterator[Balance]:
        for bonus in Bonus.objects.filter(reason="").select_related("user").order_by("pk"):
            yield Balance(bonus.user, bonus.course_id, bonus.points)

    def achievements(self) -> Iterator[mapping.Achievement]:
        for badge in Badge.objects.order_by("pk"):
            yield mapping.Achievement(
                badge.code,
                badge.name,
                badge.description,
                badge.badge_type,
                badge.rarity,
                criteria=CRITERIA.get(badge.code),
            )

    def earned(self) -> Iterator[Earned]:
        for each in EarnedBadge.objects.select_related("user").order_by("at", "pk"):
            yield Earned(each.badge_id, each.at, each.user)

    def standings(self) -> Iterator[Standing]:
        for course in Course.objects.order_by("pk"):
            ranks = calculator.ranks(course)
            students = Enrolment.objects.filter(course=course, role="student", active=True).values("user")
            for total in Total.objects.filter(course=course, user__in=students).select_related("user").order_by("pk"):
                yield standing(total, ranks.get(total.user_id))
