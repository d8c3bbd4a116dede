"""A real Laurel, started from the package that Maven has built, with its embedded servers."""

from __future__ import annotations

import json
import os
import re
import secrets
import shlex
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

JAR = Path(__file__).parents[4] / "target/quarkus-app/quarkus-run.jar"
LISTENING = re.compile(r"Listening on: http://[^\s\"]*?:(\d+)")
PATIENCE = 120


class LaurelProcess:
    """Ends with ``close``. Its environment tells the tests where it is."""

    def __init__(self, secret: str | None = None) -> None:
        self.directory = Path(tempfile.mkdtemp(prefix="laurel-django-"))
        self.secret = secret or secrets.token_urlsafe(40)
        self.log = self.directory / "laurel.log"
        self._start(port="0")

    def _start(self, port: str) -> None:
        environment = {
            name: value for name, value in os.environ.items() if not re.match("QUARKUS_|LAUREL_|OTEL_", name)
        }
        environment |= {
            "QUARKUS_HTTP_PORT": port,
            "LAUREL_DEMO": "false",
            "LAUREL_DATA_DIR": str(self.directory / "data"),
            "LAUREL_AUTH_HS256_SECRET": self.secret,
            "LAUREL_AUTH_USER_CLAIM": "user_id",
            "LAUREL_REALTIME_DRAIN_PERIOD": "1s",
        }
        flags = shlex.split(os.environ.get("TEST_JVM_FLAGS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx512m"))
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                ["java", *flags, "-jar", os.environ.get("TEST_JAR", str(JAR))], stdout=log, stderr=log, env=environment
            )

    def restart(self) -> None:
        """Stop it and start it again at the same address, with the same data, and wait until it is ready."""
        port = self.environment()["TEST_LAUREL"].rpartition(":")[2]
        self._stop()
        self._start(port)
        self.environment()

    def environment(self) -> dict[str, str]:
        """Wait until it is ready, and return the environment of the tests."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if self.process.poll() is not None:
                break
            found = LISTENING.search(self.log.read_text(errors="replace"))
            if found and _ready(f"http://127.0.0.1:{found[1]}"):
                return {
                    "TEST_LAUREL": f"http://127.0.0.1:{found[1]}",
                    "TEST_LAUREL_PID": str(self.process.pid),
                    "TEST_SECRET": self.secret,
                    "TEST_POSTGRES_PORT_OF_LAUREL": self._postgres_port(),
                    "TEST_POSTGRES_PASSWORD": (self.directory / "data/servers.secret").read_text().strip(),
                }
            time.sleep(0.1)
        raise RuntimeError(f"Laurel is not ready:\n{self.log.read_text(errors='replace')}")

    def _postgres_port(self) -> str:
        return (self.directory / "data/postgres/postmaster.pid").read_text().splitlines()[3]

    def close(self) -> None:
        """Stop it and its servers, and remove its data."""
        self._stop()
        shutil.rmtree(self.directory, ignore_errors=True)

    def _stop(self) -> None:
        self.process.send_signal(signal.SIGCONT)
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()


def _ready(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/q/health/ready", timeout=5) as answer:
            return bool(json.load(answer)["status"] == "UP")
    except OSError:
        return False
