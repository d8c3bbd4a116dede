"""Has Laurel know the project's achievements."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from laurel_django import records
from laurel_django.client import LaurelAwayError, LaurelClient, encoded
from laurel_django.mapping import mapping
from laurel_django.tokens import OPERATOR


class Command(BaseCommand):
    """Sends the achievements of the mapping, which standings and imports name. Nobody is notified."""

    help = "Sends the achievements that can be earned to Laurel."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the options."""
        parser.add_argument("--only", action="store_true", help="deletes those of Laurel that nobody has")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Send."""
        client = LaurelClient()
        sent = [records.achievement(each) for each in mapping().achievements()]
        if not sent:
            raise CommandError("achievements() of the mapping has none")
        try:
            answer = client.send("PUT", "/api/achievements", sent, roles=[OPERATOR])
            if not answer.ok:
                raise CommandError(f"Laurel refuses the achievements: {answer.error}")
            self.stdout.write(f"{len(sent)} sent")
            if options["only"]:
                self._delete_others(client, {each["id"] for each in sent})
        except LaurelAwayError as error:
            raise CommandError(f"Laurel is away: {error}; run it again") from error

    def _delete_others(self, client: LaurelClient, own: set[str]) -> None:
        answer = client.send("GET", "/api/achievements", roles=[OPERATOR])
        for each in answer.body if answer.ok else ():
            if each["id"] not in own:
                deleted = client.send("DELETE", f"/api/achievements/{encoded(each['id'])}", roles=[OPERATOR])
                text = "deleted" if deleted.ok else f"not deleted: {deleted.error}"
                self.stdout.write(f"{each['id']}: {text}")
