"""Work that waits or takes long, done beside the thread that answers everybody.

asyncio's own executor, because the work begins at once: `starlette.concurrency` goes through the event loop twice
before it does, which under many visitors is half a second.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

_P = ParamSpec("_P")
_T = TypeVar("_T")

_POOL = ThreadPoolExecutor(40, thread_name_prefix="workspace")  # threads; they start when they are needed
_APART = ThreadPoolExecutor(8, thread_name_prefix="addition")


async def in_a_thread(function: Callable[_P, _T], *arguments: _P.args, **options: _P.kwargs) -> _T:
    """What ``function`` returns or raises, without the event loop waiting for it."""
    return await asyncio.get_running_loop().run_in_executor(_POOL, partial(function, *arguments, **options))


async def in_a_thread_apart(function: Callable[_P, _T], *arguments: _P.args, **options: _P.kwargs) -> _T:
    """The same for pages that call the workspace themselves: were all threads taken by those that wait, none would be
    left to answer them."""
    return await asyncio.get_running_loop().run_in_executor(_APART, partial(function, *arguments, **options))
