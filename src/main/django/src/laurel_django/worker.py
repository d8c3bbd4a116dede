"""The thread that sends what this process has written."""

from __future__ import annotations

import atexit
import logging
import os
import threading
import time
from typing import TYPE_CHECKING

from django.db import DatabaseError, InterfaceError, connections

from laurel_django.conf import configuration

if TYPE_CHECKING:
    from laurel_django.outbox import Outbox

logger = logging.getLogger(__name__)

# After this the connection to the database is closed.
_QUIET = 5.0
# Looks for events whose process has died, or that wait for another attempt.
_IDLE = 30.0
_LONGEST_WAIT = 60.0
_GOODBYE = 2.0


class Worker:
    """A daemon thread that drains the outbox whenever it is woken. It begins with the first event of the process."""

    def __init__(self) -> None:
        self._reset()

    def _reset(self) -> None:
        self._lock = threading.Lock()
        self._woken = threading.Event()
        self._stopped = threading.Event()
        self._idle = threading.Event()
        self._thread: threading.Thread | None = None

    def wake(self) -> None:
        """Have the outbox sent soon. Does not wait."""
        if configuration().worker != "thread":
            return
        self._idle.clear()
        self._woken.set()
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._stopped.clear()
                self._thread = threading.Thread(target=self._run, name="laurel-outbox", daemon=True)
                self._thread.start()

    def finish(self, timeout: float = _GOODBYE) -> None:
        """End the thread once all is sent, or Laurel is away, or the timeout is over."""
        end = time.monotonic() + timeout
        if self._thread is not None and self._thread.is_alive():
            self._idle.wait(timeout)
            self.stop(max(0.1, end - time.monotonic()))

    def stop(self, timeout: float = _GOODBYE) -> None:
        """End the thread after its current request, waiting no longer than the timeout."""
        self._stopped.set()
        self._woken.set()
        thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join(timeout)

    def _run(self) -> None:
        from laurel_django.outbox import Outbox

        outbox, failures = Outbox(), 0
        while not self._stopped.is_set():
            self._woken.clear()
            self._idle.clear()
            failures, wait = self._drain(outbox, failures)
            if failures or not self._woken.is_set():
                self._idle.set()
            if failures:
                # New events do not shorten the wait: Laurel is away for them, too.
                connections.close_all()
                self._stopped.wait(wait)
            elif not self._woken.wait(_QUIET):
                connections.close_all()
                self._woken.wait(_IDLE)
        connections.close_all()

    def _drain(self, outbox: Outbox, failures: int) -> tuple[int, float]:
        """Drain once. Returns the failures in a row, and the seconds to wait after them."""
        from laurel_django.outbox import wait_before

        wait = wait_before(failures + 1, _LONGEST_WAIT)
        try:
            progress = outbox.drain(self._stopped)
        except (DatabaseError, InterfaceError) as error:
            logger.warning("The outbox cannot be read (%s); trying again in %.0f s", error, wait)
            return failures + 1, wait
        except Exception:
            logger.exception("The outbox cannot be sent; trying again in %.0f s", wait)
            return failures + 1, wait
        if progress.away is None:
            return 0, 0.0
        wait = max(wait, min(progress.retry_after or 0.0, _LONGEST_WAIT))
        if failures == 0:
            logger.warning("Laurel is away (%s); its events wait in the outbox", progress.away)
        return failures + 1, wait


_worker = Worker()
# A command that ends at once, too, has sent what it wrote, unless Laurel hangs or is away.
atexit.register(_worker.finish)
if hasattr(os, "register_at_fork"):
    # A forked process has no thread, and may have inherited a lock that nobody will release.
    os.register_at_fork(after_in_child=_worker._reset)


def wake() -> None:
    """Have the outbox sent by this process's thread, if it has one."""
    _worker.wake()


def stop(timeout: float = _GOODBYE) -> None:
    """End this process's thread."""
    _worker.stop(timeout)
