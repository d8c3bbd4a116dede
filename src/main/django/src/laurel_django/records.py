"""What the mapping says, as Laurel's requests have it."""

from __future__ import annotations

from typing import Any

from laurel_django.mapping import CourseClass, Mapping, Member, Result
from laurel_django.service import plain, user_id


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
    }
    fields = {
        "source": project.source,
        "submission_id": str(result.submission_id),
        "user": {"id": user_id(result.user), "username": project.username(result.user)},
        "kind": result.kind,
        "problem": {"id": str(result.problem_id), "title": result.problem_title, "points": result.points},
        "score": result.score,
        "max_score": result.max_score,
        "submitted_at": result.submitted_at,
        **{name: value for name, value in optional.items() if value is not None},
    }
    document: dict[str, Any] = plain(fields)
    return document


def roster(project: Mapping, course_class: CourseClass) -> dict[str, Any]:
    """Return the roster of a class as ``PUT /api/classes/{id}/roster`` takes it.

    Args:
        project: The mapping of the project.
        course_class: The class.
    """
    members = [_member(project, member) for member in course_class.members]
    return {"name": course_class.name, "time_zone": course_class.time_zone or project.time_zone(), "members": members}


def _member(project: Mapping, member: Member) -> dict[str, Any]:
    optional = {"section": member.section, "display_name": member.display_name}
    return {
        "id": user_id(member.user),
        "username": project.username(member.user),
        "role": member.role,
        **{name: value for name, value in optional.items() if value is not None},
    }
