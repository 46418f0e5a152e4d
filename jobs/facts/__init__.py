"""Facts about the programme that several jobs must agree on, derived from what people decided, not from statuses.

A status column tells people how things stood at the end of the last cycle. Jobs that would read it back could need
two cycles to settle; these functions read the decisions themselves.
"""

from __future__ import annotations

import pandas as pd

from automation.workbook.book import Book
from sheets_schema.vocabulary import ACCEPT, ASSIGN


def signed(orders: pd.DataFrame) -> pd.Series:
    """Which orders are in force: ticked as signed, with a number and a date."""
    return orders["signed"] & orders["number"].notna() & orders["dated"].notna()


def official(book: Book) -> pd.Series:
    """Which pairs of the register a signed order names, and the curator has not ended."""
    orders, pairs = book.orders.frame, book.pairs.frame
    return pairs["order"].isin(orders["id"][signed(orders)].dropna()) & pairs["ended_on"].isna()


def working(book: Book) -> pd.DataFrame:
    """The pairs that are official, or that the curator agreed to and has not undone."""
    pairs, matches = book.pairs.frame, book.matches.frame
    agreed = matches["mentee"][matches["decision"].isin([ACCEPT, ASSIGN])]
    return pairs[official(book) | (pairs["ended_on"].isna() & pairs["mentee"].isin(agreed))]
