"""The outbox in the admin."""

from django.test import Client
from scene import Scene, run, statuses

from laurel_django import realtime_service
from laurel_django.models import OutboxEvent


def parked(scene: Scene) -> tuple[Client, OutboxEvent]:
    client = Client()
    client.force_login(scene.user(is_staff=True, is_superuser=True))
    realtime_service.notify_practice_completed(scene.user(), "", 100, 1)
    run("laurel_drain")
    return client, OutboxEvent.objects.get()


def test_a_parked_event_is_shown_with_its_error(scene: Scene) -> None:
    # Given
    client, event = parked(scene)

    # When
    lists = client.get("/admin/laurel/outboxevent/?status__exact=parked").content.decode()
    page = client.get(f"/admin/laurel/outboxevent/{event.pk}/change/").content.decode()

    # Then
    assert "question_title" in lists
    assert "question_title" in page


def test_a_parked_event_is_sent_again(scene: Scene) -> None:
    # Given
    client, event = parked(scene)
    OutboxEvent.objects.update(frame={**event.frame, "question_title": "Arrays"})

    # When
    client.post("/admin/laurel/outboxevent/", {"action": "retry", "_selected_action": [event.pk]})

    # Then
    assert statuses() == ["pending"]
    run("laurel_drain")
    assert statuses() == ["sent"]
