"""Measures in the tables that people draw: columns known by their titles, stages in rows or columns of their own.

    imported = read_tables(grids(content))
    imported.measures[0].title, imported.remarks[0]

What is not understood is said with its place; the rest is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from automation.deadlines import is_checkpoint
from automation.grids.grid import Cell, Grid, counts_columns
from automation.roadmaps.entry import number_in
from automation.roadmaps.items import Items, items_at_most, items_in
from automation.roadmaps.terms import TermColumns, is_term, term_columns
from sheets_schema.vocabulary import LEVELS, Level

Row = Sequence[Cell]


@dataclass(frozen=True)
class Found:
    """One measure as its table has it; what the table does not say is empty. `place` is where it stands there."""

    place: str
    title: str
    number: str = ""
    deadline: str = ""
    responsible: str = ""
    result: str = ""
    stage: str = ""
    activity: str = ""
    yearly: bool = False
    """Its column «Каждый год» says so."""
    inherited: tuple[Literal["deadline", "responsible"], ...] = ()
    """Which of these two the table writes once, in a merged cell above."""
    description: str = ""
    checkpoint: bool = False
    levels: tuple[Level, ...] = ()


@dataclass
class Imported:
    """What was read, and sentences in Russian about what was not or not for certain."""

    measures: list[Found] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def read_tables(tables: Sequence[Grid]) -> Imported:
    """The measures of all tables of a file, in order."""
    reader = _Reader()
    for table in tables:
        reader.table(table)
    if not tables:
        reader.imported.remarks.append("В файле нет ни одной таблицы.")
    return reader.imported


# Columns

MEASURE, ACTIVITY = "title", "activity"
_TITLES = (
    ("yearly", r"(каждый год|ежегодно)$"),
    ("number", r"(№|n\b|номер|п/п|пп\b)"),
    ("responsible", r".*\b(ответственн|исполнител)"),
    ("deadline", r".*\b(срок|дата|даты|период|длительност|когда|время|месяц)"),
    ("result", r".*\b(результат|документ|показател|продукт|подтвержд|итог|отчетност)"),
    (MEASURE, r".*\b(мероприяти|содержани)"),
    ("stage", r".*\b(этап|раздел|блок)"),
    (ACTIVITY, r".*\b(направлени|задач)"),
    ("checkpoint", r"кт\b|контрольн\w* точк"),
    ("levels", r"уровен"),
    ("description", r"описани|пояснени|подробн"),
    (MEASURE, r".*\b(наименован|действи|вид\w* работ|что )"),
)
"""Field → how the title of its column may read; the first that fits is meant («Результат мероприятия» is a result)."""

_TICKED = {"да", "+", "✓", "v", "x", "х", "1", "истина", "true", "ежегодно", "каждый год"}

_MAY_INHERIT: tuple[Literal["deadline", "responsible"], ...] = ("deadline", "responsible")
_SHARED = {"deadline": "срок", "responsible": "ответственные", "result": "результат"}
"""What a row may say of all that its cell lists, or list for each."""
_LONGEST_TITLE = 80  # characters; what is longer is a text
_HEADER_IN_FIRST = 15
_NOT_TICKED = {"", "нет", "-", "–", "—", "0", "ложь"}
_LEVEL = 6  # letters by which a level is known: «региональный», «организации»


def _field(title: str) -> str:
    """What a column with this title holds; empty for anything else."""
    plain = " ".join(title.lower().replace("ё", "е").replace("-\n", "").split())
    if not plain or len(plain) > _LONGEST_TITLE:
        return ""
    return next((name for name, words in _TITLES if re.match(words, plain)), "")


def _columns(row: Row) -> dict[int, str]:
    """Place → field, for a row that may be a header. A title over several columns names them all."""
    found: dict[int, str] = {}
    name = ""
    for place, cell in enumerate(row):
        name = name if cell.covered else _field(cell.text)
        if name:
            found[place] = name
    return _one_measure(row, found)


def _one_measure(row: Row, found: dict[int, str]) -> dict[int, str]:
    """Of two columns of measures, «Содержание» or else the last holds them; the others hold lines of activity.

    «Что сделать» beside another is its description; a description without any measures is what there is of them.
    """
    if MEASURE not in found.values():
        return {place: MEASURE if name == "description" else name for place, name in found.items()}
    more = [place for place, name in found.items() if name == MEASURE and re.match("что ", row[place].text.lower())]
    if len(more) < list(found.values()).count(MEASURE):
        found = found | dict.fromkeys(more, "description")
    places = [place for place, name in found.items() if name == MEASURE and not row[place].covered]
    if len(places) < 2:
        return found
    chosen = next((place for place in places if "содержани" in row[place].text.lower()), places[-1])
    return found | dict.fromkeys((place for place in places if place != chosen), ACTIVITY)


def _is_header(columns: Mapping[int, str], least: int) -> bool:
    return MEASURE in columns.values() and len(set(columns.values())) >= least


def _header(rows: Sequence[Row]) -> int | None:
    """The row near the top that names the most columns."""
    scores = {n: len(set(_columns(row).values())) for n, row in enumerate(rows[:_HEADER_IN_FIRST])}
    fitting = [n for n in scores if _is_header(_columns(rows[n]), 2)]
    return max(fitting, key=lambda n: (scores[n], -n), default=None)


# Rows

_STAGE = re.compile(r"(?:\w+\s+)?этап\b|раздел\b|блок\b|[IVX]+\s*[.)]\s", re.IGNORECASE)
_OWN_NUMBER = re.compile(r"(\d{1,3}(?:\.\d{1,3}){1,3}(?=[.)\s])|\d{1,3}(?=[.)]))[.)]?\s*(?=[^\d.)])(.+)", re.DOTALL)
"""«1.1. Обеспечить …», «3) Обеспечить …»; a date is not a number."""


@dataclass
class _Reader:
    """Goes through the rows; remembers the columns and the stage, for tables that go on over a page."""

    imported: Imported = field(default_factory=Imported)
    columns: dict[int, str] = field(default_factory=dict)
    width: int = 0
    numbers_stages: bool = False
    terms: TermColumns = field(default_factory=TermColumns)
    term: str = ""
    """The deadline in the row above all that is due then."""
    stage: str = ""
    activity: str = ""

    def table(self, table: Grid) -> None:
        self.imported.remarks += [f"{table.name}: {remark}." for remark in table.remarks]
        rows = list(table.rows)
        if not any(cell.text for row in rows for cell in row):
            return
        header = _header(rows)
        if header is not None:
            self._begin(table, rows, header)
            above = [n for n, row in enumerate(rows[:header], 1) if _says_much(row)]
            if above:
                where = f"строка {above[0]}" if len(above) == 1 else f"строки {above[0]}–{above[-1]}"
                self._say(f"{table.name}, {where}", "выше названий столбцов; не прочитано")
        elif not self.columns or self.width != table.width:
            self._say(table.name, "нет строки с названиями столбцов (мероприятие, срок, ответственные…); не прочитана")
            return
        elif _STAGE.match(table.caption):
            self._enter_stage(table.caption)
        start = 0 if header is None else self._first_row(rows, header)
        for n, row in enumerate(rows[start:], start + 1):
            self._row(f"{table.name}, строка {n}", row, below=rows[n] if n < len(rows) else ())

    def _first_row(self, rows: Sequence[Row], header: int) -> int:
        """The row below the header, which takes several rows where its cells are merged downwards."""
        start = header + 1
        while start < len(rows) and self._text(rows[start], MEASURE) and not self._is_new(rows[start], MEASURE):
            start += 1
        return start

    def _begin(self, table: Grid, rows: Sequence[Row], header: int) -> None:
        """A table with a header: what stands above it may name the stage."""
        self.columns, self.width = _columns(rows[header]), table.width
        self.stage = self.activity = self.term = ""
        self.terms = self._term_columns(table, rows, header)
        self._say_what_is_left_out(table, rows, header)
        self.numbers_stages = self._are_stages_numbers(rows[header + 1 :])
        above = [table.caption, *(cell.text for row in rows[:header] for cell in row if cell.is_new)]
        for text in above:
            if _STAGE.match(text):
                self._enter_stage(text)

    def _term_columns(self, table: Grid, rows: Sequence[Row], header: int) -> TermColumns:
        """The columns that stand for months: named in the header itself, or in the rows below that belong to it."""
        for n in range(header, header + 3):
            terms = term_columns(rows[n], rows[n - 1] if n else ()) if n < len(rows) else TermColumns()
            if terms.titles:
                self.columns = {place: name for place, name in self.columns.items() if place not in terms.titles}
                first, *_, last = terms.titles.values()
                self._say(table.name, f"сроки взяты из столбцов от «{first}» до «{last}», где стоит отметка")
                return terms
        return TermColumns()

    def _say_what_is_left_out(self, table: Grid, rows: Sequence[Row], header: int) -> None:
        """Columns that nothing is made of, though something stands in them."""
        titles = [(n, cell.text) for n, cell in enumerate(rows[header]) if cell.text and not cell.covered]
        left = [
            " ".join(title.split())
            for n, title in titles
            if n not in self.columns and n not in self.terms.titles
            if any(cell.is_new for row in rows[header + 1 :] for cell in row[n : n + 1] if not counts_columns(row))
        ]
        if left:
            named = ", ".join(f"«{_short(title)}»" for title in left)
            self._say(table.name, f"на листе «Дорожная карта» такого нет, не внесено: {named}")

    def _are_stages_numbers(self, rows: Sequence[Row]) -> bool:
        """Whether «№» numbers the stages of the next column, and not the measures."""
        data = [row for row in rows if self._text(row, MEASURE)]
        numbered = [row for row in data if self._is_new(row, "number")]
        return 0 < len(numbered) < len(data) and all(self._is_new(row, "stage") for row in numbered)

    def _row(self, place: str, row: Row, *, below: Row) -> None:
        new = [cell for cell in row if cell.is_new]
        if not new or counts_columns(new) or self._is_header_again(row):
            return
        stage = self._as_stage(row, new)
        if len(new) == 1 and is_term(new[0].text) and not self._continues(row):
            self.term = " ".join(new[0].text.split())
            self._say(place, f"срок «{self.term}» взят для мероприятий под этой строкой, у которых нет своего")
            return
        if stage:
            self._enter_stage(stage)
            return
        self._remember_stage(row)
        title = self._text(row, MEASURE)
        if self._continues(row) and self.imported.measures:
            self._go_on(row)
        elif title and self._is_tail(row, title):
            last = self.imported.measures[-1]
            self.imported.measures[-1] = replace(last, title=f"{last.title} {' '.join(title.split())}")
            self._go_on(row)
            self._say(place, f"похоже на продолжение предыдущей («{_short(title)}»…); присоединена к ней")
        elif title:
            # Rows under a merged title say more of what it lists, and nobody tells of which.
            self._measures(place, row, title, None if self._continues(below) else items_in(title))
        elif self._says_more_than_stage(row):
            self._say(place, f"нет названия мероприятия («{_short(new[0].text)}»…); не внесена")

    def _is_header_again(self, row: Row) -> bool:
        """The header repeated on the next page, or that of the next table of the same sheet."""
        columns = _columns(row)
        if not _is_header(columns, 3) or any(len(cell.text) > _LONGEST_TITLE for cell in row):
            return False
        if columns != self.columns:
            self.columns, self.numbers_stages = columns, False
        return True

    def _as_stage(self, row: Row, new: Sequence[Cell]) -> str:
        """The title of the stage, if the row does nothing but name one."""
        number = new[0].text if len(new) == 2 and re.fullmatch(r"[\d.]+\)?|[IVX]+\.?", new[0].text) else ""
        cell = new[-1]
        spans = cell.span > 1 and 2 * cell.span >= len(row) - 1
        if len(new) > (2 if number else 1) or not (spans or _STAGE.match(cell.text)):
            return ""
        return f"{number.rstrip('.)')}. {cell.text}" if number else cell.text

    def _enter_stage(self, text: str) -> None:
        title = re.split(r"\s*\bзадач[аи]\b", " ".join(text.split()), maxsplit=1, flags=re.IGNORECASE)[0].strip()
        if re.match(r"направлени", title, flags=re.IGNORECASE):
            self.activity = title
        elif title:
            self.stage, self.activity, self.term = title, "", ""

    def _remember_stage(self, row: Row) -> None:
        """A stage named in a column of its own holds until the next one, whether its cell is merged or left empty."""
        stage = " ".join(self._text(row, "stage").split())
        if stage and self._is_new(row, "stage"):
            number = self._text(row, "number").rstrip(".") if self.numbers_stages else ""
            self._enter_stage(f"{number}. {stage}" if number else stage)
        activity = " ".join(self._text(row, ACTIVITY).split())
        self.activity = activity or self.activity

    def _is_tail(self, row: Row, title: str) -> bool:
        """Whether a page break has cut the row in two: the second half begins in lower case and says little else.

        In a table where that is how measures look, it is a measure.
        """
        if not self.imported.measures or not title[0].islower():
            return False
        last = self.imported.measures[-1]
        usual = last.title[0].isupper() and (last.number or last.deadline or last.responsible)
        says = any(self._is_new(row, name) for name in ("number", "stage", ACTIVITY, "deadline", "responsible"))
        return bool(usual) and not says

    def _says_more_than_stage(self, row: Row) -> bool:
        own = {"number", "stage", ACTIVITY, ""}
        return any(cell.is_new for n, cell in enumerate(row) if self.columns.get(n, "") not in own)

    def _continues(self, row: Row) -> bool:
        """Whether it says more of the measure above, whose title is merged over it."""
        return bool(self._text(row, MEASURE)) and not self._is_new(row, MEASURE) and any(cell.is_new for cell in row)

    def _measures(self, place: str, row: Row, title: str, items: Items | None) -> None:
        """The measure of a row, or those that its cell lists."""
        one = self._found(place, row)
        if odd := self.terms.unclear(row):
            self._say(place, f"в столбцах месяцев не отметка: «{_short(odd[0])}»; проверьте срок")
        dues = items_in(self._text(row, "deadline")) if items else None
        if items is None:
            self.imported.measures.append(self._only(place, one, title))
        elif dues and len(dues) != len(items):
            says = f"в ячейке несколько пунктов ({len(items)}), а сроков {len(dues)}"
            self._say(place, f"{says}; внесена одним мероприятием, разделите его")
            self.imported.measures.append(replace(one, title=title.strip()))
        else:
            self._each(row, one, items)

    def _each(self, row: Row, one: Found, items: Items) -> None:
        """A measure for each item, with what the row lists for each or says of all of them."""
        own = {name: _listed(self._text(row, name), len(items)) for name in _SHARED}
        own["deadline"] = own["deadline"] or _terms(self._text(row, "deadline"), len(items))
        heading = "\n".join(text for text in (one.description, items.heading) if text)
        for n, title in enumerate(items.texts):
            said: dict[str, Any] = {name: texts[n] for name, texts in own.items() if texts}
            again = [name for name in _MAY_INHERIT if n and name not in said and getattr(one, name)]
            said["inherited"] = tuple(dict.fromkeys((*one.inherited, *again)))
            said["checkpoint"] = one.checkpoint or is_checkpoint(said.get("deadline", ""))
            number = self._number_of_item(one, n + 1)
            self.imported.measures.append(replace(one, title=title, number=number, description=heading, **said))
        shared = [name for name in _SHARED if getattr(one, name) and not own[name]]
        common = f", общее у них: {', '.join(_SHARED[name] for name in shared)}" if shared else ""
        says = f"в ячейке несколько пунктов ({len(items)}); внесены отдельными мероприятиями{common}"
        self._say(one.place, says)

    def _number_of_item(self, one: Found, n: int) -> str:
        """«2.1» for the first item of what has number 2; without one, the item's own where it counts in the plan."""
        if number_in(one.number):
            return f"{one.number}.{n}"
        return one.number or ("" if self.activity else f"{n}")

    def _only(self, place: str, one: Found, title: str) -> Found:
        items = items_at_most(title)
        if items > 1:
            self._say(place, f"в ячейке несколько пунктов ({items}); внесена одним мероприятием, разделите его")
            return replace(one, title=title.strip())
        if not one.number and (own := _OWN_NUMBER.fullmatch(title)):
            # «1.» in a line of activity counts within it: a number of the plan it is not.
            number = own[1] if "." in own[1] or not self.activity else ""
            return replace(one, title=" ".join(own[2].split()), number=number)
        return replace(one, title=" ".join(title.split()))

    def _found(self, place: str, row: Row) -> Found:
        """All that a row says of its measure but what it is."""
        number = "" if self.numbers_stages else self._text(row, "number")
        deadline = " ".join(self._text(row, "deadline", " – ").split()) or self.terms.marked(row) or self.term
        levels = self._text(row, "levels").lower()
        return Found(
            place=place,
            title="",
            number=number.rstrip(".) "),
            deadline=deadline,
            responsible=_people(self._text(row, "responsible")),
            result=self._text(row, "result"),
            stage=self.stage,
            activity=self.activity,
            inherited=tuple(name for name in _MAY_INHERIT if self._text(row, name) and not self._is_new(row, name)),
            description=self._text(row, "description"),
            checkpoint=self._text(row, "checkpoint").lower() not in _NOT_TICKED or is_checkpoint(deadline),
            yearly=self._text(row, "yearly").lower() in _TICKED,
            levels=tuple(level for level in LEVELS if level[:_LEVEL] in levels),
        )

    def _go_on(self, row: Row) -> None:
        """A row under a merged title: what it adds belongs to the measure above."""
        last = self.imported.measures[-1]
        more = {name: self._text(row, name) for name in ("deadline", "result") if self._is_new(row, name)}
        people = _people(self._text(row, "responsible")) if self._is_new(row, "responsible") else ""
        self.imported.measures[-1] = replace(
            last,
            deadline=_both(last.deadline, more.get("deadline", ""), ", "),
            responsible=_both(last.responsible, people, ", "),
            result=_both(last.result, more.get("result", ""), "\n"),
        )

    def _text(self, row: Row, name: str, between: str = "\n") -> str:
        """All that the columns of one field say in a row."""
        return between.join(dict.fromkeys(cell.text for cell in self._cells(row, name) if cell.text))

    def _is_new(self, row: Row, name: str) -> bool:
        return any(cell.is_new for cell in self._cells(row, name))

    def _cells(self, row: Row, name: str) -> Iterator[Cell]:
        return (row[place] for place, field_name in self.columns.items() if field_name == name and place < len(row))

    def _say(self, place: str, what: str) -> None:
        self.imported.remarks.append(f"{place}: {what}.")


def _people(text: str) -> str:
    """One person responsible a line → separated by commas; a line in lower case goes on with the one above."""
    joined = re.sub(r"[,;]?\n(?=[а-яё(])", " ", text)
    return re.sub(r"\s*[,;]?\s*\n\s*", ", ", joined).strip()


def _says_much(row: Row) -> bool:
    """Whether a row above the titles of columns may hold a measure, and not «УТВЕРЖДАЮ»."""
    new = [cell for cell in row if cell.is_new]
    return len(new) > 2 and not counts_columns(new) and not _is_header(_columns(row), 2)


def _listed(text: str, count: int) -> tuple[str, ...] | None:
    """What a cell says of each of so many; None where it speaks of all of them."""
    items = items_in(text)
    return items.texts if items and len(items) == count else None


def _terms(text: str, count: int) -> tuple[str, ...] | None:
    """The deadlines of so many, a line each; None where a line by itself is none («2025» under «Сентябрь»)."""
    lines = tuple(text.splitlines())
    return lines if len(lines) == count and all(is_term(line) and not line.isdecimal() for line in lines) else None


def _both(one: str, other: str, between: str) -> str:
    return between.join(dict.fromkeys(part for part in (one, other) if part))


def _short(text: str, most: int = 40) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most].rstrip()
