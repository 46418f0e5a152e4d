"""`nastavnik person`: shown first, done when told to; the folder with what is held of somebody."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import time_machine

from tests.cli.conftest import Nastavnik, configure, free_port
from tests.conftest import Template
from tests.organisation import MONDAY, copy_of


@pytest.fixture
def data(provisioned: Template, tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    with copy_of(provisioned.directory, provisioned.spreadsheet, provisioned.links, folder) as one:
        one.mentee()
        one.cycle()
    text = f'workspace = "embedded"\nspreadsheet = "{provisioned.spreadsheet}"\nport = {free_port()}\n'
    return configure(folder, text)


def test_what_goes_is_shown_first_and_goes_when_told_to(nastavnik: Nastavnik, data: Path, tmp_path: Path) -> None:
    with time_machine.travel(MONDAY, tick=True):
        to = tmp_path / "answer"
        assert "прочтите" in nastavnik("person", "НМ-0001", "--export", to, "--data", data).out
        assert sorted(path.name for path in to.iterdir()) == ["НМ-0001.docx", "НМ-0001.xlsx"]
        assert all(zipfile.is_zipfile(path) and path.stat().st_mode & 0o77 == 0 for path in to.iterdir())
        shown = nastavnik("person", "НМ-0001", "--erase", "--data", data)
        assert "строки листа «Банк наставляемых»: 1" in shown.out and "ничего не удалено" in shown.out
        assert "Ветрова" not in shown.out and "Ветрова".encode() in _stored(data)
        done = nastavnik("person", "НМ-0001", "--erase", "--yes", "--data", data)
        assert "строка УД-0001" in done.out, done.err
        assert "Ветров".encode() not in _stored(data) and b"vetrova@" not in _stored(data)
        again = nastavnik("person", "НМ-0001", "--erase", "--data", data)
        assert again.code == 0 and "Будут удалены данные: НМ-0001" in again.out


def _stored(data: Path) -> bytes:
    return b"".join(path.read_bytes() for path in data.rglob("*") if path.is_file())


def test_a_number_that_nobody_has_and_a_deed_that_is_not_named_are_said(nastavnik: Nastavnik, data: Path) -> None:
    assert "Номера НМ-0999 нет ни в банках" in nastavnik("person", "НМ-0999", "--erase", "--data", data).sentence
    assert "Назовите одно из двух" in nastavnik("person", "НМ-0001", "--data", data).sentence
