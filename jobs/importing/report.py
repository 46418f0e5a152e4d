"""What became of each row of a file, to look at and to take along: as sentences, and as an .xlsx."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Sequence

from jobs.importing.deciding import Decided, Fate

_TITLES = ("Где в файле", "ФИО", "Номер", "Что стало", "На что обратить внимание")
_WIDTHS = (28, 38, 12, 14, 90)


def worth_a_look(decided: Sequence[Decided]) -> list[Decided]:
    """The rows of which there is more to tell than that they were taken in."""
    return [one for one in decided if one.fate is Fate.REFUSED or one.remarks or one.differing]


def sentences(one: Decided) -> Iterator[str]:
    """What is to be told of a row."""
    yield from one.remarks
    for differs in one.differing:
        taken = "заменено" if differs.name in one.values else "оставлено как есть"
        yield f"{differs.title}: в таблице «{differs.stands}», в файле «{differs.said}»; {taken}"


def counted(decided: Sequence[Decided]) -> str:
    """«новых 25, дополнится 3, уже есть 2, не будет внесено 1»."""
    counts = Counter(one.fate for one in decided)
    words = ((Fate.NEW, "новых"), (Fate.FILLED, "дополнится"), (Fate.KNOWN, "уже есть"), (Fate.REFUSED, "не внести"))
    return ", ".join(f"{word} — {counts[fate]}" for fate, word in words if counts[fate]) or "никого"


def as_xlsx(decided: Sequence[Decided]) -> bytes:
    """A table of all rows, those first that were not taken in."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Загрузка"
    sheet.append(_TITLES)
    order = sorted(decided, key=lambda one: (one.fate is not Fate.REFUSED, not one.remarks))
    for number, one in enumerate(order, 2):
        row = (one.place, one.name, one.key, one.fate.value, "; ".join(sentences(one)))
        for place, text in enumerate(row, 1):
            cell = sheet.cell(number, place)
            cell.value, cell.data_type = text, "s"  # what begins with «=» is no formula
    for letter, width in zip("ABCDE", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
