"""Imports point down only: jobs → automation → sheets_schema."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.names import ROOT

OURS = ("sheets_schema", "automation", "templates", "jobs", "tests", "benchmarks", "docs")
GOOGLE = ("gspread", "googleapiclient", "google", "google_auth_oauthlib")
IO = ("requests", "httpx", "urllib.request", "sqlite3", "socket", "subprocess", "smtplib", "pathlib", "os", "shutil")

MAY_IMPORT = {
    "sheets_schema": ("sheets_schema",),
    "templates": ("templates",),
    "automation/embedded": ("automation.embedded", "automation.untrusted", "automation.private"),
    "automation/untrusted": ("automation.untrusted",),
    "automation/google": ("automation.google", "automation.private"),
    "automation/matching": ("automation.matching", "automation.documents.grammar", "sheets_schema"),
    "automation/deadlines": ("automation.deadlines", "sheets_schema"),
    "automation/documents": ("automation.documents", "automation.untrusted", "sheets_schema"),
    "automation/people": ("automation.people", "automation.documents.grammar"),
    "automation/grids": ("automation.grids", "automation.untrusted"),
    "automation/roadmaps": ("automation.roadmaps", "automation.deadlines", "automation.grids", "sheets_schema"),
    "automation/workbook": ("automation", "sheets_schema"),
    "jobs": ("jobs", "automation", "sheets_schema", "templates"),
}


def modules(folder: str, pattern: str = "**/*.py") -> list[Path]:
    return sorted((ROOT / folder).glob(pattern))


def imports(path: Path) -> Iterator[str]:
    """Dotted names of all that a module imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: a relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def belongs(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("folder", MAY_IMPORT)
def test_a_folder_imports_nothing_above_it(folder: str) -> None:
    assert modules(folder)
    upward = [
        f"{relative(path)}: {name}"
        for path in modules(folder)
        for name in imports(path)
        if belongs(name, OURS) and not belongs(name, MAY_IMPORT[folder])
    ]
    assert not upward


def test_every_folder_of_automation_has_its_rule() -> None:
    folders = {f"automation/{path.name}" for path in (ROOT / "automation").iterdir() if list(path.glob("*.py"))}
    assert folders <= MAY_IMPORT.keys()


def test_only_automation_google_imports_googles_clients() -> None:
    strangers = [
        f"{relative(path)}: {name}"
        for folder in ("sheets_schema", "automation", "templates", "jobs")
        for path in modules(folder)
        for name in imports(path)
        if belongs(name, GOOGLE) and not relative(path).startswith("automation/google/")
    ]
    assert not strangers


def test_a_job_does_no_input_and_no_output() -> None:
    apart = {"cli", "demo", "desk", "new_year", "runner", "setup"}
    features = [path for path in modules("jobs", "*/*.py") if path.parent.name not in apart]
    acting = (
        "jobs.cli",
        "jobs.demo",
        "jobs.runner",
        "jobs.setup",
        "automation.embedded",
        "automation.workbook.commit",
        "automation.google",
    )
    commanding = ("jobs.new_year",)  # it writes what the curator owns, and no job may
    declarations = (
        "jobs.runner.job.job",
        "jobs.runner.job.Job",
        "jobs.runner.job.all_jobs",
        "jobs.runner.job.modules_with",
    )
    allowed = ("automation.google.forms.Response", "jobs.runner.facts.fact", *declarations)
    found = [
        f"{relative(path)}: {name}"
        for path in features
        for name in imports(path)
        if belongs(name, (*IO, *acting, *commanding)) and name not in allowed
    ]
    assert len({path.parent for path in features}) >= 6 and not found


def test_a_new_year_is_decided_without_input_and_output() -> None:
    deciding = [path for path in modules("jobs/new_year") if path.name != "turning.py"]
    acting = (*IO, "jobs.cli", "jobs.runner", "automation.google", "automation.workbook.commit")
    found = [f"{relative(path)}: {name}" for path in deciding for name in imports(path) if belongs(name, acting)]
    assert len(deciding) > 2 and not found


def test_what_the_desk_shows_is_decided_without_input_and_output() -> None:
    acting = {"importing.py", "office.py", "opening.py", "pages.py", "staffing.py"}
    deciding = [path for path in modules("jobs/desk") if path.name not in acting]
    foreign = (*IO, "automation.embedded", "automation.google", "automation.workbook.commit", "jobs.cli")
    found = [f"{relative(path)}: {name}" for path in deciding for name in imports(path) if belongs(name, foreign)]
    assert len(deciding) > 5 and not found


def test_decisions_do_no_input_and_no_output() -> None:
    found = [
        f"{relative(path)}: {name}"
        for folder in (
            "automation/matching",
            "automation/deadlines",
            "automation/documents",
            "automation/roadmaps",
            "sheets_schema/tabs",
        )
        for path in modules(folder)
        for name in imports(path)
        if belongs(name, IO)
    ]
    assert not found
