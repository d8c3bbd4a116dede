"""Compares numbers."""

from __future__ import annotations

import datetime
from argparse import ArgumentParser
from collections.abc import Iterator
from collections.abc import Mapping as MappingType
from typing import Any
from urllib.parse import urlencode

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from laurel_django import tokens
from laurel_django.client import Answer, LaurelAwayError, LaurelClient, encoded
from laurel_django.mapping import Earned, Mapping, Standing, Streak, mapping
from laurel_django.service import plain, user_id

_PAGE = 100


class Command(BaseCommand):
    """Compares what the project has counted with what Laurel has, by student and class."""

    help = "Compares the points, completions, ranks, streaks and achievements of both sides."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the options."""
        parser.add_argument("--all", action="store_true", help="also lists what is equal")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Compare."""
        project = mapping()
        numbers = _Numbers(project, LaurelClient())
        compared = different = 0
        try:
            for standing in project.standings():
                compared += 1
                lines = _differences(standing, numbers.of(standing))
                different += bool(lines)
                scope = "everything" if standing.class_id is None else str(standing.class_id)
                for line in lines or (["equal"] if options["all"] else []):
                    self.stdout.write(f"{scope}  {project.username(standing.user)}: {line}")
            unequal = sum(self._shadow(class_id, numbers) for class_id in numbers.classes())
        except LaurelAwayError as error:
            raise CommandError(f"Laurel is away: {error}") from error
        self.stdout.write(f"{compared} compared, {different} differ")
        if different or unequal:
            raise CommandError("the numbers differ")

    def _shadow(self, class_id: str, numbers: _Numbers) -> int:
        """Say what would change if Laurel's numbers counted in a class, and of how many students."""
        differing = 0
        students = 0
        for student in numbers.reconciliation(class_id):
            students += 1
            if not student["equal"]:
                differing += 1
                for reason in student["explanations"]:
                    self.stdout.write(f"{class_id}  {student['user']['username']}: {_explanation(reason)}")
        if students:
            self.stdout.write(f"{class_id}: of {students} students, {differing} would have other numbers by Laurel")
        return differing


class _Numbers:
    """Laurel's numbers, read as those who see them. The board of a class is read once."""

    def __init__(self, project: Mapping, client: LaurelClient) -> None:
        if not client.config.secret:
            raise CommandError("the comparison needs LAUREL['SECRET'], to read as students and instructors")
        self._project = project
        self._client = client
        self._boards: dict[str, dict[str, dict[str, Any]]] = {}

    def of(self, standing: Standing) -> MappingType[str, Any]:
        """Return the numbers that can be compared with the standing."""
        identity = user_id(standing.user)
        if standing.class_id is None:
            return self._everything(identity, self._project.username(standing.user))
        class_id = str(standing.class_id)
        if class_id not in self._boards:
            self._boards[class_id] = self._board(class_id)
        numbers = self._boards[class_id].get(identity, {"points": 0, "completed": 0, "rank": None})
        if standing.streak is None and standing.achievements is None:
            return numbers
        return {**numbers, **self._member(class_id, identity)}

    def classes(self) -> list[str]:
        """Return the classes that were compared."""
        return list(self._boards)

    def reconciliation(self, class_id: str) -> Iterator[dict[str, Any]]:
        """Return both sides of each student of a class in which Laurel counts unseen; else nothing."""
        path = f"/api/classes/{encoded(class_id)}"
        if _body(self._client.send("GET", f"{path}/authority", roles=[tokens.OPERATOR]))["mode"] != "shadow":
            return
        query: dict[str, Any] = {"limit": _PAGE}
        while True:
            address = f"{path}/reconciliation?{urlencode(query)}"
            page = _body(self._client.send("GET", address, roles=[tokens.OPERATOR]))
            yield from page["students"]
            if page["next"] is None:
                return
            query["after"] = page["next"]

    def _everything(self, identity: str, username: str) -> MappingType[str, Any]:
        token = tokens.sign(self._client.config, identity, username=username)
        me = _body(self._client.send("GET", "/api/me", token=token))
        return {
            "points": me["total_points"],
            "streak": me["current_streak"],
            "achievements": sorted(each["id"] for each in me["achievements"]),
        }

    def _board(self, class_id: str) -> dict[str, dict[str, Any]]:
        token = self._staff(class_id)
        entries: dict[str, dict[str, Any]] = {}
        page: int | None = 1
        while page is not None:
            path = f"/api/leaderboards/classes/{encoded(class_id)}?page={page}&page_size={_PAGE}"
            body = _body(self._client.send("GET", path, token=token))
            for entry in body["entries"]:
                entries[entry["user"]["id"]] = {
                    "points": entry["total_points"],
                    "completed": entry["completed_problems"],
                    "rank": entry["rank"],
                }
            page = page + 1 if body["pagination"]["has_next"] else None
        return entries

    def _member(self, class_id: str, identity: str) -> dict[str, Any]:
        path = f"/api/classes/{encoded(class_id)}/members/{encoded(identity)}?results=0"
        answer = self._client.send("GET", path, token=self._staff(class_id))
        if answer.status == 404:
            # Who has left the class is not shown there.
            return {}
        member = _body(answer)
        return {
            "streak": member["current_streak"],
            "achievements": sorted(each["id"] for each in member["achievements"]),
        }

    def _staff(self, class_id: str) -> str:
        return tokens.sign(self._client.config, self._instructor(class_id), [tokens.INSTRUCTOR])

    def _instructor(self, class_id: str) -> str:
        """Return somebody who sees the whole board of a class."""
        for course_class in self._project.classes():
            if str(course_class.id) == class_id:
                for member in course_class.members:
                    if member.role == "instructor":
                        return user_id(member.user)
        raise CommandError(f"{type(self._project).__name__}.classes() has no instructor of {class_id}")


def _body(answer: Answer) -> Any:
    if not answer.ok:
        raise CommandError(f"Laurel does not show its numbers: {answer.error}")
    return answer.body


def _differences(standing: Standing, numbers: MappingType[str, Any]) -> list[str]:
    lines = []
    for name in ("points", "completed", "rank", "streak", "achievements"):
        here = getattr(standing, name)
        if here is None or name not in numbers:
            continue
        if name == "achievements":
            here = sorted(each.id if isinstance(each, Earned) else each for each in here)
        elif name == "streak":
            here = _ongoing(here)
        else:
            here = plain(here)
        if here != numbers[name]:
            lines.append(f"{name} {_text(here)} here, {_text(numbers[name])} in Laurel")
    return lines


def _ongoing(streak: Streak | int) -> int:
    """Return the days of a streak, or none if it was over before yesterday, as Laurel shows it."""
    if isinstance(streak, int):
        return streak
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    return streak.current if streak.last_day is None or streak.last_day >= yesterday else 0


def _explanation(reason: MappingType[str, Any]) -> str:
    """Return one part of a difference in a line, such as ``attempts_summed, points 12.5``."""
    parts = [f"{name} {_text(value)}" for name, value in reason.items() if name != "code" and value is not None]
    return ", ".join([reason["code"], *parts])


def _text(value: Any) -> str:
    return f"[{', '.join(value)}]" if isinstance(value, list) else str(value)
