"""Every row typed by hand gets an id; every row is checked, and told in plain Russian what to correct."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date

import pandas as pd

from automation.workbook.book import Book, TabUnavailable
from automation.workbook.checks import ADVICE, Found, find_problems, in_plain_russian, unreadable_cells
from automation.workbook.table import Table
from jobs.matching.rules import rules
from jobs.pair_life.register import SIDES
from jobs.people.consents import IN_WORDS, TO_PROCESS, Lacking, ended_consents, lacking_consents
from jobs.people.mentioned import avoided
from jobs.runner.job import job
from sheets_schema.sheet import Sheet
from sheets_schema.tabs.bank import Bank
from sheets_schema.tabs.consents import Consents
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.orders import Orders
from sheets_schema.tabs.pairs import Pairs
from sheets_schema.tabs.roadmap import Roadmap
from sheets_schema.tabs.settings import Settings, SettingsTab
from sheets_schema.tabs.staff import Staff
from sheets_schema.vocabulary import (
    AT_WORK,
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
TAKEN_BACK = (
    "{consent} отозвано ({by}), и {then}. Если человек согласится снова, впишите новое согласие на лист «Согласия»; "
    "если нет, поставьте галочку «Не участвует»"
)
NOT_PROCESSED = "программа больше ничего с этой строкой не делает"
NOT_PROPOSED = "этого человека больше никому не предлагают"
TO_COME = "этот день ещё не наступил, но согласие считается отозванным уже сейчас; проверьте дату"
TOO_EARLY = "этот день раньше, чем дано согласие, но оно считается отозванным; проверьте дату"
_ADDRESS = Bank.email.column.title
TWICE = "Тот же человек с тем же адресом есть и в строке {others}: у лишней строки поставьте галочку «Не участвует»"
SHARED = "этот же адрес у {others}; письма обоим приходят на него. Если это ошибка, исправьте"
NO_ADDRESS = "её нет, поэтому писем этому человеку программа не шлёт; всё важное скажите ему сами"

CHECKED_BY_ROW = (SettingsTab, Staff, Consents, Mentees, Mentors, Roadmap, Orders, Pairs)
"""Tabs in which what is wrong stands beside it."""

NO_WEIGHT = "все веса равны нулю, поэтому балл у всех пар 0; задайте хотя бы один вес больше нуля"


@job(title="проверка", after=("collect",))
def run(book: Book, today: date) -> None:
    # A tab that is not there is told of in the journal; it keeps no other tab from being checked.
    for sheet in book.schema.sheets:
        with suppress(TabUnavailable):
            _number_new_rows(book, sheet)
    with suppress(TabUnavailable):
        _check_settings(book, today)
    with suppress(TabUnavailable):
        _check_staff(book, book[Staff])
    with suppress(TabUnavailable):
        _check_consents(book, book[Consents], today)
    for bank in (Mentees, Mentors):
        with suppress(TabUnavailable):
            _judge(book, book[bank], today)
    for sheet in book.schema.sheets:
        if sheet not in CHECKED_BY_ROW and not book.unavailable(sheet.name):
            book.notices += unreadable_cells(book[sheet])


def _number_new_rows(book: Book, sheet: type[Sheet]) -> None:
    if not sheet.typed_by_hand:
        return
    table = book[sheet]
    nameless = table[table.key].isna()
    if nameless.any():
        keys = book.new_keys(table, int(nameless.sum()))
        table[table.key] = table[table.key].where(~nameless, pd.Series(keys, index=table.index[nameless]))


def _check_settings(book: Book, today: date) -> None:
    settings = book[SettingsTab]
    problems = book[Settings].problems
    if not any(rules(book[Settings], today).points().values()):
        problems = {"weight_requests": NO_WEIGHT, **problems}
    settings[SettingsTab.problems] = settings[SettingsTab.code].map(problems).astype("str")


def _check_staff(book: Book, staff: Table) -> None:
    staff[Staff.problems] = in_plain_russian(staff, find_problems(staff, known=_known_people(book)))


def _check_consents(book: Book, consents: Table, today: date) -> None:
    """Besides what is wrong: which consents each withdrawal ends. That is put down when it is seen first, for a consent
    given anew on the same day is another one."""
    found = find_problems(consents, known=_known_people(book))
    withdrawn = consents[Consents.withdrawn_on]
    for slip, said in (
        (withdrawn > pd.Timestamp(today), TO_COME),
        (withdrawn < consents[Consents.given_on], TOO_EARLY),
    ):
        for row in consents.index[slip]:
            found.setdefault(int(row), []).append(f"{Consents.withdrawn_on.column.title}: {said}")
    consents[Consents.problems] = in_plain_russian(consents, found)
    ends = {row: ", ".join(numbers) for row, numbers in ended_consents(book, today)}
    now = pd.Series([ends.get(int(str(row))) for row in consents.index], index=consents.index, dtype="str")
    consents[Consents.ends] = consents[Consents.ends].where(consents[Consents.ends].notna() & now.notna(), now)


def _known_people(book: Book) -> dict[str, set[str]]:
    """The ids of each bank that is there."""
    banks = [book[bank] for bank in (Mentees, Mentors) if not book.unavailable(bank.name)]
    return {bank.sheet.name: set(bank[Bank.id].dropna()) for bank in banks}


def _judge(book: Book, bank: Table, today: date) -> None:
    """Give everyone in a bank a status: out, without consent, to be corrected, paired, or ready."""
    out = bank[Bank.withdrawn]
    found = {row: sentences for row, sentences in find_problems(bank).items() if not out[row]}
    _note_namesakes(bank, found)
    shared = _shared_addresses(bank)
    for row, (others, are_one) in shared.items():
        if are_one:
            found.setdefault(row, []).append(TWICE.format(others=others))
    if bank.sheet is Mentors:
        _note_groups_beyond_places(bank, found)
    lacking = lacking_consents(book, bank, today)
    for row, kinds in lacking.items():
        if not out[row]:
            # Without a consent most cells are empty on purpose, so the consent is all that is asked for.
            found[row] = [_sentence(one) for one in kinds]
    status = pd.Series(READY, index=bank.index, dtype="str")
    status = status.mask(bank[Bank.id].isin(_paired(book, bank)), PAIRED)
    status = status.mask(bank.index.isin(list(found)), NEEDS_FIXING)
    status = status.mask(bank.index.isin(list(lacking)), NO_CONSENT)
    bank[Bank.status] = status.mask(out, WITHDRAWN)
    silent = set(lacking) | set(bank.index[out])
    _advise_on_addresses(bank, shared, found, silent=silent)
    _advise_on_wishes(book, bank, found, silent=silent)
    bank[Bank.problems] = in_plain_russian(bank, found)


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


def _shared_addresses(bank: Table) -> dict[int, tuple[str, bool]]:
    """Row → the other rows with its address, and whether one of them has the same name."""
    people = bank.frame.loc[~bank[Bank.withdrawn], [Bank.id, Bank.full_name, Bank.email]].dropna(
        subset=[Bank.full_name, Bank.email]
    )
    people = people[people[Bank.email].str.contains("@", regex=False)]
    people = people.assign(email=people[Bank.email].str.lower(), full_name=people[Bank.full_name].str.lower())
    found: dict[int, tuple[str, bool]] = {}
    for _, rows in people[people[Bank.email].duplicated(keep=False)].groupby(Bank.email):
        for row, name in rows[Bank.full_name].items():
            others = rows.drop(row)
            namesakes = others[others[Bank.full_name] == name]
            named = (namesakes if len(namesakes) else others)[Bank.id].dropna()
            found[int(str(row))] = (", ".join(named[:3]) or "без номера", bool(len(namesakes)))
    return found


def _advise_on_addresses(
    bank: Table, shared: Mapping[int, tuple[str, bool]], found: Found, *, silent: set[int]
) -> None:
    """Families share an address, and some people have none: the row is as good as any other."""
    advice = {row: SHARED.format(others=others) for row, (others, are_one) in shared.items() if not are_one}
    advice |= {
        int(str(row)): NO_ADDRESS for row, value in bank[Bank.email].dropna().items() if Bank.email.column.lacks(value)
    }
    for row, sentence in advice.items():
        if row not in silent:
            found.setdefault(row, []).append(f"{ADVICE}{_ADDRESS}: {sentence}")


def _note_namesakes(bank: Table, found: Found) -> None:
    """The same name and date of birth twice is one person twice, whatever the addresses."""
    people = bank.frame.loc[~bank[Bank.withdrawn]].dropna(subset=[Bank.full_name, Bank.born])
    same = people[people.duplicated([Bank.full_name, Bank.born], keep=False)]
    for _, rows in same.groupby([Bank.full_name, Bank.born]):
        for row in rows.index:
            others = ", ".join(rows[Bank.id].drop(row).dropna())
            found.setdefault(int(row), []).append(
                f"Этот человек есть и в строке {others}: у лишней строки поставьте галочку «Не участвует»"
            )


def _note_groups_beyond_places(mentors: Table, found: Found) -> None:
    """Who takes a group only, and has fewer places than that."""
    least, places = mentors[Mentors.least_group], mentors[Mentors.capacity]
    for row in mentors.index[(least > places) & ~mentors[Mentors.withdrawn]]:
        found.setdefault(int(row), []).append(
            f"{Mentors.least_group.column.title}: {least[row]:g}, а в столбце «{Mentors.capacity.column.title}» только "
            f"{places[row]:g}; увеличьте число мест, уменьшите группу или оставьте её пустой"
        )


def _paired(book: Book, bank: Table) -> set[str]:
    """Who works in a pair at present; without the register, whoever did when it was last seen."""
    if book.unavailable(Pairs.name):
        return set(bank[Bank.id][bank[Bank.status] == PAIRED].dropna())
    pairs = book[Pairs]
    return set(pairs[SIDES[bank.sheet]][pairs[Pairs.state].isin(AT_WORK)].dropna())
