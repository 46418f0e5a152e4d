"""Fixtures that several folders of tests share."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from tests.machine import needs
from tests.organisation import Organisation, copy_of, organisation

# A busy machine is not a failure: what may take how long, the benchmarks say.
settings.register_profile("tests", deadline=None)
settings.load_profile("tests")


_MEMORY = Path("/dev/shm")
"""A file system in memory, where there is one (https://man7.org/linux/man-pages/man5/tmpfs.5.html)."""
_ROOM = 2**30
"""Bytes: several times what they need at once."""


def pytest_configure() -> None:
    """What tests keep on disk they keep in memory.

    A workspace waits for the disk when it is made and when it is closed, and thousands of tests have one of their own.
    """
    if _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))


def pytest_collection_finish() -> None:
    """Modules and collected tests stay until the end: the collector need not look through them again and again, nor
    come after every seven hundred new objects.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@dataclass(frozen=True)
class Template:
    """A closed workspace with a provisioned organisation, to copy."""

    directory: Path
    spreadsheet: str
    links: dict[str, str]


@pytest.fixture(scope="session")
def provisioned(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """An organisation as `nastavnik init` leaves it."""
    directory = tmp_path_factory.mktemp("provisioned") / "workspace"
    with organisation(directory) as made:
        return Template(directory, made.spreadsheet, dict(made.links))


@pytest.fixture
def technicum(provisioned: Template, tmp_path: Path) -> Iterator[Organisation]:
    """A copy of the provisioned organisation, this test's own."""
    with copy_of(provisioned.directory, provisioned.spreadsheet, provisioned.links, tmp_path / "workspace") as one:
        yield one


@pytest.fixture
def another_technicum(provisioned: Template, tmp_path: Path) -> Iterator[Organisation]:
    """A second copy, where a test compares two."""
    with copy_of(provisioned.directory, provisioned.spreadsheet, provisioned.links, tmp_path / "another") as one:
        yield one


# Without these Chromium looks for servers of its maker, which a machine without the internet refuses.
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium: one for all tests of a process, which can have no second one."""
    path = needs("chromium", "chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
        yield browser
        browser.close()
