"""Servers on loopback that do as a test tells them: an HTTP one that misbehaves, and an SMTP one."""

from __future__ import annotations

import json
import socket
import socketserver
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Reply:
    """What the server does with one request."""

    status: int = 200
    body: bytes = b"{}"
    headers: Mapping[str, str] = field(default_factory=dict)
    promise: int = 0
    """Bytes promised beyond those sent, before the connection ends."""


OK = Reply()
DROPPED = Reply(status=0)
"""The request is read, and the connection ends without an answer."""


def error(status: int, message: str = "", reason: str = "", **headers: str) -> Reply:
    """An error in the shape that Google gives it; `retry_after="7"` is the header `Retry-After`."""
    problem: dict[str, Any] = {"code": status, "message": message}
    if reason:
        problem["errors"] = [{"reason": reason, "message": message}]
    named = {name.replace("_", "-").title(): value for name, value in headers.items()}
    return Reply(status, json.dumps({"error": problem}).encode(), named)


def together(*answers: tuple[str, int, Any]) -> Reply:
    """The answer to a batch: the id, the status and the JSON of each of its calls."""
    parts = [
        f"--b\r\nContent-Type: application/http\r\nContent-ID: <response-x + {name}>\r\n\r\n"
        f"HTTP/1.1 {status} S\r\nContent-Type: application/json\r\n\r\n{json.dumps(body)}\r\n"
        for name, status, body in answers
    ]
    return Reply(body=f"{''.join(parts)}--b--\r\n".encode(), headers={"Content-Type": "multipart/mixed; boundary=b"})


@dataclass
class Script:
    """What the server will do, request by request (the last for ever), and what it has seen."""

    replies: list[Reply]
    address: str = ""
    seen: list[tuple[str, str]] = field(default_factory=list)
    """Method and path of each request."""
    bodies: list[bytes] = field(default_factory=list)

    def next(self) -> Reply:
        return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]


@contextmanager
def scripted(*replies: Reply) -> Iterator[Script]:
    """An HTTP server that gives these replies in order, and the last one ever after."""
    script = Script(list(replies) or [OK])

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1

        def answer(self) -> None:
            script.bodies.append(self.rfile.read(int(self.headers.get("Content-Length", 0))))
            script.seen.append((self.command, self.path))
            reply = script.next()
            if reply is DROPPED:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            self.send_response(reply.status)
            for name, value in {"Content-Type": "application/json", **reply.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body) + reply.promise))
            self.end_headers()
            self.wfile.write(reply.body)
            self.close_connection = bool(reply.promise)

        do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = answer  # noqa: N815

        def log_message(self, *_: Any) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    with _served(server) as port:
        script.address = f"http://127.0.0.1:{port}"
        yield script


@dataclass
class MailServer:
    """An SMTP server: what it says to each command (beyond «250 OK»), and the letters it took."""

    says: Mapping[str, str]
    """Command in capitals, or «.» for the end of a letter → its answer; empty: hangs up without one."""
    port: int = 0
    letters: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)


_USUAL = {
    "CONNECT": "220 ready",
    "EHLO": "250-here\r\n250 AUTH PLAIN",
    "DATA": "354 go on",
    ".": "250 taken",
    "QUIT": "221 bye",
}


class _MailHandler(socketserver.StreamRequestHandler):
    """One conversation."""

    server: _MailSocket

    def handle(self) -> None:
        goes_on = bool(self.say("CONNECT"))
        while goes_on and (line := self.rfile.readline().decode().strip()):
            goes_on = self.obey(line)

    def obey(self, line: str) -> bool:
        command = line.split()[0].upper()
        if command == "RCPT":
            self.server.mail.recipients.append(line.partition(":")[2].split()[0])
        answer = self.say(command)
        if command == "DATA" and answer.startswith("354"):
            letter = b"".join(iter(self.rfile.readline, b".\r\n"))
            self.server.mail.letters.append(letter)
            answer = self.say(".")
        return bool(answer) and command != "QUIT"

    def say(self, command: str) -> str:
        words = self.server.mail.says.get(command, _USUAL.get(command, "250 OK"))
        self.wfile.write(f"{words}\r\n".encode() if words else b"")
        return words


class _MailSocket(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    mail: MailServer


@contextmanager
def mail_server(says: Mapping[str, str] | None = None) -> Iterator[MailServer]:
    """A server that answers as told: `mail_server({"RCPT": "550 nobody of this name"})`."""
    server = _MailSocket(("127.0.0.1", 0), _MailHandler)
    server.mail = MailServer(says or {})
    with _served(server) as port:
        server.mail.port = port
        yield server.mail


@contextmanager
def _served(server: socketserver.TCPServer) -> Iterator[int]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def closed_port() -> int:
    """A port of this machine on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
