"""Quotas: off unless asked for; then Google's refusal, until the minute is over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from automation.embedded import GOOGLE_QUOTAS, Workspace
from tests.embedded.conftest import Api, Clock, checked_session, new_book
from tests.staging import staged


@pytest.fixture
def limited(tmp_path: Path, clock: Clock) -> Iterator[Api]:
    limits = {"sheets.read": 2, "drive.queries": 1, "gmail.queries": 100}
    workspace = Workspace(tmp_path / "limited", clock=clock, quotas=limits)
    with staged(workspace) as server:
        yield Api(server.url, checked_session(server))
    workspace.close()


def test_the_read_after_the_last_of_a_minute_is_refused_as_google_does(limited: Api, clock: Clock) -> None:
    book = new_book(limited)
    book.write("A1", [["x"]])
    assert [book.read("A1") for _ in range(2)] == [[["x"]]] * 2
    response = limited.call("GET", f"{book.path}/values/A1")
    error = response.json()["error"]
    assert (response.status_code, error["status"]) == (429, "RESOURCE_EXHAUSTED")
    assert error["message"].startswith(
        "Quota exceeded for quota metric 'Read requests' and limit 'Read requests per minute per user' "
        "of service 'sheets.googleapis.com'"
    )
    info = error["details"][0]
    assert (info["@type"], info["reason"]) == ("type.googleapis.com/google.rpc.ErrorInfo", "RATE_LIMIT_EXCEEDED")
    assert info["metadata"]["quota_metric"] == "sheets.googleapis.com/read_requests"
    assert info["metadata"]["quota_limit"] == "ReadRequestsPerMinutePerUser"
    assert info["metadata"]["quota_limit_value"] == "2"
    book.write("A1", [["y"]])  # writes have a quota of their own
    clock.now += timedelta(minutes=1)
    assert book.read("A1") == [["y"]]


def test_drive_says_403_and_why(limited: Api) -> None:
    limited.get("/drive/v3/files")
    error = limited.error("GET", "/drive/v3/files")
    assert (error["code"], error["details"][0]["reason"]) == (403, "RATE_LIMIT_EXCEEDED")
    (entry,) = error["errors"]
    assert (entry["domain"], entry["reason"]) == ("usageLimits", "rateLimitExceeded")


def test_gmail_counts_units(limited: Api) -> None:
    for _ in range(20):
        limited.get("/gmail/v1/users/me/messages")
    error = limited.error("GET", "/gmail/v1/users/me/profile")
    assert (error["code"], error["errors"][0]["reason"]) == (403, "rateLimitExceeded")


def test_only_quotas_that_google_has_can_be_set(tmp_path: Path) -> None:
    Workspace(tmp_path, quotas=GOOGLE_QUOTAS).close()
    with pytest.raises(ValueError, match=r"calendar\.read"):
        Workspace(tmp_path, quotas={"calendar.read": 1})
