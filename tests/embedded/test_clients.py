"""Whom attempts are counted for: clients told apart as well as a network lets them be."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automation.embedded.access.attempts import Attempts, Client, TooManyAttempts, TooManyStrangers
from automation.embedded.access.clients import client_of
from tests.embedded.conftest import NOW


def client(peer: str | None, *passed_on: str) -> str:
    """The client of a request that came from ``peer``, with these headers ``X-Forwarded-For``."""
    headers = [(b"x-forwarded-for", each.encode("latin-1", "replace")) for each in passed_on]
    return client_of({"type": "http", "client": (peer, 4321) if peer is not None else None, "headers": headers})


@pytest.mark.parametrize(
    ("peer", "passed_on", "expected"),
    [
        ("192.0.2.7", [], "192.0.2.7"),
        ("192.0.2.7", ["198.51.100.1"], "192.0.2.7"),  # no proxy of ours: anybody may write that
        ("127.0.0.1", [], "127.0.0.1"),
        ("127.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("::1", ["198.51.100.1"], "198.51.100.1"),
        ("::ffff:127.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("127.0.0.1", ["10.0.0.1, 198.51.100.1"], "198.51.100.1"),  # the last is the proxy's word
        ("127.0.0.1", ["10.0.0.1", "198.51.100.1"], "198.51.100.1"),
        ("127.0.0.1", ["198.51.100.1, 127.0.0.1"], "198.51.100.1"),  # two proxies on this machine
        ("127.0.0.1", ["198.51.100.1:5050"], "198.51.100.1"),
        ("127.0.0.1", ["[2001:db8:0:1::7]:5050"], "2001:db8:0:1::/64"),
        ("127.0.0.1", ["unknown"], "127.0.0.1"),
        ("127.0.0.1", ["198.51.100.1, _hidden"], "127.0.0.1"),
        ("127.0.0.1", [""], "127.0.0.1"),
        ("2001:db8:0:1:aaaa::1", [], "2001:db8:0:1::/64"),
        ("2001:db8:0:2:aaaa::1", [], "2001:db8:0:2::/64"),
        ("fe80::1%eth0", [], "fe80::/64"),
        ("::ffff:192.0.2.7", [], "192.0.2.7"),
        (None, ["198.51.100.1"], ""),
        ("testclient", [], ""),
    ],
)
def test_a_client_is_the_address_that_the_request_came_from(
    peer: str | None, passed_on: list[str], expected: str
) -> None:
    assert client(peer, *passed_on) == expected


@given(st.lists(st.text(max_size=60), max_size=4))
def test_whatever_a_client_writes_before_it_does_not_change_what_the_proxy_says(written: list[str]) -> None:
    assert client("127.0.0.1", *written, "198.51.100.1") == "198.51.100.1"
    assert client("192.0.2.7", *written) == "192.0.2.7"


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 30), st.booleans(), st.booleans()), max_size=400))
def test_however_attempts_come_no_limit_is_passed_and_no_more_is_remembered_than_that(
    tries: list[tuple[int, int, bool, bool]],
) -> None:
    """Each try: seconds since the one before, who it is, whether they are known, whether they are right."""
    attempts, now, wrong = Attempts(), NOW, list[tuple[datetime, Client]]()
    for seconds, name, is_known, is_right in tries:
        now, who = now + timedelta(seconds=seconds), Client(str(name), is_known)
        own = [each for moment, each in wrong if each == who and now - moment < timedelta(minutes=5)]
        strangers = [e for moment, e in wrong if not e.is_known and now - moment < timedelta(hours=1)]
        refused: type[Exception] | None = None
        if len(own) >= 10:
            refused = TooManyAttempts
        elif not is_known and len(strangers) >= 100:
            refused = TooManyStrangers
        if refused:
            with pytest.raises(refused):
                attempts.begin(who, now)
            continue
        attempts.begin(who, now)
        if is_right:
            attempts.take_back(who)
        else:
            wrong.append((now, who))
