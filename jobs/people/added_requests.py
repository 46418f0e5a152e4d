"""What others say a mentee needs, and what of it the curator has accepted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import pandas as pd

from automation.workbook.book import Book
from jobs.letters.correspondence import as_text
from jobs.runner.facts import fact
from sheets_schema.tabs.accounts import Accounts
from sheets_schema.vocabulary import ACCEPT

BY_DOCUMENTS = "/documents"
"""The end of an occasion for which a methodist looks through documents."""


@fact
def added_requests(book: Book) -> Mapping[str, tuple[str, ...]]:
    """Mentee → the topics that the curator has accepted from others; empty while there is no such tab."""
    if book.unavailable(Accounts.name):
        return MappingProxyType({})
    accounts = book[Accounts].frame
    accepted = accounts[(accounts[Accounts.decision] == ACCEPT) & accounts[Accounts.mentee].notna()]
    found: dict[str, tuple[str, ...]] = {}
    for mentee, topics in zip(accepted[Accounts.mentee], accepted[Accounts.requests], strict=True):
        found[mentee] = tuple(dict.fromkeys((*found.get(mentee, ()), *topics)))
    return MappingProxyType(found)


def accounts_of(book: Book, mentee: str) -> Iterator[tuple[str, str, bool]]:
    """Each answer about a mentee: its row's number, what it says and from whom, whether it waits for a decision."""
    if book.unavailable(Accounts.name):
        return
    accounts = book[Accounts].frame
    of_mentee = accounts[(accounts[Accounts.mentee] == mentee) & accounts[Accounts.answered].notna()]
    for row in of_mentee.dropna(subset=[Accounts.id]).to_dict("records"):
        said = "; ".join(filter(None, (", ".join(row[Accounts.requests]), as_text(row[Accounts.words]))))
        decided = as_text(row[Accounts.decision])
        told = f"{_from(row)}: {said or 'дополнений нет'}" + (f" — {decided}" if decided else "")
        yield row[Accounts.id], told, not decided


def _from(row: Mapping[Any, Any]) -> str:
    documents = ", ".join(row[Accounts.documents])
    by_documents = bool(documents) or as_text(row[Accounts.occasion]).endswith(BY_DOCUMENTS)
    if by_documents:
        return f"по документам ({documents})" if documents else "по документам"
    return "третье лицо" if pd.isna(row[Accounts.source]) else str(row[Accounts.source])
