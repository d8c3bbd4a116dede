"""Tokens of SimpleJWT."""

import json
from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from scene import Scene

from laurel_django.client import LaurelClient


def log_in(user: User) -> dict[str, Any]:
    tokens: dict[str, Any] = _post("/token", {"username": user.username, "password": "secret"})
    return tokens


def _post(path: str, body: dict[str, Any]) -> Any:
    return json.loads(Client().post(path, json.dumps(body), content_type="application/json").content)


def test_laurel_knows_a_student_by_the_token_of_a_login_and_by_a_refreshed_one(scene: Scene) -> None:
    # Given
    user = scene.user()
    tokens = log_in(user)

    # When
    refreshed = _post("/token/refresh", {"refresh": tokens["refresh"]})

    # Then
    for token in (tokens["access"], refreshed["access"]):
        me = LaurelClient().send("GET", "/api/me", token=token).body["user"]
        assert (me["id"], me["username"]) == (str(user.pk), user.username)


def test_staff_are_instructors_and_superusers_operators(scene: Scene) -> None:
    # Given
    asked = {
        "student": scene.user(),
        "instructor": scene.user(is_staff=True),
        "operator": scene.user(is_staff=True, is_superuser=True),
    }

    # When
    answers = {
        name: (
            LaurelClient().send("PUT", f"/api/classes/{scene.class_id()}/roster", {}, token=token).status,
            LaurelClient().send("GET", "/api/audit", token=token).status,
        )
        for name, token in ((name, log_in(user)["access"]) for name, user in asked.items())
    }

    # Then
    assert answers == {"student": (403, 403), "instructor": (400, 403), "operator": (400, 200)}
