"""Says who counts the points of a class."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from laurel_django.client import LaurelAwayError, LaurelClient, encoded
from laurel_django.mapping import mapping
from laurel_django.tokens import OPERATOR

_PAUSE = 0.2
_MODES = ("delivery", "shadow", "owner")


class Command(BaseCommand):
    """Shows or changes whose numbers count in the classes of the mapping."""

    help = (
        "Whose numbers count: the project's (delivery), the project's with Laurel counting unseen (shadow), Laurel's."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the options."""
        parser.add_argument("mode", nargs="?", choices=_MODES, help="what it becomes; left out, it is shown")
        parser.add_argument("--class", dest="class_id", help="only this class")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Show or change."""
        client = LaurelClient()
        ids = [str(each.id) for each in mapping().classes() if options["class_id"] in (None, str(each.id))]
        if not ids:
            raise CommandError("the mapping has no such class")
        try:
            for class_id in ids:
                self.stdout.write(f"{class_id}: {self._mode(client, class_id, options['mode'])}")
        except LaurelAwayError as error:
            raise CommandError(f"Laurel is away: {error}; run it again") from error

    def _mode(self, client: LaurelClient, class_id: str, mode: str | None) -> str:
        """Return the mode of a class, once all of its students go by it."""
        path = f"/api/classes/{encoded(class_id)}/authority"
        if mode:
            answer = client.send("PUT", path, {"mode": mode}, roles=[OPERATOR])
        else:
            answer = client.send("GET", path, roles=[OPERATOR])
        while answer.ok and mode and answer.body["changing"]:
            time.sleep(_PAUSE)
            answer = client.send("GET", path, roles=[OPERATOR])
        if not answer.ok:
            raise CommandError(f"{class_id}: {answer.error}")
        return f"{answer.body['mode']}{', changing' if answer.body['changing'] else ''}"
