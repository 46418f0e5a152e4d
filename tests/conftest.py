"""Fixtures that several folders of tests share."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

from tests.organisation import Organisation, copy_of, organisation

# A busy machine is not a failure: what may take how long, the benchmarks say.
settings.register_profile("tests", deadline=None)
settings.load_profile("tests")


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
