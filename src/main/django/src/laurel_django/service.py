"""The functions by which the project tells its students something."""

from __future__ import annotations

import contextlib
import datetime
import logging
import math
import numbers
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from contextvars import ContextVar
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import router, transaction
from django.utils import timezone

if TYPE_CHECKING:
    from laurel_django.mapping import Adjustment, Earned, Result, Streak

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
        """Tell a user that their rank has changed.

        Args:
            user: The user.
            old_rank: The rank before.
            new_rank: The rank now.
            leaderboard_type: ``global`` or ``class``.
            class_id: The class of the board.
        """
        fields = {} if class_id is None else {"class_id": str(class_id)}
        self._write(
            user,
            "rank_change",
            old_rank=old_rank,
            new_rank=new_rank,
            leaderboard_type=leaderboard_type,
            **fields,
        )

    def notify_announcement(self, user: Any, title: str, text: str, class_id: Any = None) -> None:
        """Tell a user something.

        Args:
            user: The user.
            title: The title, of at most 200 characters.
            text: The text, of at most 2,000 characters.
            class_id: The class that it is about.
        """
        fields = {} if class_id is None else {"class_id": str(class_id)}
        self._write(user, "announcement", title=title, text=text, **fields)

    def announce(self, title: str, text: str, *, class_id: Any = None, users: Iterable[Any] | None = None) -> None:
        """Tell the students of a class something, or up to 1,000 users.

        Args:
            title: The title, of at most 200 characters.
            text: The text, of at most 2,000 characters.
            class_id: The class.
            users: The users, instead of a class.

        Raises:
            ValueError: unless there is either a class or users.
        """
        if (class_id is None) == (users is None):
            raise ValueError("announce() needs either class_id or users")
        about = {} if class_id is None else {"class_id": str(class_id)}
        frame = {"type": "announcement", "title": title, "text": text, **about}
        to: dict[str, Any] = about if users is None else {"users": [user_id(user) for user in users]}
        add("group", "", {**to, "frame": frame})

    def send_result(self, result: Result) -> AbstractContextManager[None]:
        """Send a result, as ``laurel_import`` sends those of the past.

        Who counts the results of a class tells its students of them: while Laurel does, the notifications that are
        written in the context manager are left out, since it sends its own. So nobody is told twice, or not at all, at
        whatever moment the class changes hands::

            with realtime_service.send_result(result):
                realtime_service.notify_points_update(...)

        Args:
            result: The result, as the mapping has it.
        """
        from laurel_django import records
        from laurel_django.mapping import mapping

        return _about(add("result", user_id(result.user), records.submission(mapping(), result)))

    def send_adjustment(self, adjustment: Adjustment) -> AbstractContextManager[None]:
        """Send points that were given by hand, in the same way as results.

        Args:
            adjustment: The adjustment, as the mapping has it.
        """
        from laurel_django import records
        from laurel_django.mapping import mapping

        return _about(add("adjustment", user_id(adjustment.user), records.adjustment(mapping(), adjustment)))

    def send_award(self, user: Any, achievement_id: Any, reason: str) -> None:
        """Give a user an achievement for which Laurel has no criteria. Laurel tells the user of it, with the reason.

        Args:
            user: The user.
            achievement_id: The id of the achievement, which Laurel must know.
            reason: Why, in at most 500 characters.
        """
        add("award", user_id(user), {"achievement_id": str(achievement_id), "reason": reason})

    def tell_standing(
        self,
        user: Any,
        class_id: Any,
        *,
        points: Any,
        completions: int | None = None,
        streak: Streak | None = None,
        achievements: Iterable[Earned] | None = None,
        rank: int | None = None,
    ) -> None:
        """Say what the project has counted for a student of a class, which Laurel shows while it does not count itself.

        The numbers are those of now, all of them, and not what has changed. What is left out stays as it was told.

        Args:
            user: An instance of the user model.
            class_id: The class.
            points: The points.
            completions: How many exercises are completed.
            streak: The days in a row.
            achievements: The achievements, with their dates; Laurel must know them.
            rank: The rank, for comparisons only.
        """
        from laurel_django import records
        from laurel_django.mapping import Standing, mapping

        told = None if achievements is None else tuple(achievements)
        standing = Standing(user, class_id, points, completions, rank, streak, told)
        body = {"class_id": str(class_id), **records.standing(mapping(), standing, timezone.now())}
        add("standing", user_id(user), body)

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
        add("notification", user_id(user), {"type": frame_type, **fields}, _result.get())


# The key of the result that notifications are about, in the context manager of send_result.
_result: ContextVar[uuid.UUID | None] = ContextVar("laurel_result", default=None)


@contextlib.contextmanager
def _about(key: uuid.UUID) -> Iterator[None]:
    token = _result.set(key)
    try:
        yield
    finally:
        _result.reset(token)


def add(kind: str, user: str, frame: Mapping[str, Any], about: uuid.UUID | None = None) -> uuid.UUID:
    """Add an event to the outbox, and return its key.

    Args:
        kind: What it is.
        user: The id of the user whose queue it joins; empty for many users.
        frame: What is sent.
        about: The key of the result that it tells of.
    """
    from laurel_django import worker
    from laurel_django.models import OutboxEvent

    database = router.db_for_write(OutboxEvent)
    event = OutboxEvent.objects.using(database).create(kind=kind, user_id=user, frame=plain(frame), about=about)
    # Robust: what is wrong in the settings must not fail a request whose transaction is committed.
    transaction.on_commit(worker.wake, using=database, robust=True)
    return event.key


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
