"""A person is erased: nothing of them is left in any byte of the data folder but what the register names."""

from __future__ import annotations

import base64
import io
import json
import quopri
import re
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, suppress
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any, cast

import docx
import pytest

from automation.documents import inflect
from automation.documents.grammar import CASES
from automation.google.drive import DOCUMENT, DOCX
from automation.google.transport import Transport, kind_of_call
from automation.workbook.cells import serial
from automation.workbook.layout import column_letters
from automation.workbook.reading import read_book
from jobs.new_year.decision import decide
from jobs.new_year.period import new_period
from jobs.new_year.turning import turn
from jobs.runner.erasing import carry_out
from jobs.runner.exporting import export
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.tabs.erasures import Erasures
from tests.conftest import Template
from tests.jobs.hands import Hands
from tests.jobs.runner.test_crash_sweep import Mortal, StoppedDead
from tests.organisation import MONDAY, Organisation, copy_of

NAME = "Зубрицкая Аделаида Казимировна"
STEMS = ("Зубрицк", "Аделаид", "Казимиров")
EMAIL = "zubritskaya@example.com"
PHONE = "+7 912 345-67-01"
AUGUST = datetime(2024, 8, 20, 6, 0, tzinfo=UTC)
WITHDRAWN = datetime(2024, 9, 10, 6, 0, tzinfo=UTC)
DUE = WITHDRAWN + timedelta(days=30)
MENTEES, CONSENTS, MATCHES = "Банк наставляемых", "Согласия", "Подбор"
ORDERS, REGISTER = "Приказы", Erasures.title


@pytest.fixture(scope="module")
def lived(provisioned: Template, tmp_path_factory: pytest.TempPathFactory) -> Template:
    """A year with a pair, a signed order, letters, an archive; and then the consent is taken back."""
    directory = tmp_path_factory.mktemp("lived") / "workspace"
    with copy_of(provisioned.directory, provisioned.spreadsheet, provisioned.links, directory) as one:
        _live(one)
    return Template(directory, provisioned.spreadsheet, provisioned.links)


def _live(one: Organisation) -> None:
    hands = Hands(one)
    one.mentor(avoid="Аделаиду Казимировну и Петрова")
    one.mentee(full_name=NAME, email=EMAIL, phone=PHONE, parent="")
    one.mentee(full_name="Котова Яна Львовна", email="kotova@example.com", phone="+7 900 000-00-05")
    one.cycle()
    for mentee in ("НМ-0001", "НМ-0002"):
        row = next(row["№"] for row in one.curator.rows(MATCHES) if row["Наставляемый"] == mentee)
        one.curator.type(MATCHES, {row: {"Решение": "назначить", "Назначить наставника": "Н-0001"}})
    one.cycle()
    _write_everywhere(one, hands)
    one.curator.type(ORDERS, {"ПР-0001": {"Номер": "161-У", "Дата": "30.11.2023", "Подписан": True}})
    one.cycle(now=MONDAY + timedelta(days=10))
    one.clock.now = AUGUST
    one.cycle(now=AUGUST)
    book = read_book(one.connect(), one.spreadsheet, AUGUST, NASTAVNIK)
    turn(one.connect(), one.spreadsheet, decide(book, new_period(book)), now=AUGUST)
    consent = next(row["№"] for row in one.curator.rows(CONSENTS) if row["Номер участника"] == "НМ-0001")
    one.clock.now = WITHDRAWN
    one.curator.type(CONSENTS, {consent: {"Отозвано": "10.09.2024"}})
    one.cycle(now=WITHDRAWN)


def _write_everywhere(one: Organisation, hands: Hands) -> None:
    """What people write down of somebody: beside rows, in a tab of their own, in files, in the names of files."""
    one.curator.type(MENTEES, {"НМ-0002": {"Заметка куратора": "Дружит с Зубрицкой, звонить на 8(912)3456701"}})
    one.curator.type(MENTEES, {"НМ-0001": {"Заметка куратора": "Мечтает о дирижаблях"}})
    hands.add_column(MENTEES)
    column = column_letters(len(hands.titles(MENTEES)))
    hands.write(MENTEES, f"{column}1", "Кабинет")
    hands.write(MENTEES, f"{column}2", "у Зубрицкой А. К.")
    hands.add_tab("Экскурсия")
    hands.write("Экскурсия", "A1", NAME)
    hands.write("Экскурсия", "A2", f"Аделаида Казимировна, {EMAIL}")
    drive = one.google.drive
    folder = read_book(one.google, one.spreadsheet, one.clock.now, NASTAVNIK).state.folder
    for name in ("Характеристика Зубрицкой", "Старая характеристика"):
        paper = docx.Document()
        paper.add_paragraph(f"Дана {inflect(NAME, 'dative')} в том, что она учится.")
        content = io.BytesIO()
        paper.save(content)
        file = drive.create(name, DOCUMENT, key="", folder=folder, content=content.getvalue(), content_kind=DOCX)
        if name.startswith("Старая"):
            drive.trash(file)
    drive.share(folder, EMAIL, "reader")
    with one.workspace.writing():
        one.workspace.sign_ins.new_link(EMAIL, one.workspace.now())
        one.workspace.storage.execute("INSERT INTO uploads VALUES ('u', '{}', ?)", NAME.encode("utf-16"))


@pytest.fixture
def one(lived: Template, tmp_path: Path) -> Iterator[Organisation]:
    with copy_of(lived.directory, lived.spreadsheet, lived.links, tmp_path / "workspace") as copy:
        copy.clock.now = WITHDRAWN
        yield copy


# Looking for them in every byte


def _words() -> list[str]:
    """What the name has in every case, what is left of addresses and numbers however they are written."""
    assert all(word.startswith(STEMS) for case in CASES for word in inflect(NAME, case).split())
    digits = re.sub(r"\D", "", PHONE)[-10:]
    spelled = ("{}{}{}{}", "{} {}-{}-{}", "({}){}{}{}", "{}){}-{}-{}", "{}){}{}{}")
    phones = {one.format(digits[:3], digits[3:6], digits[6:8], digits[8:]) for one in spelled}
    return sorted({*STEMS, EMAIL.partition("@")[0], *phones, "дирижабл"})


def _needles() -> dict[bytes, str]:
    found: dict[bytes, str] = {}
    for word in _words():
        for spelling in (word, word.lower(), word.upper(), word.replace("ё", "е")):
            for encoding in ("utf-8", "utf-16-le", "utf-16-be", "cp1251"):
                found[spelling.encode(encoding)] = word
            escaped = json.dumps(spelling)[1:-1].encode()
            found[escaped] = word
            found[quopri.encodestring(spelling.encode())] = word
            for shift in range(3):  # base64 tells the same bytes in three ways, by where they begin
                coded = base64.b64encode(b"\0" * shift + spelling.encode())
                found[coded[(0, 2, 3)[shift] + 0 : len(coded) - 4].rstrip(b"=")] = word
    return {needle: word for needle, word in found.items() if len(needle) >= 6}


NEEDLES = _needles()


def _found_in(content: bytes) -> set[str]:
    return {word for needle, word in NEEDLES.items() if needle in content}


def _raw(directory: Path) -> dict[str, set[str]]:
    """File of the data folder → what is found in its bytes."""
    return {
        str(path.relative_to(directory)): found
        for path in sorted(directory.rglob("*"))
        if path.is_file() and (found := _found_in(path.read_bytes()))
    }


def _unpacked(directory: Path) -> dict[str, set[str]]:
    """Place in the database → what is found in what is stored there compressed, or as a letter."""
    found: dict[str, set[str]] = {}
    with sqlite3.connect(f"file:{directory / 'workspace.sqlite3'}?mode=ro", uri=True) as database:
        for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            for number, row in enumerate(database.execute(f"SELECT * FROM {table}")):
                words = {word for cell in row if cell is not None for word in _found_in(_as_bytes(cell))}
                if words:
                    found[f"{table} {row[0] if table in ('contents', 'files') else number}"] = words
    return found


def _as_bytes(cell: Any) -> bytes:
    if not isinstance(cell, bytes):
        return str(cell).encode()
    said = [cell]
    if zipfile.is_zipfile(io.BytesIO(cell)):
        with zipfile.ZipFile(io.BytesIO(cell)) as package:
            said += [re.sub(rb"<[^>]*>", b"", package.read(name)) for name in package.namelist()]
    with suppress(zlib.error):
        said.append(zlib.decompress(cell))
    for part in message_from_bytes(cell).walk():
        payload = part.get_payload(decode=True)
        said += [payload] if isinstance(payload, bytes) else []
    return b"\n".join(said)


def _allowed(one: Organisation) -> set[str]:
    """Ids of the files that the register of what is kept, or of what is for a hand, names."""
    [row] = one.curator.rows(REGISTER)
    named = f"{row['Что сохранено и почему']}\n{row['Что удалить вручную']}"
    return set(re.findall(r"/d/([\w-]{20,})", named))


def test_before_the_erasure_they_are_found_in_all_places(one: Organisation) -> None:
    """Or the search would find nothing whatever was left."""
    assert "workspace.sqlite3" in _raw(one.workspace.directory)
    tables = {place.partition(" ")[0] for place in _unpacked(one.workspace.directory)}
    assert tables >= {
        "blocks",
        "past",
        "messages",
        "message_words",
        "responses",
        "contents",
        "files",
        "links",
    }


def test_after_the_term_nothing_of_them_is_left_but_what_the_register_names(one: Organisation, tmp_path: Path) -> None:
    one.cycle(now=DUE - timedelta(days=1))
    assert one.row(REGISTER, "УД-0001")["Состояние"] == "ждёт срока"
    assert one.row(MENTEES, "НМ-0001")["ФИО"] == NAME
    report = one.cycle(now=DUE)
    assert report.erasures == ["УД-0001"] and not report.notices
    row = one.row(REGISTER, "УД-0001")
    assert row["Удалено"] == serial(DUE.date())
    assert "строки листа «Банк наставляемых»: 4" in row["Что удалено"] and "ответы на анкеты: 3" in row["Что удалено"]
    assert "ПР-0001" in row["Что сохранено и почему"] and "125-ФЗ" in row["Что сохранено и почему"]
    assert one.row(MENTEES, "НМ-0001")["ФИО"] == "удалено по отзыву согласия, НМ-0001"
    assert one.row(MENTEES, "НМ-0002")["Заметка куратора"] == "Дружит с НМ-0001, звонить на НМ-0001"
    allowed = _allowed(one)
    assert len(allowed) == 2  # the signed order, and the reference that the curator wrote
    left = _unpacked(one.workspace.directory)
    assert left and {place.split()[1] for place in left} <= allowed, left
    assert {place.split()[0] for place in left} == {"contents", "files"}
    # Nor is anything left where the database has nothing any more: what is found is the name of the curator's file.
    assert set().union(*_raw(one.workspace.directory).values()) == {"Зубрицк"}
    one.cycle(now=DUE + timedelta(hours=1))
    after = one.row(REGISTER, "УД-0001")
    assert after["Состояние"] == "осталось вручную" and "поставьте галочку" in after["Что исправить"]
    one.curator.type(REGISTER, {"УД-0001": {"Вручную удалено": True}})
    one.cycle(now=DUE + timedelta(hours=2))
    assert one.row(REGISTER, "УД-0001")["Состояние"] == "удалено"
    assert not one.cycle(now=DUE + timedelta(hours=3)).wrote
    to = tmp_path / "export"
    export(one.connect(), one.spreadsheet, to)
    exported = {path.name for path in to.rglob("*") if path.is_file() and _found_in(_as_bytes(path.read_bytes()))}
    assert all("ПР-0001" in name or "арактеристика" in name for name in exported), exported


# Stopped anywhere


class Listener(Transport):
    """A transport that notes which of its calls change something."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kinds: list[str] = []

    def _send(self, method: str, url: str, *args: Any, **options: Any) -> Any:
        self.kinds.append(kind_of_call(method, url))
        return super()._send(method, url, *args, **options)


@pytest.fixture
def waiting(paired: Organisation) -> Organisation:
    """Erasure is due; there are a draft that names them, an archive, somebody's words in a tab of their own."""
    hands = Hands(paired)
    hands.add_tab("Экскурсия")
    hands.write("Экскурсия", "A1", "Ветрова Анна Сергеевна")
    paired.google.drive.copy(paired.spreadsheet, "Архив", key="archive/2022-09-01")
    (consent,) = (row["№"] for row in paired.curator.rows(CONSENTS) if row["Номер участника"] == "НМ-0001")
    paired.curator.type(CONSENTS, {consent: {"Отозвано": "10.11.2023"}})
    paired.cycle()
    paired.cycle(now=MONDAY + timedelta(days=19))  # the month's report is no part of it
    return paired


def test_an_erasure_that_dies_before_any_call_that_changes_something_is_finished_by_the_next_cycle(
    waiting: Organisation, tmp_path: Path
) -> None:
    """What a process leaves that dies before a call that only reads is what it leaves before the next that does not."""
    when = MONDAY + timedelta(days=20)

    def copied(name: str) -> AbstractContextManager[Organisation]:
        return copy_of(waiting.workspace.directory, waiting.spreadsheet, waiting.links, tmp_path / name)

    with copied("undisturbed") as one:
        google = one.connect(Listener)
        carry_out(google, one.spreadsheet, "УД-0001", now=when)
        one.cycle(now=when)
        undisturbed = _end_state(one)
    changing = [k for k, kind in enumerate(cast("Listener", google.transport).kinds, 1) if kind.endswith("запись")]
    assert len(changing) > 8 and "Ветров" not in str(undisturbed)
    for k in changing:
        with copied(f"call {k}") as one:
            mortal = one.connect(Mortal)
            cast("Mortal", mortal.transport).dies_at = k
            with pytest.raises(StoppedDead):
                carry_out(mortal, one.spreadsheet, "УД-0001", now=when)
            assert one.cycle(now=when).erasures == ["УД-0001"]
            one.cycle(now=when)
            assert _end_state(one) == undisturbed, f"died before call {k} of {changing}"


def _end_state(one: Organisation) -> dict[str, Any]:
    """All that people see, and all that is still stored of the person."""
    book = one.connect().spreadsheets.get(
        one.spreadsheet, fields="sheets(properties(title),data(rowData(values(formattedValue))))"
    )
    seen: dict[str, Any] = {
        sheet["properties"]["title"]: [
            [_neutral(cell.get("formattedValue", "")) for cell in row.get("values", [])]
            for data in sheet["data"]
            for row in data.get("rowData", [])
        ]
        for sheet in book["sheets"]
        if sheet["properties"]["title"] not in ("Журнал", "Пульт")
    }
    files = one.google.drive.search("trashed = false or trashed = true")
    seen["files"] = sorted((file.name, file.kind, sorted(file.properties)) for file in files)
    with closing(sqlite3.connect(one.workspace.directory / "workspace.sqlite3")) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        cells = [cell for table in tables for row in database.execute(f"SELECT * FROM {table}") for cell in row]
    stored = b"\n".join(_as_bytes(cell) for cell in cells if cell is not None)
    seen["left"] = "Ветров" if "Ветров".encode() in stored or b"vetrova@" in stored else ""
    return seen


def _neutral(cell: str) -> str:
    return re.sub(r"http://[^/]+/|/d/[\w-]+", "", cell)
