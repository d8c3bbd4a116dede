"""Results, standings and what else belongs to who counts; on each kind of database."""

import datetime
from typing import Any

import pytest
from scene import Scene, eventually, failing, run, statuses

from laurel_django import realtime_service
from laurel_django.client import LaurelClient
from laurel_django.mapping import Earned, Result, Streak
from laurel_django.models import OutboxEvent

pytestmark = pytest.mark.outbox


def course(scene: Scene, *students: Any, mode: str = "owner") -> str:
    """A class, and whose numbers count in it."""
    class_id, client = scene.class_id(), LaurelClient()
    members = [{"id": str(user.pk), "username": user.username, "role": "student"} for user in students]
    roster = {"name": "Algorithms", "time_zone": "UTC", "members": members}
    assert client.send("PUT", f"/api/classes/{class_id}/roster", roster, roles=["registrar"]).ok
    if mode != "owner":
        path = f"/api/classes/{class_id}/authority"
        assert client.send("PUT", path, {"mode": mode}, roles=["operator"]).ok
        eventually(lambda: not client.send("GET", path, roles=["operator"]).body["changing"])
    return class_id


def result(user: Any, class_id: str, number: int = 1) -> Result:
    now = datetime.datetime.now(datetime.timezone.utc)
    return Result(f"{class_id}-{number}", user, f"{class_id}-p", "Arrays", 100, 80, 100, now, class_id)


def test_a_rank_and_an_announcement_reach_a_user(scene: Scene) -> None:
    # Given
    user = scene.user()
    realtime_service.notify_rank_change(user, 5, 3, "global")
    realtime_service.notify_rank_change(user, 2, 1, "class", "cs101")
    realtime_service.notify_announcement(user, "Talk", "Tomorrow at ten.", "cs101")

    # When
    run("laurel_drain")

    # Then
    log = scene.log(user)
    assert [frame["type"] for frame in log] == ["rank_change", "rank_change", "announcement"]
    assert [frame.get("new_rank") for frame in log] == [3, 1, None]
    assert statuses() == ["sent"] * 3


def test_an_announcement_reaches_a_class_or_some_users_once(scene: Scene) -> None:
    # Given
    ada, bob, stranger = scene.user(), scene.user(), scene.user()
    class_id = course(scene, ada, bob)
    realtime_service.announce("Talk", "Tomorrow at ten.", class_id=class_id)
    realtime_service.announce("Room", "It is in room 5.", users=[bob])

    # When
    run("laurel_drain")
    OutboxEvent.objects.update(status="pending")
    run("laurel_drain")

    # Then
    titles = [[frame["title"] for frame in scene.log(user)] for user in (ada, bob, stranger)]
    assert titles == [["Talk"], ["Talk", "Room"], []]


@pytest.mark.usefixtures("scene")
def test_an_announcement_for_nobody_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="either class_id or users"):
        realtime_service.announce("Talk", "Tomorrow at ten.")


def test_what_laurel_counts_it_tells_itself(scene: Scene) -> None:
    # Given
    user = scene.user()
    class_id = course(scene, user)
    with realtime_service.send_result(result(user, class_id)):
        realtime_service.notify_practice_completed(user, "Arrays, by the project", 80, 1)
    realtime_service.notify_streak_update(user, 7, "daily")

    # When
    run("laurel_drain")

    # Then
    titles = [frame["question_title"] for frame in scene.log(user) if frame["type"] == "practice_completed"]
    assert titles == ["Arrays"]
    assert statuses() == ["sent", "left_out", "sent"]


def test_what_laurel_only_keeps_the_project_tells(scene: Scene) -> None:
    # Given
    user = scene.user()
    class_id = course(scene, user, mode="delivery")
    with realtime_service.send_result(result(user, class_id)):
        realtime_service.notify_practice_completed(user, "Arrays, by the project", 80, 1)

    # When the first answer is lost
    run("laurel_drain")
    OutboxEvent.objects.update(status="pending", counted=None)
    run("laurel_drain")

    # Then
    assert [frame["question_title"] for frame in scene.log(user)] == ["Arrays, by the project"]
    assert statuses() == ["sent", "sent"]


def test_a_standing_is_shown_while_the_project_counts(scene: Scene) -> None:
    # Given
    ada, bob = scene.user(), scene.user()
    class_id = course(scene, ada, bob, mode="delivery")
    day = datetime.datetime.now(datetime.timezone.utc)
    earned = Earned("first-steps", day - datetime.timedelta(days=9))
    realtime_service.tell_standing(
        ada, class_id, points=12.5, completions=2, streak=Streak(3, day.date(), 9), achievements=[earned]
    )
    realtime_service.tell_standing(bob, class_id, points=20)
    realtime_service.tell_standing(ada, class_id, points=15)

    # When
    run("laurel_drain")

    # Then
    board = scene.get(ada, f"/api/leaderboards/classes/{class_id}")["entries"]
    assert [(entry["user"]["id"], entry["total_points"]) for entry in board] == [(str(bob.pk), 20), (str(ada.pk), 15)]
    me = scene.get(ada, "/api/me")
    assert (me["total_points"], me["current_streak"]) == (15, 3)
    assert [each["id"] for each in me["achievements"]] == ["first-steps"]
    assert [scene.log(user) for user in (ada, bob)] == [[], []]


def test_an_award_is_told_by_laurel_once(scene: Scene) -> None:
    # Given
    user = scene.user()
    course(scene, user)
    for _ in range(2):
        realtime_service.send_award(user, "bullseye", "Helped at night")

    # When
    run("laurel_drain")

    # Then
    earned = [frame["achievement"]["id"] for frame in scene.log(user) if frame["type"] == "achievement_earned"]
    assert earned == ["bullseye"]
    assert statuses() == ["sent", "sent"]


def test_a_standing_and_an_announcement_of_an_unknown_class_are_parked(scene: Scene) -> None:
    # Given
    user = scene.user()
    realtime_service.tell_standing(user, scene.class_id(), points=1)
    realtime_service.announce("Talk", "Tomorrow at ten.", class_id=scene.class_id())
    realtime_service.notify_streak_update(user, 1, "daily")

    # When
    output = run("laurel_drain")

    # Then
    assert output == "1 sent, 0 pending, 2 parked\n"


def test_a_wrong_address_parks_nothing(scene: Scene, laurel_setting: Any) -> None:
    # Given
    from django.conf import settings

    realtime_service.tell_standing(scene.user(), scene.class_id(), points=1)
    laurel_setting(URL=f"{settings.LAUREL['URL']}/laurel")

    # When
    error, _ = failing("laurel_drain")

    # Then
    assert "404" in error
    assert statuses() == ["pending"]
