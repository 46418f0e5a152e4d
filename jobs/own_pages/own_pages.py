"""Everybody's own page as a document, where the workspace shows no pages of ours: one a person, whichever banks they
are in, opened to their own address or, where they have none, to a parent's.

Who may not be processed, or has no address or no row any more, has none: what there was is deleted.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from automation.workbook.book import Book, Document
from jobs.letters.addressees import Addressee, reachable
from jobs.own_pages.gathering import own_page
from jobs.papers.drawing_up import draw_up, organisation
from jobs.papers.kinds.own_page import KIND, OwnPaper
from jobs.people.identity import same_person
from jobs.people.own_link import NOT_OPEN_TO, has_documents
from jobs.runner.job import job
from sheets_schema.tabs.bank import Bank
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.own_pages import OwnPages

MOST = 40
"""Documents drawn up in one cycle: the first of many people takes several."""
REFUSED = (
    "Google не открыл документ по этому адресу: откройте сами (кнопка «Настройки доступа» в документе) или попросите "
    "участника назвать адрес, с которым он входит в Google"
)


@job(
    title="личные страницы",
    after=("accounts", "events", "introductions", "measure_reports", "support"),
    does="Когда таблица в Google, составляет каждому участнику документ: его ответы, пара и что от него нужно.",
    stops="личные страницы не составляются и не обновляются",
)
def run(book: Book, today: date) -> None:
    if not has_documents(book):
        return
    pages, readers = book[OwnPages], _readers(book)
    _plan(book, readers)
    refused = pages[OwnPages.access].str.startswith(NOT_OPEN_TO).fillna(value=False)
    pages[OwnPages.problems] = pd.Series(None, index=pages.index, dtype="str").mask(refused, REFUSED)
    for row, person, link in zip(pages.index.tolist(), pages[OwnPages.person], pages[OwnPages.document], strict=True):
        if len(book.documents) >= MOST:
            return
        if person in readers:
            page = own_page(book, person, today)
            paper = OwnPaper(organisation=organisation(book), page=page)
            draw_up(book, KIND, int(row), paper, reader=readers[person]["email"])
        elif not pd.isna(link):
            key = pages[OwnPages.purpose][row]
            book.documents.append(Document(key, "", b"", {}, "", OwnPages, int(row), void=True))


def _readers(book: Book) -> dict[str, Addressee]:
    """The number under which each person who can be written to has their page → who that is."""
    found: dict[str, Addressee] = {}
    for bank in (book[Mentees], book[Mentors]):
        for one in reachable(bank, bank[Bank.joined].isna() & bank[Bank.id].notna()):
            found.setdefault(_number(book, one["id"]), one)
    return found


def _number(book: Book, number: str) -> str:
    """Of all that a person has, the one under which there is a page already: its address is in their letters."""
    theirs = same_person(book).get(number, frozenset({number}))
    return min(theirs & {*book[OwnPages][OwnPages.person].dropna()} or theirs)


def _plan(book: Book, readers: Mapping[str, Addressee]) -> None:
    """A row for everyone who has none."""
    pages = book[OwnPages]
    known = {*pages[OwnPages.person].dropna()}
    new = [person for person in readers if person not in known]
    pages.append(
        [
            {OwnPages.id: key, OwnPages.person: person, OwnPages.purpose: KIND.key(person)}
            for key, person in zip(book.new_keys(pages, len(new)), new, strict=True)
        ]
    )
