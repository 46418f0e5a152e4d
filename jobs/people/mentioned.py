"""Whom people name in their answers, by number: those they would rather not work with, those they chose.

What fits several people is never guessed: none of them is proposed to whoever would rather not have one of them, and
none of them counts as chosen, until the row says who is meant.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any

from automation.documents.mentions import Named, People
from automation.workbook.book import Book
from automation.workbook.checks import ADVICE
from automation.workbook.table import Table
from jobs.runner.facts import fact
from sheets_schema.columns import shortened
from sheets_schema.tabs.bank import Bank
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors

_SHOWN = 5


@dataclass(frozen=True)
class Avoided:
    """What a bank's «Кого не хотел бы» says.

    Attributes:
        ids: row → numbers of those on the other side, all of them where several may be meant.
        advice: row → what the curator may put right; such a row takes part all the same.
    """

    ids: Mapping[int, tuple[str, ...]]
    advice: Mapping[int, tuple[str, ...]]


class Directory:
    """The people of both banks, to look names up in; nothing is prepared before somebody is looked up."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @cached_property
    def mentees(self) -> People:
        return _people(self._book[Mentees])

    @cached_property
    def mentors(self) -> People:
        return _people(self._book[Mentors])


@fact
def avoided(book: Book, bank: Table) -> Avoided:
    """With whom the people of a bank would rather not work."""
    directory = Directory(book)
    ids: dict[int, tuple[str, ...]] = {}
    advice: dict[int, tuple[str, ...]] = {}
    title = Bank.avoid.column.title
    who = "наставников" if bank.sheet is Mentees else "наставляемых"
    for row, text in bank[Bank.avoid].dropna().items():
        others = directory.mentors if bank.sheet is Mentees else directory.mentees
        named = others.named_in(text)
        label = int(str(row))
        ids[label] = tuple(dict.fromkeys(id_ for mention in named.mentions for id_ in mention.ids))
        sentences = [
            f"«{shortened(words)}» — это может быть {either(ids)}; пока никто из них не предлагается. Впишите номер"
            for words, ids in _several(named)
        ]
        sentences += [
            f"«{shortened(words)}» — такого среди {who} нет. Если это опечатка, исправьте; если просьба, помните о ней"
            for words in named.unclear
        ]
        if sentences:
            advice[label] = tuple(f"{ADVICE}{title.lower()}: {sentence}" for sentence in sentences)
    return Avoided(MappingProxyType(ids), MappingProxyType(advice))


def single(named: Named) -> list[str]:
    """The numbers of those whom the text means for sure, in its order."""
    return [mention.ids[0] for mention in named.mentions if len(mention.ids) == 1]


def not_understood(named: Named, who: str) -> list[str]:
    """What has to be put right in a text that ought to name people of a bank (`who`, genitive plural)."""
    several = [f"«{shortened(words)}» — это может быть {either(ids)}; впишите номер" for words, ids in _several(named)]
    return several + [
        f"«{shortened(words)}» — такого среди {who} нет; впишите ФИО или номер" for words in named.unclear
    ]


def either(ids: tuple[str, ...]) -> str:
    """«Н-0001, Н-0002 или Н-0003»."""
    shown = [*ids[:_SHOWN], *(["кто-то ещё"] if len(ids) > _SHOWN else [])]
    return f"{', '.join(shown[:-1])} или {shown[-1]}"


def _several(named: Named) -> list[tuple[str, tuple[str, ...]]]:
    return [(mention.words, mention.ids) for mention in named.mentions if len(mention.ids) > 1]


def _people(bank: Table) -> People:
    """Everyone in a bank, whoever may not be processed too: their numbers stand for them in what others wrote. Of the
    rows of one name that somebody has by mistake, those that take part."""
    frame = bank.whole.dropna(subset=[Bank.id, Bank.full_name]).drop_duplicates(Bank.id)
    frame = frame[frame[Bank.joined].isna()]
    here = frame[Bank.full_name][~frame[Bank.withdrawn]]
    left = frame[Bank.withdrawn] & ~frame[Bank.full_name].isin(here)
    names: dict[Any, Any] = frame[~frame[Bank.withdrawn] | left].set_index(Bank.id)[Bank.full_name].to_dict()
    return People(names)
