"""The browsers of students: with the old front end, and with one that resumes."""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException


@dataclass
class Browser:
    """What a student's sockets have received.

    Attributes:
        events: The frames of ``/ws/game/``, in the order in which they came.
        boards: The newest page of each board, by the id of its class; that of everybody under None.
        gaps: When the old front end was not connected: it misses what is sent then.
        resumed: The answers to resuming.
    """

    events: list[dict[str, Any]] = field(default_factory=list)
    boards: dict[str | None, dict[str, Any]] = field(default_factory=dict)
    gaps: list[tuple[float, float]] = field(default_factory=list)
    resumed: list[dict[str, Any]] = field(default_factory=list)
    connected: bool = False


class Browsers:
    """Runs the sockets of all students in one thread, until it is closed."""

    def __init__(self, address: str, token: Callable[[Any], str]) -> None:
        self._address = address.replace("http:", "ws:")
        self._token = token
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="browsers", daemon=True)
        self._thread.start()
        self.old: dict[Any, Browser] = {}
        self.new: dict[Any, Browser] = {}

    def open(self, user: Any, class_ids: list[str]) -> None:
        """Open the sockets of a student, who looks at the boards of some classes."""
        self.old[user.pk], self.new[user.pk] = Browser(), Browser()
        self._start(self._old_game(user, self.old[user.pk]))
        self._start(self._old_boards(user, self.old[user.pk], class_ids))
        self._start(self._new_game(user, self.new[user.pk]))

    def look_at(self, user: Any, class_id: str) -> None:
        """Open the board of a class of which a student has become a member."""
        self._start(self._old_boards(user, self.old[user.pk], [class_id]))

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(30)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    async def _end(self) -> None:
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _start(self, task: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(task, self._loop)

    async def _old_game(self, user: Any, browser: Browser) -> None:
        """Connect by a token and nothing else, as the reference says."""
        gone = time.time()

        async def received(frame: dict[str, Any]) -> None:
            browser.events.append(frame)

        while True:
            with contextlib.suppress(OSError, WebSocketException):
                async with connect(self._path("game", user)) as socket:
                    browser.gaps.append((gone, time.time()))
                    browser.connected = True
                    await self._receive(socket, received)
            if browser.connected:
                gone, browser.connected = time.time(), False
            await asyncio.sleep(0.3)

    async def _old_boards(self, user: Any, browser: Browser, class_ids: list[str]) -> None:
        async def received(frame: dict[str, Any]) -> None:
            if frame["type"] in ("initial_global_leaderboard", "leaderboard_update", "leaderboard_data"):
                browser.boards[frame.get("class_id")] = frame["data"]

        while True:
            with contextlib.suppress(OSError, WebSocketException):
                async with connect(self._path("leaderboard", user)) as socket:
                    for class_id in class_ids:
                        asked = {"leaderboard_type": "class", "class_id": class_id, "page": 1, "page_size": 50}
                        await socket.send(json.dumps({"type": "request_leaderboard", **asked}))
                    await self._receive(socket, received)
            await asyncio.sleep(0.3)

    async def _new_game(self, user: Any, browser: Browser) -> None:
        """Resume after the event that came last."""
        cursor = {"since": 0, "sent_at": ""}

        async def received(frame: dict[str, Any]) -> None:
            if frame["type"] == "resumed":
                browser.resumed.append(frame)
                browser.connected = True
            if "seq" in frame:
                browser.events.append(frame)
                cursor.update(since=frame["seq"], sent_at=frame["sent_at"])

        while True:
            with contextlib.suppress(OSError, WebSocketException):
                async with connect(self._path("game", user, **cursor)) as socket:
                    await self._receive(socket, received)
            browser.connected = False
            await asyncio.sleep(0.3)

    async def _receive(self, socket: Any, received: Callable[[dict[str, Any]], Coroutine[Any, Any, None]]) -> None:
        async for message in socket:
            await received(json.loads(message))

    def _path(self, name: str, user: Any, **query: Any) -> str:
        return f"{self._address}/ws/{name}/?{urlencode({'token': self._token(user), **query})}"
