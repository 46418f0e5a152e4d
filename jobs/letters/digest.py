"""The curator's digest: what waits for a decision, what is wrong, what is news."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pandas as pd

from automation.workbook.book import Book
from automation.workbook.checks import without_advice
from jobs.letters.addressees import holders, organisation
from jobs.letters.correspondence import DIGEST, Written, as_text, awaiting_leave, held_back, short_digest, write
from jobs.letters.kinds import LetterKind
from jobs.letters.open_measures import open_measures
from jobs.matching import shortages
from jobs.plan.roadmap import NOT_CONFIRMED
from sheets_schema.tabs.bank import Bank
from sheets_schema.tabs.letters import Letters
from sheets_schema.tabs.matches import Matches
from sheets_schema.tabs.measure_reports import MeasureReports
from sheets_schema.tabs.orders import Orders
from sheets_schema.tabs.reports import Reports
from sheets_schema.tabs.settings import Settings
from sheets_schema.vocabulary import (
    AWAITS_DECISION,
    COORDINATOR,
    CURATOR,
    DRAFT,
    NOBODY,
    PROPOSED,
    REPLACEMENT,
)

CURATORS_DIGEST = LetterKind(
    DIGEST,
    title="сводка куратору",
    to="куратору и координатору",
    about="Что ждёт решения, что исправить, что просрочено и что нового.",
)
NEWS_FOR = 28
"""Days for which a report that was drawn up is news."""
HELPFUL = 2
"""Lines of «Кого не хватает» in the digest."""


def tell_curators(book: Book, written: Written, today: date) -> None:
    curators = {one["email"].lower(): one for one in holders(book, CURATOR, COORDINATOR)}
    if not curators:
        return
    confirmed = bool(book[Settings].plan_confirmed)
    overdue = [measure for measure in open_measures(book, today) if confirmed and measure["days_left"] < 0]
    context = {
        "organisation": organisation(book),
        "today": today,
        "decisions": _decisions_awaited(book),
        "unmatched": _unmatched(book),
        "helpful": shortages.told(book, HELPFUL),
        "to_fix": _rows_to_fix(book),
        "overdue": overdue,
        "not_confirmed": "" if confirmed else NOT_CONFIRMED,
        "orders": _orders_awaiting_signature(book),
        "an_hour": int(book[Settings].form_letters_an_hour),
        "link": book.link,
    }
    waiting, many = _by_day(book, held_back(book)), _by_day(book, awaiting_leave(book))
    context |= {"held_back": sum(waiting.values()), "many_letters": sum(many.values())}
    reports = _reports_drawn_up(book, today)
    parts = [context[part] for part in ("decisions", "unmatched", "to_fix", "orders")]
    news = [f"digest/{short_digest(parts)}"] if any(parts) else []
    news += [f"digest/{measure['id']}/{measure['due']}" for measure in overdue]
    news += [] if confirmed else ["digest/plan-not-confirmed"]
    news += reports
    news += [f"digest/held-back/{day}" for day in waiting]
    news += [f"digest/many-letters/{day}" for day in many]
    for reader in curators.values():
        reasons = written.new(reader["email"], news)
        if reasons:
            unread = [report for reason, report in reports.items() if reason in reasons]
            about = {**context, "reports": unread, "recipient": reader["greeting"]}
            key = f"{DIGEST}/{reader['id']}/{today}"
            write(book, "curator_digest", about, key=key, to=reader["email"], reasons=reasons)


def _by_day(book: Book, waiting: pd.Index) -> dict[date, int]:
    """The days whose letters wait, because they are so many, and how many; none while all letters wait."""
    if not book[Settings].send_letters:
        return {}
    days = book[Letters][Letters.queued_at].loc[waiting].dropna()
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
            "name": as_text(row[Matches.mentee_name]),
            "what": f"{_proposed(row[Matches.state])} {row[Matches.mentor]} {as_text(row[Matches.mentor_name])}, "
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
            "name": as_text(row[Matches.mentee_name]),
            "what": f"нужна {as_text(row[Matches.circumstances])}: {as_text(row[Matches.reasons])}",
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
            "what": f"{as_text(row[MeasureReports.outcome]).lower()} — {row[MeasureReports.title_of_measure]}",
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
            "name": as_text(row[Matches.mentee_name]),
            "reason": as_text(row[Matches.reasons]),
        }
        for row in rows
    ]


def _rows_to_fix(book: Book) -> list[dict[str, Any]]:
    found = []
    for sheet in (sheet for sheet in book.schema.sheets if sheet.in_digest and not book.unavailable(sheet.name)):
        table = book[sheet]
        questioned = table.frame[table[table.sheet.named("problems")].notna()]
        for row in questioned.to_dict("records"):
            name = as_text(row.get(Bank.full_name, ""))
            problem = without_advice(str(row["problems"])).replace("\n", " ")
            if problem:
                found.append({"id": as_text(row[table.key]), "name": name, "problem": problem})
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
            "title": f"{as_text(row[Reports.subject])} {as_text(row[Reports.period])}".strip(),
            "gist": as_text(row[Reports.gist]),
            "link": row[Reports.document],
        }
        for row in recent.to_dict("records")
    }
