"""What the log tells of a failure of the program itself, or of the machine below it."""

from __future__ import annotations

import logging
import traceback

from starlette.requests import Request

from automation.embedded.storage import StorageError

logger = logging.getLogger(__name__)


def log_failure(request: Request, error: Exception) -> None:
    """Log where the program failed, but not the error's text or the path's end: they may name a person or a secret.

    Where it is not the program that failed, what SQLite says of its file is enough.
    """
    where = error.said if isinstance(error, StorageError) else "".join(traceback.format_tb(error.__traceback__))
    route = getattr(request.scope.get("route"), "path", "")
    place = "/".join(request.url.path.split("/")[:4]) if route.startswith("/{path") else route
    logger.error("%s %s failed with %s\n%s", request.method, place, type(error).__name__, where)
