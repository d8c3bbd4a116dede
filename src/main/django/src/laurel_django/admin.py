"""The outbox in the admin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from laurel_django import worker
from laurel_django.models import OutboxEvent

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[OutboxEvent]
else:
    _ModelAdmin = admin.ModelAdmin


@admin.register(OutboxEvent)
class OutboxEventAdmin(_ModelAdmin):
    """Shows what waits, what was refused and why, and sends it again."""

    list_display = ("id", "user_id", "frame_type", "status", "attempts", "error", "created_at", "settled_at")
    list_filter = ("status", "kind")
    search_fields = ("user_id", "error")
    ordering = ("-id",)
    actions = ("retry",)
    readonly_fields = (
        "kind", "user_id", "frame", "key", "status", "attempts", "error", "created_at", "settled_at",
    )  # fmt: skip

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Only the project writes events."""
        return False

    @admin.display(description=_("type"))
    def frame_type(self, event: OutboxEvent) -> str:
        """Return the type of the event."""
        return event.type

    @admin.action(description=_("Send again"), permissions=["change"])
    def retry(self, request: HttpRequest, events: QuerySet[OutboxEvent]) -> None:
        """Put parked events back into the queues of their users."""
        parked = events.filter(status=OutboxEvent.Status.PARKED)
        count = parked.update(status=OutboxEvent.Status.PENDING, attempts=0, settled_at=None)
        transaction.on_commit(worker.wake, using=events.db, robust=True)
        text = ngettext("%d event will be sent again.", "%d events will be sent again.", count)
        messages.success(request, text % count)
