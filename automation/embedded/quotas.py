"""Google's per-minute quotas, to rehearse what a program does when it is refused. Off unless they are asked for.

https://developers.google.com/workspace/sheets/api/limits and the page of the same name of each API. There is one
user, so the limits per user are the ones that count. None of these APIs announces in ``Retry-After`` when to come
again: Google asks for exponential backoff. Drive and Gmail say 403 where the others say 429
(https://developers.google.com/workspace/drive/api/guides/handle-errors).
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from automation.embedded.discovery import Method
from automation.embedded.errors import ApiError

GOOGLE_QUOTAS: Mapping[str, int] = {
    "sheets.read": 60,
    "sheets.write": 60,
    "docs.read": 300,
    "docs.write": 60,
    "forms.read": 390,
    "forms.expensive_read": 180,
    "forms.write": 150,
    "drive.queries": 12_000,
    "gmail.queries": 15_000,
}

_MINUTE = timedelta(minutes=1)
_METRICS = {
    "read": "Read requests",
    "write": "Write requests",
    "expensive_read": "Expensive read requests",
    "queries": "Queries",
}
# Gmail counts units: https://developers.google.com/workspace/gmail/api/reference/quota
_GMAIL_UNITS = {
    "gmail.users.getProfile": 1,
    "gmail.users.labels.list": 1,
    "gmail.users.labels.get": 1,
    "gmail.users.messages.send": 100,
    "gmail.users.messages.delete": 10,
    "gmail.users.messages.batchDelete": 50,
    "gmail.users.messages.batchModify": 50,
}
_GMAIL_USUAL_UNITS = 5


class _Spent(NamedTuple):
    when: datetime
    units: int


class Quotas:
    """How many requests of each kind are taken in a minute; a kind without a limit is not counted.

    ``limits`` has the keys of `GOOGLE_QUOTAS`. Raises `ValueError` for any other.
    """

    def __init__(self, limits: Mapping[str, int]) -> None:
        if unknown := sorted(set(limits) - set(GOOGLE_QUOTAS)):
            raise ValueError(f"no such quota: {', '.join(unknown)}")
        self._limits = dict(limits)
        self._spent: dict[str, deque[_Spent]] = {name: deque() for name in limits}
        self._lock = threading.Lock()

    def spend(self, method: Method, now: datetime) -> None:
        """Count one request. Raises `ApiError` 429 or 403 when the minute before ``now`` has been used up."""
        name = _quota_of(method)
        if name not in self._limits:
            return
        units = _GMAIL_UNITS.get(method.id, _GMAIL_USUAL_UNITS) if method.api.name == "gmail" else 1
        with self._lock:
            spent = self._spent[name]
            # A clock that was set back would otherwise leave requests of the future in the way.
            while spent and not now - _MINUTE < spent[0].when <= now:
                spent.popleft()
            if sum(each.units for each in spent) + units > self._limits[name]:
                raise _exhausted(name, self._limits[name])
            spent.append(_Spent(now, units))


def _quota_of(method: Method) -> str:
    api = method.api.name
    if api in ("drive", "gmail"):
        return f"{api}.queries"
    if method.id == "forms.forms.responses.list":
        return "forms.expensive_read"
    return f"{api}.{'read' if method.only_reads else 'write'}"


def _exhausted(name: str, limit: int) -> ApiError:
    api, _, kind = name.partition(".")
    service, metric = f"{api}.googleapis.com", _METRICS[kind]
    message = (
        f"Quota exceeded for quota metric '{metric}' and limit '{metric} per minute per user' "
        f"of service '{service}' for consumer 'project_number:0'."
    )
    older = kind == "queries"
    metadata = {
        "consumer": "projects/0",
        "quota_limit": f"{'default' if older else metric.title().replace(' ', '')}PerMinutePerUser",
        "quota_limit_value": str(limit),
        "quota_location": "global",
        "quota_metric": f"{service}/{'default' if older else metric.lower().replace(' ', '_')}",
        "quota_unit": "1/min/{project}/{user}",
        "service": service,
    }
    code, details = 403 if older else 429, [_error_info(metadata), _HELP]
    return ApiError(code, message, reason="rateLimitExceeded", domain="usageLimits", details=details)


def _error_info(metadata: dict[str, str]) -> dict[str, Any]:
    return {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": "RATE_LIMIT_EXCEEDED",
        "domain": "googleapis.com",
        "metadata": metadata,
    }


_HELP = {
    "@type": "type.googleapis.com/google.rpc.Help",
    "links": [
        {
            "description": "Request a higher quota limit.",
            "url": "https://cloud.google.com/docs/quotas/help/request_increase",
        }
    ],
}
