"""What can go wrong between us and the workspace, each said in one plain Russian sentence.

Every call goes through `Transport`, and every failure leaves it as one of these. A message names no person and
holds no token.
"""

from __future__ import annotations

import json
from typing import Any


class WorkspaceError(Exception):
    """A call to the workspace failed. `str(error)` is for the user; `status` is HTTP's, 0 where there was no answer."""

    def __init__(self, message: str, *, status: int = 0, detail: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.detail = detail
        """The workspace's own words, in English, for the administrator."""


class Unauthorised(WorkspaceError):
    """The workspace does not know us, or no longer."""


class NotFound(WorkspaceError):
    """What was asked for does not exist, or is not shared with us."""


class Refused(WorkspaceError):
    """The request itself is wrong: a mistake in the program, or the spreadsheet changed under it."""


class Unavailable(WorkspaceError):
    """No network, or the workspace does not answer; nothing of this call was carried out."""


class NotStored(Unavailable):
    """The embedded workspace's own machine failed it, and it vouches for it that nothing was carried out."""


class Postponed(WorkspaceError):
    """This letter has to wait, though others may go: the recipient's server is busy or keeps newcomers waiting."""


class Uncertain(WorkspaceError):
    """The answer to a call that changes something was lost: it may have been carried out, or not.

    Whoever made the call finds out before making it again.
    """


_BY_STATUS: dict[int, tuple[type[WorkspaceError], str]] = {
    401: (
        Unauthorised,
        "Рабочее пространство не узнало нас: ключ доступа неверен или устарел. Войдите: nastavnik login",
    ),
    403: (Unauthorised, "Нет доступа к файлу рабочего пространства. Откройте его для учётной записи программы"),
    404: (NotFound, "Файл рабочего пространства не найден: он удалён, или его номер в настройках неверен"),
    413: (Refused, "Рабочее пространство не приняло запрос: он слишком велик"),
    429: (Unavailable, "Рабочее пространство просит подождать: исчерпана квота обращений. Повторите через минуту"),
}

STORAGE_TROUBLES = {
    "DISK_FULL": "На диске, где лежит рабочее пространство, кончилось место, поэтому ничего не записано. "
    "Освободите место и повторите",
    "DATABASE_BUSY": "База рабочего пространства занята другой программой, поэтому ничего не записано. "
    "Закройте эту программу и повторите",
    "DATABASE_FAILED": "База рабочего пространства не читается или не пишется, поэтому ничего не записано. "
    "Проверьте, исправен ли диск, есть ли на нём место и открыт ли к нему доступ",
}
"""What the embedded workspace says of its own machine (`google.rpc.ErrorInfo`), in words for people."""


def from_response(status: int, body: bytes) -> WorkspaceError:
    """The error that an HTTP answer of 400 or more stands for; `body` is Google's error JSON or anything else."""
    default: tuple[type[WorkspaceError], str] = (
        (Unavailable, f"Рабочее пространство временно не отвечает (код {status}). Повторите через несколько минут")
        if status >= 500
        else (Refused, f"Рабочее пространство не приняло запрос (код {status})")
    )
    problem = _google_error(body)
    if trouble := _trouble_of_storage(problem):
        return NotStored(trouble, status=status, detail=str(problem.get("message", "")))
    # Drive and Gmail say 403 where the other services say 429.
    known_as = 429 if status == 403 and _over_quota(problem) else status
    kind, message = _BY_STATUS.get(known_as, default)
    return kind(message, status=status, detail=str(problem.get("message", "")))


def _google_error(body: bytes) -> dict[str, Any]:
    try:
        problem = json.loads(body)["error"]
    except (ValueError, KeyError, TypeError):
        return {}
    return problem if isinstance(problem, dict) else {}


def _over_quota(problem: dict[str, Any]) -> bool:
    reasons = problem.get("errors")
    return isinstance(reasons, list) and any(
        isinstance(reason, dict) and reason.get("reason") in ("rateLimitExceeded", "userRateLimitExceeded")
        for reason in reasons
    )


def _trouble_of_storage(problem: dict[str, Any]) -> str:
    details = problem.get("details")
    told = [each for each in details if isinstance(each, dict)] if isinstance(details, list) else []
    reasons = [str(each.get("reason")) for each in told if each.get("domain") == "workspace.local"]
    return STORAGE_TROUBLES.get(reasons[0], "") if reasons else ""
