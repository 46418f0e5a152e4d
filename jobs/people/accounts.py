"""Others are asked what a mentee needs: a methodist of a teacher's documents, and whomever the curator names.

What they answer stands beside the mentee's own request, and counts once the curator has accepted it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd

from automation.deadlines import RUSSIA
from automation.workbook.book import Book
from automation.workbook.cells import is_missing
from automation.workbook.checks import Found, in_plain_russian
from automation.workbook.table import Row
from jobs.expected.asking import questions
from jobs.expected.rows import personal_link, plan, receive, stand, what_to_fix
from jobs.letters.addressees import Addressee, curator, holders, organisation, reachable
from jobs.letters.correspondence import write
from jobs.letters.kinds import LetterKind
from jobs.people.added_requests import BY_DOCUMENTS
from jobs.people.categories import of_people
from jobs.runner.job import job
from sheets_schema.columns import shortened
from sheets_schema.questionnaires.documents_card import DocumentsCard
from sheets_schema.questionnaires.third_party_account import ThirdPartyAccount
from sheets_schema.tabs.accounts import Accounts
from sheets_schema.tabs.bank import Bank
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.staff import Staff
from sheets_schema.vocabulary import METHODIST, PEDAGOGUE, TAKING_PART

ASKS = LetterKind(
    "account",
    title="вопрос о запросе наставляемого",
    to="методисту и тем, кого вы назвали в столбце «Кого спросить»",
    about="С чем наставляемому нужна помощь, по мнению других.",
)
ANSWER_WITHIN = pd.Timedelta(days=max(Accounts.asked))
UNKNOWN = "О ком: «{about}» — такого наставляемого нет или их несколько; впишите номер из банка наставляемых"
NO_SUCH_STAFF = "«Банк наставляемых», строка {mentee}, «Кого спросить»: сотрудника «{number}» нет; исправьте номер"


@job(
    title="сведения от третьих лиц",
    after=("states",),
    does="Спрашивает методиста и тех, кого вы назвали, о запросах наставляемых и показывает ответы вам.",
    stops="о запросах наставляемых никого не спрашивают, а ответы, которые уже пришли, не доходят до вас",
)
def run(book: Book, today: date) -> None:
    accounts, mentees = book[Accounts], book[Mentees]
    receive(accounts, today)
    unknown = _recognise(book)
    taking_part = mentees[Bank.id][mentees[Bank.status].isin(TAKING_PART)].dropna()
    if RUSSIA.is_working_day(today):
        plan(book, Accounts, dict(_to_ask(book, set(taking_part), today)))
    stand(accounts, today, needless=~accounts[Accounts.mentee].isin(taking_part))
    names = dict(zip(mentees[Bank.id], mentees[Bank.full_name], strict=True))
    accounts[Accounts.mentee_name] = accounts[Accounts.mentee].map(names).astype("str")
    accounts[Accounts.problems] = in_plain_russian(accounts, {**what_to_fix(book, Accounts), **unknown})
    if RUSSIA.is_working_day(today):
        _ask(book, today)


def _recognise(book: Book) -> Found:
    """Find whom an answer by the general link is about; the rows where that cannot be known, with what to do."""
    accounts, mentees = book[Accounts], book[Mentees].frame
    names = mentees[Bank.full_name].map(_plain)
    found: Found = {}
    for row in accounts.index[accounts[Accounts.mentee].isna() & accounts[Accounts.about].notna()]:
        about = str(accounts[Accounts.about][row])
        meant = mentees[Bank.id][(names == _plain(about)) | (mentees[Bank.id] == about.strip().upper())].dropna()
        if len(meant) == 1:
            accounts.set(row, {Accounts.mentee: meant.iloc[0]})
        else:
            found[int(str(row))] = [UNKNOWN.format(about=shortened(about))]
    return found


def _plain(name: Any) -> str:
    return "" if is_missing(name) else " ".join(str(name).lower().replace("ё", "е").split())


def _to_ask(book: Book, taking_part: set[str], today: date) -> Iterator[tuple[str, Row]]:
    """Occasion → row: of each teacher their documents, of everybody whoever the curator has named."""
    mentees = book[Mentees]
    methodist = next(holders(book, METHODIST), None)
    staff = set(book[Staff][Staff.id].dropna())
    due = pd.Timestamp(today) + ANSWER_WITHIN
    columns = zip(mentees[Bank.id], of_people(mentees), mentees[Mentees.ask], strict=True)
    for mentee, category, named in columns:
        if is_missing(mentee) or mentee not in taking_part:
            continue
        about = {Accounts.mentee: mentee, Accounts.due: due}
        if methodist and category == PEDAGOGUE:
            yield f"{mentee}{BY_DOCUMENTS}", {**about, Accounts.person: methodist["id"]}
        if named in staff:
            yield f"{mentee}/{named}", {**about, Accounts.person: named}
        elif not is_missing(named):
            book.notices.append(NO_SUCH_STAFF.format(mentee=mentee, number=shortened(named)))


def _ask(book: Book, today: date) -> None:
    """One letter to everybody who is to be asked today, with a link for each mentee."""
    staff: dict[Any, Addressee] = {one["id"]: one for one in reachable(book[Staff], book[Staff][Staff.id].notna())}
    for number, asked in questions(book, Accounts, ASKS.name, today).items():
        people = [
            {"name": one.row[Accounts.mentee_name], "link": link}
            for one in asked
            if (link := _link(book, one.row[Accounts.occasion], one.row[Accounts.id]))
        ]
        if number in staff and people:
            context = {
                "recipient": staff[number]["greeting"],
                "organisation": organisation(book),
                "curator": curator(book),
                "people": people,
                "due": max(one.row[Accounts.due] for one in asked).date(),
                "again": all(one.again for one in asked),
            }
            to, key = staff[number]["email"], f"{ASKS.name}/{number}/{today}"
            write(book, "mentee_account", context, key=key, to=to, reasons=[one.reason for one in asked])


def _link(book: Book, occasion: str, number: str) -> str:
    return personal_link(book, DocumentsCard if occasion.endswith(BY_DOCUMENTS) else ThirdPartyAccount, number)
