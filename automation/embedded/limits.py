"""How much a request may bring, and how long it may take to."""

from __future__ import annotations

import asyncio

from starlette.requests import Request

from automation.embedded import compression
from automation.embedded.errors import ApiError
from automation.embedded.numerals import whole

MAX_BODY = 64 * 1024 * 1024  # bytes; a spreadsheet's updates and a document's upload stay well below
BODY_RESTS = 30.0  # seconds without a byte
SLOWEST = 1000.0  # bytes a second, on the whole: a tenth of what a phone sends where its net is bad


async def read_body(request: Request, limit: int = MAX_BODY) -> bytes:
    """The whole body. Raises `ApiError` 413 as soon as it is known to be longer than ``limit`` bytes, 408 when it
    rests for long or comes by drops."""
    if (whole(request.headers.get("content-length", "")) or 0) > limit:
        raise too_large(limit)
    clock = asyncio.get_running_loop().time
    chunks, size, began = [], 0, clock()
    try:
        async with asyncio.timeout(BODY_RESTS) as patience:
            async for chunk in request.stream():
                size += len(chunk)
                if size > limit:
                    raise too_large(limit)
                chunks.append(chunk)
                patience.reschedule(BODY_RESTS + min(clock(), began + size / SLOWEST))
    except TimeoutError:
        raise ApiError(408, "The body of the request did not come.") from None
    return _plain(b"".join(chunks), request.headers.get("content-encoding", ""), limit)


def _plain(body: bytes, content_encoding: str, limit: int) -> bytes:
    try:
        return compression.plain(body, content_encoding, limit)
    except compression.TooLarge:
        raise too_large(limit) from None
    except compression.Malformed:
        raise ApiError(400, "The body is not what its Content-Encoding says.") from None


def too_large(limit: int) -> ApiError:
    """413 for what is longer than ``limit`` bytes."""
    return ApiError(413, f"Request payload size exceeds the limit: {limit} bytes.")
