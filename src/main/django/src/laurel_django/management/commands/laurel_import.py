"""Sends the history."""

from __future__ import annotations

import itertools
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from laurel_django import records
from laurel_django.client import LaurelAwayError, LaurelClient
from laurel_django.mapping import mapping
from laurel_django.tokens import GRADER

_AT_ONCE = 500
_SHOWN = 20


class Command(BaseCommand):
    """Sends all results of the mapping, with their dates. What Laurel has already is a duplicate and counts once."""

    help = "Sends the results of the past to Laurel. May be repeated, also after it was cut off."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the options."""
        parser.add_argument("--dry-run", action="store_true", help="only reads and checks what would be sent")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Send."""
        outcomes: Counter[str] = Counter()
        shown = 0
        client = LaurelClient()
        for batch in self._batches():
            answers = _checked(batch) if options["dry_run"] else self._send(client, batch)
            for sent, (outcome, error) in zip(batch, answers, strict=True):
                outcomes[outcome] += 1
                if error and shown < _SHOWN:
                    shown += 1
                    self.stderr.write(f"{sent['submission_id']}: {error}")
        self.stdout.write(", ".join(f"{count} {outcome}" for outcome, count in outcomes.items()) or "no results")
        if outcomes["rejected"]:
            raise CommandError(f"{outcomes['rejected']} results were rejected")

    def _batches(self) -> Iterator[list[dict[str, Any]]]:
        project = mapping()
        documents = (records.submission(project, result) for result in project.results())
        while batch := list(itertools.islice(documents, _AT_ONCE)):
            yield batch

    def _send(self, client: LaurelClient, batch: list[dict[str, Any]]) -> list[tuple[str, str]]:
        """Send results, and return the outcome and the error of each."""
        try:
            answer = client.send("POST", "/api/submissions", batch, roles=[GRADER])
        except LaurelAwayError as error:
            raise CommandError(f"Laurel is away: {error}; run it again") from error
        if not answer.ok:
            raise CommandError(f"Laurel refuses the results: {answer.error}")
        return [(each["outcome"], _error(each)) for each in answer.body]


def _error(outcome: dict[str, Any]) -> str:
    return "; ".join(f"{error['field']} {error['message']}" for error in outcome.get("errors") or [])


def _checked(batch: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Check results as far as that is possible without Laurel."""
    return [("would be sent", "") if not (error := _contradiction(each)) else ("rejected", error) for each in batch]


def _contradiction(sent: dict[str, Any]) -> str:
    points = sent["problem"]["points"]
    if not sent["max_score"] > 0:
        return "max_score must be above 0"
    if sent["score"] < -sent["max_score"]:
        return "score must not be less than -max_score"
    if points < 0 or round(points * 100) != round(points * 100, 6):
        return "problem.points must have at most two decimals, and not be negative"
    if sent["kind"] not in ("practice", "assignment"):
        return "kind must be practice or assignment"
    return ""
