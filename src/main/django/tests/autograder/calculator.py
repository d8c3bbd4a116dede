"""Counts points, streaks and badges as the autograder always has, and tells its students."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from autograder.models import Attempt, Badge, Bonus, Course, EarnedBadge, Enrolment, Exercise, Streak, Total

PASS = 50
BADGES = (
    Badge("first-solved", "First Steps", "Solve an exercise", "first_completion", "common"),
    Badge("eight-solved", "On a Roll", "Solve eight exercises", "completions", "rare"),
    Badge("three-perfect", "Flawless", "Solve three exercises perfectly", "perfect", "epic"),
    Badge("three-days", "Regular", "Solve something on three days in a row", "streak", "rare"),
    Badge("comeback", "Comeback", "Solve an exercise after two attempts that failed", "comeback", "rare"),
    Badge("helper", "Helper", "Given by hand to those who help others", "helper", "legendary"),
)


def points_of(exercise: Exercise, percent: Decimal, manual: Decimal | None, bonus: Decimal) -> Decimal:
    """What an attempt brings: what a person gave, or the share of the worth, and the bonus."""
    share = exercise.worth * percent / 100 if manual is None else manual
    return share.quantize(Decimal(1), ROUND_HALF_UP) + bonus


def day_of(moment: datetime.datetime) -> datetime.date:
    return timezone.localtime(moment).date()


def recount(user: User) -> list[Badge]:
    """Count everything of a student. Returns the badges that are new."""
    attempts = list(Attempt.objects.filter(user=user).select_related("exercise__course").order_by("at", "id"))
    earned: defaultdict[Course, defaultdict[int, list[Attempt]]] = defaultdict(lambda: defaultdict(list))
    for attempt in attempts:
        earned[attempt.exercise.course][attempt.exercise_id].append(attempt)
    bonuses: defaultdict[Course, Decimal] = defaultdict(Decimal)
    for bonus in Bonus.objects.filter(user=user).select_related("course"):
        bonuses[bonus.course] += bonus.points
    for course in {*earned, *bonuses}:
        count = sum if course.sums else max
        exercises = earned[course].values()
        points = sum((count(each.points for each in tries) for tries in exercises), Decimal(0))
        solved = sum(any(each.percent >= PASS for each in tries) for tries in exercises)
        numbers = {"points": points + bonuses[course], "solved": solved}
        Total.objects.update_or_create(course=course, user=user, defaults=numbers)
    runs = list(_runs({day_of(each.at) for each in attempts if each.percent >= PASS}))
    if runs:
        longest = max(length for _, length in runs)
        last_day, current = runs[-1]
        numbers = {"current": current, "longest": longest, "last_day": last_day}
        Streak.objects.update_or_create(user=user, defaults=numbers)
    return _award(user, attempts)


def _runs(days: Iterable[datetime.date]) -> Iterator[tuple[datetime.date, int]]:
    """The last day and the length of each run of days."""
    length, before = 0, datetime.date.min
    for day in sorted(days):
        if length and day != before + datetime.timedelta(days=1):
            yield before, length
            length = 0
        length, before = length + 1, day
    if length:
        yield before, length


def _award(user: User, attempts: list[Attempt]) -> list[Badge]:
    has = set(EarnedBadge.objects.filter(user=user).values_list("badge_id", flat=True))
    new = [(code, at) for code, at in _earned(attempts).items() if code not in has]
    EarnedBadge.objects.bulk_create(EarnedBadge(badge_id=code, user=user, at=at) for code, at in new)
    return [badge for badge in BADGES if badge.code in {code for code, _ in new}]


def _earned(attempts: list[Attempt]) -> dict[str, datetime.datetime]:
    """The badges of a student, with the attempt that brought each."""
    dates: dict[str, datetime.datetime] = {}
    solved: set[int] = set()
    perfect: set[int] = set()
    days: set[datetime.date] = set()
    failed: defaultdict[int, int] = defaultdict(int)
    for attempt in attempts:
        if attempt.percent < PASS:
            failed[attempt.exercise_id] += 1
            continue
        met = {"comeback": failed[attempt.exercise_id] >= 2 and attempt.exercise_id not in solved}
        solved.add(attempt.exercise_id)
        days.add(day_of(attempt.at))
        if attempt.percent >= 100:
            perfect.add(attempt.exercise_id)
        met |= {"first-solved": True, "eight-solved": len(solved) >= 8, "three-perfect": len(perfect) >= 3}
        met["three-days"] = max(length for _, length in _runs(days)) >= 3
        for code, is_met in met.items():
            if is_met:
                dates.setdefault(code, attempt.at)
    return dates


def current_streak(user: User) -> int:
    """The days in a row until today or yesterday."""
    streak = Streak.objects.filter(user=user).first()
    alive = streak and streak.last_day and streak.last_day >= day_of(timezone.now()) - datetime.timedelta(days=1)
    return streak.current if streak and alive else 0


def total(user: User) -> Decimal:
    return sum(Total.objects.filter(user=user).values_list("points", flat=True), Decimal(0))


def ranks(course: Course) -> dict[int, int]:
    """The ranks of the students of a course: 1, 2, 2, 4."""
    students = Enrolment.objects.filter(course=course, role="student", active=True).values("user")
    points = dict(Total.objects.filter(course=course, user__in=students).values_list("user", "points"))
    return {user: 1 + sum(others > own for others in points.values()) for user, own in points.items()}


@transaction.atomic
def grade(
    key: str,
    user: User,
    exercise: Exercise,
    percent: Decimal,
    manual: Decimal | None = None,
    bonus: Decimal = Decimal(0),
) -> Attempt:
    """Grade an attempt once, and tell the student what has changed."""
    from autograder.laurel import CRITERIA, result, tell
    from laurel_django import realtime_service

    User.objects.select_for_update().get(pk=user.pk)
    known = Attempt.objects.filter(key=key).first()
    if known is not None:
        return known
    before = {"points": total(user), "streak": current_streak(user), "rank": ranks(exercise.course).get(user.pk)}
    number = Attempt.objects.filter(user=user, exercise=exercise).count() + 1
    points = points_of(exercise, percent, manual, bonus)
    attempt = Attempt.objects.create(
        key=key, exercise=exercise, user=user, number=number, percent=percent, manual=manual, bonus=bonus, points=points
    )
    badges = recount(user)
    with realtime_service.send_result(result(attempt)):
        if exercise.kind == "assignment":
            realtime_service.notify_assignment_submitted(user, exercise.title, points, float(percent))
        elif percent >= PASS:
            realtime_service.notify_practice_completed(user, exercise.title, points, number)
        _tell(user, exercise, before, [badge for badge in badges if badge.code in CRITERIA])
    for badge in badges:
        if badge.code not in CRITERIA:
            realtime_service.send_award(user, badge.code, badge.description)
    tell(user, exercise.course)
    return attempt


def _tell(user: User, exercise: Exercise, before: dict[str, Any], badges: list[Badge]) -> None:
    from laurel_django import realtime_service

    points, streak, rank = total(user), current_streak(user), ranks(exercise.course).get(user.pk)
    if points != before["points"]:
        realtime_service.notify_points_update(user, before["points"], points, exercise.kind)
    for badge in badges:
        fields = ("name", "description", "badge_type", "rarity")
        data = {"id": badge.code, **{name: getattr(badge, name) for name in fields}}
        realtime_service.notify_achievement_earned(user, data)
    if streak != before["streak"]:
        realtime_service.notify_streak_update(user, streak, "daily")
    if rank and before["rank"] and rank != before["rank"]:
        realtime_service.notify_rank_change(user, before["rank"], rank, "class", exercise.course_id)
