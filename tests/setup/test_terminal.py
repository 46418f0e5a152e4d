"""`nastavnik init` at a terminal asks what the page asks; a script is asked nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import typer

import jobs.cli.setup
from automation.workbook.reading import read_book
from jobs.runner.configuration import load
from jobs.runner.connection import connected
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.tabs.roadmap import Roadmap
from sheets_schema.tabs.settings import Settings
from sheets_schema.tabs.staff import Staff
from sheets_schema.vocabulary import DIRECTOR
from tests.cli.conftest import Nastavnik, free_port
from tests.cli.conftest import nastavnik as nastavnik
from tests.setup.conftest import NOW

Typing = Callable[[dict[str, list[str]]], list[str]]


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch) -> Iterator[Typing]:
    """A person at the terminal, who types these answers to these questions and Enter to all others."""

    def sit_down(answers: dict[str, list[str]]) -> list[str]:
        asked: list[str] = []

        def prompt(words: str, **_: object) -> str:
            asked.append(words)
            waiting = answers.get(words.partition(" (")[0], [])
            return waiting.pop(0) if waiting else ""

        monkeypatch.setattr(typer, "prompt", prompt)
        monkeypatch.setattr(jobs.cli.setup, "is_there_anybody", lambda: True)
        return asked

    yield sit_down


def test_a_person_is_asked_what_is_missing_and_wrong_answers_are_asked_again(
    nastavnik: Nastavnik, tmp_path: Path, typing: Typing
) -> None:
    asked = typing(
        {
            "Полное наименование организации": ["Государственный колледж"],
            "Краткое наименование": ["ГК"],
            "Телефон": ["12", "+7 (4942) 31-00-00"],
            "Часовой пояс": ["5"],
            "Начало плана": ["2.9.2027", "1.9.2027"],
            "Окончание плана": ["31.08.2026", "31.08.2028"],
            "ФИО": ["Соколова Мария Петровна"],
            "Эл. почта": ["", "sokolova@example.com"],
        }
    )
    said = nastavnik("init", "--data", tmp_path, "--port", free_port(), "--roadmap", "ktt")
    assert said.code == 0 and "не полный номер" in said.out and "кончается раньше" in said.out
    assert not [words for words in asked if "плана начать" in words]
    assert asked.count("Должность") == 1  # of the curator, who was left out, nothing more is asked
    configuration = load(tmp_path)
    assert (configuration.roadmap, configuration.start, configuration.end) == ("ktt", "01.09.2027", "31.08.2028")
    with connected(tmp_path, configuration) as google:
        book = read_book(google, configuration.spreadsheet, NOW, NASTAVNIK)
    settings = book[Settings]
    assert (settings.organisation_short, settings.phone) == ("ГК", "+7 (4942) 31-00-00")
    assert settings.time_zone == "Asia/Omsk" and len(book[Roadmap].frame) == 45
    assert list(book[Staff].frame[Staff.role]) == [DIRECTOR]


def test_enter_leaves_every_question_out(nastavnik: Nastavnik, tmp_path: Path, typing: Typing) -> None:
    assert len(typing({})) == 0
    assert nastavnik("init", "--data", tmp_path, "--port", free_port()).code == 0
    configuration = load(tmp_path)
    assert (configuration.roadmap, configuration.start) == ("", "")
    again = typing({})
    assert nastavnik("init", "--data", tmp_path).code == 0 and again == []
