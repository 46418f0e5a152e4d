"""The kinds of request that ``spreadsheets.batchUpdate`` takes, one function each.

https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/request

A new kind is one function::

    @changes("addChart")
    def add_chart(update: Update, request: Json) -> Json | None: ...

It raises `ApiError` where Google refuses, and returns the reply, if there is one. Nothing needs undoing: when any
request fails, the whole update is dropped.
"""

from __future__ import annotations

from automation.embedded.spreadsheets.requests import (
    borders,
    cells,
    cleaning,
    developer_metadata,
    embedded_objects,
    filling,
    filter_views,
    formats,
    groups,
    lines,
    names,
    paste,
    protection,
    sheets,
    sorting,
    tables,
    text,
)
from automation.embedded.spreadsheets.requests.register import REQUESTS, Update, apply, changes

# Importing them has registered their functions.
KINDS = (
    borders,
    cells,
    cleaning,
    developer_metadata,
    embedded_objects,
    filling,
    filter_views,
    formats,
    groups,
    lines,
    names,
    paste,
    protection,
    sheets,
    sorting,
    tables,
    text,
)

__all__ = ["KINDS", "REQUESTS", "Update", "apply", "changes"]
