"""What is logged while something happens."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager


class Recorder(logging.Handler):
    """Everything that any logger says, as it would be printed, traceback and all."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.setFormatter(logging.Formatter("%(name)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


@contextmanager
def listening() -> Iterator[Recorder]:
    """All loggers at DEBUG, those too that keep to themselves."""
    recorder = Recorder()
    known = [one for one in logging.Logger.manager.loggerDict.values() if isinstance(one, logging.Logger)]
    loggers = [logging.getLogger(), *known]
    before = [(one, one.level, one.disabled) for one in loggers]
    for one in loggers:
        one.setLevel(logging.DEBUG)
        one.disabled = False
        if one is logging.getLogger() or not one.propagate:
            one.addHandler(recorder)
    try:
        yield recorder
    finally:
        for one, level, disabled in before:
            one.setLevel(level)
            one.disabled = disabled
            one.removeHandler(recorder)
