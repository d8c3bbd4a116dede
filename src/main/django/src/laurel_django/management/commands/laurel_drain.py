"""Sends the outbox."""

from __future__ import annotations

import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, InterfaceError, connections

from laurel_django.models import OutboxEvent
from laurel_django.outbox import Outbox, database, pending, wait_before

_LONGEST_WAIT = 60.0


class Command(BaseCommand):
    """Sends the outbox once, for cron, or as a worker until it is stopped. Any number may run at a time."""

    help = "Sends the events of the outbox to Laurel, in order."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the options."""
        parser.add_argument("--forever", action="store_true", help="goes on until SIGTERM or SIGINT")
        parser.add_argument("--every", type=float, default=1.0, help="with --forever: seconds between looks (1)")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Send."""
        outbox = Outbox()
        if options["forever"]:
            self._work(outbox, options["every"])
            return
        progress = outbox.drain()
        left = pending().count()
        parked = OutboxEvent.objects.using(database()).filter(status=OutboxEvent.Status.PARKED).count()
        self.stdout.write(f"{progress.sent} sent, {left} pending, {parked} parked")
        if progress.away:
            raise CommandError(f"Laurel is away: {progress.away}")
        if progress.delayed:
            raise CommandError(f"{progress.delayed} users wait for another attempt; the admin shows why")

    def _work(self, outbox: Outbox, every: float) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        failures = 0
        while not stop.is_set():
            away = self._drain(outbox, stop)
            failures = failures + 1 if away else 0
            if failures == 1:
                self.stderr.write(str(away))
            stop.wait(wait_before(failures, _LONGEST_WAIT) if failures else every)

    def _drain(self, outbox: Outbox, stop: threading.Event) -> str | None:
        """Drain once. Returns why it ended early."""
        try:
            progress = outbox.drain(stop)
        except (DatabaseError, InterfaceError) as error:
            connections.close_all()
            return f"The outbox cannot be read: {error}"
        if progress.sent or progress.parked:
            self.stdout.write(f"{progress.sent} sent, {progress.parked} parked")
        return progress.away and f"Laurel is away: {progress.away}"
