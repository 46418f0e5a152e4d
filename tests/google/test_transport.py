"""The one way to the workspace: what is repeated, how long it waits, what it says when it gives up."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
import requests
from google.auth.exceptions import RefreshError, TransportError
from hypothesis import given
from hypothesis import strategies as st

from automation.embedded import Workspace, serve
from automation.embedded.storage import Trouble
from automation.google import connect
from automation.google.credentials import of_token
from automation.google.errors import (
    STORAGE_TROUBLES,
    NotFound,
    Refused,
    Unauthorised,
    Unavailable,
    Uncertain,
    WorkspaceError,
)
from automation.google.transport import ATTEMPTS, LONGEST_WAIT, Quota, Transport, google_quotas, kind_of_call
from tests.google.loopback import DROPPED, OK, Reply, closed_port, error, scripted

SHEET = "https://sheets.googleapis.com/v4/spreadsheets/1"
UPDATE = f"{SHEET}:batchUpdate"
CUT_SHORT = Reply(body=b'{"half":', promise=100)


def transport(address: str, waits: list[float] | None = None, **options: Any) -> Transport:
    slept = [] if waits is None else waits
    return Transport(of_token("token"), address=address, sleep=slept.append, **options)


def in_russian(problem: WorkspaceError) -> bool:
    """Plain Russian on one line: no Latin but a command or an address to copy."""
    words = re.sub(r"nastavnik login|http://127\.0\.0\.1:\d+", "", str(problem))
    return bool(re.fullmatch(r"[А-ЯЁ][^A-Za-z\n]+", words))


@pytest.mark.parametrize("trouble", [error(500), error(503), error(429), DROPPED, CUT_SHORT])
def test_a_reading_call_is_repeated_until_it_is_answered(trouble: Reply) -> None:
    with scripted(trouble, trouble, Reply(body=b'{"found": 1}')) as script:
        waits: list[float] = []
        answer = transport(script.address, waits).get(SHEET)
    assert answer.json() == {"found": 1}
    assert script.seen == [("GET", "/v4/spreadsheets/1")] * 3
    assert len(waits) == 2


@pytest.mark.parametrize("trouble", [error(500), error(502), error(503), error(429), DROPPED, CUT_SHORT])
def test_a_reading_call_that_is_never_answered_ends_in_one_russian_sentence(trouble: Reply) -> None:
    with scripted(trouble) as script, pytest.raises(Unavailable) as caught:
        transport(script.address).get(SHEET)
    assert len(script.seen) == ATTEMPTS
    assert in_russian(caught.value)


def test_waits_grow_with_every_attempt_and_stay_within_the_longest() -> None:
    longest = [0.0] * (ATTEMPTS - 1)
    with scripted(error(503)) as script:
        for _ in range(30):
            waits: list[float] = []
            with pytest.raises(Unavailable):
                transport(script.address, waits).get(SHEET)
            longest = [max(pair) for pair in zip(longest, waits, strict=True)]
    # Full jitter: any single wait may be short, but what it is drawn from doubles.
    assert all(longer > 1.2 * shorter for shorter, longer in zip(longest, longest[2:], strict=False))
    assert max(longest) <= LONGEST_WAIT


@pytest.mark.parametrize("trouble", [DROPPED, CUT_SHORT, error(500), error(503)])
def test_a_change_whose_answer_is_lost_is_never_repeated(trouble: Reply) -> None:
    with scripted(trouble, OK) as script, pytest.raises(Uncertain) as caught:
        transport(script.address).post(UPDATE, json={})
    assert len(script.seen) == 1
    assert in_russian(caught.value)


def of_storage(trouble: str, wait: str) -> Reply:
    info = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": trouble, "domain": "workspace.local"}
    problem = {"code": 503, "message": "Nothing was changed.", "status": "UNAVAILABLE", "details": [info]}
    return Reply(503, json.dumps({"error": problem}).encode(), {"Retry-After": wait})


def test_a_change_is_repeated_when_the_workspace_vouches_that_it_could_not_store_it() -> None:
    with scripted(of_storage("DATABASE_BUSY", "1"), OK) as script:
        transport(script.address).post(UPDATE, json={"requests": [1]})
    assert len(script.seen) == 2


@pytest.mark.parametrize("method", ["get", "post", "patch"])
@pytest.mark.parametrize("trouble", STORAGE_TROUBLES)
def test_a_trouble_that_will_not_pass_in_a_minute_is_said_at_once(trouble: str, method: str) -> None:
    with scripted(of_storage(trouble, "300"), OK) as script, pytest.raises(Unavailable) as caught:
        getattr(transport(script.address), method)(UPDATE)
    assert len(script.seen) == 1
    assert in_russian(caught.value) and "ничего не записано" in str(caught.value)


def test_every_trouble_of_the_embedded_workspace_has_its_words() -> None:
    assert {str(trouble) for trouble in Trouble} == STORAGE_TROUBLES.keys()


def test_a_change_is_repeated_when_the_workspace_put_it_off() -> None:
    with scripted(error(429), error(429), OK) as script:
        transport(script.address).post(UPDATE, json={"requests": [1]})
    assert len(script.seen) == 3
    assert set(script.bodies) == {b'{"requests": [1]}'}


@pytest.mark.parametrize("verb", ["get", "post"])
def test_a_refused_connection_is_tried_again_because_nothing_can_have_happened(verb: str) -> None:
    waits: list[float] = []
    with pytest.raises(Unavailable) as caught:
        getattr(transport(f"http://127.0.0.1:{closed_port()}", waits), verb)(UPDATE)
    assert len(waits) == ATTEMPTS - 1
    assert in_russian(caught.value)


def test_a_change_that_may_be_made_twice_without_harm_is_repeated() -> None:
    with scripted(DROPPED, OK) as script:
        transport(script.address).patch("https://www.googleapis.com/drive/v3/files/1", json={})
    assert [verb for verb, _ in script.seen] == ["PATCH", "PATCH"]


def test_a_post_that_only_reads_is_repeated() -> None:
    with scripted(DROPPED, OK) as script:
        transport(script.address).post(f"{SHEET}:getByDataFilter", json={})
    assert len(script.seen) == 2


def test_a_long_query_that_travels_as_a_post_is_still_a_reading_call() -> None:
    with scripted(DROPPED, Reply(body=b'{"files": []}')) as script:
        google = connect(of_token("token"), address=script.address, sleep=lambda _: None)
        assert google.drive.search("name = '" + "д" * 2000 + "'") == []
    assert [verb for verb, _ in script.seen] == ["POST", "POST"]
    assert google.calls == {"диск: чтение": 2}


@pytest.mark.parametrize("asked", ["7", "40"])
def test_the_wait_that_the_workspace_asks_for_is_kept(asked: str) -> None:
    waits: list[float] = []
    with scripted(error(429, retry_after=asked), OK) as script:
        transport(script.address, waits).get(SHEET)
    assert waits[0] >= float(asked)


def test_a_workspace_that_asks_for_an_hour_is_left_to_the_next_cycle() -> None:
    waits: list[float] = []
    with scripted(error(429, retry_after="3600")) as script, pytest.raises(Unavailable):
        transport(script.address, waits).get(SHEET)
    assert (len(script.seen), waits) == (1, [])


def test_a_retry_after_that_is_no_number_is_passed_over() -> None:
    with scripted(error(429, retry_after="soon, ²"), OK) as script:
        assert transport(script.address).get(SHEET).ok


@pytest.mark.parametrize(
    ("status", "kind"), [(400, Refused), (401, Unauthorised), (403, Unauthorised), (404, NotFound), (413, Refused)]
)
def test_an_answer_that_will_not_change_is_not_asked_for_again(status: int, kind: type[WorkspaceError]) -> None:
    with scripted(error(status, "No such thing")) as script, pytest.raises(kind) as caught:
        transport(script.address).get(SHEET)
    assert len(script.seen) == 1
    assert in_russian(caught.value)


@pytest.mark.parametrize("reason", ["rateLimitExceeded", "userRateLimitExceeded"])
def test_a_quota_that_drive_reports_as_403_is_waited_out_like_any_other(reason: str) -> None:
    with scripted(error(403, "Quota exceeded", reason), OK) as script:
        transport(script.address).post("https://www.googleapis.com/drive/v3/files", json={})
    assert len(script.seen) == 2


@given(st.binary(max_size=200) | st.just(b'{"error": "text"}') | st.just(b'{"error": {"errors": 3}}'))
def test_whatever_stands_in_an_error_it_becomes_a_sentence(body: bytes) -> None:
    from automation.google.errors import from_response

    for status in (400, 401, 403, 404, 418, 429, 500, 599):
        assert in_russian(from_response(status, body))


def test_a_wrong_token_is_named_as_such(tmp_path: Any) -> None:
    workspace = Workspace(tmp_path)
    with serve(workspace) as server:
        google = connect(of_token("not the token"), address=server.url)
        with pytest.raises(Unauthorised, match="Ключ доступа не принят") as caught:
            google.drive.search("trashed = false")
    assert in_russian(caught.value)
    assert "not the token" not in repr(caught.value)


@pytest.mark.parametrize("address", ["localhost", "htp://127.0.0.1", "http://", "http://[::1"])
def test_an_address_that_is_none_is_answered_with_a_sentence(address: str) -> None:
    with pytest.raises(WorkspaceError) as caught:
        transport(address).get(SHEET)
    assert in_russian(caught.value)


class _Credentials:
    """Credentials whose key cannot be fetched."""

    def __init__(self, failure: Exception) -> None:
        self.failure = failure

    def before_request(self, *_: Any) -> None:
        raise self.failure


@pytest.mark.parametrize(
    ("failure", "kind", "attempts"),
    [
        (TransportError("no network"), Unavailable, ATTEMPTS),  # type: ignore[no-untyped-call]
        (RefreshError("overloaded", retryable=True), Unavailable, ATTEMPTS),  # type: ignore[no-untyped-call]
        (RefreshError("revoked"), Unauthorised, 1),  # type: ignore[no-untyped-call]
    ],
)
def test_a_change_that_waits_for_its_key_has_not_happened(
    failure: Exception, kind: type[WorkspaceError], attempts: int
) -> None:
    waits: list[float] = []
    with scripted(OK) as script, pytest.raises(kind):
        Transport(_Credentials(failure), address=script.address, sleep=waits.append).post(UPDATE)
    assert script.seen == []
    assert len(waits) == attempts - 1


def test_calls_are_counted_by_kind_every_attempt_of_them() -> None:
    with scripted(error(503), OK) as script:
        calls = transport(script.address)
        calls.get(SHEET)
        calls.post(UPDATE)
        calls.get("https://www.googleapis.com/drive/v3/files")
        calls.post("https://www.googleapis.com/upload/drive/v3/files")
        calls.get("https://forms.googleapis.com/v1/forms/1/responses")
        calls.post("https://gmail.googleapis.com/gmail/v1/users/me/messages/send")
    assert calls.calls == {
        "таблица: чтение": 2,
        "таблица: запись": 1,
        "диск: чтение": 1,
        "диск: запись": 1,
        "формы: чтение": 1,
        "почта: запись": 1,
    }
    assert calls.calls.total() == len(script.seen)


@pytest.mark.parametrize(
    ("method", "url", "kind"),
    [
        ("post", f"{SHEET}/developerMetadata:search", "таблица: чтение"),
        ("POST", f"{SHEET}/values:batchGetByDataFilter", "таблица: чтение"),
        ("DELETE", "https://www.googleapis.com/drive/v3/files/1", "диск: запись"),
        ("GET", "https://docs.googleapis.com/v1/documents/1", "документы: чтение"),
    ],
)
def test_a_call_is_known_by_what_it_does(method: str, url: str, kind: str) -> None:
    assert kind_of_call(method, url) == kind


def test_the_path_and_the_query_reach_the_address_given() -> None:
    with scripted(OK) as script:
        transport(script.address + "/").get(f"{SHEET}?fields=a,b", params={"ranges": ["'Банк'!A:A"]})
    assert script.seen[0][1].startswith("/v4/spreadsheets/1?fields=a,b&ranges=%27")


class _Time:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def sleep(self, seconds: float) -> None:
        assert seconds >= 0
        self.now += seconds


@given(
    limit=st.integers(1, 5),
    pauses=st.lists(st.floats(0, 90, allow_nan=False), max_size=40),
)
def test_a_quota_is_never_exceeded_in_any_period(limit: int, pauses: list[float]) -> None:
    time = _Time()
    quota = Quota(limit, period=60, clock=lambda: time.now, sleep=time.sleep)
    went = []
    for pause in pauses:
        time.now += pause
        quota.wait()
        went.append(time.now)
    assert all(later - first >= 60 - 1e-6 for first, later in zip(went, went[limit:], strict=False))


def test_a_quota_lets_calls_through_at_once_while_there_is_room() -> None:
    time = _Time()
    quota = Quota(3, clock=lambda: time.now, sleep=time.sleep)
    for _ in range(3):
        quota.wait()
    assert time.now == 1000.0
    quota.wait()
    assert time.now == 1060.0


def test_every_attempt_of_a_call_waits_for_its_quota_and_no_other() -> None:
    time = _Time()

    def quota(limit: int) -> Quota:
        return Quota(limit, clock=lambda: time.now, sleep=time.sleep)

    with scripted(error(503), OK) as script:
        paced = transport(script.address, quotas={"таблица: чтение": quota(1), "диск: чтение": quota(1)})
        paced.get(SHEET)
        assert time.now == 1060.0
        paced.get("https://www.googleapis.com/drive/v3/files")
        assert time.now == 1060.0


def test_googles_quotas_are_told_by_kinds_that_calls_really_have() -> None:
    urls = [SHEET, "https://forms.googleapis.com/v1/forms/1", "https://www.googleapis.com/drive/v3/files"]
    kinds = {kind_of_call(method, url) for method in ("GET", "POST") for url in urls}
    assert google_quotas().keys() <= kinds


@pytest.mark.parametrize("call", [lambda t: t.get(SHEET), lambda t: t.post(UPDATE)])
def test_a_call_does_not_wait_for_ever(call: Callable[[Transport], Any], monkeypatch: pytest.MonkeyPatch) -> None:
    timeouts = []

    def send(self: Any, request: Any, **options: Any) -> requests.Response:
        timeouts.append(options["timeout"])
        answer = requests.Response()
        answer.status_code = 200
        return answer

    monkeypatch.setattr(requests.Session, "send", send)
    call(transport("http://127.0.0.1"))
    assert timeouts[0] is not None
    assert timeouts[0] > 0
