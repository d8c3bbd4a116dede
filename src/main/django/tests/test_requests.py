"""What a request of the project notices of Laurel: nothing."""

import os
import time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from scene import Scene, eventually, laurel_at, silent_server, start, statuses, unused_address

from laurel_django import realtime_service, worker
from laurel_django.models import OutboxEvent


def test_the_thread_of_the_process_sends_what_a_request_has_written(scene: Scene, laurel_setting: Any) -> None:
    # Given
    user = scene.user()
    laurel_setting(WORKER="thread")

    # When
    Client().post("/solve", {"user": user.pk})

    # Then
    eventually(lambda: [frame["type"] for frame in scene.log(user)] == ["practice_completed"])


def test_a_request_that_fails_sends_nothing(scene: Scene, laurel_setting: Any) -> None:
    # Given
    user = scene.user()
    laurel_setting(WORKER="thread")

    # When
    with pytest.raises(ValueError, match="rolled back"):
        Client().post("/solve", {"user": user.pk, "fails": "yes"})
    Client().post("/solve", {"user": scene.user().pk})

    # Then
    eventually(lambda: statuses() == ["sent"])
    assert scene.log(user) == []


def test_a_mistake_in_the_setting_does_not_fail_a_request_that_is_committed(scene: Scene, laurel_setting: Any) -> None:
    # Given
    user = scene.user()
    laurel_setting(TIMEOUT="soon")

    # When
    answer = Client().post("/solve", {"user": user.pk})

    # Then
    assert answer.status_code == 200
    assert statuses() == ["pending"]


def test_a_laurel_that_hangs_or_is_absent_costs_a_request_no_time(scene: Scene, laurel_setting: Any) -> None:
    client, user = Client(), scene.user()
    with silent_server() as silent:
        for address in (silent, unused_address()):
            # Given
            laurel_setting(URL=address, WORKER="thread", TIMEOUT=3)
            client.post("/solve", {"user": user.pk})
            eventually(lambda: not OutboxEvent.objects.filter(error="").exists())

            # When
            begin = time.monotonic()
            for _ in range(10):
                client.post("/solve", {"user": user.pk})
            taken = time.monotonic() - begin

            # Then
            assert taken < 2.5, f"10 requests took {taken:.2f} s"
            worker.stop(timeout=10)
            OutboxEvent.objects.all().delete()


def test_the_thread_goes_on_when_laurel_is_back(scene: Scene, laurel_setting: Any, monkeypatch: Any) -> None:
    # Given
    monkeypatch.setattr("laurel_django.outbox._FIRST_WAIT", 0.1)
    user, address = scene.user(), unused_address()
    laurel_setting(URL=address, WORKER="thread")
    realtime_service.notify_streak_update(user, 1, "daily")
    eventually(lambda: OutboxEvent.objects.get().error != "")

    # When
    with laurel_at(address):
        eventually(lambda: statuses() == ["sent"])
        worker.stop(timeout=30)

    # Then
    laurel_setting(URL=os.environ["TEST_LAUREL"])
    assert [frame["current_streak"] for frame in scene.log(user)] == [1]


def test_a_command_sends_what_it_has_written_before_it_ends(scene: Scene) -> None:
    # Given
    user = scene.user()
    code = f"from laurel_django import realtime_service as r; r.notify_streak_update({user.pk}, 1, 'daily')"

    # When
    process = start("shell", "-c", code, TEST_WORKER="thread")
    output = process.communicate(timeout=60)[0]

    # Then
    assert process.returncode == 0, output
    assert statuses() == ["sent"], output


@pytest.mark.outbox
@pytest.mark.skipif(
    connection.vendor == "sqlite",
    reason="a process forked while a thread uses SQLite finds the database locked for good, as SQLite documents",
)
def test_a_process_that_was_forked_sends_what_it_writes(scene: Scene) -> None:
    # Given
    user = scene.user()
    code = f"""
import os, time
from django.db import connections
from laurel_django import realtime_service
from laurel_django.models import OutboxEvent
def write_and_wait(streak):
    realtime_service.notify_streak_update({user.pk}, streak, "daily")
    while OutboxEvent.objects.exclude(status="sent").exists():
        time.sleep(0.05)
write_and_wait(1)
connections.close_all()
if os.fork() == 0:
    write_and_wait(2)
    os._exit(0)
os.wait()
"""

    # When
    process = start("shell", "-c", code, TEST_WORKER="thread")
    output = process.communicate(timeout=60)[0]

    # Then
    assert [frame["current_streak"] for frame in scene.log(user)] == [1, 2], output
