"""Every row typed by hand gets an id; every row is checked, and told in plain Russian what to correct."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pandas as pd

from automation.workbook.book import Book, TabUnavailable
from automation.workbook.checks import Found, find_problems, in_plain_russian
from automation.workbook.table import Table
from jobs.facts import lacking_consents
from jobs.facts.mentioned import avoided
from jobs.facts.rules import rules
from jobs.runner.job import job
from sheets_schema import sheets
from sheets_schema.sheet import Sheet
from sheets_schema.tabs.consents import Consents
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.pairs import Pairs
from sheets_schema.tabs.settings import Settings
from sheets_schema.tabs.staff import Staff
from sheets_schema.vocabulary import (
    ENDED,
    EXTRA_DUTIES,
    NEEDS_FIXING,
    NO_CONSENT,
    PAIRED,
    PARENT,
    PERSONAL_DATA,
    READY,
    WITHDRAWN,
)

LACKING = {
    PERSONAL_DATA: (
        "Нет согласия на обработку персональных данных: попросите заполнить анкету ещё раз "
        "или впишите бумажное согласие на лист «Согласия»"
    ),
    EXTRA_DUTIES: ("Нет согласия на дополнительные обязанности наставника: получите его и впишите на лист «Согласия»"),
    PARENT: "Участнику нет 18 лет, а согласия родителя нет: получите его и впишите на лист «Согласия»",
}


NO_WEIGHT = "все веса равны нулю, поэтому балл у всех пар 0; задайте хотя бы один вес больше нуля"


@job(title="проверка", after=("collect",))
def run(book: Book, today: date) -> None:
    # A tab that is not there is told of in the journal; it keeps no other tab from being checked.
    for sheet in sheets():
        with suppress(TabUnavailable):
            _number_new_rows(book, sheet)
    with suppress(TabUnavailable):
        _check_settings(book, today)
    for checked in (Staff, Consents):
        with suppress(TabUnavailable):
            _check(book, book.table(checked))
    for bank in (Mentees, Mentors):
        with suppress(TabUnavailable):
            _judge(book, book.table(bank), today)


def _number_new_rows(book: Book, sheet: type[Sheet]) -> None:
    if not sheet.typed_by_hand:
        return
    table = book.table(sheet)
    nameless = table["id"].isna()
    if nameless.any():
        keys = book.new_keys(table, int(nameless.sum()))
        table["id"] = table["id"].where(~nameless, pd.Series(keys, index=table.index[nameless]))


def _check_settings(book: Book, today: date) -> None:
    settings = book.table(Settings)
    problems = book.settings.problems
    if not any(rules(book, today).points().values()):
        problems = {"weight_requests": NO_WEIGHT} | problems
    settings["problems"] = settings["code"].map(problems).astype("str")


def _check(book: Book, table: Table) -> None:
    table["problems"] = in_plain_russian(table, find_problems(table, known=_known_people(book)))


def _known_people(book: Book) -> dict[str, set[str]]:
    """The ids of each bank that is there."""
    banks = [book.table(bank) for bank in (Mentees, Mentors) if not book.unavailable(bank.name)]
    return {bank.sheet.name: set(bank["id"].dropna()) for bank in banks}


def _judge(book: Book, bank: Table, today: date) -> None:
    """Give everyone in a bank a status: out, without consent, to be corrected, paired, or ready."""
    out = bank["withdrawn"]
    found = {row: sentences for row, sentences in find_problems(bank).items() if not out[row]}
    _note_namesakes(bank, found)
    if bank.sheet is Mentors:
        _note_groups_beyond_places(bank, found)
    lacking = lacking_consents(book, bank, today)
    for row, kinds in lacking.items():
        if not out[row]:
            # Without a consent most cells are empty on purpose, so the consent is all that is asked for.
            found[row] = [LACKING[kind] for kind in kinds]
    status = pd.Series(READY, index=bank.index, dtype="str")
    status = status.mask(bank["id"].isin(_paired(book, bank)), PAIRED)
    status = status.mask(bank.index.isin(list(found)), NEEDS_FIXING)
    status = status.mask(bank.index.isin(list(lacking)), NO_CONSENT)
    bank["status"] = status.mask(out, WITHDRAWN)
    _advise_on_wishes(book, bank, found, silent=set(lacking) | set(bank.index[out]))
    bank["problems"] = in_plain_russian(bank, found)


def _advise_on_wishes(book: Book, bank: Table, found: Found, *, silent: set[int]) -> None:
    """Whom somebody would rather not work with may be unclear; the row is as good as any other."""
    if any(map(book.unavailable, (Mentees.name, Mentors.name))):
        return
    for row, sentences in avoided(book, bank).advice.items():
        if row not in silent:
            found.setdefault(row, []).extend(sentences)


def _note_namesakes(bank: Table, found: Found) -> None:
    """The same name and date of birth twice is one person twice, whatever the addresses."""
    people = bank.frame.loc[~bank["withdrawn"]].dropna(subset=["full_name", "born"])
    same = people[people.duplicated(["full_name", "born"], keep=False)]
    for _, rows in same.groupby(["full_name", "born"]):
        for row in rows.index:
            others = ", ".join(rows["id"].drop(row).dropna())
            found.setdefault(int(row), []).append(
                f"Этот человек есть и в строке {others}: у лишней строки поставьте галочку «Не участвует»"
            )


def _note_groups_beyond_places(mentors: Table, found: Found) -> None:
    """Who takes a group only, and has fewer places than that."""
    least, places = (Mentors.columns[name].title for name in ("least_group", "capacity"))
    for row in mentors.index[(mentors["least_group"] > mentors["capacity"]) & ~mentors["withdrawn"]]:
        found.setdefault(int(row), []).append(
            f"{least}: {mentors['least_group'][row]:g}, а в столбце «{places}» только {mentors['capacity'][row]:g}; "
            "увеличьте число мест, уменьшите группу или оставьте её пустой"
        )


def _paired(book: Book, bank: Table) -> set[str]:
    """Who works in a pair at present; without the register, whoever did when it was last seen."""
    if book.unavailable(Pairs.name):
        return set(bank["id"][bank["status"] == PAIRED].dropna())
    pairs = book.pairs
    active = pairs["state"].notna() & (pairs["state"] != ENDED)
    return set(pairs[bank.sheet.name.removesuffix("s")][active].dropna())
