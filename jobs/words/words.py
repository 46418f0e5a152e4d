"""«Словари» says where each word stands and what it was called; one deleted while it stands in cells comes back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from itertools import chain
from typing import Any

import pandas as pd

from automation.workbook.book import Book
from automation.workbook.cells import is_missing
from automation.workbook.checks import ADVICE, Found, find_problems, in_plain_russian
from automation.workbook.organisation import word_of, word_remembered
from automation.workbook.table import Table
from jobs.runner.job import job
from sheets_schema.columns import Column, Name, Owner
from sheets_schema.schema import options_of
from sheets_schema.tabs.settings import Settings, SettingsTab
from sheets_schema.tabs.words import Words
from sheets_schema.vocabulary import MENTORING_FORMS
from sheets_schema.words import Vocabulary, Word, is_word

DIVIDED = "в слове не может быть запятой, точки с запятой и переноса строки: они отделяют слова друг от друга"
FIXED = "по этому слову программа решает, кто кому подходит, поэтому его не переименовать; верните прежнее название"
TWICE = "такое слово здесь уже есть или было; назовите это иначе или удалите строку"
NOT_RUN = (
    f"{ADVICE}этой формы нет в «Настройках», в строке «Формы наставничества», поэтому пар по ней программа не "
    "подбирает. Допишите её туда"
)

Uses = Mapping[str, Counter[str]]
"""Title of a vocabulary → word → in how many cells it stands."""


@job(
    title="словари",
    after=("validate",),
    does="Узнаёт переименованные слова, считает, где каждое стоит, и возвращает удалённые, пока они в ходу.",
)
def run(book: Book, today: date) -> None:
    table, uses = book[Words], _uses(book)
    _bring_back(book, table, uses, today)
    rows = _rows(table)
    called = _called(book, rows)
    _remember_names(table, rows, called)
    counts = {row: uses[rows[row].vocabulary][name] for row, name in called.items()}
    table[Words.used] = pd.Series([float(counts.get(row, 0)) for row in table.index.tolist()], index=table.index)
    table[Words.problems] = in_plain_russian(table, _problems(book, table, rows, called))
    in_use = [row for row in called if counts[row] and not is_missing(table[Words.id][row])]
    book.state.words = {
        table[Words.id][row]: [rows[row].vocabulary, *_names(rows[row], called[row])] for row in sorted(in_use)
    }


def _rows(table: Table) -> dict[int, Word]:
    return {int(str(row)): word_of(_given(values)) for row, values in table.frame.to_dict("index").items()}


def _given(values: Mapping[Any, Any]) -> Mapping[str, Any]:
    return {str(name): None if is_missing(value) else value for name, value in values.items()}


def _called(book: Book, rows: Mapping[int, Word]) -> dict[int, str]:
    """Row → the word as which it counts; rows that do not count are left out."""
    return {
        row: name for vocabulary in book.schema.vocabularies.values() for row, name in vocabulary.names_of(rows).items()
    }


def _names(word: Word, name: str) -> list[str]:
    """All names that a row has had and that were its own, the present one last."""
    return [*(one for one in word.former if one != name), name]


def _remember_names(table: Table, rows: Mapping[int, Word], called: Mapping[int, str]) -> None:
    known: dict[Any, Any] = table[Words.known].to_dict()
    former: dict[Any, Any] = table[Words.former].to_dict()
    for row, name in called.items():
        known[row], former[row] = name, "\n".join(_names(rows[row], name)[:-1]) or None
    table[Words.known], table[Words.former] = pd.Series(known, dtype="str"), pd.Series(former, dtype="str")


def _uses(book: Book) -> Uses:
    """What people have chosen; what jobs have put in after them says the same."""
    found: dict[str, Counter[str]] = {title: Counter() for title in book.schema.vocabularies}
    for table in [book[sheet] for sheet in book.schema.sheets if not book.unavailable(sheet.name)]:
        for name in table.owned_by(Owner.FORM, Owner.CURATOR):
            options = options_of(name.column)
            if isinstance(options, Vocabulary):
                found[options.title].update(_words_in(table, name))
    return found


def _words_in(table: Table, name: Name[Column]) -> list[str]:
    cells = table.whole[name].dropna().tolist()
    return list(chain.from_iterable(cells)) if cells and isinstance(cells[0], tuple) else cells


def _bring_back(book: Book, table: Table, uses: Uses, today: date) -> None:
    """Words that stand in cells, and whose rows are gone, as new rows."""
    there = set(zip(table[Words.id], table[Words.vocabulary], strict=True))
    numbers = set(table[Words.id].dropna())
    for key, said in book.state.words.items():
        if (key, said[0]) in there:
            continue
        word = word_remembered(said)
        count = uses.get(word.vocabulary, Counter())[word.word]
        again = table.index[(table[Words.vocabulary] == said[0]) & (table[Words.word] == word.word)]
        again = again[table[Words.known][again].isna()]
        if not count:
            continue
        if len(again):  # typed anew: it is the same word
            table.set(int(again[0]), {Words.known: word.word, Words.former: "\n".join(word.former[:-1]) or None})
            continue
        told = f"{today:%d.%m.%Y}: строку удалили, но слово стоит в таблице (строк: {count}), поэтому оно вернулось"
        table.append(
            [
                {
                    Words.id: book.new_keys(table, 1)[0] if key in numbers else key,
                    Words.vocabulary: word.vocabulary,
                    Words.word: word.word,
                    Words.retired: True,
                    Words.former: "\n".join(word.former[:-1]) or None,
                    Words.known: word.word,
                    Words.remark: f"{told}. В анкетах его не предлагают",
                }
            ],
            by=(Owner.CURATOR,),
        )


def _problems(book: Book, table: Table, rows: Mapping[int, Word], called: Mapping[int, str]) -> Found:
    found = find_problems(table, book.today)
    for row, word in rows.items():
        if said := _problem(book, word, called.get(row)):
            found.setdefault(row, []).append(said)
    return found


def _problem(book: Book, word: Word, name: str | None) -> str:
    vocabulary = book.schema.vocabularies.get(word.vocabulary)
    if vocabulary is None or not word.word or name == word.word:
        return _not_run(book, word) if name and vocabulary else ""
    so_far = f"; пока оно читается как «{name}»" if name else "; пока строка не действует"
    if not is_word(word.word):
        return f"{DIVIDED}{so_far}"
    return f"{FIXED if vocabulary.is_fixed and name in vocabulary else TWICE}{so_far}"


def _not_run(book: Book, word: Word) -> str:
    own_form = word.vocabulary == MENTORING_FORMS.title and word.word not in MENTORING_FORMS
    if not own_form or word.is_retired or book.unavailable(SettingsTab.name):
        return ""
    return "" if word.word in book[Settings].mentoring_forms else NOT_RUN
