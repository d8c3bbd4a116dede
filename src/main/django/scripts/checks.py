"""Runs the checks: style, types, and the tests on one Laurel, on SQLite and on PostgreSQL.

``checks.py newest`` runs everything; ``checks.py oldest`` leaves out style and types, which the newest Django has seen.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from laurel_process import LaurelProcess  # noqa: E402

STATIC = (["ruff", "check", "--quiet"], ["ruff", "format", "--quiet", "--check"], ["mypy", "--no-error-summary"])
# What the outbox does depends on the database, everything else does not. The move of a term
# does not depend on the version of Django.
TESTS = {
    "newest": ({"TEST_DATABASE": "postgresql"}, ["-m", "outbox"]),
    "oldest": ({"TEST_DATABASE": "postgresql", "TEST_BACKLOG": "10000"}, ["-m", "outbox and not move"]),
}


def main(django: str) -> int:
    """Run the checks, and return how many failed."""
    laurel = LaurelProcess()
    try:
        failed = sum(run([sys.executable, "-m", *check]) for check in STATIC) if django == "newest" else 0
        environment = {**os.environ, **laurel.environment()}
        pytest = [sys.executable, "-m", "pytest", "--durations=3"]
        failed += run(pytest, environment)
        more, options = TESTS[django]
        failed += run([*pytest, *options], environment | more)
    finally:
        laurel.close()
    return failed


def run(command: list[str], environment: dict[str, str] | None = None) -> bool:
    """Run a command. True if it failed."""
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode != 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
