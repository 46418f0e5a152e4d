"""Pages that take long to make hold nobody up either."""

from __future__ import annotations

from automation.embedded import Workspace
from tests.embedded.conftest import Api, Aside, new_book
from tests.embedded.pages.conftest import Visitor


def test_while_a_large_tab_is_shown_others_read_and_write(
    api: Api, owner: Visitor, workspace: Workspace, aside: Aside
) -> None:
    book, other = new_book(api), new_book(api)
    api.put(f"/v4/spreadsheets/{book.id}/values/A1?valueInputOption=RAW", {"values": [["слово"]]})

    def meanwhile() -> None:
        body, path = {"values": [["x"]]}, f"/v4/spreadsheets/{other.id}/values/A1?valueInputOption=RAW"
        assert api.session.put(api.url + path, json=body, timeout=5).status_code == 200

    aside.meanwhile = meanwhile
    shown = owner.get(f"/spreadsheets/d/{book.id}/grid")
    assert shown.json()["tab"]["blocks"][0]["rows"] == [["слово"]]
    assert aside.done == ["_run_aside"]
