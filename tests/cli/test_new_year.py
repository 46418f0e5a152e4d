"""A new year in a real workspace: what stays, goes and moves; the archive; crashes and a curator in between."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import openpyxl
import pytest
import time_machine

from automation.embedded import Workspace, serve
from automation.google import Google, over
from automation.google.credentials import of_token
from automation.google.drive import KEY, SPREADSHEET, XLSX, File
from automation.google.errors import Refused
from automation.google.transport import Transport, kind_of_call
from automation.workbook.cells import serial
from automation.workbook.commit import commit
from automation.workbook.provision import FirstRows, provision
from automation.workbook.reading import read_book
from jobs.new_year.decision import decide
from jobs.new_year.period import CannotBegin, NothingToDo, new_period
from jobs.new_year.turning import Turned, turn
from sheets_schema.columns import Owner
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.questionnaires.measure_report import MeasureReport
from sheets_schema.tabs.roadmap import Roadmap
from tests.cli.conftest import Nastavnik, configure, free_port
from tests.conftest import Template
from tests.jobs.hands import Hands
from tests.jobs.runner.test_crash_sweep import Mortal, StoppedDead
from tests.organisation import MONDAY, Clock, Organisation, copy_of
from tests.workbook.test_commit import Interrupted

AUGUST = datetime(2024, 8, 20, 6, 0, tzinfo=UTC)
ARCHIVE = "Архив 2023/24 — Наставничество"
PLAN, PAIRS, MATCHES, ORDERS = "Дорожная карта", "Реестр пар", "Подбор", "Приказы"
MENTEES, MENTORS, CONSENTS = "Банк наставляемых", "Банк наставников", "Согласия"
LETTERS, REPORTS, SETTINGS, TIMELINE, JOURNAL = "Письма", "Отчёты о мероприятиях", "Настройки", "График", "Журнал"
TABS = (SETTINGS, "Сотрудники", PLAN, TIMELINE, MENTEES, MENTORS, CONSENTS, MATCHES, PAIRS, ORDERS, LETTERS, REPORTS)
OWN_COLUMN = "Кабинет"


@pytest.fixture(scope="module")
def finished(provisioned: Template, tmp_path_factory: pytest.TempPathFactory) -> Template:
    """An organisation at the end of its year: three pairs, two of them over, letters sent and waiting, reports."""
    directory = tmp_path_factory.mktemp("finished") / "workspace"
    with copy_of(provisioned.directory, provisioned.spreadsheet, provisioned.links, directory) as one:
        _play(one)
    return Template(directory, provisioned.spreadsheet, provisioned.links)


def _play(one: Organisation) -> None:
    hands = Hands(one)
    hands.add_column(PAIRS)
    column = len(hands.titles(PAIRS))
    hands.write(PAIRS, f"{chr(ord('A') + column)}1", OWN_COLUMN)
    one.mentor()
    one.mentor(full_name="Лапина Ольга Яковлевна", email="lapina@example.com")
    for name in ("Ветрова Анна Сергеевна", "Котова Яна Львовна", "Юнга Олег Ильич", "Марьин Пётр Львович"):
        one.mentee(full_name=name, email=f"{name.split()[0].lower()}@example.com".encode("idna").decode())
    one.mentee(full_name="Шишкин", email="shishkin@example.com")
    one.cycle()
    _assign(one, "НМ-0001", "Н-0001")
    _assign(one, "НМ-0002", "Н-0001")
    one.curator.type(MATCHES, {_offered(one, "НМ-0004", "Н-0002"): {"Решение": "отклонить"}})
    one.cycle()
    one.curator.type(ORDERS, {"ПР-0001": {"Номер": "161-У", "Дата": "30.11.2023", "Подписан": True}})
    one.cycle(now=MONDAY + timedelta(days=10))
    _assign(one, "НМ-0003", "Н-0002")
    one.cycle(now=MONDAY + timedelta(days=50))
    one.curator.type(ORDERS, {"ПР-0002": {"Номер": "9-У", "Дата": "19.01.2024", "Подписан": True}})
    one.cycle(now=MONDAY + timedelta(days=60))
    ended = {"Завершена": "14.06.2024", "Почему завершена": "программа выполнена"}
    one.curator.type(PAIRS, {"П-0002": ended, "П-0003": ended, "П-0001": {OWN_COLUMN: "каб. 12"}})
    one.curator.type(MENTORS, {"Н-0002": {"Не участвует": True}})
    done = {"Выполнено": True, "Подтверждение": "в папке"}
    one.curator.type(PLAN, {"М-0001": done, "М-0016": {**done, "Сделано по": "30.11.2023"}})
    asked = next(row["№"] for row in one.curator.rows(REPORTS) if row["Номер мероприятия"] == "М-0017")
    one.answer(MeasureReport, {"number": asked, "outcome": "Выполнено", "proof": "списки"})
    one.curator.type(SETTINGS, {"send_letters": {"Значение": False}}, key="Код")
    one.cycle(now=datetime(2024, 6, 17, 6, 0, tzinfo=UTC))


def _offered(one: Organisation, mentee: str, mentor: str) -> str:
    number = f"{mentee}/{mentor}"
    assert number in {row["№"] for row in one.curator.rows(MATCHES)}
    return number


def _assign(one: Organisation, mentee: str, mentor: str) -> None:
    row = next(row["№"] for row in one.curator.rows(MATCHES) if row["Наставляемый"] == mentee)
    one.curator.type(MATCHES, {row: {"Решение": "назначить", "Назначить наставника": mentor}})


@pytest.fixture
def one(finished: Template, tmp_path: Path) -> Iterator[Organisation]:
    """`finished`, this test's own, on a day in August."""
    with copy_of(finished.directory, finished.spreadsheet, finished.links, tmp_path / "workspace") as copy:
        copy.clock.now = AUGUST
        yield copy


def _begin(one: Organisation, google: Google | None = None) -> Turned:
    """What the command does once the person has agreed."""
    google = google or one.connect()
    book = read_book(google, one.spreadsheet, AUGUST, NASTAVNIK)
    return turn(google, one.spreadsheet, decide(book, new_period(book)), now=AUGUST)


def _numbers(one: Organisation, tab: str) -> list[str]:
    return [row["№"] for row in one.curator.rows(tab) if row["№"]]


def _archives(one: Organisation) -> list[File]:
    return one.connect().drive.search(f"mimeType = '{SPREADSHEET}' and name contains 'Архив' and trashed = false")


def _shown(one: Organisation, file: File) -> dict[str, list[tuple[Any, ...]]]:
    """What a spreadsheet says, by tab, as an ordinary file of Excel."""
    workbook = openpyxl.load_workbook(io.BytesIO(one.connect().drive.download(file, XLSX)), read_only=True)
    rows = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in workbook}
    return {tab: [row for row in said if any(cell not in (None, False) for cell in row)] for tab, said in rows.items()}


def _now_says(one: Organisation) -> dict[str, list[tuple[Any, ...]]]:
    [file] = one.connect().drive.find(["spreadsheet"]).values()
    return _shown(one, file)


# What stays, what goes, what moves


@dataclass(frozen=True)
class Year:
    """One undisturbed turn: the rows of every tab before and after it, where its archive is, and the end state."""

    before: dict[str, list[dict[str, Any]]]
    after: dict[str, list[dict[str, Any]]]
    archive: str
    end_state: dict[str, Any]

    def rows(self, tab: str) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]]:
        """The rows of a tab by their numbers, before and after."""
        key = next(title for title in ("№", "Ключ", "Код") if title in self.before[tab][0])
        before, after = ({row[key]: row for row in said[tab]} for said in (self.before, self.after))
        return before, after


@pytest.fixture(scope="module")
def year(finished: Template, tmp_path_factory: pytest.TempPathFactory) -> Year:
    to = tmp_path_factory.mktemp("undisturbed") / "workspace"
    with copy_of(finished.directory, finished.spreadsheet, finished.links, to) as one:
        one.clock.now = AUGUST
        before = {tab: one.curator.rows(tab) for tab in (*TABS, JOURNAL)}
        turned = _begin(one)
        after = {tab: one.curator.rows(tab) for tab in (*TABS, JOURNAL)}
        return Year(before, after, turned.archive.link, _end_state(one))


def test_the_plan_begins_anew_with_what_comes_every_year(year: Year) -> None:
    before, after = year.rows(PLAN)
    assert before["М-0016"]["Состояние"] == "выполнено" and before["М-0017"]["Отчёт"]
    once = {"М-0001", "М-0002", "М-0003", "М-0006", "М-0008", "М-0009", "М-0028"}
    assert list(after) == [number for number in before if number not in once]
    assert (before["М-0016"]["Срок"], after["М-0016"]["Срок"]) == ("Ноябрь 2023г.", "Ноябрь 2024г.")
    of_the_year = ("deadline", "done", "done_until", "proof", "depends_on")
    steady = [Roadmap.columns[name].title for name in Roadmap.owned_by(Owner.CURATOR) if name not in of_the_year]
    assert {"Мероприятие", "Ответственные", "Каждый год"} < {*steady}
    for number, row in after.items():
        assert {title: row[title] for title in steady} == {title: before[number][title] for title in steady}
        written = {title for title, cell in row.items() if cell not in (None, False)}
        assert written <= {*steady, "№", "Срок", "После пунктов"}
    assert (before["М-0005"]["После пунктов"], after["М-0005"]["После пунктов"]) == ("1.2.1", "1.2.1")
    assert (before["М-0029"]["После пунктов"], after["М-0029"]["После пунктов"]) == ("4.2.1", None)
    assert {row["№"] for row in year.after[TIMELINE]} == set(after)


def test_the_settings_speak_of_the_new_plan_and_of_nothing_else(year: Year) -> None:
    before, after = year.rows(SETTINGS)
    assert {code: row["Значение"] for code, row in after.items() if row != before[code]} == {
        "period_start": "01.09.2024",
        "period_end": "31.08.2025",
        "plan_number": None,
        "plan_date": None,
    }
    assert year.after["Сотрудники"] == year.before["Сотрудники"]


def test_pairs_that_go_on_keep_all_that_is_theirs_and_what_ended_stays_behind(year: Year) -> None:
    before, after = year.rows(PAIRS)
    assert {number: row["Приказ"] for number, row in before.items()} == {
        "П-0001": "ПР-0001",
        "П-0002": "ПР-0001",
        "П-0003": "ПР-0002",
    }
    assert after == {"П-0001": before["П-0001"]} and after["П-0001"][OWN_COLUMN] == "каб. 12"
    orders, orders_after = year.rows(ORDERS)
    assert orders_after == {"ПР-0001": orders["ПР-0001"]}


def test_the_banks_and_the_consents_stay_but_for_who_takes_no_part_any_more(year: Year) -> None:
    assert year.after[MENTEES] == year.before[MENTEES]
    mentors, mentors_after = year.rows(MENTORS)
    assert mentors_after == {"Н-0001": mentors["Н-0001"]}
    consents = [row for row in year.before[CONSENTS] if row["Номер участника"] != "Н-0002"]
    assert year.after[CONSENTS] == consents and len(consents) < len(year.before[CONSENTS])


def test_of_the_proposals_the_decisions_remain_and_a_pair_that_ended_is_a_refusal(year: Year) -> None:
    rows = {row["№"]: (row["Решение"], row["Комментарий"]) for row in year.after[MATCHES]}
    assert rows.pop("НМ-0002/Н-0001") == ("отклонить", "Пара П-0002 завершена 14.06.2024: программа выполнена")
    # Of the pair with the mentor who left, and of the refusal of that mentor, nothing has to be known.
    assert {number.partition("/")[0] for number in rows} == {"НМ-0001"}


def test_letters_that_are_sent_and_reports_stay_behind_and_the_queue_waits_on(year: Year) -> None:
    before, after = year.rows(LETTERS)
    assert {"в очереди", "в почте программы"} == {row["Состояние"] for row in before.values()}
    waiting = {key for key, row in before.items() if row["Состояние"] == "в очереди"}
    asked = {key for key in before if key.startswith("fix/НМ-0005/")}
    assert waiting and asked and after == {key: before[key] for key in before if key in waiting | asked}
    assert [row["Подтверждение"] for row in year.before[REPORTS] if row["Когда сообщили"]] == ["списки"]
    assert year.after[REPORTS] == []


def test_the_journal_tells_of_it_in_one_line_without_names(year: Year) -> None:
    *former, line = year.after[JOURNAL]
    assert former == year.before[JOURNAL]
    assert line["Задания"] == "новый учебный год"
    assert line["Что изменилось"].split("\n") == [
        "План перенесён: был с 01.09.2023 по 31.08.2024, стал с 01.09.2024 по 31.08.2025",
        "Мероприятий перенесено 38, осталось в архиве 7 (М-0001, М-0002, М-0003, М-0006, М-0008, М-0009, М-0028)",
        "Пар продолжается 1, осталось в архиве 2 (П-0002, П-0003)",
        "Из банков ушло людей 1 (Н-0002)",
        f"Архив: {year.archive}",
    ]


def test_numbers_that_have_left_are_not_given_again(one: Organisation) -> None:
    one.curator.add(PLAN, [{"№": "М-0500", "Мероприятие": "Разовое дело"}])
    _begin(one)
    assert "М-0500" not in _numbers(one, PLAN)
    one.curator.add(PLAN, [{"Мероприятие": "Новое дело"}])
    one.mentor(full_name="Рогов Илья Ильич", email="rogov@example.com")
    one.cycle(now=AUGUST)
    assert "М-0501" in _numbers(one, PLAN) and "Н-0003" in _numbers(one, MENTORS)
    _assign(one, "НМ-0004", "Н-0003")
    one.cycle(now=AUGUST)
    assert _numbers(one, PAIRS) == ["П-0001", "П-0004"] and _numbers(one, ORDERS) == ["ПР-0001", "ПР-0003"]
    assert one.row(ORDERS, "ПР-0003")["Ключ"] == "order/pairs/2024-3"


# The archive


def test_the_archive_holds_the_year_as_it_was_and_looks_like_it(one: Organisation) -> None:
    before = _now_says(one)
    turned = _begin(one)
    [file] = _archives(one)
    assert (file.name, file.properties[KEY]) == (ARCHIVE, "archive/2023-09-01")
    assert file.id == turned.archive.id and file.parents == [_folder(one)]
    assert _shown(one, file) == before
    widths = "sheets(properties(title,gridProperties),data(columnMetadata(pixelSize,hiddenByUser)),protectedRanges)"
    sheets = one.google.spreadsheets
    archived, turned_into = (
        {tab["properties"]["title"]: tab for tab in sheets.get(spreadsheet, fields=widths)["sheets"]}
        for spreadsheet in (file.id, one.spreadsheet)
    )
    nobody_has_left = "Банк наставляемых"
    assert archived[nobody_has_left] == turned_into[nobody_has_left]


def _folder(one: Organisation) -> str:
    return read_book(one.connect(), one.spreadsheet, AUGUST, NASTAVNIK).state.folder


def test_no_job_works_in_an_archive(one: Organisation) -> None:
    turned = _begin(one)
    before = _shown(one, turned.archive)
    one.spreadsheet = turned.archive.id
    with pytest.raises(Refused, match="Это архив прошлых лет"):
        one.cycle(now=AUGUST)
    assert _shown(one, turned.archive) == before


def test_init_finds_the_spreadsheet_and_not_its_archive(one: Organisation) -> None:
    _begin(one)
    made = provision(one.connect(), NASTAVNIK, title="Наставничество", first=FirstRows({}, {}), now=AUGUST)
    assert made.spreadsheet == one.spreadsheet


def test_an_archive_to_which_somebody_has_returned_is_never_taken_for_that_of_its_own_year(one: Organisation) -> None:
    """Stopped between the two calls of returning, it still has the key of an archive."""
    google = one.connect()
    google.drive.adopt(one.spreadsheet, name="Наставничество", key="archive/2023-09-01", folder=_folder(one))
    turned = _begin(one)
    assert turned.archive.id != one.spreadsheet
    assert _numbers(one, PAIRS) == ["П-0001"]
    one.cycle(now=AUGUST)


def test_init_of_an_archive_keeps_to_the_organisations_own_files(one: Organisation) -> None:
    google = one.connect()
    book = read_book(google, one.spreadsheet, AUGUST, NASTAVNIK)
    book.state.scope = "a1b2c3d4"
    expected = book.state_as_read.write
    commit(google.spreadsheets, one.spreadsheet, {}, book.state, where=book.tabs, expected=expected)
    turned = _begin(one)
    again = one.connect()
    provision(
        again, NASTAVNIK, title="Наставничество", first=FirstRows({}, {}), now=AUGUST, spreadsheet=turned.archive.id
    )
    assert read_book(again, turned.archive.id, AUGUST, NASTAVNIK).state.scope == "a1b2c3d4"


def test_init_of_an_archive_returns_to_the_day_on_which_it_was_made(one: Organisation) -> None:
    before, spreadsheet = _now_says(one), one.spreadsheet
    turned = _begin(one)
    one.mentee(full_name="Новиков Егор Ильич", email="novikov@example.com")
    one.cycle(now=AUGUST)
    made = provision(
        one.connect(),
        NASTAVNIK,
        title="Наставничество",
        first=FirstRows({}, {}),
        now=AUGUST,
        spreadsheet=turned.archive.id,
    )
    one.spreadsheet = made.spreadsheet
    one.curator._spreadsheet = made.spreadsheet
    assert made.spreadsheet == turned.archive.id != spreadsheet
    assert _shown(one, turned.archive) == before
    one.cycle(now=AUGUST)
    assert "НМ-0006" in _numbers(one, MENTEES)  # whoever has answered since is not forgotten
    again = _begin(one)
    assert again.archive.id not in (turned.archive.id, spreadsheet)
    assert _numbers(one, PAIRS) == ["П-0001"]


# The year after


def test_the_next_cycles_find_a_fresh_year(one: Organisation) -> None:
    drive = one.connect().drive
    orders = {file.name: file.modified for file in drive.search("name contains 'ПР-000'")}
    sent = len(one.letters())
    waiting = {row["Ключ"] for row in one.curator.rows(LETTERS) if row["Состояние"] == "в очереди"}
    _begin(one)
    one.curator.type(SETTINGS, {"send_letters": {"Значение": True}}, key="Код")
    report = one.cycle(now=AUGUST)
    assert report.notices == [] and report.documents == []
    assert one.cycle(now=AUGUST).changed == {}
    assert {file.name: file.modified for file in drive.search("name contains 'ПР-000'")} == orders
    assert {row["Состояние"] for row in one.curator.rows(PLAN)} <= {"не начато", "без срока"}
    assert {row["Учебный год"] for row in one.curator.rows(TIMELINE)} == {"2024/2025"}
    assert one.row(PAIRS, "П-0001")["Состояние"] == "утверждена"
    assert one.row(MATCHES, "НМ-0002/Н-0001")["Состояние"] == "отклонён"
    assert {row["№"] for row in one.curator.rows(MATCHES) if row["Состояние"] == "предложен"}.isdisjoint(
        {"НМ-0002/Н-0001"}
    )
    letters = {row["Ключ"]: row for row in one.curator.rows(LETTERS)}
    fresh = {key for key, row in letters.items() if row["Поставлено"] >= serial(date(2024, 8, 20))}
    assert fresh and all(key.startswith("digest/") for key in fresh)  # to the curators, and nobody else
    gone = {key for key, row in letters.items() if row["Отправлено"] >= serial(date(2024, 8, 20))}
    assert gone == fresh | waiting and len(one.letters()) == sent + len(gone)
    one.cycle(now=datetime(2024, 11, 18, 6, 0, tzinfo=UTC))
    reminders = {row["Ключ"] for row in one.curator.rows(LETTERS)} - letters.keys()
    assert reminders and all(key.endswith("/2024-11-18") for key in reminders)


def test_a_second_time_there_is_nothing_to_do(one: Organisation) -> None:
    _begin(one)
    after = _now_says(one)
    with pytest.raises(NothingToDo, match=r"уже перенесён 20\.08\.2024"):
        _begin(one)
    assert _now_says(one) == after and len(_archives(one)) == 1


# Stopped, and disturbed


def _end_state(one: Organisation) -> dict[str, Any]:
    """All that is in Drive and in the spreadsheets, but for ids of files, and for how many calls the journal counts."""
    seen: dict[str, Any] = {tab: one.curator._values(tab) for tab in TABS}
    seen["journal"] = [
        (row["Задания"], re.sub(r"http\S+", "ССЫЛКА", row["Что изменилось"])) for row in one.curator.rows(JOURNAL)
    ]
    [archive] = _archives(one)
    seen["archive"] = (archive.name, archive.properties, {**_shown(one, archive), JOURNAL: None})
    with pytest.raises(Refused, match="Это архив"):
        read_book(one.connect(), archive.id, AUGUST, NASTAVNIK)
    state = read_book(one.connect(), one.spreadsheet, AUGUST, NASTAVNIK).state
    seen["state"] = state.model_dump(exclude={"write"})
    return seen


COPY = 9
"""The book is read twice before."""
MARK, WRITE = COPY + 2, COPY + 4
"""The calls that change something; all others read, and to stop at one of them is to stop after the one before it."""


class Listener(Transport):
    """A transport that remembers the kind of every call."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kinds: list[str] = []

    def _send(self, method: str, url: str, *args: Any, **options: Any) -> Any:
        self.kinds.append(kind_of_call(method, url))
        return super()._send(method, url, *args, **options)


def test_three_calls_change_something_and_the_last_of_them_turns_the_year(one: Organisation) -> None:
    google = one.connect(Listener)
    _begin(one, google)
    kinds = cast("Listener", google.transport).kinds
    assert [n for n, kind in enumerate(kinds, 1) if kind.endswith("запись")] == [COPY, MARK, WRITE]
    assert len(kinds) == WRITE


@pytest.mark.parametrize("after_acting", [False, True], ids=["before the call", "after the server acted"])
@pytest.mark.parametrize("k", [COPY, MARK, WRITE], ids=["copy", "mark", "write"])
def test_stopped_dead_at_any_call_it_is_finished_when_it_is_given_again(
    one: Organisation, year: Year, k: int, after_acting: bool
) -> None:
    google = one.connect(Mortal)
    mortal = cast("Mortal", google.transport)
    mortal.dies_at, mortal.after_acting = k, after_acting
    with pytest.raises(StoppedDead):
        _begin(one, google)
    with suppress(NothingToDo):
        _begin(one)
    assert _end_state(one) == year.end_state


def _interrupted(one: Organisation) -> tuple[Google, Interrupted]:
    transport = Interrupted(of_token(one.server.token), address=one.server.url, sleep=lambda _: None)
    return over(transport), transport


def _sort(one: Organisation) -> None:
    """Put the rows of many tabs in the reverse order of their numbers."""
    tabs = (PLAN, PAIRS, MATCHES, MENTORS, LETTERS, TIMELINE, CONSENTS)
    areas = [{"sheetId": Hands(one).sheet_id(tab), "startRowIndex": 1} for tab in tabs]
    specs = [{"dimensionIndex": 0, "sortOrder": "DESCENDING"}]
    one.google.spreadsheets.batch_update(
        one.spreadsheet, {"requests": [{"sortRange": {"range": area, "sortSpecs": specs}} for area in areas]}
    )


@pytest.mark.parametrize("call", [WRITE - 1, WRITE], ids=["before it is read", "before it is written"])
def test_a_curator_who_sorts_the_tabs_meanwhile_loses_no_row(one: Organisation, year: Year, call: int) -> None:
    google, transport = _interrupted(one)
    transport.moments = {call: lambda: _sort(one)}
    _begin(one, google)
    assert not transport.moments
    end = _end_state(one)
    for tab in TABS:
        shown, expected = ([_trimmed(row) for row in state[tab]] for state in (end, year.end_state))
        assert sorted(shown, key=str) == sorted(expected, key=str), tab


def _trimmed(row: list[Any]) -> list[Any]:
    while row and row[-1] in (None, False, ""):
        row = row[:-1]
    return row


@pytest.mark.parametrize("call", [COPY - 1, WRITE - 1], ids=["before the archive", "after it"])
def test_what_the_curator_types_in_the_last_moment_is_neither_lost_nor_left_out_of_the_archive(
    one: Organisation, call: int
) -> None:
    google, transport = _interrupted(one)
    transport.moments = {call: lambda: one.curator.type(PLAN, {"М-0001": {"Подтверждение": "лист ознакомления"}})}
    with pytest.raises(CannotBegin, match="меняли во время записи"):
        _begin(one, google)
    assert one.row(PLAN, "М-0001")["Подтверждение"] == "лист ознакомления"
    assert len(_numbers(one, PLAN)) == 45
    _begin(one)
    [archive] = _archives(one)
    assert any("лист ознакомления" in row for row in _shown(one, archive)[PLAN])


def test_what_has_changed_since_it_was_shown_is_shown_again(one: Organisation) -> None:
    google = one.connect()
    book = read_book(google, one.spreadsheet, AUGUST, NASTAVNIK)
    shown = decide(book, new_period(book))
    one.curator.type(PLAN, {"М-0001": {"Каждый год": True}})
    with pytest.raises(CannotBegin, match="Пока вы решали, таблицу изменили"):
        turn(google, one.spreadsheet, shown, now=AUGUST)
    assert not _archives(one) and len(_numbers(one, PLAN)) == 45


def test_a_run_that_writes_meanwhile_is_not_overwritten(one: Organisation) -> None:
    google, transport = _interrupted(one)

    def write() -> None:
        other = one.connect()
        book = read_book(other, one.spreadsheet, AUGUST, NASTAVNIK)
        commit(
            other.spreadsheets,
            one.spreadsheet,
            {},
            book.state,
            where=book.tabs,
            expected=book.state_as_read.write,
        )

    transport.moments = {WRITE - 1: write}
    with pytest.raises(CannotBegin, match="меняли во время записи"):
        _begin(one, google)
    _begin(one)
    assert len(_archives(one)) == 1


# An organisation that has hardly begun


def test_a_plan_alone_is_moved_alone(technicum: Organisation) -> None:
    technicum.cycle(now=AUGUST)
    _begin(technicum)
    assert len(_numbers(technicum, PLAN)) == 38
    assert technicum.cycle(now=AUGUST).notices == []


# The command


@pytest.fixture
def data(finished: Template, tmp_path: Path) -> Path:
    """`finished` as the data folder of an installation."""
    folder = tmp_path / "data"
    with copy_of(finished.directory, finished.spreadsheet, finished.links, folder):
        pass
    return configure(folder, f'workspace = "embedded"\nspreadsheet = "{finished.spreadsheet}"\nport = {free_port()}\n')


@pytest.fixture
def august() -> Iterator[None]:
    with time_machine.travel(AUGUST, tick=True):
        yield


@pytest.mark.usefixtures("august")
def test_the_command_shows_first_and_does_it_only_when_told_to(nastavnik: Nastavnik, data: Path) -> None:
    said = nastavnik("new-year", "--data", data)
    shown = " ".join(said.out.split())
    assert said.code == 0
    assert "План: с 01.09.2023 по 31.08.2024 → с 01.09.2024 по 31.08.2025" in shown
    assert "Переходят на новый год: 38" in shown and "Остаются в архиве: делались один раз: 7" in shown
    assert "Пары, которые продолжаются: П-0001 Пары в архив: П-0002, П-0003" in shown
    assert "мероприятий переходит 38 (из них проверить срок — 0), остаётся в архиве 7" in shown
    assert "Это только показ: ничего не изменено" in shown
    assert "Ветрова" not in said.out
    done = nastavnik("new-year", "--data", data, "--yes")
    assert done.code == 0 and "Готово. План действует с 01.09.2024 по 31.08.2025." in done.out and ARCHIVE in done.out
    again = nastavnik("new-year", "--data", data, "--yes")
    assert again.code == 0 and again.out.startswith("План уже перенесён 20.08.2024")
    assert "Мероприятий: 38" in nastavnik("roadmap", "check", "--data", data).out


class Terminal(io.StringIO):
    """A keyboard at which somebody has typed."""

    def isatty(self) -> bool:
        return True


@pytest.mark.usefixtures("august")
@pytest.mark.parametrize(("answer", "done"), [("да\n", True), ("нет\n", False), ("\n", False), ("может быть\n", False)])
def test_the_command_asks_a_person_in_russian(
    nastavnik: Nastavnik, data: Path, monkeypatch: pytest.MonkeyPatch, answer: str, done: bool
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal(answer))
    said = nastavnik("new-year", "--data", data)
    assert said.code == 0 and "Напишите «да» или «нет»" in said.out and "y/N" not in said.out
    assert ("Готово" in said.out, "Ничего не изменено" in said.out) == (done, not done)


@pytest.mark.usefixtures("august")
def test_the_command_does_not_empty_a_plan_unasked(
    nastavnik: Nastavnik, finished: Template, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace(data)
    with serve(workspace) as server:
        one = Organisation(server, workspace, finished.spreadsheet, Clock())
        one.curator.type(PLAN, {number: {"Каждый год": False} for number in _numbers(one, PLAN)})
    workspace.close()
    assert "галочки «Каждый год»: план станет пустым" in nastavnik("new-year", "--data", data, "--yes").sentence
    monkeypatch.setattr("sys.stdin", Terminal("да\n"))
    said = nastavnik("new-year", "--data", data)
    assert "план станет пустым" in said.out and "Готово" in said.out


@pytest.mark.parametrize("typed", ["2025", "31.02.2025", "сентябрь"])
def test_a_date_that_is_none_is_asked_for_again(nastavnik: Nastavnik, data: Path, typed: str) -> None:
    said = nastavnik("new-year", "--data", data, "--start", typed, "--end", "31.08.2026")
    assert said.sentence == f"--start: «{typed}» — не дата; нужна дата вида 01.09.2026"


def test_one_date_without_the_other_is_asked_for(nastavnik: Nastavnik, data: Path) -> None:
    for arguments in (("--start", "01.09.2025"), ("--end", "31.08.2026")):
        assert nastavnik("new-year", "--data", data, *arguments).sentence == "Назовите обе даты: --start и --end"


def test_the_command_moves_to_the_years_that_it_is_given_and_says_when_they_are_over(
    nastavnik: Nastavnik, data: Path
) -> None:
    with time_machine.travel(datetime(2024, 2, 1, 6, 0, tzinfo=UTC)):
        assert "до его конца далеко" in nastavnik("new-year", "--data", data).sentence
    dates = ("--start", "01.09.2025", "--end", "31.08.2026")
    with time_machine.travel(datetime(2026, 11, 2, 6, 0, tzinfo=UTC)):
        said = nastavnik("new-year", "--data", data, *dates, "--yes")
        assert "этот период уже прошёл (сегодня 02.11.2026)" in said.out
        assert "Готово. План действует с 01.09.2025 по 31.08.2026." in said.out
        assert "Ноябрь 2025г." in said.out
        again = nastavnik("new-year", "--data", data, *dates, "--yes")
    assert again.code == 0 and again.out.startswith("План уже действует с 01.09.2025 по 31.08.2026. Делать нечего")


@pytest.mark.usefixtures("august")
def test_whoever_points_the_program_at_an_archive_is_told_what_it_is_and_how_to_return(
    nastavnik: Nastavnik, data: Path
) -> None:
    done = nastavnik("new-year", "--data", data, "--yes")
    [archive] = set(re.findall(r"spreadsheets/d/([\w-]+)", done.out))
    settings = data / "nastavnik.toml"
    settings.write_text(re.sub(r'spreadsheet = "[\w-]+"', f'spreadsheet = "{archive}"', settings.read_text()))
    for command in ("run", "new-year"):
        assert nastavnik(command, "--data", data).sentence.startswith("Это архив прошлых лет")
    doctor = nastavnik("doctor", "--data", data)
    assert doctor.code == 1 and "Это архив прошлых лет" in doctor.out
    assert nastavnik("init", "--data", data).code == 0
    assert nastavnik("run", "--data", data).code == 0
    assert "Переходят на новый год: 38" in nastavnik("new-year", "--data", data).out
