"""The owner's password: setting it, entering by it, and how little guessing gets."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import requests
from argon2 import PasswordHasher
from playwright.sync_api import Page, expect

from automation.embedded import Server, Workspace, serve
from automation.embedded.access import passwords
from automation.embedded.access.attempts import Client
from automation.embedded.access.person import OWNER
from automation.embedded.server import owner_link
from tests.embedded.conftest import Api, Clock
from tests.embedded.pages.conftest import DESK, PHONE, Visitor, come_by

SignIn = Callable[[str], Visitor]
GOOD, OTHER = "длинный пароль", "совсем другая фраза"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is dear to guess is dear to test too: the hashes here are of the least that argon2 can do."""
    monkeypatch.setattr(
        "argon2.PasswordHasher", functools.partial(PasswordHasher, time_cost=1, memory_cost=8, parallelism=1)
    )


def stranger(server: Server) -> Visitor:
    """A browser in which nobody has ever signed in."""
    return Visitor(server.url, requests.Session(), "")


def tries(visitor: Visitor, password: str, address: str = "192.0.2.1") -> int:
    """What a visitor from ``address`` is answered who tries a password."""
    answer = visitor.post(
        "/signin", {"password": password}, headers={"X-Forwarded-For": address}, allow_redirects=False
    )
    return answer.status_code


def sets(owner: Visitor, password: str, old: str = "") -> requests.Response:
    return owner.post("/account/password", {"password": password, "old": old})


# Entering


def test_the_owner_sets_a_password_and_enters_by_it(owner: Visitor, nobody: Visitor) -> None:
    assert sets(owner, "коротко").status_code == 400
    assert sets(owner, GOOD).status_code == 200
    assert tries(nobody, OTHER) == 403
    assert nobody.post("/signin", {"password": GOOD, "next": "/account"}).status_code == 200
    assert "владелец" in nobody.get("/account").text


def test_on_a_phone_the_owner_signs_in_by_password(owner: Visitor, open_browser: Callable[..., Page]) -> None:
    sets(owner, GOOD)
    page = open_browser(**PHONE)
    page.goto("/account")
    page.get_by_label("Пароль владельца").fill(GOOD)
    page.get_by_role("button", name="Войти").click()
    assert page.get_by_role("heading", name="Доступ", exact=True).is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


# Guessing


def test_a_password_is_not_guessed_by_trying(owner: Visitor, nobody: Visitor, clock: Clock) -> None:
    sets(owner, GOOD)
    assert [tries(nobody, f"попытка {number}") for number in range(11)] == [403] * 10 + [429]
    assert tries(nobody, GOOD) == 429
    clock.now += timedelta(minutes=6)
    assert tries(nobody, GOOD) == 303


def test_a_stranger_who_guesses_locks_nobody_else_out(owner: Visitor, nobody: Visitor, server: Server) -> None:
    sets(owner, GOOD)
    assert [tries(nobody, "не тот пароль") for _ in range(11)][-1] == 429
    assert tries(stranger(server), GOOD, "192.0.2.2") == 303


def test_strangers_from_many_addresses_lock_each_other_out_and_not_the_owner_s_own_browser(
    owner: Visitor, nobody: Visitor, server: Server, workspace: Workspace, clock: Clock
) -> None:
    sets(owner, GOOD)
    for number in range(99):
        workspace.attempts.begin(Client(f"192.0.2.{number}"), clock.now)
    answers = [tries(nobody, "не тот пароль", f"2001:db8:0:{number}::1") for number in range(2)]
    assert answers == [403, 429]
    assert tries(stranger(server), GOOD, "198.51.100.7") == 429
    owner.post("/signout")
    assert tries(owner, "опечатка") == 403
    assert tries(owner, GOOD) == 303
    assert come_by(owner_link(workspace, server.url), requests.Session()).status_code == 303
    clock.now += timedelta(minutes=61)
    assert tries(stranger(server), GOOD, "198.51.100.7") == 303


def test_a_browser_that_the_owner_has_used_guesses_no_more_often_than_others(owner: Visitor) -> None:
    sets(owner, GOOD)
    owner.post("/signout")
    assert [tries(owner, "не тот пароль") for _ in range(11)] == [403] * 10 + [429]


@pytest.mark.parametrize("made_up", ["x", "", "ы" * 500])
def test_a_made_up_device_is_a_stranger_s(owner: Visitor, nobody: Visitor, made_up: str) -> None:
    sets(owner, GOOD)
    name = next(name for name in owner.session.cookies.get_dict() if name.startswith("device-"))
    nobody.session.headers["Cookie"] = f"{name}={made_up}".encode()
    assert [tries(nobody, "не тот пароль") for _ in range(11)][-1] == 429
    del nobody.session.headers["Cookie"]
    assert tries(nobody, GOOD) == 429


def test_many_guesses_at_once_are_no_more_than_one_after_the_other(
    owner: Visitor, server: Server, workspace: Workspace
) -> None:
    sets(owner, GOOD)
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda number: tries(stranger(server), f"попытка {number}"), range(32)))
    assert sorted(answers) == [403] * 10 + [429] * 22


@contextmanager
def hashing(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[threading.Event, threading.Event]]:
    """argon2 begins, says so by the first event, and goes on after the second."""
    begun, may_go_on, verify = threading.Event(), threading.Event(), PasswordHasher.verify

    def slow(self: PasswordHasher, kept: str | bytes, password: str | bytes) -> bool:
        begun.set()
        assert may_go_on.wait(20)
        return verify(self, kept, password)

    with monkeypatch.context() as patched:
        patched.setattr(PasswordHasher, "verify", slow)
        yield begun, may_go_on
        may_go_on.set()


def test_while_a_password_is_looked_at_others_write(
    owner: Visitor, nobody: Visitor, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    sets(owner, GOOD)
    with hashing(monkeypatch) as (begun, may_go_on), ThreadPoolExecutor(1) as pool:
        trying = pool.submit(tries, nobody, GOOD)
        assert begun.wait(20)
        api.post("/drive/v3/files", {"name": "Тем временем"})
        assert not trying.done()
        may_go_on.set()
        assert trying.result() == 303


def test_a_password_that_was_changed_while_it_was_looked_at_opens_nothing(
    owner: Visitor, nobody: Visitor, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    sets(owner, GOOD)
    another = passwords.hashed(OTHER)
    with hashing(monkeypatch) as (begun, may_go_on), ThreadPoolExecutor(1) as pool:
        trying = pool.submit(tries, nobody, GOOD)
        assert begun.wait(20)
        with workspace.writing():
            workspace.sign_ins.set_password_hash(another)
        may_go_on.set()
        assert trying.result() == 403


def test_where_too_many_passwords_are_looked_at_one_is_asked_to_wait_and_loses_no_attempt(
    owner: Visitor, nobody: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    sets(owner, GOOD)
    with monkeypatch.context() as patched:
        patched.setattr(passwords, "_at_once", threading.BoundedSemaphore(1))
        patched.setattr(passwords, "_ONE_WAITS", 0)
        with passwords._turn():
            assert {tries(nobody, GOOD) for _ in range(12)} == {503}
    assert tries(nobody, GOOD) == 303


# Another password


def test_a_new_password_closes_the_owner_s_other_sessions(owner: Visitor, sign_in: SignIn) -> None:
    other = sign_in(OWNER.email)
    sets(owner, GOOD)
    assert other.get("/account", allow_redirects=False).status_code == 303
    assert owner.get("/account").status_code == 200


@pytest.fixture
def by_password(owner: Visitor, server: Server, clock: Clock) -> Visitor:
    """The owner, who has a password and came by it."""
    sets(owner, GOOD)
    visitor = stranger(server)
    assert tries(visitor, GOOD) == 303
    return visitor


@pytest.mark.parametrize("old", ["", "не тот пароль", GOOD + " "])
def test_the_password_is_not_changed_without_the_old_one(by_password: Visitor, server: Server, old: str) -> None:
    if old.strip() != GOOD:
        answer = sets(by_password, OTHER, old)
        assert (answer.status_code, "Прежний пароль не подошёл" in answer.text) == (400, True)
        assert tries(stranger(server), OTHER) == 403
    assert sets(by_password, OTHER, GOOD).status_code == 200
    assert tries(stranger(server), OTHER) == 303


def test_the_old_password_is_not_guessed_from_inside_either(by_password: Visitor, server: Server) -> None:
    pages = [sets(by_password, OTHER, "не тот пароль").text for _ in range(11)]
    assert ["слишком много раз" in page for page in pages] == [False] * 10 + [True]
    assert "слишком много раз" in sets(by_password, OTHER, GOOD).text
    assert tries(stranger(server), GOOD) == 303


def test_whoever_forgot_it_sets_another_within_ten_minutes_of_coming_by_the_printed_link(
    by_password: Visitor, workspace: Workspace, server: Server, clock: Clock
) -> None:
    again = stranger(server)
    come_by(owner_link(workspace, server.url), again.session)
    assert "Прежний пароль</label>" not in again.get("/account").text
    clock.now += timedelta(minutes=11)
    assert "Прежний пароль</label>" in again.get("/account").text
    assert sets(again, OTHER).status_code == 400
    by_password.post("/signout")
    come_by(owner_link(workspace, server.url), by_password.session)
    assert sets(by_password, OTHER).status_code == 200


def test_a_session_that_was_closed_meanwhile_changes_nothing(
    by_password: Visitor, server: Server, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with hashing(monkeypatch) as (begun, may_go_on), ThreadPoolExecutor(1) as pool:
        changing = pool.submit(sets, by_password, OTHER, GOOD)
        assert begun.wait(20)
        with workspace.writing():
            workspace.sign_ins.revoke(OWNER.email)
        may_go_on.set()
        assert changing.result().status_code == 403
    assert tries(stranger(server), GOOD) == 303


# Which ones will do


def test_an_easy_password_is_refused_with_advice_and_changes_nothing(owner: Visitor) -> None:
    answer = sets(owner, "1234567890")
    assert (answer.status_code, "фразу из четырёх-пяти слов" in answer.text) == (400, True)
    assert "Пароль не задан" in owner.get("/account").text


def test_a_password_beyond_all_measure_is_refused_at_once(owner: Visitor, nobody: Visitor) -> None:
    assert "не больше 200 знаков" in sets(owner, "синий чайник едет " * 12).text
    assert sets(owner, GOOD).status_code == 200
    assert tries(nobody, "я" * 100_000) == 403


# Behind TLS


def test_behind_tls_what_signs_in_never_travels_without_it_and_belongs_to_this_host(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, address="https://mentoring.example")
    with serve(workspace) as server:
        session = requests.Session()
        answer = come_by(owner_link(workspace, server.url), session)
        given = answer.raw.headers.getlist("set-cookie")
        assert len(given) == 2  # the session's and the device's
        for cookie in given:
            terms = {each.strip().lower() for each in cookie.split(";")[1:]}
            assert cookie.startswith("__Host-") and {"secure", "httponly", "path=/", "samesite=lax"} <= terms
            assert not any(term.startswith("domain") for term in terms)
        held = "; ".join(cookie.partition(";")[0] for cookie in given)
        plain = held.replace("__Host-", "")
        for cookies, status in ((held, 200), (plain, 303)):
            page = requests.get(f"{server.url}/account", headers={"Cookie": cookies}, timeout=20, allow_redirects=False)
            assert page.status_code == status
        left = requests.post(f"{server.url}/signout", headers={"Cookie": held}, timeout=20, allow_redirects=False)
        assert "__Host-session-" in left.headers["set-cookie"] and "Secure" in left.headers["set-cookie"]
    workspace.close()


def test_without_tls_a_browser_keeps_what_signs_in_all_the_same(workspace: Workspace, server: Server) -> None:
    session = requests.Session()
    assert "Secure" not in come_by(owner_link(workspace, server.url), session).headers["set-cookie"]
    assert session.get(f"{server.url}/account", timeout=20).status_code == 200


@pytest.mark.parametrize("screen", [DESK, PHONE])
def test_the_page_asks_for_the_old_password_where_it_is_needed(
    by_password: Visitor, open_browser: Callable[..., Page], screen: dict[str, object]
) -> None:
    page = open_browser(by_password, **screen)
    page.goto("/account")
    page.get_by_label("Прежний пароль").fill(GOOD)
    page.get_by_label("Новый пароль").fill(OTHER)
    page.get_by_role("button", name="Сменить пароль").click()
    expect(page.get_by_text("Пароль задан. Остальные ваши сеансы закрыты.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
