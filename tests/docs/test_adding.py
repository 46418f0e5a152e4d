"""The worked example of docs/adding.md: its files work, in a copy of the project where nothing else is touched."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COPIED = ("sheets_schema", "automation", "jobs", "templates", "tests", "docs", "benchmarks")
_FILES = re.compile(r"^### `(?P<path>[^`]+)`\n\n```\w+\n(?P<text>.*?)```$", re.MULTILINE | re.DOTALL)


def example() -> dict[str, str]:
    """Path → what the page writes there."""
    return {found["path"]: found["text"] for found in _FILES.finditer((ROOT / "docs/adding.md").read_text("utf-8"))}


@pytest.fixture
def added(tmp_path: Path) -> Path:
    """A copy of the project with the files of the example in it."""
    for name in COPIED:
        leave_out = shutil.ignore_patterns("__pycache__", "embedded", "earlier") if name == "tests" else None
        shutil.copytree(ROOT / name, tmp_path / name, ignore=leave_out or shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for path, text in example().items():
        to = tmp_path / path
        assert not to.exists(), f"{path} stands already: the example must touch nothing but its own files"
        to.parent.mkdir(exist_ok=True)
        if to.suffix == ".docx":
            subprocess.run([sys.executable, "-c", text, str(to)], check=True)
        else:
            to.write_text(text, encoding="utf-8")
    return tmp_path


def run(folder: Path, *command: str) -> str:
    """What a command prints that is run there, with that copy in place of the project."""
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(folder), "PYTHONSAFEPATH": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_feature_is_added_by_the_files_of_the_page_alone(added: Path) -> None:
    assert len(example()) == 10
    run(added, "docs.reference")
    assert "## «Открытые занятия»" in (added / "docs/tabs.md").read_text("utf-8")
    checks = ("tests/jobs/open_lessons", "tests/jobs/papers/test_kinds.py", "tests/templates/test_letter_templates.py")
    declarations = ("tests/schema/test_declarations.py", "tests/docs/test_layers.py", "tests/docs/test_reference.py")
    order = ("tests/jobs/runner/test_order_of_jobs.py",)
    run(added, "pytest", "-p", "no:cacheprovider", *checks, *declarations, *order)
