"""The setting ``LAUREL``, with its defaults filled in."""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

DEFAULTS: dict[str, Any] = {
    "URL": "",
    "KEY": "",
    "SECRET": "",
    "MAPPING": "laurel_django.mapping.Mapping",
    "WORKER": "thread",
    "TIMEOUT": 10.0,
    "KEEP_SENT_DAYS": 7,
    "SERVICE_ACCOUNT": "laurel-django",
    "ROLES_CLAIM": "groups",
}

WORKERS = ("thread", "command")


@dataclass(frozen=True)
class Configuration:
    """What the project says in its setting ``LAUREL``.

    Attributes:
        url: The address of Laurel, without a slash at its end.
        key: A key of Laurel for machines. Empty if tokens are signed with the secret.
        secret: The secret that Laurel knows as ``LAUREL_AUTH_HS256_SECRET``; by default SimpleJWT's signing key.
        mapping: The import path of the project's ``Mapping``.
        worker: ``thread`` if each process sends what it has written, ``command`` if only ``laurel_drain`` does.
        timeout: The seconds after which a silent Laurel counts as away.
        keep_sent_days: How long sent events stay in the outbox, for the admin to show.
        service_account: The user that the project is in Laurel.
        roles_claim: The claim with the roles, Laurel's ``LAUREL_AUTH_ROLES_CLAIM``.
        user_claim: The claim with the user's id, beside ``sub``.
        issuer: The ``iss`` of signed tokens, as SimpleJWT's.
        audience: The ``aud`` of signed tokens, as SimpleJWT's.
    """

    url: str
    key: str
    secret: str
    mapping: str
    worker: str
    timeout: float
    keep_sent_days: float
    service_account: str
    roles_claim: str
    user_claim: str
    issuer: str | None
    audience: Any


def given() -> dict[str, Any]:
    """Return the setting as the project has it."""
    value = getattr(settings, "LAUREL", {})
    if not isinstance(value, MappingType):
        raise ImproperlyConfigured("LAUREL must be a dict")
    return dict(value)


def simple_jwt() -> dict[str, Any]:
    """Return the setting of SimpleJWT, empty without it."""
    return dict(getattr(settings, "SIMPLE_JWT", {}))


def configuration() -> Configuration:
    """Return the configuration as it is now."""
    values = {**DEFAULTS, **given()}
    jwt = simple_jwt()
    return Configuration(
        url=str(values["URL"]).rstrip("/"),
        key=str(values["KEY"]),
        secret=str(values["SECRET"]) or _signing_key(jwt),
        mapping=values["MAPPING"],
        worker=values["WORKER"],
        timeout=float(values["TIMEOUT"]),
        keep_sent_days=float(values["KEEP_SENT_DAYS"]),
        service_account=str(values["SERVICE_ACCOUNT"]),
        roles_claim=str(values["ROLES_CLAIM"]),
        user_claim=str(jwt.get("USER_ID_CLAIM", "user_id")),
        issuer=jwt.get("ISSUER"),
        audience=jwt.get("AUDIENCE"),
    )


def _signing_key(jwt: dict[str, Any]) -> str:
    """Return what SimpleJWT signs with, empty if that is no shared secret."""
    if jwt.get("ALGORITHM", "HS256") != "HS256":
        return ""
    if jwt.get("SIGNING_KEY"):
        return str(jwt["SIGNING_KEY"])
    return str(settings.SECRET_KEY) if jwt or "rest_framework_simplejwt" in settings.INSTALLED_APPS else ""
