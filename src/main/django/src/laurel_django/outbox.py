"""Sends the outbox.

A process that sends holds the queue of a user by a lease in the database, so that no other sends for that user
meanwhile. A sender that lost its lease, because it was stopped for a while, can only send again what the next one has
sent first, and Laurel knows that by its key. So nothing arrives twice, or in another order.
"""

from __future__ import annotations

import datetime
import logging
import random
import threading
import time
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import connections, router, transaction
from django.db.models import DateTimeField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Now
from django.utils import timezone

from laurel_django.client import Answer, LaurelAwayError, LaurelClient, encoded
from laurel_django.models import OutboxEvent, OutboxQueue
from laurel_django.tokens import GRADER, OPERATOR

logger = logging.getLogger(__name__)

LEASE = datetime.timedelta(seconds=60)
# With less left, a lease is renewed. More than a request takes.
_RENEWAL = 30.0
_SLICE = 50
_SLICES_OF_A_TURN = 4
_MAX_ATTEMPTS = 12
_FIRST_WAIT = 2.0
_LONGEST_WAIT = 600.0
_PRUNED_AT_ONCE = 1000
_COUNTED = frozenset({OutboxEvent.Kind.RESULT, OutboxEvent.Kind.ADJUSTMENT})
# No fault of the event: the address or the credentials are wrong, or Laurel is overloaded or away.
_AWAY = frozenset({301, 302, 307, 308, 401, 404, 405, 408, 425, 429, 502, 503, 504})


@dataclass
class Progress:
    """What a drain has done.

    Attributes:
        sent: How many events Laurel has now.
        parked: How many it refused for good.
        delayed: How many users wait for another attempt at one of their events.
        away: Why the drain ended before the outbox was empty.
        retry_after: The seconds that Laurel asked for.
    """

    sent: int = 0
    parked: int = 0
    delayed: int = 0
    away: str | None = None
    retry_after: float | None = None


def wait_before(attempt: int, longest: float = _LONGEST_WAIT) -> float:
    """Return the seconds to wait after a number of failures: doubled each time, and a little random."""
    return float(min(longest, _FIRST_WAIT * 2 ** min(attempt - 1, 16)) * random.uniform(0.75, 1.25))  # noqa: S311


def pending() -> QuerySet[OutboxEvent]:
    """Return the events that are to be sent."""
    return OutboxEvent.objects.using(database()).filter(status=OutboxEvent.Status.PENDING)


def database() -> str:
    """Return the alias of the database with the outbox."""
    return router.db_for_write(OutboxEvent)


class Outbox:
    """Sends the events of the outbox, as one of any number of senders."""

    def __init__(self, client: LaurelClient | None = None) -> None:
        self._client = client or LaurelClient()
        self._owner = uuid.uuid4()
        self._renewed = 0.0

    def drain(self, stop: threading.Event | None = None) -> Progress:
        """Send until nothing is left that is due and that no other sender has, or Laurel is away.

        Args:
            stop: Set to end the drain after the current request.
        """
        progress = Progress()
        while not (stop and stop.is_set()):
            user = self._claim()
            if user is None:
                if self._add_queues() == 0:
                    break
                continue
            try:
                self._send_queue(user, progress, stop)
            except LaurelAwayError as error:
                progress.away, progress.retry_after = str(error), error.retry_after
                break
            finally:
                self._release(user)
        self._prune()
        return progress

    def _add_queues(self) -> int:
        """Add the queues of users who had no event before, and return how many there are."""
        known = OutboxQueue.objects.using(database()).filter(user_id=OuterRef("user_id"))
        users = list(
            pending().filter(~Exists(known)).order_by().values_list("user_id", flat=True).distinct()[:_PRUNED_AT_ONCE]
        )
        OutboxQueue.objects.using(database()).bulk_create(
            [OutboxQueue(user_id=user) for user in users], ignore_conflicts=True
        )
        return len(users)

    def _claim(self) -> str | None:
        """Lease a queue with events that are due. Other senders skip it without waiting."""
        waiting = pending().filter(user_id=OuterRef("user_id"))
        free = Q(leased_until__lte=Now(), due_at__lte=Now())
        queues = OutboxQueue.objects.using(database()).filter(free, Exists(waiting)).order_by("leased_until")
        if connections[database()].features.has_select_for_update_skip_locked:
            with transaction.atomic(using=database()):
                queue = queues.select_for_update(skip_locked=True).first()
                if queue is not None:
                    self._lease(OutboxQueue.objects.using(database()).filter(pk=queue.pk))
                return None if queue is None else queue.user_id
        # The update decides who has the queue.
        for user in queues.values_list("pk", flat=True)[:_SLICE]:
            if self._lease(OutboxQueue.objects.using(database()).filter(free, pk=user)):
                return user
        return None

    def _lease(self, queues: QuerySet[OutboxQueue]) -> bool:
        self._renewed = time.monotonic()
        return queues.update(owner=self._owner, leased_until=_in(LEASE)) == 1

    def _holds(self, user: str) -> bool:
        """Renew the lease if it ends soon. False if another sender has the queue."""
        if time.monotonic() - self._renewed < LEASE.total_seconds() - _RENEWAL:
            return True
        return self._lease(OutboxQueue.objects.using(database()).filter(pk=user, owner=self._owner))

    def _release(self, user: str) -> None:
        held = OutboxQueue.objects.using(database()).filter(pk=user, owner=self._owner)
        held.update(owner=None, leased_until=Now())

    def _send_queue(self, user: str, progress: Progress, stop: threading.Event | None) -> None:
        for _ in range(_SLICES_OF_A_TURN):
            events = list(pending().filter(user_id=user).order_by("id")[:_SLICE])
            sent: list[int] = []
            try:
                for event in events:
                    if (stop and stop.is_set()) or not self._holds(user) or not self._send(event, sent, progress):
                        return
            finally:
                _settle(OutboxEvent.objects.using(database()).filter(pk__in=sent), OutboxEvent.Status.SENT)
                progress.sent += len(sent)
            if len(events) < _SLICE:
                return

    def _send(self, event: OutboxEvent, sent: list[int], progress: Progress) -> bool:
        """Send an event. False if the next one of the user has to wait for it."""
        row = OutboxEvent.objects.using(database()).filter(pk=event.pk)
        if event.about and OutboxEvent.objects.using(database()).filter(key=event.about, counted=True).exists():
            _settle(row, OutboxEvent.Status.LEFT_OUT)
            return True
        try:
            answer = deliver(self._client, event)
        except LaurelAwayError as error:
            row.update(error=str(error))
            raise
        if answer.ok:
            sent.append(event.pk)
            if event.kind in _COUNTED and event.counted is None:
                row.update(counted=_counts(self._client, event, answer))
            return True
        attempts = event.attempts + 1
        # A key that is limited to classes may not notify the users of others: they wait until it may.
        if answer.status == 403 or (answer.status >= 500 and attempts < _MAX_ATTEMPTS):
            row.update(attempts=F("attempts") + 1, error=answer.error)
            progress.delayed += 1
            wait = datetime.timedelta(seconds=wait_before(attempts))
            OutboxQueue.objects.using(database()).filter(pk=event.user_id).update(due_at=_in(wait))
            return False
        logger.error("Laurel refuses %s (event %s of the outbox): %s", event, event.pk, answer.error)
        row.update(attempts=attempts, error=answer.error)
        _settle(row, OutboxEvent.Status.PARKED)
        progress.parked += 1
        return True

    def _prune(self) -> None:
        """Delete what was sent long ago."""
        before = timezone.now() - datetime.timedelta(days=self._client.config.keep_sent_days)
        done = (OutboxEvent.Status.SENT, OutboxEvent.Status.LEFT_OUT)
        sent = OutboxEvent.objects.using(database()).filter(status__in=done)
        old = list(sent.filter(settled_at__lt=before).values_list("pk", flat=True)[:_PRUNED_AT_ONCE])
        if old:
            sent.filter(pk__in=old).delete()


def deliver(client: LaurelClient, event: OutboxEvent) -> Answer:
    """Send one event to Laurel.

    Raises:
        LaurelAwayError: if no event would be accepted now.
    """
    method, path, body = _request(event)
    answer = client.send(method, path, body, roles=[_role(event)], headers={"Prefer": "handling=lenient"})
    # An unknown class, user or achievement is the fault of the event, a wrong address is not.
    unknown = answer.status == 404 and " no such " in answer.detail
    if answer.status in _AWAY and not unknown:
        raise LaurelAwayError(f"{client.config.url}: {answer.error}", answer.retry_after)
    return answer


def _request(event: OutboxEvent) -> tuple[str, str, dict[str, Any]]:
    """Return the method, the path and the body that an event becomes."""
    key = {"idempotency_key": event.key.hex}
    if event.kind == OutboxEvent.Kind.RESULT:
        return "POST", "/api/submissions", event.frame
    if event.kind == OutboxEvent.Kind.ADJUSTMENT:
        return "POST", "/api/adjustments", event.frame
    if event.kind == OutboxEvent.Kind.STANDING:
        told = {name: value for name, value in event.frame.items() if name != "class_id"}
        return "PUT", f"/api/classes/{encoded(event.frame['class_id'])}/standings", told
    if event.kind == OutboxEvent.Kind.AWARD:
        path = f"/api/users/{encoded(event.user_id)}/achievements/{encoded(event.frame['achievement_id'])}"
        return "PUT", path, {"reason": event.frame["reason"]}
    if event.kind == OutboxEvent.Kind.GROUP:
        return "POST", "/api/notifications", {**event.frame, **key}
    return "POST", f"/api/users/{encoded(event.user_id)}/notifications", {**event.frame, **key}


def _role(event: OutboxEvent) -> str:
    return OPERATOR if event.kind == OutboxEvent.Kind.AWARD else GRADER


def _counts(client: LaurelClient, event: OutboxEvent, answer: Answer) -> bool:
    """False if Laurel keeps a result or an adjustment without counting it, and so tells nobody of it."""
    outcome = answer.body.get("outcome") if isinstance(answer.body, dict) else None
    class_id = event.frame.get("class_id")
    if outcome != "duplicate" or class_id is None:
        return bool(outcome != "kept")
    # The answer to the first attempt was lost, which said it. Who may not ask tells rather than loses.
    authority = client.send("GET", f"/api/classes/{encoded(class_id)}/authority", roles=[OPERATOR])
    return bool(authority.ok and authority.body["mode"] == "owner")


def _settle(events: QuerySet[OutboxEvent], status: OutboxEvent.Status) -> None:
    events.update(status=status, settled_at=timezone.now())


def _in(delta: datetime.timedelta) -> ExpressionWrapper[CombinedExpression]:
    """Return the moment after some time, by the clock of the database."""
    return ExpressionWrapper(Now() + Value(delta), output_field=DateTimeField())
