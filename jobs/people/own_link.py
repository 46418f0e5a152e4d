"""The address of everybody's own page: nobody can guess one, and who has it needs nothing else to open the page.

Google has no such pages: there it leads to a document, which opens for that person's account alone, and is empty until
that is drawn up.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from urllib.parse import urlsplit

from automation.workbook.book import Book
from jobs.people.identity import same_person
from sheets_schema.tabs.letters import Letters
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.own_pages import OwnPages

PATH = "/me/"
OPEN_TO, NOT_OPEN_TO = "открыт: ", "не открыт: "
"""How the cell begins that says whom a document is open to, or would be had the opening not been refused."""
_GOOGLE = "docs.google.com"
_BYTES = 18


def keep_secret(book: Book) -> None:
    """See to it that there is what addresses are made of. No decision does: it comes out differently every time."""
    if not book.unavailable(Letters.name):  # whose letters lead there
        book.state.secret = book.state.secret or secrets.token_urlsafe(_BYTES)


def own_link(book: Book, number: str) -> str:
    """Where the person of this number in a bank reads what is theirs; empty for anybody else."""
    if not _is_participant(book, number):
        return ""
    if has_documents(book):
        return _document(book, number)
    there = urlsplit(book.link)
    if not (there.hostname and book.state.secret):
        return ""
    return f"{there.scheme}://{there.netloc}{PATH}{_token(book.state.secret, number)}"


def has_documents(book: Book) -> bool:
    """Whether own pages are documents: the workspace is Google's, which shows no pages of ours."""
    return urlsplit(book.link).hostname == _GOOGLE and not book.unavailable(OwnPages.name)


def _document(book: Book, number: str) -> str:
    pages = book[OwnPages].frame.dropna(subset=[OwnPages.person, OwnPages.document])
    theirs = pages[pages[OwnPages.person].isin(same_person(book).get(number, {number}))]
    is_open = theirs[OwnPages.access].str.startswith(OPEN_TO).fillna(value=False)
    return next(iter(theirs[OwnPages.document][is_open]), "")


def number_by(book: Book, token: str) -> str:
    """Whose page this token opens; empty for nobody's."""
    if not book.state.secret:
        return ""
    numbers = (number for bank in (Mentees, Mentors) for number in book[bank].whole[bank.id].dropna())
    given = token.encode()
    return next((one for one in numbers if hmac.compare_digest(_token(book.state.secret, one).encode(), given)), "")


def _is_participant(book: Book, number: str) -> bool:
    prefix, _, digits = number.partition("-")
    return bool(digits) and prefix in (Mentees.key_column().prefix, Mentors.key_column().prefix)


def _token(secret: str, number: str) -> str:
    told = hmac.new(secret.encode(), number.encode(), hashlib.sha256).digest()[:_BYTES]
    return urlsafe_b64encode(told).decode()
