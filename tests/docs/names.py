"""What may be named in the docs: everything that a person meets under that name in the product."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import typer

from automation.workbook.checks import ADVICE
from docs.reference import leaves
from jobs.cli.commands import app
from jobs.papers.kinds import kinds
from sheets_schema import vocabulary
from sheets_schema.columns import Choice, Choices, Mark
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.tabs.settings import Settings

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


def read(page: str) -> str:
    return (DOCS / page).read_text(encoding="utf-8")


def commands() -> dict[str, Any]:
    """Name → the command; «roadmap list» is a name."""
    return dict(leaves(typer.main.get_command(app)))


def options(command: Any) -> set[str]:
    return {written for parameter in command.params for written in parameter.opts if written.startswith("--")}


def of_the_interface() -> set[str]:
    """Titles of tabs, columns, settings, documents and questionnaires, words of a cell, and those of the pages."""
    return {*_titles(), *_words(), *_labels()}


def _titles() -> Iterator[str]:
    for sheet in NASTAVNIK.sheets:
        yield sheet.title
        yield from (column.title for column in sheet.columns.values())
    yield from (one.column.title for one in Settings.declared().values())
    yield from (kind.title for kind in kinds().values())
    for form in NASTAVNIK.forms:
        yield form.title
        yield from (section.title for section in form.sections)


def _words() -> Iterator[str]:
    yield from vocabulary.ROLES
    yield ADVICE.rstrip(": ")
    of_tabs = (column for sheet in NASTAVNIK.sheets for column in sheet.columns.values())
    for column in chain(of_tabs, (one.column for one in Settings.declared().values())):
        if isinstance(column, Choice | Choices | Mark):
            yield from column.options


def _labels() -> Iterator[str]:
    """What pages write on tabs, buttons, links and above their parts."""
    pages = (ROOT / "automation" / "embedded" / "pages", *(ROOT / "jobs").glob("*/"))
    for template in chain.from_iterable((folder / "templates").rglob("*.html") for folder in pages):
        text = template.read_text(encoding="utf-8")
        yield from re.findall(r'tool\("\w+", "([^"]+)"', text)
        yield from re.findall(r'tab\("([^"]+)"', text)
        yield from re.findall(r"<span>([^<{]+)</span>", text)
        yield from re.findall(r"<(?:a|button|h2|summary)\b[^>]*>([^<{]+)<", text)
    for page in (ROOT / "jobs" / "desk").glob("*.py"):
        yield from re.findall(r'\b(?:Section|Button)\("([^"]+)"', page.read_text(encoding="utf-8"))
    for script in (ROOT / "automation" / "embedded" / "pages" / "static").rglob("*.js"):
        yield from re.findall(r'\bbutton\("([^"]+)"', script.read_text(encoding="utf-8"))


def quoted(text: str) -> list[str]:
    """What stands in «…», the innermost where one stands in another, line breaks taken for spaces."""
    return [" ".join(one.split()) for one in re.findall(r"«([^«»]*)»", text)]
