"""What is built of the package."""

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

pytest.importorskip("build", reason="the package is built once, with the newest Django")

ROOT = Path(__file__).parents[1]


def test_wheel_and_sdist_have_all_that_a_project_needs(tmp_path: Path) -> None:
    # When
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)

    # Then
    wheel = zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist()
    with tarfile.open(next(tmp_path.glob("*.tar.gz"))) as archive:
        sdist = archive.getnames()
    for name in ("py.typed", "migrations/0001_initial.py", "management/commands/laurel_drain.py"):
        assert f"laurel_django/{name}" in wheel
        assert f"laurel_django-0.1.0/src/laurel_django/{name}" in sdist
    assert any(name.endswith("LICENSE") for name in wheel)
    assert not [name for name in wheel if "test" in name]


def test_the_migrations_are_those_of_the_models() -> None:
    from django.core.management import call_command

    call_command("makemigrations", "laurel", check=True, dry_run=True)
