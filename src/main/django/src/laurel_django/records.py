"""What the mapping says, as Laurel's requests have it."""

from __future__ import annotations

import datetime
from typing import Any

from laurel_django.mapping import (
    Achievement,
    Adjustment,
    Balance,
    CourseClass,
    Earned,
    Mapping,
    Member,
    Result,
    Standing,
    Streak,
)
from laurel_django.service import plain, user_id

# Nobody meets these: only the project, or a person, gives the achievement.
NO_CRITERIA = {"type": "granted"}


def submission(project: Mapping, result: Result) -> dict[str, Any]:
    """Return a result as ``POST /api/submissions`` takes it.

    Args:
        project: The mapping of the project.
        result: The result.
    """
    optional = {
        "class_id": None if result.class_id is None else str(result.class_id),
        "revision": result.revision,
        "attempt_number": result.attempt_number,
        "graded_at": result.graded_at,
        "passed": result.passed,
        "tags": list(result.tags) or None,
        "points_earned": result.points_earned,
    }
    fields = {
        "source": project.source,
        "submission_id": str(result.submission_id),
        "user": {"id": user_id(result.user), "username": project.username(result.user)},
        "kind": result.kind,
        "problem": {"id": str(result.problem_id), "title": result.problem_title, **_given(points=result.points)},
        "score": result.score,
        "max_score": result.max_score,
        "submitted_at": result.submitted_at,
        **_given(**optional),
    }
    document: dict[str, Any] = plain(fields)
    return document


def adjustment(project: Mapping, given: Adjustment) -> dict[str, Any]:
    """Return points by hand as ``POST /api/adjustments`` takes them.

    Args:
        project: The mapping of the project.
        given: The adjustment.
    """
    document: dict[str, Any] = plain(
        {
            "source": project.source,
            "id": str(given.id),
            "user_id": user_id(given.user),
            **_given(class_id=None if given.class_id is None else str(given.class_id)),
            "points": given.points,
            "reason": given.reason,
            **_given(at=given.at),
        }
    )
    return document


def standing(project: Mapping, told: Standing, as_of: datetime.datetime) -> dict[str, Any]:
    """Return a standing as ``PUT /api/classes/{id}/standings`` takes it.

    Args:
        project: The mapping of the project.
        told: The standing.
        as_of: The moment of these numbers.
    """
    days = told.streak if isinstance(told.streak, Streak) else None
    dated = [each for each in told.achievements or () if isinstance(each, Earned) and each.earned_at]
    achievements = [_earned(each) for each in dated] if dated else None
    document: dict[str, Any] = plain(
        {
            "user": {"id": user_id(told.user), "username": project.username(told.user)},
            "points": told.points,
            **_given(completions=told.completed, streak=streak(days), achievements=achievements, rank=told.rank),
            "as_of": as_of,
        }
    )
    return document


def balance(project: Mapping, given: Balance) -> dict[str, Any]:
    """Return an opening balance as ``POST /api/imports`` takes it.

    Args:
        project: The mapping of the project.
        given: The balance.
    """
    document: dict[str, Any] = plain(
        {
            "user": {"id": user_id(given.user), "username": project.username(given.user)},
            **_given(class_id=None if given.class_id is None else str(given.class_id)),
            "points": given.points,
            "completions": given.completed,
            **_given(streak=streak(given.streak)),
        }
    )
    return document


def achievement(given: Achievement) -> dict[str, Any]:
    """Return an achievement as ``PUT /api/achievements`` takes it.

    Args:
        given: The achievement.
    """
    document: dict[str, Any] = plain(
        {
            "id": str(given.id),
            "name": given.name,
            "description": given.description,
            "badge_type": given.badge_type,
            "rarity": given.rarity,
            "points": given.points,
            "criteria": given.criteria or NO_CRITERIA,
            "announce": False,
        }
    )
    return document


def earned(given: Earned) -> dict[str, Any]:
    """Return who has an achievement as ``POST /api/imports`` takes it.

    Args:
        given: The achievement of somebody.
    """
    document: dict[str, Any] = plain(
        {"user_id": user_id(given.user), "achievement_id": given.id, "earned_at": given.earned_at}
    )
    return document


def streak(days: Streak | None) -> dict[str, Any] | None:
    """Return a streak as Laurel takes it.

    Args:
        days: The streak.
    """
    if days is None:
        return None
    return {"current": days.current, **_given(last_day=days.last_day, longest=days.longest)}


def _earned(achievement: Earned) -> dict[str, Any]:
    return {"id": achievement.id, **_given(earned_at=achievement.earned_at)}


def _given(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


def roster(project: Mapping, course_class: CourseClass) -> dict[str, Any]:
    """Return the roster of a class as ``PUT /api/classes/{id}/roster`` takes it.

    Args:
        project: The mapping of the project.
        course_class: The class.
    """
    members = [_member(project, member) for member in course_class.members]
    return {"name": course_class.name, "time_zone": course_class.time_zone or project.time_zone(), "members": members}


def _member(project: Mapping, member: Member) -> dict[str, Any]:
    return {
        "id": user_id(member.user),
        "username": project.username(member.user),
        "role": member.role,
        **_given(section=member.section, display_name=member.display_name),
    }
