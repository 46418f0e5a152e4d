"""Letters: to those responsible for measures, to the director about what is late for long, to people whose
questionnaire needs something, and to the curator.

Every letter names the reasons it was written for; a reason that a person was written to about is never used again.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

import pandas as pd

from automation.deadlines import RUSSIA, is_checkpoint
from automation.documents.calendar import Entry
from automation.workbook.book import Book, TabUnavailable
from automation.workbook.checks import problems_of_answers, without_advice
from automation.workbook.questionnaires import prefilled
from jobs.letters.addressees import Addressee, curator, holders, is_address, named, organisation, reachable
from jobs.letters.correspondence import FIX, Written, addressee_of, held_back, kind_of, write
from jobs.matching import shortages
from jobs.people.consents import lacking_consents
from jobs.plan.reported import latest, reports
from jobs.runner.job import job
from sheets_schema.form import Form
from sheets_schema.questionnaires.measure_report import MeasureReport
from sheets_schema.roles import roles_in
from sheets_schema.tabs.bank import Bank
from sheets_schema.tabs.consents import Consents
from sheets_schema.tabs.letters import Letters
from sheets_schema.tabs.matches import Matches
from sheets_schema.tabs.measure_reports import MeasureReports
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.orders import Orders
from sheets_schema.tabs.pairs import Pairs
from sheets_schema.tabs.preferences import Preferences
from sheets_schema.tabs.reports import Reports
from sheets_schema.tabs.roadmap import Roadmap
from sheets_schema.tabs.settings import Settings
from sheets_schema.tabs.staff import Staff
from sheets_schema.vocabulary import (
    AWAITS_DECISION,
    COORDINATOR,
    CURATOR,
    DIRECTOR,
    DONE,
    DRAFT,
    EXTRA_DUTIES,
    FAILED,
    MENTOR,
    NEEDS_FIXING,
    NO_CONSENT,
    NOBODY,
    OFFICIAL,
    PARENT,
    PERSONAL_DATA,
    PROPOSED,
    QUEUED,
    REPLACEMENT,
)

WEEK = 7
NEWS_FOR = 4 * WEEK
"""Days for which a report that was drawn up is news."""
HELPFUL = 2
"""Lines of «Кого не хватает» in the digest."""


@job(title="письма", after=("documents", "measure_reports"), daily_at="09:00")
def run(book: Book, today: date) -> None:
    written = Written(book)
    working_day = RUSSIA.is_working_day(today)
    for tell, on_days_off in ((_ask_to_fix, True), (_remind_of_measures, False), (_digest_for_curators, False)):
        # A tab that is not there is told of in the journal; the letters that need no such tab are written.
        if on_days_off or working_day:
            with suppress(TabUnavailable):
                tell(book, written, today)


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


CALLED_OFF = "Не отправлено: исправлять больше нечего"
MOST_ROWS = 5
"""Questionnaires spoken of in one letter: more of one address are more likely somebody's mischief."""


def _ask_to_fix(book: Book, written: Written, today: date) -> None:
    """A letter to every address at which answers need something, one a day. Other than the form's, no word in it comes
    from the answers: anybody may have written them, and named an address that is not theirs.

    What only the curator can put right is left out.
    """
    found: dict[str, list[_ToFix]] = {}
    for form in (form for form in book.schema.forms if not form.each_answer_counts):
        for one in _to_fix(book, form, today):
            found.setdefault(one.email.lower(), []).append(one)
    _call_off(book, {one.person for questionnaires in found.values() for one in questionnaires})
    for address, questionnaires in found.items():
        new = [one for one in questionnaires if written.new(address, [one.reason])]
        if new and not written.on(today, address, FIX):
            context = {
                "organisation": organisation(book),
                "questionnaires": new[:MOST_ROWS],
                "more": max(0, len(new) - MOST_ROWS),
                "curator": curator(book),
            }
            key, reasons = f"{FIX}/{new[0].person}/{today}", [one.reason for one in new]
            write(book, "row_needs_fixing", context, key=key, to=new[0].email, reasons=reasons)


def _call_off(book: Book, asked: set[str]) -> None:
    """Letters that still wait, though nothing is left to be put right in the rows that they are about."""
    letters = book[Letters]
    waiting = letters.frame[(letters[Letters.state] == QUEUED) & (letters[Letters.id].fillna("").map(kind_of) == FIX)]
    for row, reasons in waiting[Letters.reasons].fillna("").items():
        about = {addressee_of(reason) for reason in reasons.split("\n")}
        if about.isdisjoint(asked):
            letters.set(row, {Letters.state: FAILED, Letters.problems: CALLED_OFF})


@dataclass(frozen=True)
class _ToFix:
    """A questionnaire that somebody is to fill in once more."""

    person: str
    email: str
    form: str
    link: str
    problems: list[str]

    @property
    def reason(self) -> str:
        return f"{FIX}/{self.person}/{_short_digest(self.problems)}"


def _to_fix(book: Book, form: type[Form], today: date) -> Iterator[_ToFix]:
    """The questionnaires that those who sent them can put right: rows typed by hand are the curator's.

    Whoever has taken a consent back is asked nothing any more.
    """
    bank = book[form.fills]
    asked = bank[Bank.status].isin([NEEDS_FIXING, NO_CONSENT]) & bank[Bank.answered].notna()
    if not asked.any():
        return
    lacking = lacking_consents(book, bank, today)
    # Of whoever lets nothing be processed the address was kept to ask for that.
    for row, person, email in bank.whole.loc[asked, [Bank.id, Bank.email]].itertuples(name=None):
        consents = lacking.get(row, ())
        if not is_address(bank, email) or any(one.taken_back_by for one in consents):
            continue
        problems = [PLEASE_CONSENT[one.kind] for one in consents]
        problems = problems or problems_of_answers(bank, row, form.asked())
        if problems:
            yield _ToFix(person, email, form.title, book.state.links.get(form.name, ""), problems)


# Measures of the roadmap


@dataclass
class _Reminder:
    """What one person is to be reminded of: reason → measure."""

    person: Addressee
    own: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Measures that this person answers for."""
    escalated: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Measures that others answer for and have let go overdue for long: only a director has these."""


def _remind_of_measures(book: Book, written: Written, today: date) -> None:
    """One letter a person a day, with every measure that has come closer to its deadline or is overdue."""
    reminders = _reminders(book, today)
    to_ask = curator(book) if reminders else None
    staff = set(book[Staff][Staff.id])
    for reminder in reminders:
        person = reminder.person
        reasons = written.new(person["email"], [*reminder.own, *reminder.escalated])
        if not reasons or written.on(today, person["email"], "reminder"):
            continue
        own = [
            {**measure, "report_link": _report_link(book, measure, person)}
            for reason, measure in reminder.own.items()
            if reason in reasons
        ]
        others = [measure for reason, measure in reminder.escalated.items() if reason in reasons]
        context = {
            "recipient": person["greeting"],
            "organisation": organisation(book),
            "today": today,
            "overdue": [measure for measure in own if measure["days_left"] < 0],
            "soon": [measure for measure in own if measure["days_left"] >= 0],
            "escalated": others,
            # The roadmap is open to the staff; a mentor tells the curator.
            "link": book.link if person["id"] in staff else None,
            "curator": to_ask,
        }
        key = f"reminder/{person['id']}/{today}"
        entries = [_entry(measure) for measure in (*own, *others)]
        write(book, "measure_reminder", context, key=key, to=person["email"], reasons=reasons, entries=entries)


def _report_link(book: Book, measure: dict[str, Any], person: dict[str, Any]) -> str:
    """Where this person reports this measure; empty while there is no such form."""
    link = book.state.links.get(MeasureReport.name, "")
    about = {MeasureReports.measure: measure["id"], MeasureReports.reporter: person["id"]}
    return prefilled(MeasureReport, link, about) if link else ""


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
    of_role = cache(lambda role: list(_mentors_at_work(book) if role == MENTOR else holders(book, role)))
    found: dict[str, _Reminder] = {}
    measures = [measure for measure in _open_measures(book, today) if not measure["awaits"]]
    for reason, measure in _pressing(book, measures, today):
        people = [person for role in roles_in(measure["responsible"])[0] for person in of_role(role)]
        for person in [*people, *named(book, measure["responsible"])]:
            found.setdefault(person["email"].lower(), _Reminder(person)).own[reason] = measure
    for reason, measure in _overdue_for_long(book, measures):
        names = _names(book, of_role, measure)
        for director in of_role(DIRECTOR):
            reminder = found.setdefault(director["email"].lower(), _Reminder(director))
            # What directors answer for themselves they are reminded of as everybody is.
            if measure not in reminder.own.values():
                reminder.escalated[reason] = {**measure, "names": names}
    return list(found.values())


def _pressing(book: Book, measures: list[dict[str, Any]], today: date) -> Iterator[tuple[str, dict[str, Any]]]:
    """The reason to write about a measure now, and the measure: a lead time reached, or a week more overdue."""
    leads = sorted(int(days) for days in str(book[Settings].remind_days).split(","))
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
        weeks = (-measure["days_left"] - int(book[Settings].escalate_days)) // WEEK
        if weeks >= 0:
            yield f"escalation/{measure['id']}/{measure['due']}/{weeks}", measure


def _names(book: Book, of_role: Callable[[str], list[Addressee]], measure: dict[str, Any]) -> str:
    """Who answers for a measure by name. Mentors are too many to name."""
    roles = [role for role in roles_in(measure["responsible"])[0] if role != MENTOR]
    people = [*(person for role in roles for person in of_role(role)), *named(book, measure["responsible"])]
    return ", ".join(dict.fromkeys(person["full_name"] for person in people))


_TOLD = [
    Roadmap.id,
    Roadmap.number,
    Roadmap.measure,
    Roadmap.stage,
    Roadmap.deadline,
    Roadmap.checkpoint,
    Roadmap.due,
    Roadmap.result,
    Roadmap.responsible,
]
"""What a letter says of a measure."""


def _open_measures(book: Book, today: date) -> Iterator[dict[str, Any]]:
    roadmap = book[Roadmap]
    is_open = (
        roadmap[Roadmap.id].notna()
        & roadmap[Roadmap.due].notna()
        & ~roadmap[Roadmap.done]
        & (roadmap[Roadmap.state] != DONE)
    )
    counted = latest(reports(book))
    for row in roadmap.frame.loc[is_open, _TOLD].to_dict("records"):
        due = row[Roadmap.due].date()
        report = counted.get((row[Roadmap.id], due))
        yield {
            "id": row[Roadmap.id],
            "name": _name(row),
            "stage": _text(row[Roadmap.stage]),
            "deadline": _text(row[Roadmap.deadline]),
            "due": due,
            "days_left": (due - today).days,
            "result": _text(row[Roadmap.result]),
            "responsible": _text(row[Roadmap.responsible]),
            "awaits": bool(report and report.awaits),
            "rejected": report if report and report.rejected else None,
        }


def _name(row: Mapping[Any, Any]) -> str:
    """«КТ: 1.6. Оценить, как прошёл первый этап»; only what the plan says of it."""
    checkpoint = row[Roadmap.checkpoint] or is_checkpoint(_text(row[Roadmap.deadline]))
    number = _text(row[Roadmap.number]).rstrip(".")
    return f"{'КТ: ' if checkpoint else ''}{number + '. ' if number else ''}{_text(row[Roadmap.measure])}"


def _mentors_at_work(book: Book) -> Iterator[Addressee]:
    at_work = book[Pairs][Pairs.mentor][book[Pairs][Pairs.state] == OFFICIAL]
    yield from reachable(book[Mentors], book[Mentors][Mentors.id].isin(at_work))


# The curator's digest


def _digest_for_curators(book: Book, written: Written, today: date) -> None:
    curators = {one["email"].lower(): one for one in holders(book, CURATOR, COORDINATOR)}
    if not curators:
        return
    overdue = [measure for measure in _open_measures(book, today) if measure["days_left"] < 0]
    context = {
        "organisation": organisation(book),
        "today": today,
        "decisions": _decisions_awaited(book),
        "unmatched": _unmatched(book),
        "helpful": shortages.told(book, HELPFUL),
        "to_fix": _rows_to_fix(book),
        "overdue": overdue,
        "orders": _orders_awaiting_signature(book),
        "an_hour": int(book[Settings].form_letters_an_hour),
        "link": book.link,
    }
    waiting = _held_back(book)
    context["held_back"] = sum(waiting.values())
    reports = _reports_drawn_up(book, today)
    parts = [context[part] for part in ("decisions", "unmatched", "to_fix", "orders")]
    news = [f"digest/{_short_digest(parts)}"] if any(parts) else []
    news += [f"digest/{measure['id']}/{measure['due']}" for measure in overdue]
    news += reports
    news += [f"digest/held-back/{day}" for day in waiting]
    for reader in curators.values():
        reasons = written.new(reader["email"], news)
        if reasons:
            unread = [report for reason, report in reports.items() if reason in reasons]
            about = {**context, "reports": unread, "recipient": reader["greeting"]}
            key = f"digest/{reader['id']}/{today}"
            write(book, "curator_digest", about, key=key, to=reader["email"], reasons=reasons)


def _held_back(book: Book) -> dict[date, int]:
    """The days whose letters to strangers wait, because they are so many, and how many; none while all letters wait."""
    if not book[Settings].send_letters:
        return {}
    days = book[Letters][Letters.queued_at].loc[held_back(book)].dropna()
    return dict(Counter(day.date() for day in days))


def _decisions_awaited(book: Book) -> list[dict[str, Any]]:
    matches = book[Matches].frame
    best = (matches[Matches.state] == PROPOSED) | (
        (matches[Matches.state] == REPLACEMENT) & (matches[Matches.rank] == 1)
    )
    waiting = matches.loc[
        best & matches[Matches.decision].isna(),
        [Matches.mentee, Matches.mentee_name, Matches.mentor, Matches.mentor_name, Matches.state, Matches.score],
    ]
    return [
        {
            "id": row[Matches.mentee],
            "name": _text(row[Matches.mentee_name]),
            "what": f"{_proposed(row[Matches.state])} {row[Matches.mentor]} {_text(row[Matches.mentor_name])}, "
            f"балл {row[Matches.score]:.0f}",
        }
        for row in waiting.sort_values(Matches.mentee).to_dict("records")
    ] + [*_not_replaceable(book), *_reports_awaited(book)]


def _proposed(state: str) -> str:
    return "на замену предложен наставник" if state == REPLACEMENT else "предложен наставник"


def _not_replaceable(book: Book) -> list[dict[str, Any]]:
    """Those whose mentor had better be changed, while there is nobody to propose."""
    matches = book[Matches].frame
    rows = matches[(matches[Matches.state] == REPLACEMENT) & matches[Matches.mentor].isna()].sort_values(Matches.mentee)
    return [
        {
            "id": row[Matches.mentee],
            "name": _text(row[Matches.mentee_name]),
            "what": f"нужна {_text(row[Matches.reasons])}",
        }
        for row in rows.to_dict("records")
    ]


def _reports_awaited(book: Book) -> list[dict[str, Any]]:
    if book.unavailable(MeasureReports.name):
        return []
    frame = book[MeasureReports].frame
    return [
        {
            "id": row[MeasureReports.id],
            "name": row[MeasureReports.measure],
            "what": f"{_text(row[MeasureReports.outcome]).lower()} — {row[MeasureReports.title_of_measure]}",
        }
        for row in frame[frame[MeasureReports.state] == AWAITS_DECISION].to_dict("records")
    ]


def _unmatched(book: Book) -> list[dict[str, Any]]:
    matches = book[Matches].frame
    rows = (
        matches.loc[matches[Matches.state] == NOBODY, [Matches.mentee, Matches.mentee_name, Matches.reasons]]
        .sort_values(Matches.mentee)
        .to_dict("records")
    )
    return [
        {
            "id": row[Matches.mentee],
            "name": _text(row[Matches.mentee_name]),
            "reason": _text(row[Matches.reasons]),
        }
        for row in rows
    ]


def _rows_to_fix(book: Book) -> list[dict[str, Any]]:
    found = []
    tables = [book[Mentees], book[Mentors], book[Staff], book[Consents], book[Roadmap], book[Matches], book[Pairs]]
    tables += [book[sheet] for sheet in (MeasureReports, Preferences) if not book.unavailable(sheet.name)]
    for table in tables:
        questioned = table.frame[table[table.sheet.named("problems")].notna()]
        for row in questioned.to_dict("records"):
            name = _text(row.get(Bank.full_name, ""))
            problem = without_advice(str(row["problems"])).replace("\n", " ")
            if problem:
                found.append({"id": _text(row[table.key]), "name": name, "problem": problem})
    return found


def _orders_awaiting_signature(book: Book) -> list[dict[str, Any]]:
    # The link is known only after the document has been drawn up, so a brand-new draft is told of tomorrow.
    orders = book[Orders].frame
    drafts = orders[(orders[Orders.state] == DRAFT) & orders[Orders.document].notna()]
    return [{"title": row[Orders.subject], "link": row[Orders.document]} for row in drafts.to_dict("records")]


def _reports_drawn_up(book: Book, today: date) -> dict[str, dict[str, str]]:
    """The reason to tell of a report, and the report, of those of the last weeks: a new curator needs no older ones."""
    if book.unavailable(Reports.name):
        return {}
    reports = book[Reports].frame.dropna(subset=[Reports.purpose, Reports.document, Reports.drawn_up_on])
    recent = reports[reports[Reports.drawn_up_on] >= pd.Timestamp(today - timedelta(days=NEWS_FOR))]
    return {
        f"digest/{row[Reports.purpose]}": {
            "title": f"{_text(row[Reports.subject])} {_text(row[Reports.period])}".strip(),
            "gist": _text(row[Reports.gist]),
            "link": row[Reports.document],
        }
        for row in recent.to_dict("records")
    }


def _short_digest(value: Any) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()[:8]


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)
