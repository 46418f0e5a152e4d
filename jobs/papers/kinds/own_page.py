"""A participant's own page as a document. When it is drawn up, and for whom, is `jobs/own_pages/own_pages.py`."""

from __future__ import annotations

from dataclasses import dataclass

from jobs.own_pages.gathering import OwnPage
from jobs.papers.kind import Drawn, Kind
from sheets_schema.tabs.own_pages import OwnPages


@dataclass(frozen=True, kw_only=True)
class OwnPaper(Drawn):
    page: OwnPage


KIND = Kind(
    prefix="own-page",
    title="Личная страница",
    template="people/own_page.docx",
    document="Личная страница участника программы наставничества",
    context=OwnPaper,
    tab=OwnPages,
)
