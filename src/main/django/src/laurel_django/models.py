"""The outbox: events that were written and not yet sent, and the queue of each user."""

from __future__ import annotations

import datetime
import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

EPOCH = datetime.datetime(1970, 1, 2, tzinfo=datetime.timezone.utc)


def epoch() -> datetime.datetime:
    """Return a moment before any other, in the form that the project stores."""
    return EPOCH if timezone.is_aware(timezone.now()) else timezone.make_naive(EPOCH, datetime.timezone.utc)


class OutboxEvent(models.Model):
    """What Laurel is to be told, mostly of a user, written in the transaction of what it tells.

    Events of a user are sent in the order of their ids; those for many users have a queue of their own, whose user is
    the empty text. The key lets Laurel recognise an event that is sent twice.
    """

    class Status(models.TextChoices):
        """Where the event is on its way."""

        PENDING = "pending", _("pending")
        SENT = "sent", _("sent")
        PARKED = "parked", _("parked")
        LEFT_OUT = "left_out", _("left to Laurel")

    class Kind(models.TextChoices):
        """What the event is, and so where it goes."""

        NOTIFICATION = "notification", _("notification")
        GROUP = "group", _("notification of many")
        RESULT = "result", _("result")
        ADJUSTMENT = "adjustment", _("adjustment")
        AWARD = "award", _("award")
        STANDING = "standing", _("standing")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.NOTIFICATION)
    user_id = models.CharField(_("user"), max_length=128, blank=True)
    frame = models.JSONField(_("frame"))
    # The key of the result that a notification is about: Laurel says itself what it counts.
    about = models.UUIDField(null=True, editable=False)
    counted = models.BooleanField(_("counted by Laurel"), null=True, editable=False)
    key = models.UUIDField(_("idempotency key"), default=uuid.uuid4, unique=True, editable=False)
    status = models.CharField(_("status"), max_length=8, choices=Status.choices, default=Status.PENDING)
    attempts = models.PositiveIntegerField(_("failed attempts"), default=0)
    error = models.TextField(_("last error"), blank=True)
    created_at = models.DateTimeField(_("written at"), default=timezone.now)
    settled_at = models.DateTimeField(_("sent or parked at"), null=True, blank=True)

    class Meta:
        """Finds the next event of a user, and the sent ones that are old."""

        verbose_name = _("event")
        verbose_name_plural = _("outbox")
        indexes = (
            models.Index(fields=["status", "user_id", "id"], name="laurel_outbox_pending"),
            models.Index(fields=["status", "settled_at"], name="laurel_outbox_settled"),
        )

    def __str__(self) -> str:
        """Return the type of the event and its user."""
        return f"{self.type} → {self.user_id or 'many'}"

    @property
    def type(self) -> str:
        """The type of the frame, or what else it is."""
        frame = self.frame.get("frame", self.frame)
        return str(frame.get("type", self.kind))


class OutboxQueue(models.Model):
    """The queue of a user, which one process at a time sends from.

    Both times are set and compared by the clock of the database. A process that dies keeps the queue until the lease
    ends. Whoever had it least recently is served first.
    """

    user_id = models.CharField(max_length=128, primary_key=True)
    owner = models.UUIDField(null=True, editable=False)
    leased_until = models.DateTimeField(default=epoch)
    due_at = models.DateTimeField(default=epoch)

    class Meta:
        """Finds the queues that nobody has."""

        indexes = (models.Index(fields=["leased_until"], name="laurel_queue_lease"),)

    def __str__(self) -> str:
        """Return the user."""
        return self.user_id
