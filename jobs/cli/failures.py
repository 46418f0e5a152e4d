"""Expected failures become one clear sentence in Russian and a non-zero exit, never a traceback."""

from __future__ import annotations

import errno
import io
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from jobs.cli.russian import in_russian

_EXPECTED = (
    "automation.google.errors.WorkspaceError",
    "automation.grids.files.UnreadableFile",
    "automation.workbook.commit.SpreadsheetBusy",
    "automation.workbook.book.TabUnavailable",
    "jobs.runner.configuration.ConfigurationError",
    "jobs.importing.entering.NothingToUndo",
    "jobs.new_year.period.CannotBegin",
    "sheets_schema.roadmaps.reading.RoadmapError",
)
"""By name, so that a failure is recognised without importing what did not fail."""

_NO_ROOM = "на диске нет места"
_OF_FILES = {
    errno.EACCES: "нет доступа",
    errno.EPERM: "нет доступа",
    errno.ENOSPC: _NO_ROOM,
    errno.EDQUOT: _NO_ROOM,
    errno.EFBIG: _NO_ROOM,
    errno.EROFS: "сюда нельзя писать",
    errno.ENOENT: "такого файла или папки нет",
    errno.EEXIST: "здесь нужна папка, а стоит файл",
    errno.ENOTDIR: "здесь нужна папка, а стоит файл",
    errno.EISDIR: "здесь нужен файл, а стоит папка",
}
_NO_ACCESS = 403


@contextmanager
def explained() -> Iterator[None]:
    """Print a failure and exit: with 2 after a wrong command line, else with 1.

    Of an unexpected one the place is shown, and not its message: that may quote a cell.
    """
    try:
        yield
    except Exception as error:
        usage = _wrong_command_line(error)
        if usage is not None:
            print(usage, file=sys.stderr)
            sys.exit(int(getattr(error, "exit_code", 2)))
        print(f"Не получилось: {sentence(error)}", file=sys.stderr)
        detail = getattr(error, "detail", "")
        # Google says which API to enable; its other answers may quote what people wrote.
        if detail and getattr(error, "status", 0) == _NO_ACCESS:
            print(f"Ответ рабочего пространства: {detail}", file=sys.stderr)
        sys.exit(1)


def sentence(error: Exception) -> str:
    """What went wrong, for a person. Of an unexpected failure the place alone: its message may quote a cell."""
    names = _names(error)
    if names & set(_EXPECTED):
        return str(error)
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {_OF_FILES.get(error.errno or 0, 'файл не читается или не пишется')}"
    if isinstance(error, OSError) and _OF_FILES.get(error.errno or 0) == _NO_ROOM:
        return f"{_NO_ROOM}. Освободите место и повторите"  # writing does not say which file it was
    if "automation.embedded.storage.StorageError" in names:
        return _of_storage(error)
    if "typer._click.exceptions.Abort" in names or "click.exceptions.Abort" in names:
        return "прервано"
    frames = "".join(traceback.format_list(traceback.extract_tb(error.__traceback__)))
    return f"ошибка программы ({type(error).__name__}). Сообщите администратору, где она случилась:\n{frames}"


def _of_storage(error: Exception) -> str:
    from automation.google.errors import STORAGE_TROUBLES

    return STORAGE_TROUBLES[error.trouble]  # type: ignore[attr-defined]


def _wrong_command_line(error: Exception) -> str | None:
    """What typer would print of its own exception; None for any other."""
    if "UsageError" not in {kind.__name__ for kind in type(error).__mro__} or not hasattr(error, "show"):
        return None
    printed = io.StringIO()
    error.show(file=printed)
    return in_russian(printed.getvalue().strip())


def _names(error: Exception) -> set[str]:
    return {f"{kind.__module__}.{kind.__qualname__}" for kind in type(error).__mro__}
