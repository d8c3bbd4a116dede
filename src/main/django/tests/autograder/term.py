"""A term of history, the same each time but for the ids of users and classes, and for the days, which end yesterday."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.auth.models import User
from django.utils import timezone

from autograder.calculator import BADGES, points_of, recount
from autograder.models import Attempt, Badge, Bonus, Course, EarnedBadge, Enrolment, Exercise

STUDENTS = 40
EXERCISES = 10
WEEKS = 10


@dataclass
class Term:
    """Two classes and who is in them.

    Attributes:
        courses: The classes.
        students: Everybody who studies in one of them; the first one studies in both.
        teachers: One of each class.
        assistant: Of the first class; also a student of the second.
        dropped: A student of the first class who has left it, and comes back.
    """

    courses: list[Course]
    students: list[User]
    teachers: list[User]
    assistant: User
    dropped: User


def play(class_id: Callable[[], str], users: Callable[[int], list[User]], *, sums: bool) -> Term:
    """Play the term. With ``sums`` attempts add up, people give points and bonuses, and there is extra credit."""
    dice = random.Random(15)
    Badge.objects.bulk_create(BADGES, ignore_conflicts=True)
    courses = [
        Course.objects.create(code=class_id(), title=title, sums=sums, extra_credit=10 if sums else 0)
        for title in ("Algorithms", "Databases")
    ]
    *students, ada, grace = users(STUDENTS + 2)
    term = Term(courses, students, [ada, grace], assistant=students[-1], dropped=students[2])
    for course, teacher in zip(courses, term.teachers, strict=True):
        Enrolment.objects.create(course=course, user=teacher, role="instructor")
    exercises: dict[Course, list[Exercise]] = {}
    for course in courses:
        exercises[course] = Exercise.objects.bulk_create(
            Exercise(
                course=course,
                slug=f"{course.code}-{number}",
                title=f"{course.title} {number}",
                kind="assignment" if number % 4 == 0 else "practice",
                worth=Decimal(10 * (1 + number % 3)),
            )
            for number in range(1, EXERCISES + 1)
        )
    exercises = {course: list(course.exercises.order_by("pk")) for course in courses}
    attempts: list[Attempt] = []
    for number, student in enumerate(students):
        mine = courses if number == 0 else [courses[number % 2]]
        for course in mine:
            Enrolment.objects.create(course=course, user=student, active=student != term.dropped)
            attempts += _attempts(dice, student, exercises[course], sums=sums)
    Enrolment.objects.create(course=courses[(STUDENTS - 1 + 1) % 2], user=term.assistant, role="assistant")
    Attempt.objects.bulk_create(sorted(attempts, key=lambda each: each.at))
    _by_hand(dice, term, sums=sums)
    for student in students:
        recount(student)
    return term


def _attempts(dice: random.Random, student: User, exercises: list[Exercise], *, sums: bool) -> list[Attempt]:
    """Attempts on some evenings of the term, up to three at an exercise."""
    first = timezone.localtime().replace(hour=18, minute=0, second=0, microsecond=0) - datetime.timedelta(weeks=WEEKS)
    days = sorted(dice.sample(range(7 * WEEKS), 18)) + ([7 * WEEKS - 1] if dice.random() < 0.5 else [])
    attempts: list[Attempt] = []
    for exercise in exercises[: dice.randint(EXERCISES // 2, EXERCISES - 1)]:
        for number in range(1, dice.choice((1, 1, 1, 2, 3)) + 1):
            percent = Decimal(dice.choice((20, 40, 60, 80, 100, 100) + ((110,) if sums else ())))
            manual = Decimal(dice.randint(0, 12)) if sums and dice.random() < 0.15 else None
            bonus = Decimal(dice.choice((2, 5))) if sums and number == 1 and percent >= 100 else Decimal(0)
            at = first + datetime.timedelta(days=days[min(len(attempts), len(days) - 1)], seconds=dice.randrange(7200))
            attempts.append(
                Attempt(
                    key=f"{student.pk}-{exercise.slug}-{number}",
                    exercise=exercise,
                    user=student,
                    number=number,
                    percent=percent,
                    manual=manual,
                    bonus=bonus,
                    points=points_of(exercise, percent, manual, bonus),
                    at=at,
                )
            )
    return attempts


def _by_hand(dice: random.Random, term: Term, *, sums: bool) -> None:
    """What people gave: badges that no rule gives, points, and those of the paper exams before the term."""
    ago = timezone.now() - datetime.timedelta(weeks=3)
    helpers = [EarnedBadge(badge_id="helper", user=user, at=ago) for user in term.students[3:9]]
    EarnedBadge.objects.bulk_create(helpers)
    for user in dice.sample(term.students[1:], 8) if sums else term.students[5:7]:
        course = Course.objects.get(enrolments__user=user, enrolments__role="student")
        Bonus.objects.create(course=course, user=user, points=Decimal(dice.choice((-3, 5, 7.5))), reason="Talk", at=ago)
        if sums:
            Bonus.objects.create(course=course, user=user, points=Decimal(12), at=ago)
