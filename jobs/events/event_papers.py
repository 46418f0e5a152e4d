"""The papers of events: the agenda with its attendance sheet before, the minutes or the report after. Each follows its
row until the curator ticks it as final."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pandas as pd

from automation.workbook.book import Book
from jobs.events.kinds import kind_of_event
from jobs.events.outcomes import present, written_up
from jobs.letters.correspondence import as_text
from jobs.papers.drawing_up import draw_up, holder, is_up_to_date, or_none, organisation, signatory
from jobs.papers.kind import Kind
from jobs.papers.kinds.event_agenda import KIND as AGENDA
from jobs.papers.kinds.event_agenda import EventAgenda, EventPaper, Invited
from jobs.papers.kinds.event_minutes import KIND as MINUTES
from jobs.papers.kinds.event_minutes import EventMinutes
from jobs.papers.kinds.event_report import KIND as REPORT
from jobs.papers.kinds.event_report import EventReport
from jobs.runner.job import job
from sheets_schema.tabs.event_papers import EventPapers
from sheets_schema.tabs.events import Events, day_alone
from sheets_schema.tabs.invitations import Invitations
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.settings import Settings
from sheets_schema.tabs.staff import Staff
from sheets_schema.vocabulary import COORDINATOR, CURATOR

AHEAD = timedelta(days=7)
"""So long before an event its agenda is drawn up, invitations or no."""


@job(
    title="документы мероприятий",
    after=("events",),
    does="Составляет к мероприятию повестку с листом регистрации, а после него протокол или отчёт.",
    stops="повесток, листов регистрации, протоколов и отчётов о мероприятиях нет",
)
def run(book: Book, today: date) -> None:
    events, done = book[Events], written_up(book)
    rows = events.frame.dropna(subset=[Events.id, Events.kind, Events.subject, Events.begins])
    for row, event in zip(rows.index.tolist(), rows.to_dict("records"), strict=True):
        if done[row]:
            has_minutes = kind_of_event(event[Events.kind]).has_minutes
            kind, context = (MINUTES, _minutes) if has_minutes else (REPORT, _report)
            _draw_up(book, kind, context(book, row, event), event, today)
        elif _is_ahead(event, today):
            _draw_up(book, AGENDA, _agenda(book, event), event, today)


def _is_ahead(event: Mapping[Any, Any], today: date) -> bool:
    day = event[Events.begins].date()
    return bool(not event[Events.cancelled] and today <= day and (event[Events.invite] or day <= today + AHEAD))


def _draw_up(book: Book, kind: Kind[Any], context: EventPaper, event: Mapping[Any, Any], today: date) -> None:
    table, key = book[EventPapers], kind.key(event[Events.id])
    found = table.index[table[EventPapers.purpose] == key]
    said = {EventPapers.event: event[Events.id], EventPapers.about: context.about, EventPapers.subject: kind.title}
    if not len(found):
        number = book.new_keys(table, 1)[0]
        found = table.append([{EventPapers.id: number, EventPapers.purpose: key, **said}])
    row = int(found[0])
    if table[EventPapers.final][row]:
        return
    table.set(row, {**said, EventPapers.problems: None})
    if not is_up_to_date(book, kind, row, context):
        draw_up(book, kind, row, context, said={EventPapers.drawn_up_on: pd.Timestamp(today)})


# What they say


def _shared(book: Book, event: Mapping[Any, Any]) -> dict[str, Any]:
    begins = event[Events.begins]
    return {
        "organisation": organisation(book),
        "place": book[Settings].place,
        "director": signatory(book, begins.date()),
        "about": f"{as_text(event[Events.kind]).capitalize()} {begins:%d.%m.%Y}. {event[Events.subject]}",
        "whose": kind_of_event(event[Events.kind]).genitive,
        "subject": event[Events.subject],
        "day": begins.date(),
        "time": "" if day_alone(begins) else f"{begins:%H:%M}",
        "where": ", ".join(filter(None, (as_text(event[Events.place]), as_text(event[Events.link])))),
        "leader": as_text(event[Events.leader]),
    }


def _agenda(book: Book, event: Mapping[Any, Any]) -> EventAgenda:
    people = _people(book)
    rows = book[Invitations].frame
    ours = rows[(rows[Invitations.event] == event[Events.id]) & rows[Invitations.occasion].notna()]
    invited = sorted((people[one] for one in ours[Invitations.person] if one in people), key=lambda one: one.full_name)
    heading = kind_of_event(event[Events.kind]).plan
    return EventAgenda(**_shared(book, event), heading=heading, points=_points(event), invited=invited)


def _minutes(book: Book, row: int, event: Mapping[Any, Any]) -> EventMinutes:
    return EventMinutes(
        **_shared(book, event),
        number=or_none(event[Events.number]),
        chair=or_none(event[Events.chair]),
        secretary=or_none(event[Events.secretary]),
        present=_present(book, row),
        names=_names(book, event),
        points=_points(event),
        heard=_lines(event[Events.heard]),
        decided=_lines(event[Events.decided]),
        votes=or_none(event[Events.votes]),
    )


def _report(book: Book, row: int, event: Mapping[Any, Any]) -> EventReport:
    invitations = book[Invitations]
    invited = (invitations[Invitations.event] == event[Events.id]) & invitations[Invitations.occasion].notna()
    return EventReport(
        **_shared(book, event),
        present=_present(book, row),
        invited=int(invited.sum()),
        names=_names(book, event),
        points=_points(event),
        heard=_lines(event[Events.heard]),
        decided=_lines(event[Events.decided]),
        curator=holder(book, CURATOR, COORDINATOR),
    )


def _present(book: Book, row: int) -> int | None:
    came = present(book)[row]
    return None if pd.isna(came) else int(came)


def _names(book: Book, event: Mapping[Any, Any]) -> list[str]:
    people, rows = _people(book), book[Invitations].frame
    came = rows[Invitations.person][(rows[Invitations.event] == event[Events.id]) & rows[Invitations.came]]
    return sorted({people[one].full_name for one in came if one in people})


def _points(event: Mapping[Any, Any]) -> list[str]:
    return _lines(event[Events.agenda]) or list(kind_of_event(event[Events.kind]).points)


def _lines(cell: Any) -> list[str]:
    return [line.strip() for line in as_text(cell).splitlines() if line.strip()]


def _people(book: Book) -> dict[Any, Invited]:
    """Number → everyone as papers name people."""
    found: dict[Any, Invited] = {}
    for sheet, position in ((Mentors, Mentors.occupation), (Mentees, Mentees.occupation), (Staff, Staff.job_title)):
        table = book[sheet]
        rows = table.frame.dropna(subset=[table.key, sheet.named("full_name")])
        columns = (rows[name].tolist() for name in (table.key, sheet.named("full_name"), position))
        found |= {key: Invited(name, as_text(title)) for key, name, title in zip(*columns, strict=True)}
    return found
