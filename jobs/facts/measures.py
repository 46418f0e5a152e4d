"""The roadmap's measures with their deadlines, and what is known to be done of them: by the curator or by proof."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from automation.deadlines import Period, occurrences, parse, timetable
from automation.workbook.book import Book
from jobs.facts.measure_reports import reports
from jobs.facts.proofs import Seen, look
from jobs.facts.roadmap import deadlines, period
from sheets_schema.vocabulary import DONE

ADVICE = "; мероприятие повторяется — отметьте этот раз в «Сделано по»"
NOTHING = Seen(False, None)


class Measures(NamedTuple):
    """The rows of «Дорожная карта», as deadlines are reckoned from them."""

    terms: dict[str, Any]
    """What `timetable` and `occurrences` take."""
    seen: pd.Series
    """What the program sees of each measure that has a word in «Засчитать, когда»."""

    def timetable(self) -> pd.DataFrame:
        return timetable(**self.terms)

    def occurrences(self) -> pd.DataFrame:
        return occurrences(**self.terms)


def measures(book: Book, today: date) -> Measures | None:
    """The measures as they stand on `today`; None while the plan has no period.

    What the curator has ticked is done, whatever the program sees; what they have not is done when the proof that
    they named is there. Nothing of theirs is changed by it. A recurring measure is the curator's alone: nobody can
    tell which of its times a proof would speak of.
    """
    within = period(book)
    if within is None:
        return None
    roadmap = book.roadmap
    texts = deadlines(book)
    proven, seen = _proofs(book, texts, within)
    terms = {
        "texts": texts,
        "done": roadmap["done"] | proven,
        "done_until": _done_until(book),
        "period": within,
        "today": today,
        "soon_days": int(book.settings.soon_days),
    }
    return Measures(terms, seen)


def _done_until(book: Book) -> pd.Series:
    """The day up to which each measure has been done: as the curator typed, or as a report said that they accepted."""
    typed = book.roadmap["done_until"]
    accepted: dict[str, pd.Timestamp] = {}
    for report in reports(book):
        if report.finished and report.about:
            day = pd.Timestamp(report.about)
            accepted[report.measure] = max(day, accepted.get(report.measure, day))
    if not accepted:
        return typed
    reported = pd.to_datetime(book.roadmap["id"].map(accepted)).astype(typed.dtype)
    return typed.where(typed.notna() & ~(reported > typed), reported)


def _proofs(book: Book, texts: pd.Series, within: Period) -> tuple[pd.Series, pd.Series]:
    """Which measures are done by proof, and what is seen of each."""
    words = book.roadmap["proven_by"]
    found = {word: look(book, word, within) for word in words.dropna().unique()}
    done: list[bool] = []
    says: list[str | None] = []
    rows = zip(words, texts, book.roadmap["state"], book.roadmap["seen"], strict=True)
    for word, text, state, seen_before in rows:
        recurs = len(parse(text, period=within).occurrences(date.max)) > 1 if word in found else False
        # A proof that cannot be looked at now stands as it was seen last.
        seen = found.get(word, NOTHING) or Seen(state == DONE, seen_before)
        done.append(seen.done and not recurs)
        says.append(f"{seen.says}{ADVICE}" if seen.done and recurs else seen.says)
    return pd.Series(done, index=words.index, dtype="bool"), pd.Series(says, index=words.index, dtype="str")
