"""Visitors who begin and do not go on: the server closes after a while, and the others are not held up."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
import requests

from automation.embedded import Server, limits
from automation.embedded.connections import Connection
from tests.embedded.conftest import Api

SIZE = 20_000_000  # bytes
SOON = 0.15  # seconds


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that waits for nobody longer than a moment."""
    monkeypatch.setattr(Connection, "HEAD_WITHIN", SOON)
    monkeypatch.setattr(Connection, "READS_WITHIN", SOON)
    monkeypatch.setattr(limits, "BODY_RESTS", SOON)


@contextmanager
def connected(server: Server) -> Iterator[socket.socket]:
    parts = urlsplit(server.url)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=10) as connection:
        yield connection


def head(server: Server, *lines: str, path: str = "/drive/v3/files") -> bytes:
    parts = urlsplit(server.url)
    given = (f"Host: {parts.netloc}", f"Authorization: Bearer {server.token}", *lines)
    return "\r\n".join((f"POST {path} HTTP/1.1", *given)).encode()


def everything(connection: socket.socket) -> bytes:
    """What is sent until the other side closes."""
    received = b""
    try:
        while chunk := connection.recv(65536):
            received += chunk
    except ConnectionResetError:
        pass
    return received


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("beginning", [b"", b"\r\n", b"GET / HT", b"GET / HTTP/1.1\r\nHost: a\r\nX: "])
def test_a_head_that_does_not_end_is_not_waited_for(server: Server, beginning: bytes) -> None:
    with connected(server) as connection:
        connection.sendall(beginning)
        assert everything(connection) == b""


@pytest.mark.usefixtures("impatient")
def test_a_head_that_comes_by_drops_is_not_waited_for(server: Server) -> None:
    with connected(server) as connection:
        began = time.monotonic()
        with pytest.raises(OSError):
            for _ in range(1000):
                connection.sendall(b"X")
                connection.settimeout(SOON / 10)
                try:
                    closed = connection.recv(1) == b""
                except TimeoutError:
                    closed = False
                if closed:
                    raise OSError
        assert time.monotonic() - began < 10


@pytest.mark.usefixtures("impatient")
def test_a_second_head_on_the_same_connection_is_not_waited_for_either(server: Server) -> None:
    with connected(server) as connection:
        first = head(server, "Content-Length: 2", "Content-Type: application/json") + b"\r\n\r\n{}"
        connection.sendall(first)
        assert connection.recv(100_000).startswith(b"HTTP/1.1 200")
        connection.sendall(b"\r\nGET / HT")
        assert everything(connection) == b""


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("length", ["Content-Length: 1000", "Transfer-Encoding: chunked"])
@pytest.mark.parametrize("path", ["/drive/v3/files", "/signin", "/upload/drive/v3/files", "/batch"])
@pytest.mark.parametrize("sent", [b"", b"5\r\nabcde\r\n"])
def test_a_body_that_does_not_come_is_not_waited_for(server: Server, length: str, path: str, sent: bytes) -> None:
    with connected(server) as connection:
        connection.sendall(head(server, length, path=path) + b"\r\n\r\n" + sent)
        answer = everything(connection)
    assert answer.startswith(b"HTTP/1.1 408")
    assert b"connection: close" in answer.lower()


def test_a_body_that_comes_by_drops_is_not_waited_for(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "BODY_RESTS", SOON)
    monkeypatch.setattr(limits, "SLOWEST", 100_000.0)
    with connected(server) as connection:
        connection.sendall(head(server, "Content-Length: 1000000") + b"\r\n\r\n")
        connection.settimeout(SOON / 10)
        answer = b""
        for _ in range(1000):
            connection.sendall(b" ")
            try:
                answer = connection.recv(1000)
                break
            except TimeoutError:
                pass
    assert answer.startswith(b"HTTP/1.1 408")


def test_a_slow_body_that_goes_on_is_waited_for(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "BODY_RESTS", 3 * SOON)
    monkeypatch.setattr(limits, "SLOWEST", 100_000.0)
    monkeypatch.setattr(Connection, "HEAD_WITHIN", SOON)
    with connected(server) as connection:
        path = "/upload/drive/v3/files?uploadType=media"
        connection.sendall(head(server, "Content-Length: 200000", path=path) + b"\r\n\r\n")
        began = time.monotonic()
        for _ in range(20):
            connection.settimeout(SOON / 5)
            with pytest.raises(TimeoutError):
                connection.recv(1)
            connection.sendall(b"0" * 10_000)
        assert time.monotonic() - began > 3 * SOON
        connection.settimeout(10)
        assert connection.recv(1000).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("around", ["X: {}", "X-{}: 1"])
def test_a_head_without_an_end_is_refused_before_it_fills_the_memory(server: Server, around: str) -> None:
    with connected(server) as connection:
        connection.sendall(head(server, around.format("a" * 40_000)))
        connection.sendall(b"a" * 40_000)
        assert b"400 Bad Request" in everything(connection)


@pytest.mark.parametrize("sent", [b"1;" + b"a" * 100_000, b"1\r\na\r\n0\r\nX: " + b"a" * 100_000])
def test_what_stands_around_a_chunk_has_an_end_too(server: Server, sent: bytes) -> None:
    with connected(server) as connection:
        connection.sendall(head(server, "Transfer-Encoding: chunked") + b"\r\n\r\n")
        connection.sendall(sent)
        assert b"400 Bad Request" in everything(connection)


def test_a_large_body_may_come_in_small_chunks(api: Api) -> None:
    def small() -> Iterator[bytes]:
        yield from (b"0" for _ in range(60_000))

    path = "/upload/drive/v3/files?uploadType=media"
    answer = requests.post(api.url + path, data=small(), headers=api.session.headers, timeout=20)
    assert answer.status_code == 200
    content = api.call("GET", f"/drive/v3/files/{answer.json()['id']}", alt="media").content
    assert content == b"0" * 60_000


def _download(api: Api, server: Server) -> bytes:
    """The request for a file of `SIZE` bytes."""
    path = "/upload/drive/v3/files?uploadType=media"
    file_id = requests.post(api.url + path, data=b"0" * SIZE, headers=api.session.headers, timeout=20).json()["id"]
    return head(server, path=f"/drive/v3/files/{file_id}?alt=media").replace(b"POST", b"GET", 1) + b"\r\n\r\n"


@pytest.mark.usefixtures("impatient")
def test_a_reader_who_does_not_read_is_not_waited_for(
    api: Api, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    asks = _download(api, server)
    with connected(server) as connection:
        connection.sendall(asks)
        assert connection.recv(10).startswith(b"HTTP/1.1 2")
        given_up, lost = threading.Event(), Connection.connection_lost

        def noticed(connection: Connection, error: Exception | None) -> None:
            lost(connection, error)
            given_up.set()

        monkeypatch.setattr(Connection, "connection_lost", noticed)
        assert given_up.wait(10)
        assert len(everything(connection)) < SIZE


def test_a_slow_reader_gets_everything(api: Api, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Connection, "READS_WITHIN", 2 * SOON)
    asks = _download(api, server)
    with connected(server) as connection:
        connection.sendall(asks)
        received, began = 0, time.monotonic()
        while received < SIZE:
            time.sleep(SOON / 10)
            received += len(connection.recv(700_000))
        assert time.monotonic() - began > 2 * SOON


def test_others_are_served_while_hundreds_wait(api: Api, server: Server) -> None:
    waiting = [socket.create_connection((urlsplit(server.url).hostname or "", urlsplit(server.url).port or 0))
               for _ in range(200)]  # fmt: skip
    for number, connection in enumerate(waiting):
        whole = head(server, "Content-Length: 1000") + b"\r\n\r\n{"
        connection.sendall(whole if number % 2 else whole[:30])
    began = time.monotonic()
    assert api.get("/drive/v3/files")["files"] == []
    assert time.monotonic() - began < 5
    for connection in waiting:
        connection.close()
