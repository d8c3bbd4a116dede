"""Sends the history."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.core.management.base import BaseCommand, CommandError

from laurel_django import records
from laurel_django.client import LaurelAwayError, LaurelClient, encoded
from laurel_django.mapping import Mapping, mapping
from laurel_django.tokens import OPERATOR

_DONE = ("created", "unchanged", "refused")


class Command(BaseCommand):
    """Imports all that the mapping has, with its dates. Nobody is notified; what Laurel has already stays as it is."""

    help = "Imports the past into Laurel. May be repeated, also after it was cut off, and undone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the options."""
        parser.add_argument("--dry-run", action="store_true", help="asks Laurel what would happen, and changes nothing")
        parser.add_argument("--id", help="the name of the import; by default the source of the mapping")
        parser.add_argument("--undo", action="store_true", help="takes back what the import has made")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Send."""
        project, client = mapping(), LaurelClient()
        name = options["id"] or project.source
        try:
            if options["undo"]:
                self._undo(client, name)
            else:
                self._import(project, client, name, dry_run=options["dry_run"])
        except LaurelAwayError as error:
            raise CommandError(f"Laurel is away: {error}; run it again") from error

    def _undo(self, client: LaurelClient, name: str) -> None:
        answer = client.send("DELETE", f"/api/imports/{encoded(name)}", roles=[OPERATOR], timeout=None)
        if not answer.ok:
            raise CommandError(f"Laurel does not undo {name}: {answer.error}")
        self.stdout.write(f"{name} is undone")

    def _import(self, project: Mapping, client: LaurelClient, name: str, *, dry_run: bool) -> None:
        names: list[str] = []
        query = urlencode({"id": name, **({"dry_run": "true"} if dry_run else {})})
        answer = client.send(
            "POST",
            f"/api/imports?{query}",
            _lines(project, names),
            roles=[OPERATOR],
            headers={"Content-Type": "application/x-ndjson"},
            timeout=None,
        )
        if not answer.ok:
            raise CommandError(f"Laurel refuses the import: {answer.error}")
        self._report(answer.body, names)

    def _report(self, report: dict[str, Any], names: list[str]) -> None:
        for error in report["errors"]:
            self.stderr.write(f"{names[error['line'] - 1]}: {error['field']} {error['message']}")
        if report["more_errors"]:
            self.stderr.write(f"and {report['more_errors']} more")
        would = "would be " if report["dry_run"] else ""
        for kind, counts in report["counts"].items():
            parts = [f"{counts[done]} {would}{done}" for done in _DONE if counts[done]]
            self.stdout.write(f"{kind}: {', '.join(parts)}")
        refused = sum(counts["refused"] for counts in report["counts"].values())
        if refused:
            raise CommandError(f"{refused} {would}refused")


def _lines(project: Mapping, names: list[str]) -> Iterator[bytes]:
    """Return a line for each item, and add its name to the list: Laurel's errors name the lines."""
    for item in _items(project):
        identity = item.get("submission_id") or item.get("achievement_id") or item.get("id")
        user = item["user"]["id"] if "user" in item else item.get("user_id")
        names.append(" ".join(str(each) for each in (item["type"], identity, user and f"of {user}") if each))
        yield json.dumps(item, separators=(",", ":")).encode() + b"\n"


def _items(project: Mapping) -> Iterator[dict[str, Any]]:
    # What an item needs comes before it; achievements before the results that would bring them otherwise.
    for course_class in project.classes():
        yield {"type": "class", "id": str(course_class.id), **records.roster(project, course_class)}
    known: set[str] = set()
    for earned in project.earned():
        award = records.earned(earned)
        if award["user_id"] not in known:
            known.add(award["user_id"])
            yield {"type": "user", "id": award["user_id"], "username": project.username(earned.user)}
        yield {"type": "achievement", **award}
    for balance in project.balances():
        yield {"type": "balance", **records.balance(project, balance)}
    for result in project.results():
        yield {"type": "result", **records.submission(project, result)}
    for adjustment in project.adjustments():
        yield {"type": "adjustment", **records.adjustment(project, adjustment)}
