"""Requests to Laurel."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import urllib3

from laurel_django import tokens
from laurel_django.conf import Configuration, configuration

_MAX_CONNECT_SECONDS = 3.0
_MAX_TEXT = 500
_CONFIGURED = -1.0


class LaurelAwayError(Exception):
    """Laurel cannot be reached, or refuses everything; what was to be sent may be sent later.

    Attributes:
        retry_after: The seconds that Laurel asked for, if it did.
    """

    def __init__(self, reason: str, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


@dataclass(frozen=True)
class Answer:
    """An answer of Laurel.

    Attributes:
        status: The HTTP status.
        body: The JSON document, or None.
        headers: The headers.
    """

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether the request succeeded."""
        return 200 <= self.status < 300

    @property
    def retry_after(self) -> float | None:
        """The seconds after which Laurel wants to be asked again."""
        value = self.headers.get("Retry-After", "")
        return float(value) if value.isdigit() else None

    @property
    def detail(self) -> str:
        """The sentence of the problem document, if there is one."""
        return str(self.body.get("detail") or "") if isinstance(self.body, dict) else ""

    @property
    def error(self) -> str:
        """What the problem document says, in one line."""
        body = self.body if isinstance(self.body, dict) else {}
        parts = [f"{self.status} {body.get('title', '')}".strip(), str(body.get("detail") or "")]
        for error in body.get("errors") or []:
            parts.append(f"{error.get('field')} {error.get('message')}")
        return ": ".join(part for part in parts if part)[:_MAX_TEXT]


class LaurelClient:
    """Sends requests to one Laurel. Threads may share it; a forked process makes connections of its own."""

    def __init__(self, config: Configuration | None = None) -> None:
        self.config = config or configuration()
        self._pool: urllib3.PoolManager | None = None
        self._process = 0

    def send(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        roles: Sequence[str] = (),
        token: str | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = _CONFIGURED,
    ) -> Answer:
        """Send a request and return the answer, whatever its status.

        Args:
            method: The HTTP method.
            path: The path below the address of Laurel, with encoded parts.
            body: What becomes the JSON body, or an iterator over the bytes of the body; None for none.
            roles: The roles that the request needs.
            token: The token to send instead of the project's.
            headers: More headers.
            timeout: The seconds to wait for an answer, instead of those of the settings; None for any time.

        Raises:
            LaurelAwayError: if no answer came.
        """
        if not self.config.url:
            raise LaurelAwayError("LAUREL['URL'] is not set")
        if not (token or self.config.key or self.config.secret):
            raise LaurelAwayError("neither LAUREL['KEY'] nor LAUREL['SECRET'] is set")
        sent = {
            "Authorization": f"Bearer {token or tokens.bearer(self.config, roles)}",
            "Accept": "application/json",
            **(headers or {}),
        }
        content: Any = body
        if body is not None and not isinstance(body, Iterator):
            sent["Content-Type"] = "application/json"
            content = json.dumps(body, separators=(",", ":")).encode()
        try:
            response = self._connections().request(
                method,
                self.config.url + path,
                body=content,
                headers=sent,
                redirect=False,
                timeout=self._timeout(timeout),
            )
        except urllib3.exceptions.HTTPError as error:
            raise LaurelAwayError(f"{self.config.url}: {_reason(error)}"[:_MAX_TEXT]) from error
        return Answer(response.status, _json(response.data), dict(response.headers))

    def _connections(self) -> urllib3.PoolManager:
        if self._pool is None or self._process != os.getpid():
            self._process = os.getpid()
            self._pool = urllib3.PoolManager(
                maxsize=4,
                retries=False,
            )
        return self._pool

    def _timeout(self, read: float | None) -> urllib3.Timeout:
        connect = min(_MAX_CONNECT_SECONDS, self.config.timeout)
        return urllib3.Timeout(connect=connect, read=self.config.timeout if read == _CONFIGURED else read)


def encoded(part: str) -> str:
    """Return an id as a part of a path."""
    return quote(part, safe="")


def _json(data: bytes) -> Any:
    try:
        return json.loads(data) if data else None
    except ValueError:
        return None


def _reason(error: Exception) -> str:
    if isinstance(error, urllib3.exceptions.ReadTimeoutError):
        return "no answer in time"
    if isinstance(error, urllib3.exceptions.ConnectTimeoutError):
        return "no connection in time"
    return str(error) or type(error).__name__
