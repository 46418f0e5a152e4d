"""Which of its columns a list is proposed to fill, and in which tab: by titles, and by what the cells look like."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from jobs.importing.fields import (
    FULL_NAME,
    NOTHING,
    PARTS,
    TARGETS,
    by_title,
    plain_title,
    takes_several,
    titles,
)
from jobs.importing.lists import ABOVE, PeopleList
from jobs.importing.looks import MUST_LOOK, look
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.schema import Schema
from sheets_schema.sheet import Sheet

_LEAST = 0.3
"""A score below this proposes nothing."""
_BY_TITLE, _BY_LOOK, _BY_LOOK_ALONE = 0.6, 0.4, 0.55
_MOST_COUNT = 0.6
_AGAINST = 0.2
_ALSO = 0.5
"""The least score by title of a second column that goes into the same cell."""


@dataclass(frozen=True)
class Chosen:
    """What becomes of a list: where its people go (empty: nowhere), and which field each of its columns is.

    `sure` says of each column how sure the proposal is, from 0 to 1; `schema` which fields there are.
    """

    people: PeopleList
    to: str
    columns: tuple[str, ...]
    sure: tuple[float, ...] = ()
    schema: Schema = NASTAVNIK

    @property
    def sheet(self) -> type[Sheet] | None:
        return TARGETS.get(self.to)

    @property
    def titles(self) -> Mapping[str, str]:
        """Name → title of all that a column may be; nothing of a list that goes nowhere."""
        return titles(self.sheet, self.schema) if self.sheet else {}

    @property
    def has_names(self) -> bool:
        """Whether anybody can be told from it."""
        return FULL_NAME in self.columns or "surname" in self.columns

    @property
    def left_out(self) -> list[str]:
        """The titles of columns of which nothing is taken."""
        return [title for title, name in zip(self.people.titles, self.columns, strict=True) if name == NOTHING]

    def put(self, title: str, name: str) -> Chosen:
        """The same with another field for the columns of this title."""
        plain = plain_title(title)
        columns = [
            name if plain_title(t) == plain else n for t, n in zip(self.people.titles, self.columns, strict=True)
        ]
        return replace(self, columns=tuple(columns))


def propose(lists: Sequence[PeopleList], file_name: str = "", schema: Schema = NASTAVNIK) -> list[Chosen]:
    """What a file's lists are likely to be, by the organisation's columns. Of our own spreadsheet, only the tabs of
    people go anywhere."""
    ours = {sheet.title: to for to, sheet in TARGETS.items()}
    is_ours = any(one.caption in ours for one in lists)
    targets = [ours.get(one.caption, "") if is_ours else _target(one, file_name) for one in lists]
    return [proposed(one, to, schema) for one, to in zip(lists, targets, strict=True)]


def proposed(people: PeopleList, to: str, schema: Schema = NASTAVNIK) -> Chosen:
    """What its columns are likely to be if its people go there. A list without names goes nowhere."""
    sheet = TARGETS.get(to)
    if sheet is None:
        return Chosen(people, "", (NOTHING,) * len(people.titles), (0.0,) * len(people.titles), schema)
    scores = sorted(
        (
            (score, n, name)
            for n in range(len(people.titles))
            for name, score in _scores(sheet, people, n, schema).items()
        ),
        key=lambda one: (-one[0], one[1]),
    )
    columns: dict[int, tuple[str, float]] = {}
    for score, n, name in scores:
        taken = {field for field, _ in columns.values()}
        if score < _LEAST or n in columns or (name in taken and not _goes_too(sheet, name, people.titles[n], schema)):
            continue
        if (name in PARTS and FULL_NAME in taken) or (name == FULL_NAME and {"surname", "given_name"} <= taken):
            continue
        columns[n] = (name, score)
    found = [columns.get(n, (NOTHING, 0.0)) for n in range(len(people.titles))]
    chosen = Chosen(people, to, tuple(name for name, _ in found), tuple(round(score, 2) for _, score in found), schema)
    return chosen if chosen.has_names else replace(chosen, to="")


def _goes_too(sheet: type[Sheet], name: str, title: str, schema: Schema) -> bool:
    column = schema.columns_of(sheet).get(name)
    return column is not None and takes_several(column) and by_title(sheet, title, schema) >= (name, _ALSO)


def _scores(sheet: type[Sheet], people: PeopleList, index: int, schema: Schema) -> Mapping[str, float]:
    """Field → how likely this column is it."""
    known, (named, by_words) = titles(sheet, schema), by_title(sheet, people.titles[index], schema)
    if people.titles[index] == ABOVE:
        return {"occupation": _ALSO} if "occupation" in known and sheet is TARGETS["наставляемые"] else {}
    looks = {name: part for name, part in look(people.column(index)).items() if name in known}
    if named == NOTHING:
        return {name: _BY_LOOK_ALONE * part for name, part in looks.items() if part >= _MOST_COUNT}
    if named not in looks:
        return {named: by_words}
    if named in MUST_LOOK and not looks[named]:
        return {named: _AGAINST * by_words}
    both = _BY_TITLE * by_words + _BY_LOOK * looks[named]
    return {named: both if named in MUST_LOOK else max(by_words, both)}


_TOLD: Mapping[str, str] = {
    "наставники": r"наставник",
    "наставляемые": r"наставляем|учени|обучающ|студент|\bкласс|контингент|\bгрупп",
    "сотрудники": r"сотрудник|педагог|учител|преподавател|персонал|штат|кадр|работник|\bколлектив",
}
_OF_COLUMNS: Mapping[str, str] = {
    "наставники": r"компетенци|наставничеств",
    "наставляемые": r"\bкласс|групп|родител|\bмать|\bотец|учени|обучающ|студент|запрос|специальност",
    "сотрудники": r"должност|педагог|учител|преподавател|сотрудник|табельн|стаж|категори|ставка|\bроль|нагрузк",
}


def _target(people: PeopleList, file_name: str) -> str:
    """Where a list's people are likely to go: by what it and its file are called, by its columns, by its classes."""
    called = f"{people.caption} {file_name}".lower().replace("ё", "е")
    points = {to: 3 * bool(re.search(words, called)) for to, words in _TOLD.items()}
    for to, words in _OF_COLUMNS.items():
        points[to] += sum(bool(re.search(words, plain_title(title))) for title in people.titles)
        points[to] += sum(by_title(TARGETS[to], title)[1] == 1 for title in people.titles)
    if ABOVE in people.titles:
        points["наставляемые"] += 1
    order = ("наставляемые", "сотрудники", "наставники")
    return max(order, key=lambda to: (points[to], -order.index(to)))
