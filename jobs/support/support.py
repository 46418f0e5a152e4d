"""Who is left without a mentor is told to the psychologist, who offers help and ticks it by a link; nothing of the talk
is kept. The search for a mentor goes on as for everybody."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd

from automation.deadlines import RUSSIA
from automation.workbook.book import Book
from automation.workbook.checks import in_plain_russian
from jobs.expected.asking import questions
from jobs.expected.rows import personal_link, plan, receive, stand, what_to_fix
from jobs.letters.addressees import Addressee, curator, full_names, holders, organisation, reachable
from jobs.letters.correspondence import as_text, write
from jobs.letters.kinds import LetterKind
from jobs.matching.left_alone import left_alone
from jobs.runner.job import job
from sheets_schema.questionnaires.support_offered import SupportOffered
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.pairs import Pairs
from sheets_schema.tabs.staff import Staff
from sheets_schema.tabs.support import Support
from sheets_schema.vocabulary import PSYCHOLOGIST, SOCIAL_PEDAGOGUE

SUPPORT = LetterKind(
    "support",
    title="просьба помочь тому, у кого нет наставника",
    to="педагогу-психологу или кого вы назначили",
    about="Кому пока не нашлось наставника, как с ними связаться и где отметить, что помощь предложена.",
)
WITHIN = timedelta(days=max(Support.asked))
NOBODY_TO_HELP = (
    f"помочь некому: впишите человека с ролью «{PSYCHOLOGIST}» на лист «Сотрудники» или номер сотрудника в столбец "
    f"«{Support.assigned.column.title}»"
)


@job(
    title="сопровождение",
    after=("states",),
    does="Просит психолога помочь тем, кому пока не нашлось наставника; эти письма выключаются отдельно.",
    stops="о тех, кто остался без пары, психологу не пишут",
)
def run(book: Book, today: date) -> None:
    support = book[Support]
    alone = book[Mentees][Mentees.id][left_alone(book, today)].dropna()
    receive(support, today)
    _plan(book, alone, today)
    _assign(book)
    stand(support, today, needless=~support[Support.mentee].isin(alone))
    _describe(book)
    if RUSSIA.is_working_day(today):
        _ask(book, today)


def _plan(book: Book, alone: pd.Series, today: date) -> None:
    """A row for each of them; another one when they have had a mentor since."""
    had = book[Pairs][Pairs.mentee].value_counts().to_dict()
    due = pd.Timestamp(today + WITHIN)
    rows = {f"{key}/{had.get(key, 0)}": {Support.mentee: key, Support.due: due} for key in alone}
    plan(book, Support, rows)


def _assign(book: Book) -> None:
    """Whom the curator has named answers for a row, or else the psychologist; who has answered stays."""
    support, staff = book[Support], {*book[Staff][Staff.id].dropna()}
    first = specialist(book)
    for row in support.index[support[Support.occasion].notna() & support[Support.answered].isna()]:
        named = support[Support.assigned][row]
        support.set(int(row), {Support.person: named if named in staff else first["id"] if first else None})


def specialist(book: Book) -> Addressee | None:
    """Who helps, where the curator has named nobody."""
    return next((one for role in (PSYCHOLOGIST, SOCIAL_PEDAGOGUE) for one in holders(book, role)), None)


def _describe(book: Book) -> None:
    support, mentees = book[Support], book[Mentees].frame.dropna(subset=[Mentees.id]).drop_duplicates(Mentees.id)
    contacts = {row[Mentees.id]: contacts_of(row) or None for row in mentees.to_dict("records")}
    names = full_names(book)
    support[Support.who] = support[Support.mentee].map(names).astype("str")
    support[Support.specialist] = support[Support.person].map(names).astype("str")
    support[Support.contacts] = support[Support.mentee].map(contacts).astype("str")
    found = {row: list(said) for row, said in what_to_fix(book, Support).items()}
    waits = support[Support.occasion].notna() & support[Support.answered].isna() & support[Support.person].isna()
    for row in support.index[waits]:
        found.setdefault(int(row), []).append(NOBODY_TO_HELP)
    support[Support.problems] = in_plain_russian(support, found)


def contacts_of(mentee: Any) -> str:
    """How a mentee can be reached: «anna@mail.ru, +7 912 345-67-89»."""
    email = as_text(mentee[Mentees.email])
    shown = (email if "@" in email else "", as_text(mentee[Mentees.phone]), as_text(mentee[Mentees.messenger]))
    return ", ".join(filter(None, shown))


def _ask(book: Book, today: date) -> None:
    """One letter a specialist, with all whom they are to help."""
    asked = questions(book, Support, SUPPORT.name, today)
    staff = {one["id"]: one for one in reachable(book[Staff], book[Staff][Staff.id].isin(asked))} if asked else {}
    for number, about in asked.items():
        named = [one for one in about if not pd.isna(one.row[Support.who])]
        if number in staff and named:
            context = {
                "recipient": staff[number]["greeting"],
                "organisation": organisation(book),
                "curator": curator(book),
                "again": all(one.again for one in named),
                "people": [
                    {
                        "name": one.row[Support.who],
                        "contacts": as_text(one.row[Support.contacts]),
                        "answer_link": personal_link(book, SupportOffered, one.row[Support.id]),
                    }
                    for one in named
                ],
            }
            key, to = f"{SUPPORT.name}/{number}/{today}", staff[number]["email"]
            write(book, "support", context, key=key, to=to, reasons=[one.reason for one in named])
