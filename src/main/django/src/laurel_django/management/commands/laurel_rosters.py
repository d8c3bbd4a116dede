"""Sends the rosters."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any
from urllib.parse import urlencode

from django.core.management.base import BaseCommand, CommandError

from laurel_django import records, tokens
from laurel_django.client import LaurelAwayError, LaurelClient, encoded
from laurel_django.mapping import CourseClass, Mapping, mapping
from laurel_django.service import plain
from laurel_django.tokens import INSTRUCTOR, REGISTRAR


class Command(BaseCommand):
    """Sends the roster of each class of the mapping. Sent again, it changes nothing."""

    help = "Sends the rosters of all classes to Laurel."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the options."""
        parser.add_argument("--class", dest="class_id", help="only this class")
        parser.add_argument("--dry-run", action="store_true", help="only says what would change")
        parser.add_argument("--max-removals", type=int, help="refuses a roster by which more members would leave")
        parser.add_argument("--allow-empty", action="store_true", help="also sends rosters without students")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Send."""
        project, client = mapping(), LaurelClient()
        failed = 0
        found = False
        for course_class in project.classes():
            if options["class_id"] in (None, str(course_class.id)):
                found = True
                error = self._send(project, client, course_class, options)
                if error:
                    failed += 1
                    self.stderr.write(f"{course_class.id}: {error}")
        if not found:
            raise CommandError(f"{type(project).__name__}.classes() has no such class")
        if failed:
            raise CommandError(f"{failed} rosters were not sent")

    def _send(
        self, project: Mapping, client: LaurelClient, course_class: CourseClass, options: dict[str, Any]
    ) -> str | None:
        """Send a roster. Returns what is wrong."""
        body = records.roster(project, course_class)
        students = sum(member["role"] == "student" for member in body["members"])
        if not students and not options["allow_empty"]:
            return "has no students; --allow-empty sends it nevertheless"
        query = {"dry_run": "true"} if options["dry_run"] else {}
        if options["max_removals"] is not None:
            query["max_removals"] = options["max_removals"]
        path = f"/api/classes/{encoded(str(course_class.id))}/roster"
        try:
            answer = client.send("PUT", f"{path}?{urlencode(query)}" if query else path, body, roles=[REGISTRAR])
        except LaurelAwayError as error:
            raise CommandError(f"Laurel is away: {error}") from error
        if not answer.ok:
            return answer.error
        said = answer.body or {}
        self.stdout.write(f"{course_class.id}: {students} students of {len(body['members'])} members")
        for change in ("added", "removed", "changed"):
            for member in said.get(change, []):
                self.stdout.write(
                    f"{course_class.id}: {change} {member['id']} ({member['username']}, {member['role']})"
                )
        for alike in said.get("similar_ids", []):
            self.stderr.write(f"{course_class.id}: easily mistaken for one another: {', '.join(alike)}")
        return None if options["dry_run"] else self._set_rules(client, course_class, body["members"])

    def _set_rules(self, client: LaurelClient, course_class: CourseClass, members: list[dict[str, Any]]) -> str | None:
        """Have Laurel count by the rules of the class, where the mapping has any. Returns what is wrong."""
        if course_class.rules is None:
            return None
        teacher = next((each["id"] for each in members if each["role"] == "instructor"), None)
        if teacher is None or not client.config.secret:
            return "the rules need an instructor of the class, and LAUREL['SECRET'] to set them as that one"
        token = tokens.sign(client.config, teacher, [INSTRUCTOR])
        path = f"/api/classes/{encoded(str(course_class.id))}/rules"
        rules = client.send("GET", path, token=token)
        if rules.ok and plain(course_class.rules).items() <= rules.body.items():
            return None
        answer = client.send("PUT", path, plain(course_class.rules), token=token)
        if answer.ok:
            self.stdout.write(f"{course_class.id}: has other rules now")
        return None if answer.ok else answer.error
