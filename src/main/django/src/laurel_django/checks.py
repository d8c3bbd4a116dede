"""System checks of the setting ``LAUREL``."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.core import checks
from django.core.checks import CheckMessage, Error, Warning  # noqa: A004
from django.core.exceptions import ImproperlyConfigured

from laurel_django import conf
from laurel_django.client import LaurelAwayError, LaurelClient, encoded
from laurel_django.mapping import mapping
from laurel_django.tokens import GRADER

TAG = "laurel"
_LEAST_SECRET_BYTES = 32
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


def register() -> None:
    """Register the checks."""
    checks.register(check_settings, TAG)
    checks.register(check_deployment, TAG, deploy=True)


def check_settings(app_configs: Sequence[AppConfig] | None = None, **kwargs: Any) -> list[CheckMessage]:  # noqa: ARG001
    """Find what is wrong in the setting, without asking Laurel."""
    try:
        given = conf.given()
        config = conf.configuration()
    except (ImproperlyConfigured, TypeError, ValueError) as error:
        return [Error(f"The setting LAUREL is not valid: {error}.", id="laurel.E001")]
    return [*_names(given), *_values(config), *_address(config), *_credentials(config), *_mapping(config)]


def check_deployment(app_configs: Sequence[AppConfig] | None = None, **kwargs: Any) -> list[CheckMessage]:  # noqa: ARG001
    """Ask Laurel whether it is there, knows the project, and lets it notify users."""
    if any(message.is_serious() for message in check_settings()):
        return []
    config = conf.configuration()
    messages: list[CheckMessage] = []
    address = urlsplit(config.url)
    if address.scheme == "http" and address.hostname not in _LOCAL:
        messages.append(
            Warning(f"Tokens and results go to {config.url} unencrypted.", hint="Use https.", id="laurel.W003")
        )
    try:
        # An empty event is refused as such, once everything else is right.
        answer = LaurelClient(config).send(
            "POST", f"/api/users/{encoded(config.service_account)}/notifications", {}, roles=[GRADER]
        )
    except LaurelAwayError as error:
        return [*messages, Error(f"Laurel cannot be reached: {error}.", id="laurel.E006")]
    if answer.status == 401:
        hint = (
            "LAUREL['KEY'] is no valid key of it."
            if config.key
            else "LAUREL['SECRET'] must be its LAUREL_AUTH_HS256_SECRET, issuer and audience those that it demands,"
            " and both clocks right."
        )
        messages.append(Error(f"Laurel at {config.url} refuses the credentials (401).", hint=hint, id="laurel.E007"))
    elif answer.status == 403 and config.key:
        hint = "It needs the role grader and the route notifications. With class_ids it may notify only their members."
        messages.append(Warning("The key may not notify everybody (403).", hint=hint, id="laurel.W004"))
    elif answer.status == 403:
        hint = f"Its LAUREL_AUTH_ROLES_CLAIM must be {config.roles_claim}, LAUREL['ROLES_CLAIM']."
        messages.append(Error("Laurel does not let the project notify users (403).", hint=hint, id="laurel.E008"))
    elif answer.status != 400:
        messages.append(
            Error(
                f"{config.url} does not answer as Laurel does ({answer.error}).",
                hint="LAUREL['URL'] is the address of Laurel, without /api.",
                id="laurel.E009",
            )
        )
    return messages


def _names(given: dict[str, Any]) -> list[CheckMessage]:
    messages: list[CheckMessage] = []
    for name in given:
        if name not in conf.DEFAULTS:
            nearest = difflib.get_close_matches(name.upper(), conf.DEFAULTS, n=1, cutoff=0)
            messages.append(
                Error(f"LAUREL has no {name!r}.", hint=f"The nearest known name is {nearest[0]!r}.", id="laurel.E002")
            )
    return messages


def _values(config: conf.Configuration) -> list[CheckMessage]:
    messages: list[CheckMessage] = []
    if config.worker not in conf.WORKERS:
        messages.append(Error(f"LAUREL['WORKER'] must be one of {', '.join(conf.WORKERS)}.", id="laurel.E001"))
    if not 0 < config.timeout <= 25:
        # A lease is renewed with 30 s left.
        messages.append(Error("LAUREL['TIMEOUT'] must be above 0 and at most 25 seconds.", id="laurel.E001"))
    if config.keep_sent_days < 0:
        messages.append(Error("LAUREL['KEEP_SENT_DAYS'] must not be negative.", id="laurel.E001"))
    return messages


def _address(config: conf.Configuration) -> list[CheckMessage]:
    if not config.url:
        return [
            Warning(
                "LAUREL['URL'] is not set: events stay in the outbox.",
                hint="LAUREL = {'URL': 'https://laurel.example.org'}",
                id="laurel.W001",
            )
        ]
    address = urlsplit(config.url)
    if address.scheme not in ("http", "https") or not address.hostname or address.query or address.fragment:
        return [Error(f"LAUREL['URL'] is no address of http or https: {config.url!r}.", id="laurel.E003")]
    return []


def _credentials(config: conf.Configuration) -> list[CheckMessage]:
    if config.key:
        return []
    if not config.secret:
        return [
            Error(
                "Laurel will not know this project: LAUREL has neither a KEY nor a SECRET.",
                hint="SECRET is Laurel's LAUREL_AUTH_HS256_SECRET; with SimpleJWT and HS256 it is its SIGNING_KEY.",
                id="laurel.E004",
            )
        ]
    if len(config.secret.encode()) < _LEAST_SECRET_BYTES:
        return [Error(f"The secret has less than {_LEAST_SECRET_BYTES} bytes, which Laurel refuses.", id="laurel.E004")]
    if "$" in config.secret or config.secret != config.secret.strip():
        return [
            Warning(
                "The secret has a $, or spaces at an end, which shells and Compose may change on the way to Laurel.",
                hint="If Laurel answers 401, compare what it has, or choose another secret.",
                id="laurel.W002",
            )
        ]
    return []


def _mapping(config: conf.Configuration) -> list[CheckMessage]:
    try:
        mapping()
    except Exception as error:  # noqa: BLE001, RUF100
        return [Error(f"LAUREL['MAPPING'] = {config.mapping!r} cannot be used: {error}.", id="laurel.E005")]
    return []
