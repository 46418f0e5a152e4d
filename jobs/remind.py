"""Letters: to those responsible for measures, to the director about what is late for long, to people whose
questionnaire needs something, and to the curator.

Every letter names the reasons it was written for; a reason that a person was written to about is never used again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

import pandas as pd

import templates
from automation.deadlines import RUSSIA, is_checkpoint
from automation.documents.calendar import Entry
from automation.documents.letters import render_letter
from automation.workbook.book import Book, TabUnavailable
from automation.workbook.checks import problems_of_answers, without_advice
from automation.workbook.questionnaires import prefilled
from automation.workbook.table import Table
from jobs.facts import lacking_consents, shortages
from jobs.facts.measure_reports import latest, reports
from jobs.runner.job import job
from sheets_schema import forms
from sheets_schema.questionnaires.measure_report import MeasureReport
from sheets_schema.roles import roles_in
from sheets_schema.tabs.measure_reports import MeasureReports
from sheets_schema.tabs.preferences import Preferences
from sheets_schema.tabs.reports import Reports
from sheets_schema.vocabulary import (
    AWAITS_DECISION,
    COORDINATOR,
    CURATOR,
    DIRECTOR,
    DONE,
    DRAFT,
    EXTRA_DUTIES,
    MENTOR,
    NEEDS_FIXING,
    NO_CONSENT,
    NOBODY,
    OFFICIAL,
    PARENT,
    PERSONAL_DATA,
    PROPOSED,
    REPLACEMENT,
)

WEEK = 7
NEWS_FOR = 4 * WEEK
"""Days for which a report that was drawn up is news."""
HELPFUL = 2
"""Lines of «Кого не хватает» in the digest."""


@job(title="письма", after=("documents", "measure_reports"), daily_at="09:00")
def run(book: Book, today: date) -> None:
    known = _Known(book)
    working_day = RUSSIA.is_working_day(today)
    for write, on_days_off in ((_ask_to_fix, True), (_remind_of_measures, False), (_digest_for_curators, False)):
        # A tab that is not there is told of in the journal; the letters that need no such tab are written.
        if on_days_off or working_day:
            with suppress(TabUnavailable):
                write(book, known, today)


class _Known:
    """Which reasons each address was written to about already."""

    def __init__(self, book: Book) -> None:
        letters = book.letters.frame
        addresses = letters["recipient"].fillna("").str.lower()
        self._known = {
            (address, reason)
            for address, reasons in zip(addresses, letters["reasons"].fillna(""), strict=True)
            for reason in reasons.split("\n")
        }
        self._keys = set(zip(addresses, letters["id"], strict=True))

    def new(self, address: str, reasons: list[str]) -> list[str]:
        return [reason for reason in reasons if (address.lower(), reason) not in self._known]

    def written_on(self, day: date, address: str, kind: str) -> bool:
        """Whether a letter of this kind was written that day to this address, whichever of its rows it was for."""
        to = address.lower()
        return any(key.startswith(f"{kind}/") and key.endswith(f"/{day}") for other, key in self._keys if other == to)


def _write(
    book: Book,
    template: str,
    context: dict[str, Any],
    *,
    key: str,
    to: str,
    reasons: list[str],
    entries: Sequence[Entry] = (),
) -> None:
    source = templates.read_text(f"letters/{template}.md.j2")
    book.queue(render_letter(source, context, name=template), key=key, to=to, reasons=reasons, entries=entries)


# People whose questionnaire needs something


PLEASE_CONSENT = {
    PERSONAL_DATA: (
        "Вы не дали согласия на обработку персональных данных. Без него мы не имеем права подбирать вам пару: "
        "если передумали, выберите «Даю согласие» в конце анкеты."
    ),
    EXTRA_DUTIES: (
        "Вы не дали согласия на дополнительные обязанности наставника. Без него мы не можем включить вас в приказ: "
        "если передумали, выберите «Даю согласие» в конце анкеты."
    ),
    PARENT: (
        "Вам нет 18 лет, поэтому нужно согласие родителя (законного представителя): пусть он ответит на вопрос "
        "в конце анкеты или передаст согласие куратору на бумаге."
    ),
}


def _ask_to_fix(book: Book, known: _Known, today: date) -> None:
    """One letter to everyone whose own answers need something. What only the curator can put right is left out."""
    curator = cache(lambda: next(_holders(book, CURATOR, COORDINATOR), None))
    for form in (form for form in forms() if not form.each_answer_counts):
        bank = book.table(form.fills)
        # Only who answered the form can put it right there; rows typed by hand are the curator's.
        asked = bank["status"].isin([NEEDS_FIXING, NO_CONSENT]) & bank["answered"].notna() & bank["email"].notna()
        lacking = lacking_consents(book, bank, today) if asked.any() else {}
        for row in map(int, bank.index[asked]):
            person: dict[Any, Any] = bank.frame.loc[row].to_dict()
            address = str(person["email"])
            if bank.sheet.columns["email"].problem(address):
                continue
            problems = [PLEASE_CONSENT[kind] for kind in lacking.get(row, ())]
            problems = problems or problems_of_answers(bank, row, form.asked())
            reasons = known.new(address, [f"fix/{person['id']}/{_short_digest(problems)}"]) if problems else []
            if reasons:
                context = {
                    "recipient": person["full_name"],
                    "organisation": _organisation(book),
                    "form": form.title,
                    "problems": problems,
                    "curator": curator(),
                    "link": book.state.links.get(form.name, ""),
                }
                key = f"fix/{person['id']}/{today}"
                _write(book, "row_needs_fixing", context, key=key, to=address, reasons=reasons)


# Measures of the roadmap


@dataclass
class _Reminder:
    """What one person is to be reminded of: reason → measure."""

    person: dict[str, Any]
    own: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Measures that this person answers for."""
    escalated: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Measures that others answer for and have let go overdue for long: only a director has these."""


def _remind_of_measures(book: Book, known: _Known, today: date) -> None:
    """One letter a person a day, with every measure that has come closer to its deadline or is overdue."""
    reminders = _reminders(book, today)
    curator = next(_holders(book, CURATOR, COORDINATOR), None) if reminders else None
    staff = set(book.staff["id"])
    for reminder in reminders:
        person = reminder.person
        reasons = known.new(person["email"], [*reminder.own, *reminder.escalated])
        if not reasons or known.written_on(today, person["email"], "reminder"):
            continue
        own = [
            {**measure, "report_link": _report_link(book, measure, person)}
            for reason, measure in reminder.own.items()
            if reason in reasons
        ]
        others = [measure for reason, measure in reminder.escalated.items() if reason in reasons]
        context = {
            "recipient": person["full_name"],
            "organisation": _organisation(book),
            "today": today,
            "overdue": [measure for measure in own if measure["days_left"] < 0],
            "soon": [measure for measure in own if measure["days_left"] >= 0],
            "escalated": others,
            # The roadmap is open to the staff; a mentor tells the curator.
            "link": book.link if person["id"] in staff else None,
            "curator": curator,
        }
        key = f"reminder/{person['id']}/{today}"
        entries = [_entry(measure) for measure in (*own, *others)]
        _write(book, "measure_reminder", context, key=key, to=person["email"], reasons=reasons, entries=entries)


def _report_link(book: Book, measure: dict[str, Any], person: dict[str, Any]) -> str:
    """Where this person reports this measure; empty while there is no such form."""
    link = book.state.links.get(MeasureReport.name, "")
    return prefilled(MeasureReport, link, {"measure": measure["id"], "reporter": person["id"]}) if link else ""


def _entry(measure: dict[str, Any]) -> Entry:
    """A measure as its responsible person's calendar shows it."""
    details = {
        "Срок в плане": measure["deadline"],
        "Ожидаемый результат": measure["result"],
        "Отвечает": measure["responsible"],
    }
    said = ". ".join(f"{name}: {value.rstrip('.')}" for name, value in details.items() if value)
    return Entry(measure["id"], measure["due"], measure["name"], said)


def _reminders(book: Book, today: date) -> list[_Reminder]:
    """Each person to be reminded, measures in the order of the plan; one address is one person."""
    holders = cache(lambda role: list(_mentors_at_work(book) if role == MENTOR else _holders(book, role)))
    found: dict[str, _Reminder] = {}
    measures = [measure for measure in _open_measures(book, today) if not measure["awaits"]]
    for reason, measure in _pressing(book, measures, today):
        for role in roles_in(measure["responsible"])[0]:
            for person in holders(role):
                found.setdefault(person["email"].lower(), _Reminder(person)).own[reason] = measure
    for reason, measure in _overdue_for_long(book, measures):
        named = _names(holders, measure)
        for director in holders(DIRECTOR):
            reminder = found.setdefault(director["email"].lower(), _Reminder(director))
            # What directors answer for themselves they are reminded of as everybody is.
            if measure not in reminder.own.values():
                reminder.escalated[reason] = {**measure, "names": named}
    return list(found.values())


def _pressing(book: Book, measures: list[dict[str, Any]], today: date) -> Iterator[tuple[str, dict[str, Any]]]:
    """The reason to write about a measure now, and the measure: a lead time reached, or a week more overdue."""
    leads = sorted(int(days) for days in str(book.settings.remind_days).split(","))
    for measure in measures:
        late = -measure["days_left"]
        moment = f"overdue-{(late - 1) // WEEK + 1}" if late > 0 else _lead_reached(measure["due"], leads, today)
        if moment:
            # A report that the curator turned down is a reason of its own to be reminded again.
            again = f"/{measure['rejected'].id}" if measure["rejected"] else ""
            yield f"reminder/{measure['id']}/{measure['due']}/{moment}{again}", measure


def _lead_reached(due: date, leads: list[int], today: date) -> str:
    """The shortest lead time whose day has come; what falls on a day off is told of on the working day before it."""
    days = ((lead, RUSSIA.previous_working_day(due - timedelta(days=lead))) for lead in leads)
    return next((str(lead) for lead, day in days if day <= today), "")


def _overdue_for_long(book: Book, measures: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The reason to tell a director about a measure, and the measure: first when it is late enough, then weekly."""
    for measure in measures:
        weeks = (-measure["days_left"] - int(book.settings.escalate_days)) // WEEK
        if weeks >= 0:
            yield f"escalation/{measure['id']}/{measure['due']}/{weeks}", measure


def _names(holders: Callable[[str], list[dict[str, Any]]], measure: dict[str, Any]) -> str:
    """Who answers for a measure by name. Mentors are too many to name."""
    roles = [role for role in roles_in(measure["responsible"])[0] if role != MENTOR]
    return ", ".join(dict.fromkeys(person["full_name"] for role in roles for person in holders(role)))


_TOLD = ("id", "number", "measure", "stage", "deadline", "checkpoint", "due", "result", "responsible")
"""What a letter says of a measure."""


def _open_measures(book: Book, today: date) -> Iterator[dict[str, Any]]:
    roadmap = book.roadmap
    is_open = roadmap["id"].notna() & roadmap["due"].notna() & ~roadmap["done"] & (roadmap["state"] != DONE)
    counted = latest(reports(book))
    for row in roadmap.frame.loc[is_open, list(_TOLD)].to_dict("records"):
        due = row["due"].date()
        report = counted.get((row["id"], due))
        yield {
            "id": row["id"],
            "name": _name(row),
            "stage": _text(row["stage"]),
            "deadline": _text(row["deadline"]),
            "due": due,
            "days_left": (due - today).days,
            "result": _text(row["result"]),
            "responsible": _text(row["responsible"]),
            "awaits": bool(report and report.awaits),
            "rejected": report if report and report.rejected else None,
        }


def _name(row: Mapping[Any, Any]) -> str:
    """«КТ: 1.6. Оценить, как прошёл первый этап»; only what the plan says of it."""
    checkpoint = row["checkpoint"] or is_checkpoint(_text(row["deadline"]))
    number = _text(row["number"]).rstrip(".")
    return f"{'КТ: ' if checkpoint else ''}{number + '. ' if number else ''}{_text(row['measure'])}"


def _holders(book: Book, *roles: str) -> Iterator[dict[str, Any]]:
    """People with an address who hold one of these roles."""
    yield from _reachable(book.staff, book.staff["role"].isin(roles))


def _mentors_at_work(book: Book) -> Iterator[dict[str, Any]]:
    at_work = book.pairs["mentor"][book.pairs["state"] == OFFICIAL]
    yield from _reachable(book.mentors, book.mentors["id"].isin(at_work))


def _reachable(people: Table, chosen: pd.Series) -> Iterator[dict[str, Any]]:
    if not chosen.any():
        return
    email = people.sheet.columns["email"]
    columns = (people[name][chosen].tolist() for name in ("id", "full_name", "email"))
    for key, full_name, address in zip(*columns, strict=True):
        if not any(map(pd.isna, (key, full_name, address))) and not email.problem(address):
            yield {"id": key, "full_name": full_name, "email": address}


# The curator's digest


def _digest_for_curators(book: Book, known: _Known, today: date) -> None:
    curators = {curator["email"].lower(): curator for curator in _holders(book, CURATOR, COORDINATOR)}
    if not curators:
        return
    overdue = [measure for measure in _open_measures(book, today) if measure["days_left"] < 0]
    context = {
        "organisation": _organisation(book),
        "today": today,
        "decisions": _decisions_awaited(book),
        "unmatched": _unmatched(book),
        "helpful": shortages.told(book, HELPFUL),
        "to_fix": _rows_to_fix(book),
        "overdue": overdue,
        "orders": _orders_awaiting_signature(book),
        "link": book.link,
    }
    reports = _reports_drawn_up(book, today)
    parts = [context[part] for part in ("decisions", "unmatched", "to_fix", "orders")]
    news = [f"digest/{_short_digest(parts)}"] if any(parts) else []
    news += [f"digest/{measure['id']}/{measure['due']}" for measure in overdue]
    news += reports
    for curator in curators.values():
        reasons = known.new(curator["email"], news)
        if reasons:
            unread = [report for reason, report in reports.items() if reason in reasons]
            about = {**context, "reports": unread, "recipient": curator["full_name"]}
            key = f"digest/{curator['id']}/{today}"
            _write(book, "curator_digest", about, key=key, to=curator["email"], reasons=reasons)


def _decisions_awaited(book: Book) -> list[dict[str, Any]]:
    matches = book.matches.frame
    best = (matches["state"] == PROPOSED) | ((matches["state"] == REPLACEMENT) & (matches["rank"] == 1))
    waiting = matches.loc[
        best & matches["decision"].isna(), ["mentee", "mentee_name", "mentor", "mentor_name", "state", "score"]
    ]
    return [
        {
            "id": row["mentee"],
            "name": _text(row["mentee_name"]),
            "what": f"{_proposed(row['state'])} {row['mentor']} {_text(row['mentor_name'])}, балл {row['score']:.0f}",
        }
        for row in waiting.sort_values("mentee").to_dict("records")
    ] + [*_not_replaceable(book), *_reports_awaited(book)]


def _proposed(state: str) -> str:
    return "на замену предложен наставник" if state == REPLACEMENT else "предложен наставник"


def _not_replaceable(book: Book) -> list[dict[str, Any]]:
    """Those whose mentor had better be changed, while there is nobody to propose."""
    matches = book.matches.frame
    rows = matches[(matches["state"] == REPLACEMENT) & matches["mentor"].isna()].sort_values("mentee")
    return [
        {"id": row["mentee"], "name": _text(row["mentee_name"]), "what": f"нужна {_text(row['reasons'])}"}
        for row in rows.to_dict("records")
    ]


def _reports_awaited(book: Book) -> list[dict[str, Any]]:
    if book.unavailable(MeasureReports.name):
        return []
    frame = book.table(MeasureReports).frame
    return [
        {
            "id": row["id"],
            "name": row["measure"],
            "what": f"{_text(row['outcome']).lower()} — {row['title_of_measure']}",
        }
        for row in frame[frame["state"] == AWAITS_DECISION].to_dict("records")
    ]


def _unmatched(book: Book) -> list[dict[str, Any]]:
    matches = book.matches.frame
    rows = (
        matches.loc[matches["state"] == NOBODY, ["mentee", "mentee_name", "reasons"]]
        .sort_values("mentee")
        .to_dict("records")
    )
    return [{"id": row["mentee"], "name": _text(row["mentee_name"]), "reason": _text(row["reasons"])} for row in rows]


def _rows_to_fix(book: Book) -> list[dict[str, Any]]:
    found = []
    tables = [book.mentees, book.mentors, book.staff, book.consents, book.roadmap, book.matches]
    tables += [book.table(sheet) for sheet in (MeasureReports, Preferences) if not book.unavailable(sheet.name)]
    for table in tables:
        told = [name for name in ("id", "full_name", "problems") if name in table.sheet.columns]
        for row in table.frame.loc[table["problems"].notna(), told].to_dict("records"):
            name = _text(row.get("full_name", ""))
            problem = without_advice(str(row["problems"])).replace("\n", " ")
            if problem:
                found.append({"id": _text(row["id"]), "name": name, "problem": problem})
    return found


def _orders_awaiting_signature(book: Book) -> list[dict[str, Any]]:
    # The link is known only after the document has been drawn up, so a brand-new draft is told of tomorrow.
    orders = book.orders.frame
    drafts = orders[(orders["state"] == DRAFT) & orders["document"].notna()]
    return [{"title": row["subject"], "link": row["document"]} for row in drafts.to_dict("records")]


def _reports_drawn_up(book: Book, today: date) -> dict[str, dict[str, str]]:
    """The reason to tell of a report, and the report, of those of the last weeks: a new curator needs no older ones."""
    if book.unavailable(Reports.name):
        return {}
    reports = book.table(Reports).frame.dropna(subset=["purpose", "document", "drawn_up_on"])
    recent = reports[reports["drawn_up_on"] >= pd.Timestamp(today - timedelta(days=NEWS_FOR))]
    return {
        f"digest/{row['purpose']}": {
            "title": f"{_text(row['subject'])} {_text(row['period'])}".strip(),
            "gist": _text(row["gist"]),
            "link": row["document"],
        }
        for row in recent.to_dict("records")
    }


def _organisation(book: Book) -> str:
    return book.settings.organisation_short or book.settings.organisation or ""


def _short_digest(value: Any) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()[:8]


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)
