"""`@fact`: what several jobs ask of the book in one cycle is worked out once, and again as soon as a table changes that
it was worked out from.

    @fact
    def working(book: Book) -> pd.DataFrame: …

A fact is a function of the book, and of arguments that can be told apart (a date, a table), and of nothing else. It
belongs to all who ask: they get what cannot be changed, or frames, of which each gets a copy of his own.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import pandas as pd

from automation.workbook.book import Book
from automation.workbook.table import Table

P = ParamSpec("P")
T = TypeVar("T")


def fact(derive: Callable[Concatenate[Book, P], T]) -> Callable[Concatenate[Book, P], T]:
    """Declare the decorated function to be a fact of the book."""

    @wraps(derive)
    def known(book: Book, /, *args: P.args, **kwargs: P.kwargs) -> T:
        name = derive, args, tuple(kwargs.items())
        given = [one for one in (*args, *kwargs.values()) if isinstance(one, Table)]
        return _own(book.derived(name, partial(derive, book, *args, **kwargs), given))

    return known


def _own(value: T) -> T:
    """A frame that may be changed without anybody else's noticing; pandas copies its cells only then."""
    if not isinstance(value, pd.DataFrame | pd.Series):
        return value
    own: Any = value.copy(deep=False)
    return cast("T", own)
