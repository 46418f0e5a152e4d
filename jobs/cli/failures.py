"""Expected failures become one clear sentence in Russian and a non-zero exit, never a traceback."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

_EXPECTED = (
    "automation.google.errors.WorkspaceError",
    "automation.workbook.commit.SpreadsheetBusy",
    "automation.workbook.book.TabUnavailable",
    "jobs.cli.configuration.ConfigurationError",
    "sheets_schema.roadmaps.reading.RoadmapError",
)
"""By name, so that a failure is recognised without importing what did not fail."""


@contextmanager
def explained() -> Iterator[None]:
    """Print an expected failure and exit with 1; let the unexpected through."""
    try:
        yield
    except Exception as error:
        if not _is_expected(error):
            raise
        print(f"Не получилось: {error}", file=sys.stderr)
        detail = getattr(error, "detail", "")
        if detail:
            print(f"Ответ рабочего пространства: {detail}", file=sys.stderr)
        sys.exit(1)


def _is_expected(error: Exception) -> bool:
    names = {f"{kind.__module__}.{kind.__qualname__}" for kind in type(error).__mro__}
    return bool(names & set(_EXPECTED))
