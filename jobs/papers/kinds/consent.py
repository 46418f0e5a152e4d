"""A consent to be printed and signed by hand: an edition of its text, with room for name, address, date and signature.
When it is drawn up, and from what, is `jobs/people/consent_texts.py`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from jobs.papers.kind import Kind, Paper
from sheets_schema.tabs.consent_texts import ConsentTexts


@dataclass(frozen=True, kw_only=True)
class ConsentPaper(Paper):
    title: str
    number: int
    since: date
    text: Sequence[str]
    """Paragraphs."""
    published: Sequence[str]
    """What may be allowed, each by itself; empty but in a consent to publication."""
    by_parent: bool


KIND = Kind(
    prefix="consent",
    title="Согласие",
    template="consents/consent.docx",
    document="{title}, редакция {number}",
    context=ConsentPaper,
    tab=ConsentTexts,
)
