"""How the row of a person stands, from what they answered and agreed to: who may take part, and what is to be put
right in the rows of all others.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import pandas as pd

from automation.workbook.book import Book
from automation.workbook.cells import is_missing
from automation.workbook.checks import ADVICE, UNFILLED, Found, find_problems
from automation.workbook.table import Table
from jobs.letters.addressees import addresses, through_leaders
from jobs.people import categories
from jobs.people.consents import IN_WORDS, TO_PROCESS, Lacking, lacking_consents
from jobs.people.identity import gone, same_person
from jobs.people.mentioned import avoided
from jobs.runner.facts import fact
from sheets_schema.tabs.bank import Bank
from sheets_schema.tabs.consents import Consents
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.vocabulary import (
    EXTRA_DUTIES,
    NEEDS_DATA,
    NEW,
    NO_CONSENT,
    PARENT,
    PERSONAL_DATA,
    READY,
    SURPLUS,
    TAKING_PART,
    WITHDRAWN,
)

LACKING = {
    PERSONAL_DATA: (
        "Нет согласия на обработку персональных данных: попросите дать его по ссылке из письма "
        "или впишите бумажное согласие на лист «Согласия»"
    ),
    EXTRA_DUTIES: ("Нет согласия на дополнительные обязанности наставника: получите его и впишите на лист «Согласия»"),
    PARENT: "Участнику нет 18 лет, а согласия родителя нет: получите его и впишите на лист «Согласия»",
}
TAKEN_BACK = (
    "{consent} отозвано ({by}), и {then}. Если человек согласится снова, впишите новое согласие на лист «Согласия»; "
    "если нет, поставьте галочку «Не участвует»"
)
NOT_PROCESSED = "программа больше ничего с этой строкой не делает"
NOT_PROPOSED = "этого человека больше никому не предлагают"
_ADDRESS = Bank.email.column.title
TWICE = (
    "Этот человек есть и в строке {others}: решите о нём на листе «Похожие люди» или у лишней строки поставьте галочку "
    "«Не участвует»"
)
SHARED = "этот же адрес у {others}; письма обоим приходят на него. Если это ошибка, исправьте"
NO_ADDRESS = "её нет, поэтому писем этому человеку программа не шлёт; всё важное скажите ему сами"

THROUGH_PARENT = "её нет, поэтому письма этому человеку приходят на почту родителя"
THROUGH_LEADER = "её нет, поэтому письма этому человеку приходят тому, кто ведёт его группу ({address}), чтобы передал"


@fact
def readiness(book: Book, bank: Table) -> pd.Series:
    """Each row's status, but for who is in a pair: ready, or why not.

    Where «Согласия» cannot be read, as it was when it was seen last.
    """
    if book.unavailable(Consents.name):
        return bank[Bank.status].mask(bank[Bank.status].isin(TAKING_PART), READY)
    judged = _judged(book, bank)
    status = pd.Series(READY, index=bank.index, dtype="str")
    status = status.mask(bank.index.isin(list(judged.wrong)), NEEDS_DATA).mask(_unanswered(bank), NEW)
    status = status.mask(bank.index.isin(list(judged.lacking)), NO_CONSENT)
    return status.mask(bank[Bank.joined].notna(), SURPLUS).mask(bank[Bank.withdrawn], WITHDRAWN)


@fact
def what_to_fix(book: Book, bank: Table) -> Mapping[int, tuple[str, ...]]:
    """Row → what is to be put right there, and then what is only advice."""
    judged = _judged(book, bank)
    found = {row: list(sentences) for row, sentences in judged.wrong.items()}
    silent = {*judged.lacking, *bank.index[gone(bank) | bank[Bank.kept_out]]}
    _advise_on_addresses(book, bank, found, silent=silent)
    _advise_on_wishes(book, bank, found, silent=silent)
    for row, sentence in categories.advice(bank):
        if row not in silent:
            found.setdefault(row, []).append(f"{ADVICE}{sentence}")
    return MappingProxyType({row: tuple(sentences) for row, sentences in found.items()})


def _unanswered(bank: Table) -> pd.Series:
    """Who has not said yet what they want or can give, as far as the rows show."""
    silent = bank.frame[[column.known_as for column in bank.sheet.essence]].map(is_missing).all(axis=1)
    return bank[Bank.kept_out] | (bank[Bank.answered].isna() & silent)


class _Judged(NamedTuple):
    """What was found in a bank: row → …"""

    wrong: Mapping[int, tuple[str, ...]]
    lacking: Mapping[int, tuple[Lacking, ...]]


@fact
def _judged(book: Book, bank: Table) -> _Judged:
    out = gone(bank)
    found = {row: sentences for row, sentences in find_problems(bank, book.today).items() if not out[row]}
    for row in _reached_otherwise(book, bank):
        # That a parent or whoever leads the group is written to instead is told as advice.
        found[row] = [sentence for sentence in found.get(row, ()) if not sentence.startswith(f"{_ADDRESS}: {UNFILLED}")]
    found = {row: sentences for row, sentences in found.items() if sentences}
    for row, sentence in categories.unsuitable(bank, book.today):
        if not out[row]:
            found.setdefault(row, []).append(sentence)
    _note_doubles(book, bank, found)
    lacking = lacking_consents(book, bank, book.today)
    for row, kinds in lacking.items():
        if not out[row]:
            # Without a consent most cells are empty on purpose, so the consent is all that is asked for.
            found[row] = [_sentence(one) for one in kinds]
    for row in bank.index[bank[Bank.kept_out]].difference(list(lacking)):
        # Its answers come by themselves: until then there is nothing to judge, nor for anybody to do.
        found.pop(int(str(row)), None)
    wrong = {row: tuple(sentences) for row, sentences in found.items()}
    return _Judged(MappingProxyType(wrong), lacking)


def _sentence(lacking: Lacking) -> str:
    if not lacking.taken_back_by:
        return LACKING[lacking.kind]
    then = NOT_PROCESSED if lacking.kind in TO_PROCESS else NOT_PROPOSED
    return TAKEN_BACK.format(consent=IN_WORDS[lacking.kind], by=lacking.taken_back_by, then=then)


def _advise_on_wishes(book: Book, bank: Table, found: Found, *, silent: set[int]) -> None:
    """Whom somebody would rather not work with may be unclear; the row is as good as any other."""
    if any(map(book.unavailable, (Mentees.name, Mentors.name))):
        return
    for row, sentences in avoided(book, bank).advice.items():
        if row not in silent:
            found.setdefault(row, []).extend(sentences)


def _shared_addresses(book: Book, bank: Table) -> dict[int, str]:
    """Row → the numbers of other people's rows with its address."""
    people = bank.frame.loc[~gone(bank), [Bank.id, Bank.full_name, Bank.email]].dropna(
        subset=[Bank.full_name, Bank.email]
    )
    people = people[people[Bank.email].str.contains("@", regex=False)]
    people = people.assign(email=people[Bank.email].str.lower())
    same = same_person(book)
    found: dict[int, str] = {}
    for _, rows in people[people[Bank.email].duplicated(keep=False)].groupby(Bank.email):
        for row, number in rows[Bank.id].items():
            others = rows[Bank.id].drop(row).dropna()
            named = [other for other in others if other not in same.get(number, ())]
            if len(named) or len(others) < len(rows) - 1:
                found[int(str(row))] = ", ".join(named[:3]) or "без номера"
    return found


def _advise_on_addresses(book: Book, bank: Table, found: Found, *, silent: set[int]) -> None:
    """Families share an address, and some people have none: the row is as good as any other."""
    advice = {row: SHARED.format(others=others) for row, others in _shared_addresses(book, bank).items()}
    without = bank.index[bank[Bank.email].map(Bank.email.column.lacks, na_action="ignore").eq(True)]
    through = _reached_otherwise(book, bank)
    advice |= {int(row): NO_ADDRESS for row in without} | through
    for row, sentence in advice.items():
        if row not in silent:
            found.setdefault(row, []).append(f"{ADVICE}{_ADDRESS}: {sentence}")


def _reached_otherwise(book: Book, bank: Table) -> dict[int, str]:
    """Row of whoever has no address of their own → through whom their letters come."""
    none = bank[Bank.email].isna() | bank[Bank.email].map(Bank.email.column.lacks, na_action="ignore").eq(True)
    people = bank.frame[none].drop(columns="through")
    parents = people.index[addresses(bank, people).notna()]
    leaders = through_leaders(book, bank)[none].dropna()
    found = {int(str(row)): THROUGH_LEADER.format(address=address) for row, address in leaders.items()}
    return found | {int(row): THROUGH_PARENT for row in parents}


def _note_doubles(book: Book, bank: Table, found: Found) -> None:
    """One person in two rows that have not been joined: nothing may be done twice."""
    same = same_person(book)
    here = {number: int(str(row)) for row, number in bank[Bank.id][~gone(bank)].dropna().items()}
    for number, row in here.items():
        others = sorted((same.get(number, frozenset()) & here.keys()) - {number})
        if others:
            found.setdefault(row, []).append(TWICE.format(others=", ".join(others)))
