"""The one way to the workspace: every call of every API is sent, counted, paced and repeated here.

    transport = Transport(credentials, address="http://127.0.0.1:8800")
    transport.get("https://sheets.googleapis.com/v4/spreadsheets/…")
    transport.calls        # Counter({"таблица: чтение": 1})

With an `address`, Google's hosts are replaced by it, so that the same calls reach the embedded workspace.
"""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import httplib2
import requests
from google.auth.exceptions import RefreshError, TransportError
from google.auth.transport.requests import AuthorizedSession
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, wait_random_exponential
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NewConnectionError

from automation.google.errors import (
    NotStored,
    Refused,
    Unauthorised,
    Unavailable,
    Uncertain,
    WorkspaceError,
    from_response,
)

ATTEMPTS = 6
LONGEST_WAIT = 64.0
"""Seconds; Google's guide to its quotas recommends 32 or 64. A server that asks for more is left to the next cycle."""
TIMEOUT = 120.0

_APIS = {"sheets": "таблица", "drive": "диск", "forms": "формы", "docs": "документы", "gmail": "почта"}
_SILENT = "Нет связи с рабочим пространством. Проверьте сеть и повторите"
_READING_POSTS = (":batchGetByDataFilter", ":getByDataFilter", "developerMetadata:search", "/batch")
"""What only reads though it is a POST; calls are sent together in a batch only when all of them read."""


class Quota:
    """At most `limit` calls in any `period` seconds: `wait()` returns when the next one may go."""

    def __init__(
        self,
        limit: int,
        *,
        period: float = 60.0,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._sent: deque[float] = deque(maxlen=limit)
        self._period = period
        self._clock = clock
        self._sleep = sleep

    def wait(self) -> None:
        if len(self._sent) == self._sent.maxlen:
            self._sleep(max(0.0, self._sent[0] + self._period - self._clock()))
        self._sent.append(self._clock())


def google_quotas() -> dict[str, Quota]:
    """Google's published limits a minute for one user, by kind of call: 60 for Sheets, more than we need elsewhere."""
    return {"таблица: чтение": Quota(60), "таблица: запись": Quota(60), "формы: чтение": Quota(150)}


class _Lost(WorkspaceError):
    """An attempt that failed in a way that may pass; `wait` is what the server asked for, in seconds."""

    def __init__(self, error: WorkspaceError, *, wait: float = 0.0, repeatable: bool) -> None:
        super().__init__(str(error), status=error.status, detail=error.detail)
        self.error = error
        self.wait = wait
        self.repeatable = repeatable


class Transport(AuthorizedSession):
    """A `requests` session that knows Google's manners. Raises `WorkspaceError` for every answer of 400 or more."""

    def __init__(
        self,
        credentials: Any,
        *,
        address: str = "",
        quotas: dict[str, Quota] | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        super().__init__(credentials)  # type: ignore[no-untyped-call]
        self.calls: Counter[str] = Counter()
        self.address = address.rstrip("/")
        self._quotas = quotas or {}
        self._retrying = Retrying(
            retry=retry_if_exception(lambda error: isinstance(error, _Lost) and error.repeatable),
            stop=stop_after_attempt(ATTEMPTS),
            wait=_wait,
            sleep=sleep,
            reraise=True,
        )

    def request(  # type: ignore[override]
        self, method: str, url: str, *args: Any, **options: Any
    ) -> requests.Response:
        """Send one call, repeating it while that is safe.

        A call that changes something is repeated only when it surely was not carried out (429, connection refused,
        the embedded workspace's own word for it); when its answer is lost, `Uncertain` leaves the decision to the
        caller.
        """
        # googleapiclient sends a GET with a very long address as a POST that says what it means.
        meant = (options.get("headers") or {}).get("x-http-method-override", method)
        kind = kind_of_call(meant, url)
        options["timeout"] = options.get("timeout") or TIMEOUT
        try:
            return self._retrying(self._attempt, kind, method.upper(), url, *args, **options)
        except _Lost as lost:
            raise lost.error from None

    def _attempt(self, kind: str, method: str, url: str, *args: Any, **options: Any) -> requests.Response:
        if kind in self._quotas:
            self._quotas[kind].wait()
        self.calls[kind] += 1
        changes = kind.endswith("запись") and method == "POST"
        try:
            response = self._send(method, self._directed(url), *args, **options)
        except RefreshError as error:
            if error.retryable:
                raise _Lost(Unavailable(_SILENT), repeatable=True) from None
            raise Unauthorised("Ключ доступа не принят: он неверен или устарел. Войдите: nastavnik login") from None
        except (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema, requests.exceptions.MissingSchema):
            raise Refused("Адрес рабочего пространства неверен: он бывает вида http://127.0.0.1:8800") from None
        except (requests.RequestException, TransportError) as error:
            raise _no_answer(error, changes) from None
        if response.status_code < 400:
            return response
        raise _failed(response, changes)

    def _send(self, method: str, url: str, *args: Any, **options: Any) -> requests.Response:
        response: requests.Response = super().request(  # type: ignore[no-untyped-call]
            method, url, *args, **options
        )
        return response

    def _directed(self, url: str) -> str:
        if not self.address:
            return url
        parts = urlsplit(url)
        return f"{self.address}{parts.path}" + (f"?{parts.query}" if parts.query else "")


def kind_of_call(method: str, url: str) -> str:
    """«таблица: чтение», «диск: запись», … for a URL of one of Google's APIs."""
    parts = urlsplit(url)
    host = parts.netloc.partition(".")[0]
    api = host if host in _APIS else next((name for name in _APIS if f"/{name}/" in parts.path), host)
    reads = method.upper() == "GET" or parts.path.endswith(_READING_POSTS)
    return f"{_APIS.get(api, api)}: {'чтение' if reads else 'запись'}"


def _wait(state: RetryCallState) -> float:
    """What the server asked for, else exponential back-off with full jitter."""
    error = state.outcome.exception() if state.outcome else None
    asked = error.wait if isinstance(error, _Lost) else 0.0
    return max(asked, wait_random_exponential(multiplier=1, max=LONGEST_WAIT)(state))


def _no_answer(error: Exception, changes: bool) -> _Lost:
    # google-auth's `TransportError` speaks of fetching the key, before the call itself goes out.
    never_sent = isinstance(error, requests.ConnectTimeout | TransportError) or _refused(error)
    if changes and not never_sent:
        lost = "Связь с рабочим пространством оборвалась посреди записи. Запустите программу ещё раз: она проверит сама"
        return _Lost(Uncertain(lost), repeatable=False)
    return _Lost(Unavailable(_SILENT), repeatable=True)


def _refused(error: Exception) -> bool:
    cause = error.args[0] if error.args else None
    reason = cause.reason if isinstance(cause, MaxRetryError) else cause
    return isinstance(reason, NewConnectionError | ConnectTimeoutError)


def _failed(response: requests.Response, changes: bool) -> WorkspaceError:
    error = from_response(response.status_code, response.content)
    if not isinstance(error, Unavailable):
        return error
    if response.status_code >= 500 and changes and not isinstance(error, NotStored):
        return _Lost(Uncertain(str(error), status=error.status, detail=error.detail), repeatable=False)
    wait = _retry_after(response)
    return _Lost(error, wait=wait, repeatable=wait <= LONGEST_WAIT)


def _retry_after(response: requests.Response) -> float:
    asked = response.headers.get("Retry-After", "")
    return float(asked) if asked.isdecimal() else 0.0


class HttpOfTransport:
    """The part of `httplib2.Http` that google-api-python-client calls, over a `Transport`."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def request(
        self, uri: str, method: str = "GET", body: Any = None, headers: Any = None, **_: Any
    ) -> tuple[httplib2.Response, bytes]:
        answer = self._transport.request(method, uri, data=body, headers=headers)
        return httplib2.Response({"status": str(answer.status_code), **answer.headers}), answer.content

    def close(self) -> None:
        self._transport.close()  # type: ignore[no-untyped-call]
