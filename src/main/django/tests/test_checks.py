"""The system checks."""

from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from scene import unused_address

from laurel_django.checks import check_deployment, check_settings
from laurel_django.client import LaurelClient


def ids(messages: list[Any]) -> list[str]:
    return [message.id for message in messages]


def test_a_project_that_is_set_up_right_has_nothing_to_say() -> None:
    assert check_settings() == []
    assert check_deployment() == []


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"URL": ""}, "laurel.W001"),
        ({"URL": "laurel.example.org"}, "laurel.E003"),
        ({"ULR": "http://localhost"}, "laurel.E002"),
        ({"SECRET": "short"}, "laurel.E004"),
        ({"SECRET": "has $$ in it, and is long enough for anybody"}, "laurel.W002"),
        ({"WORKER": "process"}, "laurel.E001"),
        ({"TIMEOUT": "soon"}, "laurel.E001"),
        ({"TIMEOUT": 60}, "laurel.E001"),
        ({"MAPPING": "project.laurel.Missing"}, "laurel.E005"),
    ],
)
def test_a_mistake_in_the_setting_is_found(laurel_setting: Any, changed: dict[str, Any], expected: str) -> None:
    laurel_setting(**changed)
    assert ids(check_settings()) == [expected]


def test_a_misspelt_name_is_answered_with_the_nearest(laurel_setting: Any) -> None:
    laurel_setting(SECRTE="x")
    assert check_settings()[0].hint == "The nearest known name is 'SECRET'."


def test_without_a_secret_and_a_key_there_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "SIMPLE_JWT", {"ALGORITHM": "RS256"})
    assert ids(check_settings()) == ["laurel.E004"]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"URL": unused_address()}, "laurel.E006"),
        ({"SECRET": "another secret of more than 32 bytes"}, "laurel.E007"),
        ({"KEY": "no-key"}, "laurel.E007"),
        ({"ROLES_CLAIM": "roles"}, "laurel.E008"),
        ({"URL": f"{settings.LAUREL['URL']}/nothing"}, "laurel.E009"),
    ],
)
def test_a_laurel_that_does_not_fit_is_found_before_a_deployment(
    laurel_setting: Any, changed: dict[str, Any], expected: str
) -> None:
    laurel_setting(**changed)
    assert check_settings() == []
    assert ids(check_deployment()) == [expected]


def test_a_key_that_may_not_notify_everybody_is_found_before_a_deployment(laurel_setting: Any) -> None:
    key = {"name": "project", "roles": ["grader"], "class_ids": ["cs101"]}
    laurel_setting(KEY=LaurelClient().send("POST", "/api/keys", key, roles=["operator"]).body["key"])
    assert check_settings() == []
    assert ids(check_deployment()) == ["laurel.W004"]


def test_a_key_of_a_grader_is_all_that_is_needed(laurel_setting: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    key = {"name": "project", "roles": ["grader"]}
    laurel_setting(KEY=LaurelClient().send("POST", "/api/keys", key, roles=["operator"]).body["key"])
    monkeypatch.setattr(settings, "SIMPLE_JWT", {"ALGORITHM": "RS256"})
    assert check_settings() == []
    assert check_deployment() == []


def test_laurel_is_asked_only_before_a_deployment(laurel_setting: Any) -> None:
    laurel_setting(URL=unused_address())
    call_command("check", tags=["laurel"])
    with pytest.raises(SystemCheckError, match=r"laurel\.E006"):
        call_command("check", tags=["laurel"], deploy=True)
