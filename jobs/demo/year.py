"""The demonstration: one year of the Kirov transport technicum's plan, played on generated people.

Respondents fill in the real forms, a curator types into the real spreadsheet, and the same cycle as everywhere runs
on the dates of the plan. Nothing here writes what a job ought to write.
"""

from __future__ import annotations

import shutil
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import requests
from rich.console import Console
from rich.progress import Progress

from automation.deadlines import RUSSIA
from automation.embedded import Workspace, serve
from automation.google import Google, connect
from automation.google.credentials import of_token
from automation.workbook.provision import FirstRows, provision
from jobs.cli.configuration import FILE, Configuration, ConfigurationError, load, save
from jobs.cli.setup import first_rows, spreadsheet_title
from jobs.demo.curator import Curator
from jobs.demo.people import PersonAnswers, mentees, mentors, typed_by_hand
from jobs.demo.respondents import fill
from jobs.demo.staff import LETTERHEAD, STAFF_ROWS
from jobs.demo.summary import Record, print_summary
from jobs.runner.cycle import run_cycle
from jobs.runner.exporting import export
from sheets_schema.questionnaires.mentee_questionnaire import MenteeQuestionnaire
from sheets_schema.questionnaires.mentor_questionnaire import MentorQuestionnaire
from sheets_schema.roadmaps import load as load_roadmap
from sheets_schema.tabs.mentees import Mentees

SEED = 2023
ROADMAP = "ktt"
MOSCOW = ZoneInfo("Europe/Moscow")
FILES = "Файлы"
"""The folder beside the workspace with everything as ordinary files."""

LEFT_UNDONE = ("6.2.1", "7.1.2")
"""Measures that nobody gets round to: the demonstration shows how that is noticed."""

console = Console()


@dataclass
class Year:
    """The stage: a workspace, its clock, and those who act."""

    workspace: Workspace
    google: Google
    curator: Curator
    spreadsheet: str
    links: Mapping[str, str]
    browser: requests.Session
    moment: datetime = datetime(2023, 11, 20, 9, tzinfo=MOSCOW)
    looks: int = 0
    record: Record = field(default_factory=Record)

    def clock(self) -> datetime:
        """The time of the play: a millisecond later at every look, so that answers come one after another."""
        self.looks += 1
        return (self.moment + timedelta(milliseconds=self.looks)).astimezone(UTC)

    def tell(self, what: str) -> None:
        self.record.told.append((self.moment.date(), what))

    def cycle(self) -> None:
        report = run_cycle(self.google, self.spreadsheet, now=self.moment.astimezone(UTC))
        self.record.calls += report.calls
        self.record.cycles += 1

    def answers(self, people: Sequence[PersonAnswers], form: Any) -> None:
        for person in people:
            fill(self.browser, self.links[form.title], form, person.answers())


def play(data: Path) -> None:
    """Play the year in the folder `data` and print what came of it. `ConfigurationError` if the folder is in use."""
    began = time.perf_counter()
    _make_room(data)
    with _stage(data) as year:
        _play_days(year)
        saved = export(year.google, year.spreadsheet, data / FILES)
        seconds = time.perf_counter() - began
        print_summary(
            console, year.record, year.curator.rows, data=data, files=data / FILES, saved=saved, seconds=seconds
        )


def _make_room(data: Path) -> None:
    """An empty folder: a former demonstration gives way, anything else is left alone."""
    if data.exists() and any(data.iterdir()):
        if not (data / FILE).exists() or not load(data).demonstration:
            raise ConfigurationError(f"Папка {data} не пуста. Укажите новую: nastavnik demo --data ПАПКА")
        shutil.rmtree(data)
    data.mkdir(parents=True, exist_ok=True)


@contextmanager
def _stage(data: Path) -> Iterator[Year]:
    configuration = Configuration(roadmap=ROADMAP, port=_free_port(Configuration().port), demonstration=True)
    save(data, configuration)
    workspace = Workspace(data)
    with serve(workspace, configuration.port) as server, requests.Session() as browser:
        google = connect(of_token(server.token), address=server.url)
        year = Year(workspace, google, Curator(google, ""), "", {}, browser)
        workspace.clock = year.clock
        roadmap = load_roadmap(ROADMAP)
        plan = first_rows(roadmap)
        with console.status("Готовлю рабочее пространство техникума…"):
            made = provision(
                google,
                title=spreadsheet_title(roadmap),
                first=FirstRows({**plan.settings, **LETTERHEAD}, {**plan.rows, "staff": STAFF_ROWS}),
                now=year.clock(),
            )
        year.spreadsheet, year.links = made.spreadsheet, made.forms
        year.curator = Curator(google, made.spreadsheet)
        save(data, configuration.model_copy(update={"spreadsheet": made.spreadsheet}))
        yield year
    workspace.close()


def _free_port(wanted: int) -> int:
    """The usual port, or any other when somebody has it."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    return wanted


def _play_days(year: Year) -> None:
    events = _events()
    days = sorted({*_cycle_days(), *events})
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("Идёт учебный год…", total=len(days))
        for day in days:
            progress.update(task, description=f"{day:%d.%m.%Y}")
            year.moment = datetime(day.year, day.month, day.day, 9, tzinfo=MOSCOW)
            for event in events.get(day, ()):
                event(year)
            year.cycle()
            progress.advance(task)


def _cycle_days() -> Iterator[date]:
    """Every working day while the pairs are formed, then Mondays (or the first working day after) to the end."""
    day = date(2023, 11, 20)
    while day <= date(2023, 12, 8):
        if RUSSIA.is_working_day(day):
            yield day
        day += timedelta(days=1)
    day = date(2023, 12, 11)
    while day <= date(2024, 6, 28):
        yield day if RUSSIA.is_working_day(day) else RUSSIA.next_working_day(day)
        day += timedelta(days=7)
    yield date(2024, 6, 28)


def _events() -> dict[date, list[Callable[[Year], None]]]:
    """What people do, by the day on which they do it (before that morning's cycle)."""
    offers, asks = mentors(SEED), mentees(SEED)
    return {
        date(2023, 11, 20): [_announce],
        date(2023, 11, 21): [_answering(offers[:14], MentorQuestionnaire), _answering(asks[:10], MenteeQuestionnaire)],
        date(2023, 11, 22): [
            _answering(offers[14:21], MentorQuestionnaire),
            _answering(asks[10:35], MenteeQuestionnaire),
        ],
        date(2023, 11, 23): [_answering(asks[35:], MenteeQuestionnaire)],
        date(2023, 11, 24): [_types_people_in],
        date(2023, 11, 27): [_corrects_rows],
        date(2023, 11, 28): [_first_decisions],
        date(2023, 11, 29): [_decides_the_rest],
        date(2023, 11, 30): [_signing("161-У", "30.11.2023"), _measures_done(date(2023, 11, 30))],
        date(2023, 12, 29): [_measures_done(date(2023, 12, 31))],
        date(2024, 1, 15): [_a_mentor_leaves],
        date(2024, 1, 16): [_answering(offers[21:], MentorQuestionnaire)],
        date(2024, 1, 17): [_decides_the_rest],
        date(2024, 1, 19): [_signing("9-У", "19.01.2024")],
        date(2024, 4, 30): [_measures_done(date(2024, 4, 30))],
        date(2024, 5, 31): [_measures_done(date(2024, 5, 31))],
        date(2024, 6, 28): [_measures_done(date(2024, 6, 30))],
    }


def _announce(year: Year) -> None:
    year.tell("План утверждён приказом № 154-У, ссылки на анкеты разосланы")


def _answering(people: Sequence[PersonAnswers], form: Any) -> Callable[[Year], None]:
    def answer(year: Year) -> None:
        year.answers(people, form)
        year.tell(f"«{form.title}»: ответов {len(people)}")

    return answer


def _types_people_in(year: Year) -> None:
    """The curator adds people who came in person, with consents on paper."""
    titles = {name: column.title for name, column in Mentees.columns.items()}
    rows = typed_by_hand()
    year.curator.add("Банк наставляемых", [{titles[name]: cell for name, cell in row.items()} for row in rows])
    year.cycle()
    numbers = {row["ФИО"]: row["№"] for row in year.curator.rows("Банк наставляемых")}
    paper = {"На что": "персональные данные", "Ответ": "да", "Дата": "24.11.2023", "Откуда": "на бумаге"}
    year.curator.add("Согласия", [{"Номер участника": numbers[row["full_name"]], **paper} for row in rows])
    year.tell(f"Куратор вписал от руки {len(rows)} человек и их бумажные согласия")


def _corrects_rows(year: Year) -> None:
    """The curator goes through «Что исправить» and puts right what can be put right."""
    corrected = 0
    for tab in ("Банк наставляемых", "Банк наставников"):
        edits: dict[str, dict[str, Any]] = {}
        for row in year.curator.rows(tab):
            if row["Что исправить"]:
                edits[row["№"]] = _correction(row)
        year.curator.type(tab, {number: cells for number, cells in edits.items() if cells})
        corrected += sum(bool(cells) for cells in edits.values())
    missing = [
        row for row in year.curator.rows("Банк наставляемых") if "согласия родителя нет" in (row["Что исправить"] or "")
    ]
    consent = {"На что": "согласие родителя", "Ответ": "да", "Дата": "27.11.2023", "Откуда": "на бумаге"}
    year.curator.add("Согласия", [{"Номер участника": row["№"], **consent} for row in missing])
    year.tell(f"Куратор исправил строк: {corrected}; родители принесли согласий: {len(missing)}")


def _correction(row: Mapping[str, Any]) -> dict[str, Any]:
    """What the curator types instead, having asked the person."""
    problem, cells = row["Что исправить"], dict[str, Any]()
    if "заглавными" in problem:
        cells["ФИО"] = problem.partition("исправьте на «")[2].partition("»")[0]
    if "опечатку" in problem:
        cells["Эл. почта"] = f"{row['Эл. почта'].partition('@')[0]}@mail.example.com"
    if "не похоже на адрес" in problem:
        cells["Эл. почта"] = f"{row['№'].replace('НМ-', 'nm')}@mail.example.com"
    if "Сколько наставляемых" in problem:
        cells["Сколько наставляемых"] = 2
    if "Дата рождения" in problem:
        cells["Дата рождения"] = "28.02.2005"
    return cells


def _first_decisions(year: Year) -> None:
    """Nearly every proposal is accepted; two mentees ask for somebody else; one is given a mentor by directive."""
    rows = year.curator.rows("Подбор")
    proposed = [row["№"] for row in rows if row["Состояние"] == "предложен"]
    alone = next(row for row in rows if row["Состояние"] == "нет наставника")
    # The first refusal leaves that mentor a free place.
    mentor = next(row["Наставник"] for row in rows if row["№"] == proposed[0])
    decisions: dict[str, dict[str, Any]] = {number: {"Решение": "принять"} for number in proposed[2:]}
    decisions |= {number: {"Решение": "отклонить"} for number in proposed[:2]}
    decisions[alone["№"]] = {
        "Решение": "назначить",
        "Назначить наставника": mentor,
        "Комментарий": "договорились лично",
    }
    year.curator.type("Подбор", decisions)
    year.tell(f"Куратор принял предложений {len(proposed) - 2}, отклонил 2, назначил наставника 1")


def _decides_the_rest(year: Year) -> None:
    proposed = [
        row["№"] for row in year.curator.rows("Подбор") if row["Состояние"] == "предложен" and not row["Решение"]
    ]
    year.curator.type("Подбор", {number: {"Решение": "принять"} for number in proposed})
    year.tell(f"Куратор принял предложений: {len(proposed)}")


def _signing(number: str, dated: str) -> Callable[[Year], None]:
    def sign(year: Year) -> None:
        drafts = [row["№"] for row in year.curator.rows("Приказы") if row["Состояние"] == "проект"]
        if not drafts:
            return
        year.curator.type("Приказы", {draft: {"Номер": number, "Дата": dated} for draft in drafts})
        # The number and the date get into the document before it is printed and signed.
        year.cycle()
        year.curator.type("Приказы", {draft: {"Подписан": True} for draft in drafts})
        year.tell(f"Директор подписал приказ № {number} от {dated}")

    return sign


def _measures_done(until: date) -> Callable[[Year], None]:
    """The curator ticks what was due, with a few words of proof."""

    def tick(year: Year) -> None:
        done = {}
        for row in year.curator.rows("Дорожная карта"):
            due = row["Окончание"]
            is_due = due is not None and date(1899, 12, 30) + timedelta(days=due) <= until
            if is_due and not row["Выполнено"] and row["Пункт"] not in LEFT_UNDONE:
                done[row["№"]] = {"Выполнено": True, "Подтверждение": f"в папке программы, {year.moment:%d.%m.%Y}"}
        year.curator.type("Дорожная карта", done)
        year.tell(f"Отмечено выполненных мероприятий: {len(done)}")

    return tick


def _a_mentor_leaves(year: Year) -> None:
    """A mentor with several mentees changes jobs: the pairs end, the mentees look for somebody again."""
    official = [row for row in year.curator.rows("Реестр пар") if row["Состояние"] == "утверждена"]
    leaving, pairs = Counter(row["Наставник"] for row in official).most_common(1)[0]
    year.curator.type("Банк наставников", {leaving: {"Не участвует": True}})
    ended = {"Завершена": "15.01.2024", "Почему завершена": "наставник перешёл на другую работу"}
    year.curator.type("Реестр пар", {row["№"]: ended for row in official if row["Наставник"] == leaving})
    year.tell(f"Наставник {leaving} уволился: завершено пар {pairs}")
