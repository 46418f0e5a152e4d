"""How far an organisation has come when a test begins."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Template
from tests.organisation import Organisation, copy_of


@pytest.fixture(scope="session")
def matched(provisioned: Template, tmp_path_factory: pytest.TempPathFactory) -> Template:
    """A mentee and a mentor have answered, and are proposed to each other."""
    directory = tmp_path_factory.mktemp("matched") / "workspace"
    with copy_of(provisioned.directory, provisioned.spreadsheet, provisioned.links, directory) as one:
        one.mentee()
        one.mentor()
        one.cycle()
    return Template(directory, provisioned.spreadsheet, provisioned.links)


@pytest.fixture(scope="session")
def settled(matched: Template, tmp_path_factory: pytest.TempPathFactory) -> Template:
    """They are a pair with a draft of its order, and all letters are sent: nothing is left to do."""
    directory = tmp_path_factory.mktemp("settled") / "workspace"
    with copy_of(matched.directory, matched.spreadsheet, matched.links, directory) as one:
        one.curator.type("Подбор", {"НМ-0001/Н-0001": {"Решение": "принять"}})
        one.cycle()
        assert not one.cycle().wrote
    return Template(directory, matched.spreadsheet, matched.links)


@pytest.fixture
def proposed(matched: Template, tmp_path: Path) -> Iterator[Organisation]:
    """`matched`, this test's own."""
    with copy_of(matched.directory, matched.spreadsheet, matched.links, tmp_path / "proposed") as one:
        yield one


@pytest.fixture
def paired(settled: Template, tmp_path: Path) -> Iterator[Organisation]:
    """`settled`, this test's own."""
    with copy_of(settled.directory, settled.spreadsheet, settled.links, tmp_path / "paired") as one:
        yield one
