"""What tests have in common: users with ids of their own, their logs in Laurel, servers that are not Laurel."""

from __future__ import annotations

import contextlib
import http.server
import io
import itertools
import os
import random
import socket
import socketserver
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import CommandError

from laurel_django import tokens
from laurel_django.client import LaurelClient
from laurel_django.conf import configuration
from laurel_django.models import OutboxEvent

# Laurel knows the users of all tests, so no two may have the same id.
_ids = itertools.count(random.randrange(2_000_000) * 1000 + 1)


class Scene:
    """Users and their logs."""

    def user(self, **fields: Any) -> User:
        number = next(_ids)
        return User.objects.create_user(pk=number, username=f"user{number}", password="secret", **fields)

    def users(self, count: int) -> list[User]:
        return User.objects.bulk_create(
            [User(pk=(number := next(_ids)), username=f"user{number}") for _ in range(count)]
        )

    def get(self, user: User, path: str) -> Any:
        answer = LaurelClient().send("GET", path, token=tokens.sign(configuration(), str(user.pk)))
        assert answer.ok, answer.error
        return answer.body

    def log(self, user: User) -> list[dict[str, Any]]:
        frames: list[dict[str, Any]] = self.get(user, "/api/notifications?limit=500")["items"]
        return frames

    def class_id(self) -> str:
        return f"class-{uuid.uuid4().hex[:8]}"


def run(command: str, *options: str) -> str:
    """Run a command of the project in this process, and return its output."""
    out = io.StringIO()
    call_command(command, *options, stdout=out, stderr=out)
    return out.getvalue()


def failing(command: str, *options: str) -> tuple[str, str]:
    """Run a command that fails, and return its error and what it wrote."""
    out = io.StringIO()
    with pytest.raises(CommandError) as caught:
        call_command(command, *options, stdout=out, stderr=out)
    return str(caught.value), out.getvalue()


def start(command: str, *options: str, output: int = subprocess.PIPE, **environment: str) -> subprocess.Popen[str]:
    """Run a command of the project in a process of its own."""
    directory = Path(__file__).parent
    return subprocess.Popen(
        [sys.executable, str(directory / "manage.py"), command, *options],
        env={**os.environ, "PYTHONPATH": f"{directory.parent / 'src'}:{directory}", **environment},
        stdout=output,
        stderr=subprocess.STDOUT,
        text=True,
    )


def statuses() -> list[str]:
    return list(OutboxEvent.objects.order_by("id").values_list("status", flat=True))


def eventually(condition: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "did not happen in time"
        time.sleep(0.05)


def unused_address() -> str:
    """An address where nothing listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


@contextlib.contextmanager
def silent_server() -> Iterator[str]:
    """The address of a server that accepts connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0), backlog=50) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


@contextlib.contextmanager
def laurel_at(address: str) -> Iterator[None]:
    """Laurel at another address, where nothing listens before and after."""

    class Forwarder(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            laurel = urlsplit(os.environ["TEST_LAUREL"])
            with socket.create_connection((laurel.hostname or "", laurel.port or 0)) as upstream:
                back = threading.Thread(target=self.copy, args=(upstream, self.request), daemon=True)
                back.start()
                self.copy(self.request, upstream)

        @staticmethod
        def copy(source: socket.socket, target: socket.socket) -> None:
            with contextlib.suppress(OSError):
                while data := source.recv(65536):
                    target.sendall(data)
                target.shutdown(socket.SHUT_WR)

    socketserver.ThreadingTCPServer.daemon_threads = True
    with socketserver.ThreadingTCPServer(("127.0.0.1", urlsplit(address).port or 0), Forwarder) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield
        server.shutdown()


@contextlib.contextmanager
def answering_server(answer: Callable[[str], tuple[int, dict[str, str]]]) -> Iterator[str]:
    """The address of a server that answers each body with a status and headers."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            status, headers = answer(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
