"""«Отчёт о сопоставлении»: one for every order on pairs, kept up to date while the order is a draft.

It says what the curator sees in the tabs: the pairs of the order with their scores and reasons, how they were compared,
who is left over and what would help. When the order has been signed, it is drawn up a last time, and then stays.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

import pandas as pd

from automation.documents import NO_BREAK_SPACE, count
from automation.matching import PART_TITLES
from automation.matching.rules import Mode
from automation.workbook.book import Book
from automation.workbook.table import Table
from jobs.matching import shortages
from jobs.matching.rules import mode, rules
from jobs.pair_life.register import in_order, states
from jobs.pair_life.verdicts import replacements
from jobs.papers.drawing_up import draw_up, holder, is_up_to_date, or_none, organisation, school_year, signatory
from jobs.papers.kind import Act
from jobs.papers.kinds.matching_report import (
    KIND,
    AllLeftOver,
    Decisions,
    Figures,
    LeftOver,
    MatchingReport,
    Pair,
    Part,
    Replacement,
)
from jobs.papers.kinds.pairs import KIND as ORDER
from jobs.people.readiness import readiness
from jobs.runner.job import job
from sheets_schema.columns import shortened
from sheets_schema.tabs.bank import Bank
from sheets_schema.tabs.matches import Matches
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.orders import Orders
from sheets_schema.tabs.pairs import Pairs
from sheets_schema.tabs.reports import Reports
from sheets_schema.tabs.settings import Settings
from sheets_schema.tabs.who_with_whom import bar
from sheets_schema.vocabulary import (
    ACCEPT,
    ASSIGN,
    AT_WORK,
    COORDINATOR,
    CURATOR,
    NOBODY,
    PROPOSED,
    READY,
    REJECT,
    SIGNED,
    WEIGHTS,
)

MOST_ROWS = 60
"""People left over in the table; of the rest it says how many they are."""
HELPFUL = 3
LONGEST_WHY = 400

DECIDED = "Решения куратора программа не меняет."
PRINCIPLES: Mapping[Mode, str] = MappingProxyType(
    {
        "best": "Для остальных из всех возможных наборов пар она предлагает тот, в котором больше всего пар. Если "
        "мест на всех не хватает, впереди тот, кто раньше в очереди и кому наставник нужнее (столбец «Нужнее "
        "других»), и тот, чей балл ближе к лучшему, какой возможен именно для него; сколько человек написал в анкете, "
        "не важно. Среди таких наборов — тот, где сумма баллов больше, потом тот, где самый низкий балл выше, потом "
        "тот, где наставники загружены ровнее.",
        "mutual": "Остальных она ставит в пары по взаимному выбору: не остаётся двоих, кто оба предпочли бы друг друга "
        "тому, что им предложено. Впереди те, кого человек назвал сам, потом остальные по баллам.",
    }
)
POSSIBLE = (
    "Невозможные пары не рассматриваются: у наставника нет места, он не согласен на эту форму наставничества, один из "
    "двух просил не ставить его в пару с другим."
)
"""What `automation.matching.match` promises of its outcome, in words for the director."""


@job(
    title="отчёт о сопоставлении",
    after=("states",),
    does="Составляет к приказу о парах отчёт о том, как они подобраны.",
    stops="отчётов о сопоставлении нет",
)
def run(book: Book, today: date) -> None:
    orders, table = book[Orders].frame.dropna(subset=[Orders.id, Orders.purpose]), book[Reports]
    row_of = {purpose: int(row) for row, purpose in zip(table.index, table[Reports.purpose], strict=True)}
    for order in orders[ORDER.of(orders[Orders.purpose])].to_dict("records"):
        pairs = in_order(book, order[Orders.id])
        key = KIND.key(ORDER.which(order[Orders.purpose]))
        is_signed = order[Orders.state] == SIGNED
        if key not in row_of:
            if is_signed or not len(pairs):
                continue  # what was signed before this report was thought of has none
            row_of[key] = _new_row(book, table, key)
        row = row_of[key]
        if not is_signed or pd.isna(table[Reports.until][row]) or pd.isna(table[Reports.document][row]):
            _draw_up(book, table, row, order, pairs, today)


def _new_row(book: Book, table: Table, key: str) -> int:
    row = {Reports.id: book.new_keys(table, 1)[0], Reports.subject: KIND.title, Reports.purpose: key}
    return int(table.append([row])[0])


def _draw_up(book: Book, table: Table, row: int, order: dict[Any, Any], pairs: pd.DataFrame, today: date) -> None:
    is_signed = order[Orders.state] == SIGNED
    about = (
        f"к приказу от {order[Orders.dated]:%d.%m.%Y} № {order[Orders.number]}"
        if is_signed
        else f"к проекту {order[Orders.id]}"
    )
    until = order[Orders.dated] if is_signed else None
    table.set(row, {Reports.period: about, Reports.until: until, Reports.problems: None})
    # Its date is that of its last change: nothing is written on a day on which nothing else would be new.
    drawn_up_on = table[Reports.drawn_up_on][row]
    context = _context(book, order, pairs, today)
    unchanged = context if pd.isna(drawn_up_on) else replace(context, today=drawn_up_on.date())
    if not is_up_to_date(book, KIND, row, unchanged):
        said = {Reports.drawn_up_on: pd.Timestamp(today), Reports.gist: _gist(context)}
        draw_up(book, KIND, row, context, said=said, final=is_signed)


def _gist(context: MatchingReport) -> str:
    told = f"{count(len(context.pairs), 'пара')} в приказе, без наставника {context.figures.left_over}"
    return told.replace(NO_BREAK_SPACE, " ")


# What it says


def _context(book: Book, order: dict[Any, Any], pairs: pd.DataFrame, today: date) -> MatchingReport:
    drafted_on = today if pd.isna(order[Orders.drafted_on]) else order[Orders.drafted_on].date()
    has_number = not (pd.isna(order[Orders.number]) or pd.isna(order[Orders.dated]))
    left_over = _left_over(book)
    return MatchingReport(
        organisation=organisation(book),
        place=book[Settings].place,
        school_year=school_year(drafted_on),
        today=today,
        order=Act(order[Orders.number], order[Orders.dated].date()) if has_number else None,
        figures=_figures(book, len(left_over)),
        decisions=_decisions(book, pairs),
        principle=f"{DECIDED} {PRINCIPLES[mode(book[Settings])]} {POSSIBLE} {shortages.doubt(book)}".strip(),
        parts=_parts(book, today),
        pairs=_pairs(book, pairs),
        left_over=AllLeftOver(left_over[:MOST_ROWS], max(0, len(left_over) - MOST_ROWS)),
        helpful=shortages.told(book, HELPFUL) if left_over else [],
        replacements=_replacements(book, pairs),
        director=signatory(book),
        curator=holder(book, CURATOR, COORDINATOR),
    )


def _figures(book: Book, left_over: int) -> Figures:
    mentees, mentors = (
        bank.frame[readiness(book, bank) == READY].dropna(subset=[Bank.id]).drop_duplicates(Bank.id)
        for bank in (book[Mentees], book[Mentors])
    )
    return Figures(
        asked=len(mentees),
        mentors=len(mentors),
        places=int(mentors[Mentors.capacity].fillna(0).sum()),
        agreed=int(states(book).isin(AT_WORK).sum()),
        proposed=int((book[Matches][Matches.state] == PROPOSED).sum()),
        left_over=left_over,
    )


def _decisions(book: Book, pairs: pd.DataFrame) -> Decisions:
    matches = book[Matches].frame
    made = matches[matches[Matches.pair].isin(pairs[Pairs.id])]
    return Decisions(
        accepted=int((made[Matches.decision] == ACCEPT).sum()),
        assigned=int((made[Matches.decision] == ASSIGN).sum()),
        rejected=int((matches[Matches.decision] == REJECT).sum()),
    )


def _parts(book: Book, today: date) -> list[Part]:
    """What a score is made of, what counts most first."""
    points = {part: most for part, most in rules(book[Settings], today).points().items() if most}
    return [
        Part(PART_TITLES[part], WEIGHTS[part][2], _points(points[part] / 10))
        for part in sorted(points, key=lambda part: -points[part])
    ]


def _pairs(book: Book, pairs: pd.DataFrame) -> list[Pair]:
    """By the mentor's name, as in the appendix of the order."""
    matches = (
        book[Matches]
        .frame.dropna(subset=[Matches.mentee, Matches.mentor])
        .drop_duplicates([Matches.mentee, Matches.mentor])
    )
    judged = {(row[Matches.mentee], row[Matches.mentor]): row for row in matches.to_dict("records")}
    found = []
    for pair in pairs.sort_values([Pairs.mentor_name, Pairs.mentor, Pairs.mentee_name, Pairs.mentee]).to_dict(
        "records"
    ):
        row = judged.get((pair[Pairs.mentee], pair[Pairs.mentor]), {Matches.score: None, Matches.reasons: None})
        score = or_none(row[Matches.score])
        found.append(
            Pair(
                mentor=or_none(pair[Pairs.mentor_name]),
                mentee=or_none(pair[Pairs.mentee_name]),
                score=None if score is None else str(int(score + 0.5)),  # as «Подбор» shows it
                bar="" if score is None else bar(score),
                why=_why(or_none(row[Matches.reasons])),
            )
        )
    return found


def _why(reasons: str | None) -> str:
    return shortened(_OF_FORMER_VERSIONS.sub("", reasons), LONGEST_WHY) if reasons else "по решению куратора"


_OF_FORMER_VERSIONS = re.compile(r"^замена \([^)]*\): ")
"""Versions until the end of 2026 wrote into «Почему» what people had answered, which is for the curator alone; rows
that were decided then keep it."""


def _left_over(book: Book) -> list[LeftOver]:
    matches, pairs = book[Matches].frame, book[Pairs].frame
    at_work = pairs[Pairs.mentee][states(book).isin(AT_WORK)]
    nobody = matches[(matches[Matches.state] == NOBODY) & ~matches[Matches.mentee].isin(at_work)].drop_duplicates(
        Matches.mentee
    )
    return [
        LeftOver(or_none(row[Matches.mentee_name]), shortened(or_none(row[Matches.reasons]) or "", LONGEST_WHY))
        for row in nobody.sort_values([Matches.mentee_name, Matches.mentee]).to_dict("records")
    ]


def _replacements(book: Book, pairs: pd.DataFrame) -> list[Replacement]:
    """Pairs of the order that had better be changed, and why."""
    names = pairs.set_index(Pairs.id)
    return [
        Replacement(
            mentor=or_none(names[Pairs.mentor_name][one.pair]),
            mentee=or_none(names[Pairs.mentee_name][one.pair]),
            why=one.gist,
        )
        for one in replacements(book)
        if one.pair in names.index
    ]


def _points(points: float) -> str:
    """«45,5» and «45»."""
    return f"{points:.1f}".removesuffix(".0").replace(".", ",")
