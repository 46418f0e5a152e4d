"""Everything that the product sends to Google is what Google's own discovery documents allow."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import requests

from automation.google.transport import Transport
from automation.workbook.provision import FirstRows, provision
from jobs.runner.exporting import export
from sheets_schema.nastavnik import NASTAVNIK
from tests.embedded.conformance import check_exchange
from tests.organisation import Organisation


class Checked(Transport):
    """A transport whose every exchange is held against the discovery documents."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.checked: list[str] = []
        self.hooks["response"].append(self._check)

    def _check(self, response: requests.Response, *_: Any, **__: Any) -> None:
        request = response.request
        kind = response.headers.get("content-type", "")
        method, url, body = request.method or "", request.url or "", request.body
        if meant := request.headers.get("x-http-method-override"):  # a GET that is too long for an address
            method, url, body = meant, f"{url}?{body!s}", None
        check_exchange(method, url, body, response.status_code, kind, response.content)
        self.checked.append(f"{request.method} {request.path_url.partition('?')[0]}")


def test_no_request_of_the_product_violates_the_discovery_documents(technicum: Organisation, tmp_path: Path) -> None:
    google = technicum.connect(Checked)
    now = technicum.clock.now
    made = provision(google, NASTAVNIK, title="Другая", first=FirstRows({}, {}), now=now, scope="another")
    provision(google, NASTAVNIK, title="Другая", first=FirstRows({}, {}), now=now, spreadsheet=made.spreadsheet)
    technicum.mentor()
    technicum.mentee()
    technicum.cycle(google=google)
    technicum.mentee(phone="+7 900 000-00-77")
    technicum.curator.type("Подбор", {"НМ-0001/Н-0001": {"Решение": "принять"}})
    technicum.curator.add("Сотрудники", [{"Роль": "Методист", "ФИО": "КОТОВА ЯНА", "Эл. почта": "k@example.com"}])
    technicum.cycle(google=google)
    technicum.curator.type("Приказы", {"ПР-0001": {"Номер": "1", "Дата": "20.11.2023"}})
    technicum.cycle(google=google)
    export(google, technicum.spreadsheet, tmp_path / "files")
    transport = google.transport
    assert isinstance(transport, Checked)
    assert len(transport.checked) == google.calls.total()
    assert {"sheets", "drive", "forms", "gmail"} <= {_api(call) for call in transport.checked}


def _api(call: str) -> str:
    path = call.partition(" ")[2]
    return next((api for api in ("drive", "forms", "gmail") if f"/{api}/" in path), "sheets")
