"""The outbox, on each kind of database."""

import datetime
import json
import os
import signal
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from scene import Scene, answering_server, eventually, failing, run, start, statuses, unused_address

from laurel_django import realtime_service
from laurel_django.client import LaurelClient
from laurel_django.models import EPOCH, OutboxEvent, OutboxQueue
from laurel_django.outbox import Outbox

pytestmark = pytest.mark.outbox

# How many events an outage leaves; the full check has 10,000.
BACKLOG = int(os.environ.get("TEST_BACKLOG", "1000"))


def test_events_are_sent_after_the_commit_in_the_order_in_which_they_were_written(scene: Scene) -> None:
    # Given
    user = scene.user()
    with transaction.atomic():
        realtime_service.notify_practice_completed(user, "Array Basics", 100, 1)
        realtime_service.notify_points_update(user=user, old_points=100, new_points=Decimal("200.5"), source="practice")
        realtime_service.notify_achievement_earned(
            user=user,
            achievement_data={
                "id": 1,
                "name": "First Steps",
                "description": "Complete your first practice question",
                "badge_type": "first_completion",
                "rarity": "common",
                "icon": "unknown to Laurel",
            },
            points_earned=50,
        )
        realtime_service.notify_assignment_submitted(user, "Sorting", 80, 92.5)
        realtime_service.notify_assignment_submitted(user, "Searching", 0)
        realtime_service.notify_streak_update(user, 5, "daily")

    # When
    run("laurel_drain")

    # Then
    log = scene.log(user)
    assert [frame["type"] for frame in log] == [
        "practice_completed",
        "points_update",
        "achievement_earned",
        "assignment_submitted",
        "assignment_submitted",
        "streak_update",
    ]
    assert log[1]["points_earned"] == 100.5
    assert log[2]["achievement"]["id"] == "1"
    assert statuses() == ["sent"] * 6


def test_a_transaction_that_is_rolled_back_sends_nothing(scene: Scene) -> None:
    # Given
    user = scene.user()
    with pytest.raises(ValueError, match="no"), transaction.atomic():
        realtime_service.notify_streak_update(user, 5, "daily")
        raise ValueError("no")

    # When
    run("laurel_drain")

    # Then
    assert scene.log(user) == []
    assert statuses() == []


def test_a_user_may_be_named_by_the_id(scene: Scene) -> None:
    # Given
    user = scene.user()
    realtime_service.notify_streak_update(user.pk, 5, "daily")

    # When
    run("laurel_drain")

    # Then
    assert [frame["current_streak"] for frame in scene.log(user)] == [5]


@pytest.mark.usefixtures("scene")
def test_a_user_that_was_not_saved_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="no id"):
        realtime_service.notify_streak_update(None, 5, "daily")
    assert statuses() == []


def test_an_achievement_is_dated_when_it_was_earned_and_not_when_laurel_came_back(scene: Scene) -> None:
    # Given
    user = scene.user()
    earned = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.timezone.utc)
    achievement = {"id": "a", "name": "A", "description": "A", "badge_type": "a", "rarity": "rare"}
    realtime_service.notify_achievement_earned(user, {**achievement, "earned_at": earned}, 0)
    realtime_service.notify_achievement_earned(user, achievement, 0)
    written = OutboxEvent.objects.order_by("id")[1].frame["achievement"]["earned_at"]

    # When
    run("laurel_drain")

    # Then
    dates = [frame["achievement"]["earned_at"] for frame in scene.log(user)]
    assert dates[0] == "2026-03-01T12:00:00Z"
    assert dates[1][:22] == written[:22]


def test_events_after_an_outage_arrive_once_and_in_order_through_several_processes(
    scene: Scene, laurel_setting: Any
) -> None:
    # Given
    users = scene.users(50)
    each = BACKLOG // len(users)
    OutboxEvent.objects.bulk_create(
        OutboxEvent(
            user_id=str(user.pk),
            frame={"type": "practice_completed", "question_title": "Q", "points_earned": 1, "attempt_number": number},
        )
        for number in range(1, each + 1)
        for user in users
    )
    address = unused_address()
    laurel_setting(URL=address)
    assert failing("laurel_drain")[0].startswith(f"Laurel is away: {address}")
    assert set(statuses()) == {"pending"}

    # When
    senders = [start("laurel_drain") for _ in range(3)]
    outputs = [sender.communicate(timeout=300)[0] for sender in senders]

    # Then
    laurel_setting(URL=os.environ["TEST_LAUREL"])
    run("laurel_drain")
    assert statuses() == ["sent"] * BACKLOG, outputs
    for user in users:
        assert [frame["attempt_number"] for frame in scene.log(user)] == list(range(1, each + 1))
    assert sum(int(output.split()[0]) > 0 for output in outputs) > 1, outputs


def test_a_killed_sender_loses_and_doubles_nothing(scene: Scene) -> None:
    # Given
    user = scene.user()
    OutboxEvent.objects.bulk_create(
        OutboxEvent(
            user_id=str(user.pk), frame={"type": "streak_update", "current_streak": each, "streak_type": "daily"}
        )
        for each in range(300)
    )
    sender = start("laurel_drain")
    eventually(lambda: len(scene.log(user)) > 10)

    # When
    sender.send_signal(signal.SIGKILL)
    sender.wait()
    sender.communicate()
    assert run("laurel_drain").startswith("0 sent"), "another sender took the queue before the lease ended"
    OutboxQueue.objects.update(leased_until=EPOCH)
    run("laurel_drain")

    # Then
    assert [frame["current_streak"] for frame in scene.log(user)] == list(range(300))


def test_what_laurel_refuses_is_parked_with_its_error_and_holds_nothing_up(scene: Scene) -> None:
    # Given
    user = scene.user()
    realtime_service.notify_practice_completed(user, "", 100, 1)
    realtime_service.notify_practice_completed(user, "Arrays", 100, 1)

    # When
    output = run("laurel_drain")

    # Then
    assert output == "1 sent, 0 pending, 1 parked\n"
    assert statuses() == ["parked", "sent"]
    assert "question_title" in OutboxEvent.objects.get(status="parked").error


def test_what_no_database_keeps_does_not_fail_the_transaction_of_the_caller(scene: Scene) -> None:
    # Given
    user = scene.user()
    with transaction.atomic():
        realtime_service.notify_practice_completed(user, "A\0B\ud800", float("nan"), 1)
        realtime_service.notify_practice_completed(user, "A\0B\ud800", Decimal("1.50"), 1)

    # When
    run("laurel_drain")

    # Then
    assert statuses() == ["parked", "sent"]


def test_an_event_that_laurel_fails_at_is_tried_again_before_the_next_and_parked_in_the_end(
    scene: Scene, laurel_setting: Any
) -> None:
    # Given
    user = scene.user()
    realtime_service.notify_practice_completed(user, "Arrays", 100, 1)
    realtime_service.notify_practice_completed(user, "Loops", 100, 1)
    received: list[str] = []

    def answer(body: str) -> tuple[int, dict[str, str]]:
        received.append(json.loads(body)["question_title"])
        return (500 if received[-1] == "Arrays" else 201), {}

    # When
    with answering_server(answer) as address:
        laurel_setting(URL=address)
        Outbox().drain()
        assert OutboxQueue.objects.get().due_at > OutboxQueue.objects.get().leased_until, (
            "no wait before the next attempt"
        )
        for _ in range(12):
            Outbox().drain()
            OutboxQueue.objects.update(due_at=EPOCH)

    # Then
    assert received == ["Arrays"] * 12 + ["Loops"]
    assert statuses() == ["parked", "sent"]


@pytest.mark.parametrize("status", [401, 404, 429, 503])
def test_answers_that_are_no_fault_of_the_event_leave_it_in_the_outbox(
    scene: Scene, laurel_setting: Any, status: int
) -> None:
    # Given
    realtime_service.notify_practice_completed(scene.user(), "Arrays", 100, 1)

    # When
    with answering_server(lambda _: (status, {"Retry-After": "7"})) as address:
        laurel_setting(URL=address)
        progress = Outbox().drain()

    # Then
    assert statuses() == ["pending"]
    assert progress.retry_after == 7
    assert str(status) in OutboxEvent.objects.get().error


def test_a_user_whom_the_key_may_not_notify_waits_and_the_others_do_not(scene: Scene, laurel_setting: Any) -> None:
    # Given
    course, member, stranger = scene.class_id(), scene.user(), scene.user()
    roster = {
        "name": "Algorithms",
        "time_zone": "UTC",
        "members": [{"id": str(member.pk), "username": "member", "role": "student"}],
    }
    assert LaurelClient().send("PUT", f"/api/classes/{course}/roster", roster, roles=["registrar"]).ok
    key = {"name": "project", "roles": ["grader"], "class_ids": [course]}
    laurel_setting(KEY=LaurelClient().send("POST", "/api/keys", key, roles=["operator"]).body["key"])
    for user in (stranger, member):
        realtime_service.notify_streak_update(user, 5, "daily")

    # When
    error, output = failing("laurel_drain")

    # Then
    assert output == "1 sent, 1 pending, 0 parked\n"
    assert error.startswith("1 users wait")
    assert [frame["current_streak"] for frame in scene.log(member)] == [5]
    assert "other classes" in OutboxEvent.objects.get(status="pending").error


def test_what_was_sent_long_ago_is_deleted(scene: Scene) -> None:
    # Given
    user = scene.user()
    realtime_service.notify_practice_completed(user, "Arrays", 100, 1)
    run("laurel_drain")
    OutboxEvent.objects.update(settled_at=EPOCH)
    realtime_service.notify_practice_completed(user, "Loops", 100, 1)

    # When
    run("laurel_drain")

    # Then
    assert [event.frame["question_title"] for event in OutboxEvent.objects.all()] == ["Loops"]


def test_a_worker_sends_what_is_written_until_it_is_stopped(scene: Scene) -> None:
    # Given
    user = scene.user()
    worker = start("laurel_drain", "--forever", "--every", "0.1")

    # When
    realtime_service.notify_practice_completed(user, "Arrays", 100, 1)
    eventually(lambda: statuses() == ["sent"])
    worker.send_signal(signal.SIGTERM)

    # Then
    assert worker.communicate(timeout=20)[0] == "1 sent, 0 parked\n"
    assert worker.returncode == 0
