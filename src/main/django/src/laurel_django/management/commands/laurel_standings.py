"""Tells Laurel what the project has counted."""

from __future__ import annotations

import datetime
import itertools
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from laurel_django import records
from laurel_django.client import LaurelAwayError, LaurelClient, encoded
from laurel_django.mapping import Standing, mapping
from laurel_django.tokens import GRADER

_AT_ONCE = 500
# What was told later than this goes first: a transaction that began before and is not over yet may have told it.
_LONGEST_TRANSACTION = datetime.timedelta(seconds=60)


class Command(BaseCommand):
    """Tells the standings of all students, for the beginning and whenever the two sides have drifted apart."""

    help = "Tells Laurel the standings of all students, which it shows while the project counts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the options."""
        parser.add_argument("--class", dest="class_id", help="only this class")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Tell."""
        project, client = mapping(), LaurelClient()
        as_of = timezone.now() - _LONGEST_TRANSACTION
        by_class: dict[str, list[Standing]] = {}
        for standing in project.standings():
            if standing.class_id is not None and options["class_id"] in (None, str(standing.class_id)):
                by_class.setdefault(str(standing.class_id), []).append(standing)
        if not by_class:
            raise CommandError(f"{type(project).__name__}.standings() has none of a class, or not of this one")
        failed = 0
        for class_id, standings in by_class.items():
            documents = iter([records.standing(project, each, as_of) for each in standings])
            while batch := list(itertools.islice(documents, _AT_ONCE)):
                failed += not self._tell(client, class_id, batch)
        if failed:
            raise CommandError("not all standings were told")

    def _tell(self, client: LaurelClient, class_id: str, batch: list[dict[str, Any]]) -> bool:
        path = f"/api/classes/{encoded(class_id)}/standings"
        try:
            answer = client.send("PUT", path, batch, roles=[GRADER])
        except LaurelAwayError as error:
            raise CommandError(f"Laurel is away: {error}; run it again") from error
        if not answer.ok:
            self.stderr.write(f"{class_id}: {answer.error}")
            return False
        ignored = sum(each["outcome"] == "ignored" for each in answer.body)
        self.stdout.write(f"{class_id}: {len(batch)} told{f', {ignored} of them had newer numbers' if ignored else ''}")
        return True
