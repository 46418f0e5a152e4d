"""Under which names the server answers, where its links lead, and the headers that every answer has."""

from __future__ import annotations

import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from automation.embedded import Server, Workspace, serve
from automation.embedded.access.addresses import is_known
from tests.embedded.conftest import Api, checked_session
from tests.staging import staged

ADDRESS = "https://mentoring.example"
FILES = "/drive/v3/files"


def asked(server: Server, path: str, host: str | None, **headers: str) -> requests.Response:
    """The answer to a request that says it is for ``host``."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    given = {"Authorization": f"Bearer {server.token}", **({"Host": host} if host is not None else {}), **named}
    return requests.get(server.url + path, headers=given, timeout=20, allow_redirects=False)


def port(server: Server) -> int:
    return urlsplit(server.url).port or 80


FOREIGN = [
    "evil.example",
    "evil.example:{port}",
    "127.0.0.1:{other}",
    "127.0.0.1.evil.example:{port}",
    "evil.example@127.0.0.1:{port}",
    "127.0.0.1:{port}@evil.example",
    "localhost:{port}:{port}",
    "localhost:",
    "localhost..:{port}",
    "evil.example/localhost:{port}",
    "localhost:{port}/x",
    "localhost:{port}, evil.example",
    "0.0.0.0:{port}",
    "127.1:{port}",
    "2130706433:{port}",
    "[::ffff:7f00:1]:{port}",
    "[::2]:{port}",
    "[::1:{port}",
    "",
    ":{port}",
    "mentoring.example",
]
OWN = ["127.0.0.1:{port}", "localhost:{port}", "LocalHost:{port}", "localhost.:{port}", "[::1]:{port}", "127.0.0.1",
       "[0:0:0:0:0:0:0:1]:{port}"]  # fmt: skip


@pytest.mark.parametrize("host", FOREIGN)
@pytest.mark.parametrize("path", [f"{FILES}", "/signin", "/static/workspace.css", "/nothing"])
def test_a_request_under_another_s_name_is_refused_whatever_it_asks_for(server: Server, host: str, path: str) -> None:
    answer = asked(server, path, host.format(port=port(server), other=port(server) % 60_000 + 1))
    assert answer.status_code in (400, 421)  # 400 is the HTTP parser's own
    assert "evil" not in answer.text


@pytest.mark.parametrize("host", OWN)
def test_this_machine_is_always_a_name_of_the_server(server: Server, host: str) -> None:
    assert asked(server, FILES, host.format(port=port(server))).status_code == 200


@pytest.fixture
def behind_proxy(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "proxied", address=f"{ADDRESS}/")


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("mentoring.example", 200),
        ("mentoring.example:443", 200),
        ("MENTORING.example.", 200),
        ("127.0.0.1:{port}", 200),  # a proxy that puts its own idea of the host there
        ("mentoring.example:8443", 421),
        ("www.mentoring.example", 421),
        ("mentoring.example.evil.example", 421),
        ("user@mentoring.example", 421),
    ],
)
def test_behind_a_proxy_the_configured_address_is_a_name_too(behind_proxy: Workspace, host: str, status: int) -> None:
    with staged(behind_proxy) as server:
        assert asked(server, FILES, host.format(port=port(server))).status_code == status


def test_who_comes_over_the_network_is_let_in_where_it_listens_and_under_its_address_alone(tmp_path: Path) -> None:
    here, there = socket.socket(), "127.0.0.2"  # another address of this machine, as the network knows it
    with here:
        here.bind(("127.0.0.1", 0))
        port = here.getsockname()[1]
    workspace = Workspace(tmp_path / "network", address=f"http://{there}:{port}")
    with serve(workspace, port) as server, pytest.raises(requests.ConnectionError):
        asked(Server(f"http://{there}:{port}", server.token), FILES, None)
    with serve(workspace, port, listen=there) as server:
        over_the_network = Server(f"http://{there}:{port}", server.token)
        assert asked(server, FILES, None).status_code == asked(over_the_network, FILES, None).status_code == 200
        assert asked(over_the_network, FILES, f"127.0.0.3:{port}").status_code == 421
        assert asked(over_the_network, FILES, "evil.example").status_code == 421
    workspace.close()


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://наставники.рф", "xn--80aagyalqd7ak.xn--p1ai"),
        ("https://[2001:DB8::0:1]", "[2001:db8::1]"),
        ("http://school.example:8080", "school.example:8080"),
        ("http://localhost:9000", "localhost:9000"),
        ("http://localhost:9000", "localhost:8800"),
        ("http://school.example:8080", "school.example"),  # nginx's $host has no port
    ],
)
def test_an_address_is_known_in_every_spelling_of_it(address: str, host: str) -> None:
    assert is_known(host, address, {"server": ("127.0.0.1", 8800)})


@given(st.text(max_size=40))
def test_no_name_but_its_own_is_known(name: str) -> None:
    spelled = name.lower().replace(":8800", "").rstrip(".")
    ours = spelled in ("127.0.0.1", "localhost") or spelled.startswith("[")
    assert ours or not is_known(name, "", {"server": ("127.0.0.1", 8800)})


def test_what_a_proxy_says_of_the_name_must_be_a_name_of_ours_too(behind_proxy: Workspace) -> None:
    with staged(behind_proxy) as server:
        own = f"127.0.0.1:{port(server)}"
        assert asked(server, FILES, own, X_Forwarded_Host="mentoring.example").status_code == 200
        assert asked(server, FILES, own, X_Forwarded_Host="mentoring.example, evil.example").status_code == 421
        assert asked(server, FILES, "mentoring.example", X_Forwarded_Host="evil.example").status_code == 421


@pytest.mark.parametrize("second", ["Host: evil.example\r\n", "Host: localhost:{port}\r\n"])
def test_two_names_at_once_are_refused(server: Server, second: str) -> None:
    place = ("127.0.0.1", port(server))
    head = f"GET {FILES} HTTP/1.1\r\nHost: localhost:{place[1]}\r\n{second.format(port=place[1])}"
    with socket.create_connection(place, timeout=20) as line:
        line.sendall(f"{head}Authorization: Bearer {server.token}\r\nConnection: close\r\n\r\n".encode())
        assert int(line.makefile("rb").readline().split()[1]) in (400, 421)


def test_a_visitor_with_a_browser_is_told_in_russian_and_a_program_in_its_api_s_words(server: Server) -> None:
    page = asked(server, "/signin", "evil.example", Accept="text/html")
    assert (page.status_code, page.headers["content-type"]) == (421, "text/html; charset=utf-8")
    assert "По этому адресу рабочего пространства нет" in page.text
    assert asked(server, FILES, "evil.example").json()["error"]["code"] == 421


def addresses_in(api: Api) -> list[str]:
    """Every address that the workspace gives out."""
    file_id = api.post("/drive/v3/files", {"name": "а.txt", "mimeType": "text/plain"}, fields="*")["id"]
    file = api.get(f"{FILES}/{file_id}", fields="*")
    book = api.post("/v4/spreadsheets", {})
    form = api.post("/v1/forms", {"info": {"title": "Анкета"}})
    exported = api.get(f"{FILES}/{book['spreadsheetId']}", fields="*")["exportLinks"]
    begun = api.call("POST", "/upload/drive/v3/files?uploadType=resumable", {"name": "б"})
    found = [file["webViewLink"], file["webContentLink"], book["spreadsheetUrl"], form["responderUri"]]
    return [*found, *exported.values(), begun.headers["location"]]


@pytest.mark.parametrize("host", ["localhost:{port}", "127.0.0.1:{port}", "LOCALHOST:{port}"])
def test_links_lead_to_where_the_server_listens_whatever_the_request_calls_it(server: Server, host: str) -> None:
    session = checked_session(server)
    session.headers["Host"] = host.format(port=port(server))
    assert {urlsplit(each)[:2] for each in addresses_in(Api(server.url, session))} == {urlsplit(server.url)[:2]}


def test_links_lead_to_the_configured_address_whatever_the_request_calls_it(behind_proxy: Workspace) -> None:
    with staged(behind_proxy) as server:
        session = checked_session(server)
        session.headers.update({"X-Forwarded-Proto": "http", "X-Forwarded-Host": "mentoring.example"})
        assert {urlsplit(each)[:2] for each in addresses_in(Api(server.url, session))} == {urlsplit(ADDRESS)[:2]}


PLACES = ["/", "/signin", "/drive", "/static/workspace.css", "/static/nothing", "/nothing", FILES, "/v4/spreadsheets",
          "/drive/v3/files/none", "/drive/v3/files?access_token=x", "/forms/d/e/none/viewform"]  # fmt: skip


@pytest.mark.parametrize("path", PLACES)
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_every_answer_forbids_to_guess_its_kind_and_to_run_what_is_not_ours(
    server: Server, method: str, path: str
) -> None:
    answer = requests.request(method, server.url + path, timeout=20, allow_redirects=False)
    assert answer.headers["x-content-type-options"] == "nosniff"
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox") or "default-src 'none'" in policy
    assert "strict-transport-security" not in answer.headers


def test_behind_tls_browsers_are_told_never_to_come_without_it(behind_proxy: Workspace) -> None:
    with staged(behind_proxy) as server:
        for path in PLACES:
            assert "max-age=" in asked(server, path, "mentoring.example").headers["strict-transport-security"]


@pytest.mark.parametrize("address", ["mentoring.example", "ftp://x.example", "https://a@b.example", "https://x/y"])
def test_an_address_that_is_none_is_refused_at_once(tmp_path: Path, address: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Workspace(tmp_path, address=address)
