"""Documents as no word processor saves them are shown as well as they can be, or refused: never a failure of ours."""

from __future__ import annotations

from contextlib import suppress

import pytest

from automation.documents.rendering import render
from automation.documents.sandbox import TemplateError
from automation.embedded.documents import package
from automation.embedded.documents.package import opened
from automation.embedded.documents.structure import content_of
from automation.embedded.pages.preview.word import Unreadable, preview
from automation.grids.files import UnreadableFile, grids
from tests.embedded.conftest import Api
from tests.embedded.odd_documents import ODD, with_body
from tests.embedded.test_bad_input import DOC, DOCX, files, upload

PARAGRAPH = "<w:p><w:r><w:t>текст</w:t></w:r></w:p>"
REFUSED = {
    "4,000 nested sdt", "1,000 nested tables", "1,000 nested hyperlinks", "nested what nobody knows",
    "20,000 paragraphs", "a table of 20,000 cells", "a paragraph of 60,000 runs",
    "entities upon entities", "an entity from outside", "entities in the styles",
    "styles that are no XML", "numbering that is no XML", "relations that are no XML",
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_an_odd_document_is_shown_or_refused(api: Api, name: str) -> None:
    content = ODD[name]()
    taken = upload(api, content, DOCX, DOC)
    assert taken.status_code in (200, 400, 413)
    if taken.status_code == 200:
        _use(api, taken.json()["id"])
    else:
        assert files(api) == []
    for use, refusal in ((preview, Unreadable), (grids, UnreadableFile)):
        with suppress(refusal):
            use(content)
    with suppress(TemplateError):
        render(content, {})


def _use(api: Api, document_id: str) -> None:
    path = f"/v1/documents/{document_id}"
    shown = api.call("GET", path)
    assert shown.status_code in (200, 400)
    edits = [
        {"replaceAllText": {"containsText": {"text": "е"}, "replaceText": "и\nж"}},
        {"insertText": {"endOfSegmentLocation": {}, "text": "а\nб"}},
        {"insertText": {"location": {"index": 1}, "text": "а"}},
    ]
    assert api.call("POST", f"{path}:batchUpdate", {"requests": edits}).status_code in (200, 400)
    exported = api.call("GET", f"/drive/v3/files/{document_id}/export", mimeType="text/html")
    assert exported.status_code in (200, 400)


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_is_too_much_or_broken_does_not_become_a_doc(api: Api, name: str) -> None:
    assert upload(api, ODD[name](), DOCX, DOC).status_code in (400, 413)


def test_a_document_without_a_section_is_shown_and_edited_like_others(api: Api) -> None:
    document_id = upload(api, with_body(PARAGRAPH, section=""), DOCX, DOC).json()["id"]
    path = f"/v1/documents/{document_id}"
    api.post(f"{path}:batchUpdate", {"requests": [{"insertText": {"location": {"index": 1}, "text": "Наш "}}]})
    runs = [run for block in api.get(path)["body"]["content"] for run in block.get("paragraph", {}).get("elements", [])]
    assert "".join(run["textRun"]["content"] for run in runs) == "Наш текст\n"


def test_what_a_document_says_of_itself_that_cannot_be_is_left_out() -> None:
    shown = content_of(opened(ODD["numbers that are none"]()))
    paragraph = shown["body"]["content"][1]["paragraph"]
    assert paragraph["elements"][0]["textRun"]["content"] == "текст\n"
    assert paragraph["paragraphStyle"]["namedStyleType"] == "NORMAL_TEXT"
    assert content_of(opened(ODD["a section with wrong numbers"]()))["body"]["content"]


def test_a_document_does_not_grow_beyond_what_can_be_read_again(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    document_id = upload(api, with_body(PARAGRAPH * 100), DOCX, DOC).json()["id"]
    path = f"/v1/documents/{document_id}:batchUpdate"
    for edit in (
        {"replaceAllText": {"containsText": {"text": "т"}, "replaceText": "т" * 10_000}},
        {"replaceAllText": {"containsText": {"text": "т"}, "replaceText": "\n" * 100}},
        {"insertText": {"location": {"index": 1}, "text": "\n" * 20_000}},
    ):
        message = api.error("POST", path, {"requests": [edit]})["message"]
        assert "larger than a document may be" in message
    monkeypatch.setattr(package, "MOST_PARAGRAPHS", 150)
    edit = {"insertText": {"location": {"index": 1}, "text": "\n" * 60}}
    assert "larger than a document may be" in api.error("POST", path, {"requests": [edit]})["message"]
