"""The functions by which the project tells its students something."""

from __future__ import annotations

import datetime
import logging
import math
import numbers
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import router, transaction
from django.utils import timezone

logger = logging.getLogger(__name__)

_MAX_ID = 128


class RealtimeService:
    """Writes events to the outbox in the caller's transaction, from which they are sent after its commit.

    No function waits for Laurel, and a transaction that is rolled back sends nothing. ``user`` is an instance of the
    user model, or the id that the user has in Laurel. What Laurel refuses is parked and shown in the admin.
    """

    def notify_achievement_earned(self, user: Any, achievement_data: Mapping[str, Any], points_earned: Any = 0) -> None:
        """Tell a user of an achievement.

        Args:
            user: The user.
            achievement_data: ``id``, ``name``, ``description``, ``badge_type``, ``rarity`` and, if it was not just now,
                ``earned_at``. Laurel ignores what else is in it.
            points_earned: The points that came with it.
        """
        # The moment of the call, which an outage must not move.
        achievement = {"earned_at": timezone.now(), **achievement_data}
        if "id" in achievement:
            achievement["id"] = str(achievement["id"])
        self._write(user, "achievement_earned", achievement=achievement, points_earned=points_earned)

    def notify_points_update(self, user: Any, old_points: Any, new_points: Any, source: str = "unknown") -> None:
        """Tell a user that their points have changed.

        Args:
            user: The user.
            old_points: The points before.
            new_points: The points now.
            source: What changed them, such as ``practice`` or ``assignment``.
        """
        self._write(
            user,
            "points_update",
            old_points=old_points,
            new_points=new_points,
            points_earned=new_points - old_points,
            source=source,
        )

    def notify_practice_completed(
        self, user: Any, question_title: str, points_earned: Any, attempt_number: int
    ) -> None:
        """Tell a user that a practice question is completed.

        Args:
            user: The user.
            question_title: The title of the question.
            points_earned: The points for it.
            attempt_number: Which attempt it was, from 1 on.
        """
        self._write(
            user,
            "practice_completed",
            question_title=question_title,
            points_earned=points_earned,
            attempt_number=attempt_number,
        )

    def notify_assignment_submitted(
        self, user: Any, assignment_title: str, points_earned: Any, score: float | None = None
    ) -> None:
        """Tell a user that an assignment was graded.

        Args:
            user: The user.
            assignment_title: The title of the assignment.
            points_earned: The points for it.
            score: The score in percent.
        """
        fields = {} if score is None else {"score": score}
        self._write(
            user, "assignment_submitted", assignment_title=assignment_title, points_earned=points_earned, **fields
        )

    def notify_streak_update(self, user: Any, current_streak: int, streak_type: str) -> None:
        """Tell a user how long their streak is.

        Args:
            user: The user.
            current_streak: The days in a row.
            streak_type: The kind of streak, such as ``daily``.
        """
        self._write(user, "streak_update", current_streak=current_streak, streak_type=streak_type)

    def notify_rank_change(
        self, user: Any, old_rank: int, new_rank: int, leaderboard_type: str, class_id: Any = None
    ) -> None:
        """Do nothing: Laurel computes ranks from the points that it has, and tells the user itself.

        Args:
            user: The user.
            old_rank: The rank before.
            new_rank: The rank now.
            leaderboard_type: ``global`` or ``class``.
            class_id: The class of the board.
        """
        logger.debug("rank %s → %s of %s (%s %s) is Laurel's", old_rank, new_rank, user, leaderboard_type, class_id)

    def broadcast_leaderboard_update(
        self, leaderboard_type: str, class_id: Any = None, data: Mapping[str, Any] | None = None
    ) -> None:
        """Do nothing: Laurel keeps the boards, and pushes them to whoever looks at them.

        Args:
            leaderboard_type: ``global`` or ``class``.
            class_id: The class of the board.
            data: The board.
        """
        logger.debug("board %s %s (%s) is Laurel's", leaderboard_type, class_id, bool(data))

    def _write(self, user: Any, frame_type: str, **fields: Any) -> None:
        from laurel_django import worker
        from laurel_django.models import OutboxEvent

        database = router.db_for_write(OutboxEvent)
        OutboxEvent.objects.using(database).create(
            user_id=user_id(user), frame={"type": frame_type, **{name: plain(value) for name, value in fields.items()}}
        )
        # Robust: what is wrong in the settings must not fail a request whose transaction is committed.
        transaction.on_commit(worker.wake, using=database, robust=True)


def user_id(user: Any) -> str:
    """Return the id that a user has in Laurel.

    Args:
        user: An instance of the user model, or the id.

    Raises:
        ValueError: if the user was not saved yet, or the id is too long.
    """
    from laurel_django.mapping import mapping

    identity = mapping().user_id(user) if hasattr(user, "_meta") or hasattr(user, "pk") else user
    text = "" if identity is None else str(identity)
    if not 0 < len(text) <= _MAX_ID:
        raise ValueError(f"user has no id of 1 to {_MAX_ID} characters: {identity!r}")
    return text


def plain(value: Any) -> Any:
    """Return a value as JSON has it: decimals as numbers, times in UTC, other objects as text."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        return {str(name): plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(each) for each in value]
    if isinstance(value, numbers.Integral):
        return int(value)
    if isinstance(value, Decimal):
        return int(value) if value.is_finite() and value == value.to_integral_value() else _finite(float(value))
    if isinstance(value, numbers.Real):
        return _finite(float(value))
    if isinstance(value, datetime.datetime):
        return instant(value)
    return _text(str(value))


def _finite(number: float) -> float | None:
    """Return a number, or None: no JSON has what is none, and the database would fail the caller's transaction."""
    return number if math.isfinite(number) else None


def _text(value: str) -> str:
    """Return text without what PostgreSQL cannot keep, and so would fail the caller's transaction for."""
    return value.replace("\0", "\ufffd").encode("utf-8", "replace").decode()


def instant(moment: datetime.datetime) -> str:
    """Return a moment as Laurel reads it. A naive one is in the time zone of the project."""
    aware = moment if timezone.is_aware(moment) else timezone.make_aware(moment)
    return aware.astimezone(datetime.timezone.utc).isoformat().replace("+00:00", "Z")
