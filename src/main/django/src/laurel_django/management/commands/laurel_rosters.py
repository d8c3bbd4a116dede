"""Sends the rosters."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from laurel_django import records
from laurel_django.client import INSTRUCTOR, LaurelAwayError, LaurelClient, encoded
from laurel_django.mapping import CourseClass, Mapping, mapping


class Command(BaseCommand):
    """Sends the roster of each class of the mapping. Sent again, it changes nothing."""

    help = "Sends the rosters of all classes to Laurel."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the options."""
        parser.add_argument("--class", dest="class_id", help="only this class")
        parser.add_argument("--dry-run", action="store_true", help="only says what would be sent")
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
        account = None if client.config.key else client.config.service_account
        body = records.roster(project, course_class, account)
        students = sum(member["role"] == "student" for member in body["members"])
        if not students and not options["allow_empty"]:
            return "has no students; --allow-empty sends it nevertheless"
        if options["dry_run"]:
            self.stdout.write(f"{course_class.id}: {students} students of {len(body['members'])} members")
            return None
        path = f"/api/classes/{encoded(str(course_class.id))}/roster"
        try:
            answer = client.send("PUT", path, body, roles=[INSTRUCTOR])
        except LaurelAwayError as error:
            raise CommandError(f"Laurel is away: {error}") from error
        if answer.status == 403:
            return f"{answer.error}; have one of them add {account or 'the owner of the key'} as an instructor once"
        if not answer.ok:
            return answer.error
        self.stdout.write(f"{course_class.id}: {students} students of {len(body['members'])} members sent")
        for alike in (answer.body or {}).get("similar_ids", []):
            self.stderr.write(f"{course_class.id}: easily mistaken for one another: {', '.join(alike)}")
        return None
