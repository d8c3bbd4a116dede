"""Runs the project on a real Laurel, and on SQLite or, with ``TEST_DATABASE=postgresql``, on Laurel's PostgreSQL."""

from __future__ import annotations

import os
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django
import pytest
from laurel_process import LaurelProcess

if TYPE_CHECKING:
    from scene import Scene

_started: list[LaurelProcess] = []


def pytest_configure() -> None:
    if "TEST_LAUREL" not in os.environ:
        _started.append(LaurelProcess())
        os.environ.update(_started[0].environment())
    os.environ["DJANGO_SETTINGS_MODULE"] = "project.settings"
    if os.environ.get("TEST_DATABASE") == "postgresql":
        _create_database()
    else:
        os.environ["TEST_SQLITE"] = str(Path(tempfile.mkdtemp(prefix="laurel-django-")) / "project.sqlite3")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def pytest_unconfigure() -> None:
    for laurel in _started:
        laurel.close()


def pytest_report_header() -> str:
    from django.db import connection

    return f"Django {django.get_version()} on {connection.vendor}, Laurel at {os.environ['TEST_LAUREL']}"


def _create_database() -> None:
    import psycopg

    os.environ["TEST_POSTGRES_PORT"] = os.environ["TEST_POSTGRES_PORT_OF_LAUREL"]
    os.environ["TEST_POSTGRES_NAME"] = f"project_{uuid.uuid4().hex}"
    with psycopg.connect(
        host="127.0.0.1",
        port=os.environ["TEST_POSTGRES_PORT"],
        user="postgres",
        dbname="postgres",
        password=os.environ["TEST_POSTGRES_PASSWORD"],
        autocommit=True,
    ) as connection:
        connection.execute(f'create database "{os.environ["TEST_POSTGRES_NAME"]}" owner laurel')


@pytest.fixture
def scene() -> Iterator[Scene]:
    """A course with users of its own. The database is empty at the beginning of each test."""
    from django.core.management import call_command
    from scene import Scene

    from laurel_django import worker

    call_command("flush", interactive=False, verbosity=0)
    yield Scene()
    worker.stop(timeout=30)


@pytest.fixture
def laurel_setting(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Changes the setting LAUREL for a test."""
    from django.conf import settings

    def change(**values: Any) -> None:
        monkeypatch.setattr(settings, "LAUREL", {**settings.LAUREL, **values})

    return change
