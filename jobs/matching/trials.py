"""What the curator would like to try out before it is decided: a candidate in «Подбор», a value in «Настройки»."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import pandas as pd

from automation.matching import Matching
from automation.matching.changes import Changes
from automation.workbook.book import Book
from automation.workbook.settings import codes, read_settings
from automation.workbook.table import Table
from jobs.matching.decisions import to_be_tried
from jobs.matching.rules import mode, rules
from sheets_schema.columns import Name, Text
from sheets_schema.tabs.matches import Matches
from sheets_schema.tabs.settings import Settings, SettingsTab

MOST = 10
"""So many trials on each tab: every one is a matching of its own."""
TOO_MANY = f"Отмечено больше {MOST} строк. Посмотрите первые и снимите с них отметку: тогда дойдёт и до этой."
NOTHING_TO_DO_WITH_PAIRS = "От этого пары не зависят."
SAME_AS_NOW = "С этим значением пары те же, что сейчас: оно уже действует."
IN_PAIR = "У {mentee} уже есть пара: что изменится, станет видно, когда вы её закончите."


def tell_of_candidates(book: Book, matching: Matching, settled: pd.DataFrame, again: Callable[..., Matching]) -> None:
    """Beside every candidate who is to be tried: what would change if that pair were agreed to.

    `again` gives the matching for other `decisions` than those that are `settled`.
    """
    paired = set(matching.pairs["mentee"][matching.pairs["source"] != "matched"])

    def effect(mentee: str, mentor: str, problem: str) -> str:
        if problem:
            return problem
        if mentee in paired:
            return IN_PAIR.format(mentee=mentee)
        agreed = pd.DataFrame([(mentee, mentor, "assigned")], columns=settled.columns)
        refused = (settled["mentee"] == mentee) & (settled["mentor"] == mentor)
        after = again(decisions=pd.concat([settled[~refused], agreed]))
        objections = _problems(after, mentee, mentor) - _problems(matching, mentee, mentor)
        return " ".join([*sorted(objections), Changes.between(matching, after).told(beside={mentee})])

    tried = to_be_tried(book)
    effects = {row: effect(mentee, mentor, problem) for row, mentee, mentor, problem in tried[:MOST]}
    _write(book[Matches], Matches.effect, effects | {row: TOO_MANY for row, *_ in tried[MOST:]})


def tell_of_settings(book: Book, matching: Matching, today: date, again: Callable[..., Matching]) -> None:
    """Beside every value in «Настройки» that is to be tried: which pairs there would be with it.

    `again` gives the matching by other `rules` and in another `mode`.
    """
    settings = book[SettingsTab]
    now = rules(book[Settings], today, book.schema), mode(book[Settings])

    def effect(code: str) -> str:
        values = read_settings(Settings, settings, trying=code)
        if code in values.problems:
            return values.problems[code]
        then = rules(values, today, book.schema), mode(values)
        if then == now:
            same = getattr(values, code) == getattr(book[Settings], code)
            return SAME_AS_NOW if same else NOTHING_TO_DO_WITH_PAIRS
        as_before = then[0].points() == now[0].points()
        return Changes.between(matching, again(rules=then[0], mode=then[1])).told(with_total=as_before)

    tried = codes(Settings, settings)[settings[SettingsTab.tried].notna()].dropna()
    effects = {int(str(row)): effect(code) for row, code in tried.iloc[:MOST].items()}
    _write(settings, SettingsTab.effect, effects | {int(str(row)): TOO_MANY for row in tried.index[MOST:]})


def _problems(matching: Matching, mentee: str, mentor: str) -> set[str]:
    """What a matching says of two people together."""
    about = matching.problems
    return set(about["problem"][(about["mentee"] == mentee) & about["mentor"].isin([mentor, ""])])


def _write(table: Table, name: Name[Text], effects: Mapping[int, str]) -> None:
    told = [effects.get(int(row)) for row in table.index]
    table[name] = pd.Series(told, index=table.index, dtype="str")
