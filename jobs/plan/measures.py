"""The roadmap's measures with their deadlines, and what is known to be done of them: by the curator or by proof."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

import pandas as pd

from automation.deadlines import Period, occurrences, timetable
from automation.roadmaps import ABOUT_PAIRS, Entry, Plan
from automation.workbook.book import Book
from jobs.plan import roadmap
from jobs.plan.proofs import OF_ONE_MEASURE, Seen, look
from jobs.plan.reported import agreed_days, reports
from jobs.runner.facts import fact
from sheets_schema.tabs.roadmap import Roadmap
from sheets_schema.tabs.settings import Settings
from sheets_schema.vocabulary import DONE, PAIRS_ORDER_SIGNED

RECURS = "; мероприятие повторяется — отметьте этот раз в «Сделано по»"
NOTHING = Seen(False, None)


class Measures(NamedTuple):
    """The rows of «Дорожная карта», as deadlines are reckoned from them."""

    plan: Plan
    """One entry a row, in the order of the rows."""
    period: Period
    terms: Mapping[str, Any]
    """What `timetable` and `occurrences` take."""
    seen: pd.Series
    """What the program sees of each measure that has a word in «Засчитать, когда»."""
    advice: Mapping[int, str]
    """Row → what the curator has to fill in before its proof can be seen."""

    def timetable(self) -> pd.DataFrame:
        return timetable(**self.terms)

    def occurrences(self) -> pd.DataFrame:
        return occurrences(**self.terms)


@fact
def measures(book: Book, today: date) -> Measures | None:
    """The measures as they stand on `today`; None while the plan has no period.

    What the curator has ticked is done, whatever the program sees; what they have not is done when the proof that
    they named is there. Nothing of theirs is changed by it. A recurring measure is the curator's alone: nobody can
    tell which of its times a proof would speak of.
    """
    within = roadmap.period(book)
    if within is None:
        return None
    found = _found(book, within)
    plan = _plan(book, within, found)
    proven, seen = _proofs(book, plan, found)
    terms = {
        "deadlines": pd.Series([entry.deadline for entry in plan.entries], index=book[Roadmap].index, dtype="object"),
        "done": book[Roadmap][Roadmap.done] | proven,
        "done_until": _done_until(book),
        "today": today,
        "soon_days": int(book[Settings].soon_days),
    }
    return Measures(plan, within, MappingProxyType(terms), seen, MappingProxyType(dict(_lacking(found))))


def _done_until(book: Book) -> pd.Series:
    """The day up to which each measure has been done: as the curator typed, or as a report said that they accepted."""
    typed = book[Roadmap][Roadmap.done_until]
    accepted: dict[str, pd.Timestamp] = {}
    for report in reports(book):
        if report.finished and report.about:
            day = pd.Timestamp(report.about)
            accepted[report.measure] = max(day, accepted.get(report.measure, day))
    if not accepted:
        return typed
    reported = pd.to_datetime(book[Roadmap][Roadmap.id].map(accepted)).astype(typed.dtype)
    return typed.where(typed.notna() & ~(reported > typed), reported)


# The plan


def _plan(book: Book, within: Period, found: Mapping[int, Seen | None]) -> Plan:
    """The plan with deadlines relative to a measure counted from the day on which it was done, or will be."""
    keys = book[Roadmap][Roadmap.id]
    agreed = agreed_days(book)

    def day_of(entry: Entry) -> date | None:
        proof = found.get(entry.row)
        if proof and proof.done and proof.on:
            return proof.on
        return agreed(keys[entry.row], entry.deadline.due)

    order = look(book, PAIRS_ORDER_SIGNED, within)
    return roadmap.plan(book, within, day_of=day_of, events={ABOUT_PAIRS: order.on} if order else {})


# Proofs


def _found(book: Book, within: Period) -> dict[int, Seen | None]:
    """Row → what is to be seen for its word of «Засчитать, когда»; rows without a word are left out."""
    measures = book[Roadmap].frame.dropna(subset=[Roadmap.proven_by])
    words = measures[Roadmap.proven_by]
    alike = {word: look(book, word, within) for word in words.unique() if word not in OF_ONE_MEASURE}
    called = zip(measures.index.tolist(), words, measures[Roadmap.number], measures[Roadmap.id], strict=True)
    return {
        row: look(book, word, within, _names(number, key)) if word in OF_ONE_MEASURE else alike[word]
        for row, word, number, key in called
    }


def _names(*names: Any) -> set[str]:
    return {str(name).rstrip(".") for name in names if not pd.isna(name)}


def _proofs(book: Book, plan: Plan, found: Mapping[int, Seen | None]) -> tuple[pd.Series, pd.Series]:
    """Which measures are done by proof, and what is seen of each."""
    index = book[Roadmap].index
    done: list[bool] = []
    says: list[str | None] = []
    rows = zip(index.tolist(), plan.entries, book[Roadmap][Roadmap.state], book[Roadmap][Roadmap.seen], strict=True)
    for row, entry, state, seen_before in rows:
        # A proof that cannot be looked at now stands as it was seen last.
        seen = found.get(row, NOTHING) or Seen(state == DONE, seen_before)
        done.append(seen.done and not entry.recurs)
        says.append(f"{seen.says}{RECURS}" if seen.done and entry.recurs else seen.says)
    return pd.Series(done, index=index, dtype="bool"), pd.Series(says, index=index, dtype="str")


def _lacking(found: Mapping[int, Seen | None]) -> Iterator[tuple[int, str]]:
    title = Roadmap.proven_by.column.title
    for row, seen in found.items():
        if seen and seen.lacks:
            where = f"на листе «Настройки» не заполнено: {seen.lacks}"
            yield row, f"{title}: {where}; впишите, или отметьте «Выполнено» сами"
