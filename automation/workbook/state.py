"""What the program must remember between cycles, kept in the spreadsheet's own developer metadata.

It is written by the same atomic write as the rows it speaks of, so the two never disagree, whatever crashes.
"""

from __future__ import annotations

from pydantic import BaseModel, Field


class Cursor(BaseModel):
    """How far a form's responses have been collected."""

    since: str = ""
    """Ask for responses submitted at this moment (RFC 3339) or later."""
    seen: list[str] = Field(default_factory=list)
    """Those of them that are collected already, as `fingerprint`s."""


class State(BaseModel):
    """One spreadsheet's memory."""

    scope: str = ""
    """Tells this organisation's files from those of another in the same account."""
    folder: str = ""
    """Id of the programme's Drive folder."""
    folders: dict[str, str] = Field(default_factory=dict)
    """Tab name → id of the folder in it for the documents that the tab's rows point to."""
    forms: dict[str, str] = Field(default_factory=dict)
    """Form name → id."""
    links: dict[str, str] = Field(default_factory=dict)
    """Form name → the address where people fill it in."""
    shape: str = ""
    """Digest of the words and questions of the organisation's own that its tabs were last brought up to."""
    said: dict[str, str] = Field(default_factory=dict)
    """Form name → digest of what its pages were last made to say."""
    wanted: dict[str, list[str]] = Field(default_factory=dict)
    """Form name → ids of responses that are collected already and are to be fetched once more."""
    cursors: dict[str, Cursor] = Field(default_factory=dict)
    """Form name → how far it is collected."""
    numbers: dict[str, int] = Field(default_factory=dict)
    """Tab name → the greatest number ever given to a row: a deleted row's number is not used again."""
    words: dict[str, list[str]] = Field(default_factory=dict)
    """Key of a row of «Словари» whose word stands in cells → its vocabulary, the word, and what it was called: it comes
    back where the row is deleted."""
    notes: dict[str, str] = Field(default_factory=dict)
    """Tab name → what the note on the header of its `problems` says above what it says of the column."""
    new_year: str = ""
    """The day (ISO 8601) on which the plan was last moved to new years."""
    write: str = ""
    """Token of the last write, by which a write whose answer was lost is recognised."""
    secret: str = ""
    """Of what the addresses of people's own pages are made, so that nobody guesses one."""
    turn: int = 0
    """How many writes there have been."""
    sender: str = ""
    """Which program is sending the queued letters just now."""
    sending_since: str = ""
    """Since when (ISO 8601)."""
