"""The demonstration: one year of an organisation's plan, played on generated people.

Respondents fill in the real forms, a curator types into the real spreadsheet, and the same cycle as everywhere runs
on the dates of the plan. Nothing here writes what a job ought to write.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import requests
from rich.console import Console
from rich.progress import Progress

from automation import private
from automation.deadlines import RUSSIA
from automation.embedded import serve
from automation.google import connect
from automation.google.credentials import of_token
from automation.workbook.provision import FirstRows, provision
from jobs.cli.bringing import first_rows
from jobs.demo import deeds
from jobs.demo.curator import Curator
from jobs.demo.people import (
    mentees,
    mentors,
)
from jobs.demo.samples import SAMPLES, Sample
from jobs.demo.slips import SLIPS
from jobs.demo.stage import SEED, Year
from jobs.demo.summary import print_summary
from jobs.people.consent_texts import first_editions
from jobs.runner.configuration import FILE, Configuration, ConfigurationError, load, save
from jobs.runner.connection import embedded, free_port
from jobs.runner.exporting import export
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.questionnaires.mentee_questionnaire import MenteeQuestionnaire
from sheets_schema.questionnaires.mentor_questionnaire import MentorQuestionnaire
from sheets_schema.tabs.consent_texts import ConsentTexts
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.staff import Staff

MOSCOW = ZoneInfo("Europe/Moscow")
FILES = "Файлы"
"""The folder beside the workspace with everything as ordinary files."""

console = Console()


def play(data: Path, organisation: str = "college") -> None:
    """Play the year of an organisation in the folder `data` and print what came of it.

    `ConfigurationError` if the folder is in use, or there is no such organisation.
    """
    if organisation not in SAMPLES:
        raise ConfigurationError(f"Организации «{organisation}» нет. Есть: {', '.join(SAMPLES)}")
    began = time.perf_counter()
    _make_room(data)
    with _stage(data, SAMPLES[organisation]) as year:
        _play_days(year)
        saved = export(year.google, year.spreadsheet, data / FILES)
        seconds = time.perf_counter() - began
        print_summary(
            console,
            year.record,
            year.curator.rows,
            name=year.sample.name,
            data=data,
            files=data / FILES,
            saved=saved,
            seconds=seconds,
        )


def _make_room(data: Path) -> None:
    """An empty folder: a former demonstration gives way, anything else is left alone."""
    if data.exists() and any(data.iterdir()):
        if not (data / FILE).exists() or not load(data).demonstration:
            raise ConfigurationError(f"Папка {data} не пуста. Укажите новую: nastavnik demo --data ПАПКА")
        shutil.rmtree(data)
    private.make_folder(data)


@contextmanager
def _stage(data: Path, sample: Sample) -> Iterator[Year]:
    configuration = Configuration(roadmap=sample.plan, port=free_port(Configuration().port), demonstration=True)
    save(data, configuration)
    workspace = embedded(data, configuration)
    with serve(workspace, configuration.port) as server, requests.Session() as browser:
        google = connect(of_token(server.token), address=server.url)
        year = Year(sample, workspace, google, Curator(google, ""), "", {}, browser, _morning(sample.opens))
        workspace.clock = year.clock
        plan = first_rows(sample.roadmap)
        settings = {**plan.settings, **sample.first_settings()}
        texts = first_editions(settings, NASTAVNIK, sample.opens)
        with console.status("Готовлю рабочее пространство…"):
            made = provision(
                google,
                NASTAVNIK,
                title=f"Наставничество — {sample.name}",
                first=FirstRows(settings, {**plan.rows, Staff: sample.staff_rows(), ConsentTexts: texts}),
                now=year.clock(),
            )
        year.spreadsheet, year.links = made.spreadsheet, made.forms
        year.curator = Curator(google, made.spreadsheet)
        save(data, configuration.model_copy(update={"spreadsheet": made.spreadsheet}))
        yield year
    workspace.close()


def _morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=MOSCOW)


def _play_days(year: Year) -> None:
    events = _events(year.sample)
    days = sorted({*_cycle_days(year.sample), *events})
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("Идёт учебный год…", total=len(days))
        for day in days:
            progress.update(task, description=f"{day:%d.%m.%Y}")
            year.moment = _morning(day)
            for event in events.get(day, ()):
                event(year)
            year.cycle()
            progress.advance(task)


def _cycle_days(sample: Sample) -> Iterator[date]:
    """Every working day while the pairs are formed, then Mondays (or the first working day after) to the end: all while
    pairs still change, and every other later on."""
    day = sample.opens
    while day <= sample.opens + timedelta(days=18):
        if RUSSIA.is_working_day(day):
            yield day
        day += timedelta(days=1)
    day = sample.opens + timedelta(days=21)
    while day <= sample.ends:
        yield day if RUSSIA.is_working_day(day) else RUSSIA.next_working_day(day)
        day += timedelta(days=7 if day < sample.opens + timedelta(days=77) else 14)
    yield sample.ends


def _events(sample: Sample) -> dict[date, list[Callable[[Year], None]]]:
    """What people do, by the day on which they do it (before that morning's cycle)."""
    forms = sample.forms
    offers = [person for person in mentors(SEED, cast=sample.cast) if set(person.forms) & forms]
    asks = [person for person in mentees(SEED, cast=sample.cast) if person.form in forms]
    first, second = len(offers) * 7 // 12, len(offers) * 7 // 8
    came = [one for one in sample.cast.on_paper if one.row[Mentees.form] in forms]
    early, late = len(asks) // 6, len(asks) * 7 // 12
    days: dict[int, list[Callable[[Year], None]]] = {
        0: [deeds.announce, deeds.lists_words],
        1: [deeds.answering(offers[:first], MentorQuestionnaire), deeds.answering(asks[:early], MenteeQuestionnaire)],
        2: [
            deeds.answering(offers[first:second], MentorQuestionnaire),
            deeds.answering(asks[early:late], MenteeQuestionnaire),
        ],
        3: [deeds.answering(asks[late:], MenteeQuestionnaire)],
        4: [deeds.types_people_in] if came else [],
        7: [deeds.corrects_rows, deeds.tells_people_apart, deeds.group_meeting(asks, offers[:second])],
        8: [deeds.first_decisions],
        9: [deeds.decides_the_rest],
        10: [deeds.signs, deeds.measures_done],
        17: [deeds.tell_of_trial_meetings],
        18: [deeds.replaces_mentors],
        21: [deeds.signs],
        35: [deeds.tell_of_trial_meetings],
        39: [deeds.measures_done, deeds.mentors_trained],
        56: [deeds.a_mentor_leaves],
        57: [deeds.answering(offers[second:], MentorQuestionnaire)],
        58: [deeds.decides_the_rest, deeds.replaces_mentors],
        59: [deeds.signs, deeds.keeps_other_pairs],
        77: [deeds.tell_of_trial_meetings],
        162: [deeds.measures_done],
        193: [deeds.measures_done],
        217: [deeds.reports_on_measures],
        218: [deeds.decides_on_reports],
        221: [deeds.measures_done],
    }
    for after in range(35, (sample.ends - sample.opens).days, 14):
        days[after] = [deeds.own_consents([*asks, *offers]), *days.get(after, ())]
    if sample.slips:
        for after, slips in SLIPS.items():
            days[after] = [*days.get(after, ()), *slips]
    return {sample.opens + timedelta(days=after): done for after, done in days.items()}
