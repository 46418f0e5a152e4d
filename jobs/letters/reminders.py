"""Reminders of measures: to those responsible, and to the director about what is late for long."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

from automation.deadlines import RUSSIA
from automation.documents.calendar import Entry
from automation.workbook.book import Book
from jobs.letters.addressees import Addressee, answering, curator, curators, holders, organisation, reachable
from jobs.letters.correspondence import Written, is_off, write
from jobs.letters.kinds import LetterKind
from jobs.letters.links import to_tab
from jobs.letters.open_measures import open_measures
from jobs.plan.asked_reports import ask_for_reports, excused, occasion
from sheets_schema.roles import roles_in
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.pairs import Pairs
from sheets_schema.tabs.roadmap import Roadmap
from sheets_schema.tabs.settings import Settings
from sheets_schema.tabs.staff import Staff
from sheets_schema.vocabulary import (
    DIRECTOR,
    MENTOR,
    OFFICIAL,
)

WEEK = 7
REMINDER = LetterKind(
    "reminder",
    title="напоминание о мероприятиях",
    to="ответственным; директору — о том, что надолго просрочено",
    about="О мероприятиях дорожной карты, срок которых близок или прошёл.",
)

_Answers = Callable[[str], list[Addressee]]
_Asked = tuple[Addressee, str, dict[str, Any]]
"""Who is to be reminded, the reason, and the measure."""


@dataclass
class Reminder:
    """What one person is to be reminded of: reason → measure."""

    person: Addressee
    own: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Measures that this person answers for."""
    escalated: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Measures that others answer for and have let go overdue for long: only a director has these."""

    @property
    def reasons(self) -> list[str]:
        return [*self.own, *self.escalated]


def remind_of_measures(book: Book, written: Written, today: date) -> None:
    """One letter a person a day, with every measure that has come closer to its deadline or is overdue; to whoever gets
    the digest it tells that."""
    if is_off(book, REMINDER.name):
        return
    others = [one for one in reminders(book, today) if one.person["email"].lower() not in curators(book)]
    wanted = [one for reminder in others if (one := _unwritten(reminder, written, today)).reasons]
    if not wanted:
        return
    links = ask_for_reports(
        book, [(one.person["id"], measure) for one in wanted for measure in one.own.values()], today
    )
    to_ask = curator(book)
    staff = set(book[Staff][Staff.id])
    for reminder in wanted:
        person, escalated = reminder.person, list(reminder.escalated.values())
        own = [{**one, "report_link": links.get(occasion(one, person["id"]), "")} for one in reminder.own.values()]
        context = {
            "recipient": person["greeting"],
            "instead_of": person.get("instead_of"),
            "organisation": organisation(book),
            "today": today,
            "overdue": [measure for measure in own if measure["days_left"] < 0],
            "soon": [measure for measure in own if measure["days_left"] >= 0],
            "escalated": escalated,
            # The roadmap is open to the staff; a mentor tells the curator.
            "link": to_tab(book, Roadmap) if person["id"] in staff else None,
            "curator": to_ask,
        }
        key = f"{REMINDER.name}/{person['id']}/{today}"
        entries = [entry(measure) for measure in (*own, *escalated)]
        to, reasons = person["email"], reminder.reasons
        write(book, "measure_reminder", context, key=key, to=to, reasons=reasons, entries=entries)


def _unwritten(reminder: Reminder, written: Written, today: date) -> Reminder:
    """What of it was not written to this person yet; nothing where they were reminded today."""
    to = reminder.person["email"]
    new = set() if written.on(today, to, REMINDER.name) else set(written.new(to, reminder.reasons))
    own, escalated = (
        {reason: measure for reason, measure in some.items() if reason in new}
        for some in (reminder.own, reminder.escalated)
    )
    return Reminder(reminder.person, own, escalated)


def entry(measure: dict[str, Any]) -> Entry:
    """A measure as its responsible person's calendar shows it."""
    details = {
        "Срок в плане": measure["deadline"],
        "Ожидаемый результат": measure["result"],
        "Отвечает": measure["responsible"],
    }
    said = ". ".join(f"{name}: {value.rstrip('.')}" for name, value in details.items() if value)
    return Entry(measure["id"], measure["due"], measure["name"], said)


def reminders(book: Book, today: date) -> list[Reminder]:
    """Each person to be reminded, measures in the order of the plan; one address is one person.

    None while the curator has not confirmed the plan: its dates and its people may be those of another organisation.
    """
    if not book[Settings].plan_confirmed:
        return []
    answers = cache(lambda responsible: list(answering(book, responsible)))
    found: dict[str, Reminder] = {}
    measures = [measure for measure in open_measures(book, today) if not measure["awaits"]]
    needless = excused(book)
    asked = [*_asked_of_staff(book, answers, measures, today), *_asked_of_participants(book, measures, today)]
    for person, reason, measure in asked:
        reminder = found.setdefault(person["email"].lower(), Reminder(person))
        if occasion(measure, reminder.person["id"]) not in needless and measure not in reminder.own.values():
            reminder.own[reason] = measure
    for reason, measure in _overdue_for_long(book, measures):
        names = ", ".join(dict.fromkeys(person["full_name"] for person in answers(measure["responsible"])))
        for director in holders(book, DIRECTOR):
            reminder = found.setdefault(director["email"].lower(), Reminder(director))
            # What directors answer for themselves they are reminded of as everybody is.
            if measure not in reminder.own.values():
                reminder.escalated[reason] = {**measure, "names": names}
    return list(found.values())


def _asked_of_staff(book: Book, answers: _Answers, measures: list[dict[str, Any]], today: date) -> Iterator[_Asked]:
    for reason, measure in _pressing(book, measures, today):
        yield from ((person, reason, measure) for person in answers(measure["responsible"]))


def _asked_of_participants(book: Book, measures: list[dict[str, Any]], today: date) -> Iterator[_Asked]:
    """Of those who are no staff: only a deed, once ahead of its day, and again if their report of it was turned down.
    What has not been done by then the curator reads of."""
    for measure in measures:
        asked = MENTOR in roles_in(measure["responsible"])[0] and measure["is_deed"] and measure["days_left"] >= 0
        if asked and _lead_reached(measure["due"], _leads(book), today):
            yield from ((person, _reason(measure, "ahead"), measure) for person in _mentors_at_work(book))


def _pressing(book: Book, measures: list[dict[str, Any]], today: date) -> Iterator[tuple[str, dict[str, Any]]]:
    """The reason to write about a measure now, and the measure: a lead time reached, or a week more overdue."""
    leads = _leads(book)
    for measure in measures:
        late = -measure["days_left"]
        if late > 0:
            moment = f"overdue-{(late - 1) // WEEK + 1}"
        else:
            moment = "" if measure["goes_on"] else _lead_reached(measure["due"], leads, today)
        if moment:
            yield _reason(measure, moment), measure


def _reason(measure: dict[str, Any], moment: str) -> str:
    # A report that the curator turned down is a reason of its own to be reminded again.
    again = f"/{measure['rejected'].id}" if measure["rejected"] else ""
    return f"reminder/{measure['id']}/{measure['due']}/{moment}{again}"


def _leads(book: Book) -> list[int]:
    return sorted(int(days) for days in str(book[Settings].remind_days).split(","))


def _lead_reached(due: date, leads: list[int], today: date) -> str:
    """The shortest lead time whose day has come; what falls on a day off is told of on the working day before it."""
    days = ((lead, RUSSIA.previous_working_day(due - timedelta(days=lead))) for lead in leads)
    return next((str(lead) for lead, day in days if day <= today), "")


def _overdue_for_long(book: Book, measures: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The reason to tell a director about a measure, and the measure: first when it is late enough, then weekly."""
    for measure in measures:
        weeks = (-measure["days_left"] - int(book[Settings].escalate_days)) // WEEK
        if weeks >= 0:
            yield f"escalation/{measure['id']}/{measure['due']}/{weeks}", measure


def _mentors_at_work(book: Book) -> Iterator[Addressee]:
    at_work = book[Pairs][Pairs.mentor][book[Pairs][Pairs.state] == OFFICIAL]
    yield from reachable(book[Mentors], book[Mentors][Mentors.id].isin(at_work))
