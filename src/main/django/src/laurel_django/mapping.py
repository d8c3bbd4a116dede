"""How the project's data look to Laurel. A project subclasses ``Mapping`` and names it in its settings."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Sequence
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from laurel_django.conf import configuration, simple_jwt

Number = int | float | Decimal


@dataclass(frozen=True)
class Member:
    """A member of a class.

    Attributes:
        user: An instance of the user model.
        role: ``student``, ``test_student``, ``instructor``, ``assistant`` or ``observer``.
        section: The subgroup of the class, or None.
        display_name: What boards of the class show; None for the username.
    """

    user: Any
    role: str = "student"
    section: str | None = None
    display_name: str | None = None


@dataclass(frozen=True)
class CourseClass:
    """A class with its roster.

    Attributes:
        id: The id of the class, the same in results.
        name: What people call it.
        members: Everybody in it. Who is left out leaves the class.
        time_zone: Where its days begin; by default that of the project.
        rules: How Laurel counts in it, as ``{"policy": {"type": "sum"}, "extra_credit": 10}``; None leaves that alone.
    """

    id: str
    name: str
    members: Iterable[Member]
    time_zone: str | None = None
    rules: MappingType[str, Any] | None = None


@dataclass(frozen=True)
class Result:
    """A graded submission.

    Attributes:
        submission_id: Its id, which is sent to Laurel again and again without counting twice.
        user: An instance of the user model.
        problem_id: The id of the exercise.
        problem_title: What people call it.
        points: What the exercise is worth; may be None with ``points_earned``.
        score: What was reached.
        max_score: What can be reached.
        submitted_at: When it was handed in.
        class_id: The class, or None.
        kind: ``practice`` or ``assignment``.
        attempt_number: Which attempt it was; counted by Laurel if None.
        revision: Higher for a regrade.
        graded_at: When it was graded.
        passed: Whether it passes; Laurel's pass mark decides if None.
        tags: Words for achievements to count by.
        points_earned: What the project's own calculator gives for it; by default the share of ``points``.
    """

    submission_id: Any
    user: Any
    problem_id: Any
    problem_title: str
    points: Number | None
    score: Number
    max_score: Number
    submitted_at: datetime.datetime
    class_id: Any = None
    kind: str = "practice"
    attempt_number: int | None = None
    revision: int | None = None
    graded_at: datetime.datetime | None = None
    passed: bool | None = None
    tags: Sequence[str] = field(default_factory=tuple)
    points_earned: Number | None = None


@dataclass(frozen=True)
class Adjustment:
    """Points that a person gave or took.

    Attributes:
        id: Its id, which is sent to Laurel again and again without counting twice.
        user: An instance of the user model.
        points: The points, with their sign.
        reason: Why; the student reads it.
        class_id: The class, or None for the board of everybody alone.
        at: When.
    """

    id: Any
    user: Any
    points: Number
    reason: str
    class_id: Any = None
    at: datetime.datetime | None = None


@dataclass(frozen=True)
class Streak:
    """Days in a row.

    Attributes:
        current: The length of the run that ended last.
        last_day: Its last day; needed unless ``current`` is 0.
        longest: The length of the longest run of all.
    """

    current: int
    last_day: datetime.date | None = None
    longest: int | None = None


@dataclass(frozen=True)
class Balance:
    """What a student of a class has from before the results that are imported.

    Attributes:
        user: An instance of the user model.
        class_id: The class, or None.
        points: The points.
        completed: How many exercises are completed.
        streak: The days in a row.
    """

    user: Any
    class_id: Any = None
    points: Number = 0
    completed: int = 0
    streak: Streak | None = None


@dataclass(frozen=True)
class Achievement:
    """An achievement that can be earned.

    Attributes:
        id: Its id.
        name: What people call it.
        description: What is to be done for it.
        badge_type: The kind of its picture.
        rarity: ``common``, ``uncommon``, ``rare``, ``epic`` or ``legendary``.
        points: The points that it brings in Laurel.
        criteria: By what Laurel gives it, as ``{"type": "completions", "threshold": 10}``; None if only the project
            or a person does.
    """

    id: str
    name: str
    description: str
    badge_type: str
    rarity: str
    points: Number = 0
    criteria: MappingType[str, Any] | None = None


@dataclass(frozen=True)
class Earned:
    """An achievement that somebody has.

    Attributes:
        id: The id of the achievement.
        earned_at: When it was earned.
        user: An instance of the user model; not needed in standings.
    """

    id: str
    earned_at: datetime.datetime | None = None
    user: Any = None


@dataclass(frozen=True)
class Standing:
    """What the project has counted for a student. None is not told, and not compared.

    Attributes:
        user: An instance of the user model.
        class_id: The class that it was counted in, or None for everything.
        points: The points.
        completed: How many exercises are completed; only in a class.
        rank: The rank; only in a class.
        streak: A ``Streak``, or only the days in a row, which are compared and not told.
        achievements: An ``Earned`` of each achievement, or only their ids, which are compared and not told.
    """

    user: Any
    class_id: Any = None
    points: Number | None = None
    completed: int | None = None
    rank: int | None = None
    streak: Streak | int | None = None
    achievements: Collection[Earned | str] | None = None


class Mapping:
    """What Laurel is told of the project. The methods without an answer here are those that a project writes."""

    #: Sets the ids of this project's submissions and exercises apart from those of other graders.
    source = "django"

    def user_id(self, user: Any) -> Any:
        """Return the id of a user, which must be that of the tokens. By default SimpleJWT's.

        Args:
            user: An instance of the user model.
        """
        return getattr(user, str(simple_jwt().get("USER_ID_FIELD", "id")))

    def username(self, user: Any) -> str:
        """Return the name of a user that others see.

        Args:
            user: An instance of the user model.
        """
        return str(user.get_username())

    def roles(self, user: Any) -> list[str]:
        """Return the roles of a user: by default ``operator`` of superusers, ``instructor`` of staff.

        Args:
            user: An instance of the user model.
        """
        roles = ["instructor"] if user.is_staff else []
        return [*roles, "operator"] if user.is_superuser else roles

    def classes(self) -> Iterable[CourseClass]:
        """Return the classes whose rosters Laurel gets."""
        return ()

    def results(self) -> Iterable[Result]:
        """Return all results, oldest first. Use ``QuerySet.iterator()`` where there are many."""
        return ()

    def adjustments(self) -> Iterable[Adjustment]:
        """Return the points that people gave."""
        return ()

    def balances(self) -> Iterable[Balance]:
        """Return what students have from before the results."""
        return ()

    def achievements(self) -> Iterable[Achievement]:
        """Return the achievements that can be earned."""
        return ()

    def earned(self) -> Iterable[Earned]:
        """Return who has which achievements, since when."""
        return ()

    def standings(self) -> Iterable[Standing]:
        """Return what the project has counted, to be shown by Laurel, and compared with its numbers."""
        return ()

    def time_zone(self) -> str:
        """Return the time zone of classes that name none."""
        return str(settings.TIME_ZONE)


def mapping() -> Mapping:
    """Return the project's mapping.

    Raises:
        ImportError: if the setting names none.
        TypeError: if what it names is no ``Mapping``.
    """
    path = configuration().mapping
    found = import_string(path)()
    if not isinstance(found, Mapping):
        raise TypeError(f"{path} is no subclass of laurel_django.mapping.Mapping")
    return found
