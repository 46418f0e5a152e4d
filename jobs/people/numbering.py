"""Every row typed by hand gets a number."""

from __future__ import annotations

import pandas as pd

from automation.workbook.book import Book
from automation.workbook.table import Table


def number_new_rows(book: Book, table: Table) -> None:
    """Give the rows of a tab that have no number yet one each, where rows are typed by hand."""
    nameless = table[table.key].isna()
    if table.sheet.typed_by_hand and nameless.any():
        keys = book.new_keys(table, int(nameless.sum()))
        table[table.key] = table[table.key].where(~nameless, pd.Series(keys, index=table.index[nameless]))
