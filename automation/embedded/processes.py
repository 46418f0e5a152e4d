"""Work that takes long and is done in Python: a thread would share the interpreter with all who wait for an answer.

loky (https://loky.readthedocs.io), because its processes need nothing of the program that starts them, and go with
all their memory when there is nothing to do.
"""

from __future__ import annotations

import atexit
import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar, TypeVarTuple

from automation.embedded.errors import ApiError

_T = TypeVar("_T")
_Given = TypeVarTuple("_Given")

_MOST = 2  # at once; who comes then waits for them, and for nobody else
_IDLE = 30  # seconds; the next one after that waits half a second more
_NICE = 10  # whoever waits for an answer comes first
_LOOKS = 2  # seconds between looks at who started the process

_executors: list[Any] = []  # one or none
_choosing = threading.Lock()

logger = logging.getLogger(__name__)


class Gone(ApiError):
    """503: the process that was at work is no more; nothing has come of it."""

    def __init__(self) -> None:
        super().__init__(503, "The service is currently unavailable.")


def in_a_process(function: Callable[[*_Given], _T], *arguments: *_Given) -> _T:
    """What ``function`` returns or raises, in another process; all of it has to be picklable.

    Raises `Gone` where the machine ended the process, as a rule because its memory was full, or `stop` did.
    """
    from loky.process_executor import BrokenProcessPool, ShutdownExecutorError

    executor = _executor()
    try:
        result: _T = executor.submit(function, *arguments).result()
    except (BrokenProcessPool, ShutdownExecutorError):
        logger.error("a process that worked for a request is gone: its memory was full, or it was stopped")
        _let_go(executor)
        raise Gone from None
    return result


def stop() -> None:
    """End all processes, whatever they are at."""
    for executor in list(_executors):
        _let_go(executor)
        executor.shutdown(kill_workers=True)


atexit.register(stop)


def _executor() -> Any:
    """The one that all threads share; processes start when they are needed."""
    from loky import ProcessPoolExecutor  # takes a while to load, and is seldom needed

    with _choosing:
        if not _executors:
            begin = {"initializer": _begin, "initargs": (os.getpid(),)}
            _executors.append(ProcessPoolExecutor(_MOST, timeout=_IDLE, **begin))
        return _executors[0]


def _let_go(executor: Any) -> None:
    with _choosing:
        if executor in _executors:
            _executors.remove(executor)


def _begin(started_by: int) -> None:
    os.nice(_NICE)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one that started it
    threading.Thread(target=_end_with, args=(started_by,), daemon=True).start()


def _end_with(started_by: int) -> None:
    """Nobody tells a process that the one that started it was killed."""
    while os.getppid() == started_by:
        time.sleep(_LOOKS)
    os._exit(1)
