"""What goes on and on: brackets in brackets, terms upon terms. Google's 400, and never a second's work."""

from __future__ import annotations

from typing import Any

import pytest

from automation.embedded.json_body import MAX_DEPTH, Malformed, read
from automation.embedded.mail.reading import words_in
from automation.embedded.pages.preview import letters
from automation.embedded.pages.preview.safe import cleaned
from automation.embedded.patterns import BadPattern, compiled, wildcards
from automation.embedded.proto_text import proto_text
from automation.embedded.spreadsheets.locales import locale_named
from automation.embedded.spreadsheets.number_format import show_number
from automation.embedded.tangle import Tangled
from tests.embedded.conftest import Api, Book
from tests.embedded.test_bad_input import send

Json = dict[str, Any]


def nested(depth: int) -> bytes:
    return b"[" * depth + b"]" * depth


def test_json_is_read_as_deep_as_google_reads_it() -> None:
    assert read(nested(MAX_DEPTH)) is not None
    for depth in (MAX_DEPTH + 1, 900, 100_000):
        with pytest.raises(Malformed, match="Message too deep"):
            read(nested(depth))
    with pytest.raises(Malformed, match="Message too deep"):
        read(b'{"a":' * (MAX_DEPTH + 1) + b"1" + b"}" * (MAX_DEPTH + 1))


@pytest.mark.parametrize("depth", [200, 900, 100_000])
def test_a_body_that_is_nested_deep_is_a_bad_request_wherever_it_comes_in(book: Book, depth: int) -> None:
    api, deep = book.api, nested(depth)
    values = b'{"values":' + deep + b"}"
    whole = send(api, "PUT", f"{book.path}/values/A1?valueInputOption=RAW", values)
    assert (whole.status_code, whole.json()["error"]["status"]) == (400, "INVALID_ARGUMENT")
    for kind in ("resumable", "multipart"):
        body = deep if kind == "resumable" else b"--x\r\n\r\n" + deep + b"\r\n--x\r\n\r\na\r\n--x--"
        path = f"/upload/drive/v3/files?uploadType={kind}"
        assert send(api, "POST", path, body, Content_Type="multipart/related; boundary=x").status_code == 400
    part = b"POST /v1/documents HTTP/1.1\r\n\r\n" + deep
    batch = send(
        api, "POST", "/batch", b"--x\r\n\r\n" + part + b"\r\n--x--", Content_Type="multipart/mixed; boundary=x"
    )
    assert b"HTTP/1.1 400" in batch.content


@pytest.mark.parametrize("cell", ["[" * 60 + "]" * 60, '{"a":' * 60 + "1" + "}" * 60, f"[{'1,' * 200_000}1]"])
def test_a_cell_that_is_no_value_is_quoted_in_a_few_words(book: Book, cell: str) -> None:
    body = f'{{"values": [[{cell}]]}}'.encode()
    answer = send(book.api, "PUT", f"{book.path}/values/A1?valueInputOption=RAW", body)
    assert answer.status_code == 400
    assert answer.json()["error"]["message"].startswith("Invalid values[0][0]: ")
    assert len(answer.content) < 500_000


def test_a_number_that_no_float_holds_is_quoted_too() -> None:
    assert proto_text([10**400, -(10**400)]).count("number_value: ") == 2


@pytest.mark.parametrize("mask", ["a(" * 500, "a." * 500 + "a", "a(" * 500 + "b" + ")" * 500, "a/" * 5000 + "b"])
def test_a_field_mask_without_a_bottom_is_refused(book: Book, mask: str) -> None:
    assert book.api.error("GET", "/drive/v3/files", fields=mask)["errors"][0]["reason"] == "invalidParameter"
    assert book.api.error("GET", book.path, fields=mask)["status"] == "INVALID_ARGUMENT"
    assert "Invalid" in book.refusal({"repeatCell": {"range": {}, "cell": {}, "fields": mask}})


TERM = "name = 'a'"


@pytest.mark.parametrize(
    "query",
    [
        "not " * 5000 + TERM,
        "(" * 5000 + TERM + ")" * 5000,
        "not (" * 51 + TERM + ")" * 51,
        " or ".join([TERM] * 1000),
        " and ".join([TERM] * 201),
    ],
)
def test_a_search_in_drive_without_an_end_is_too_complex(api: Api, query: str) -> None:
    error = api.error("GET", "/drive/v3/files", q=query)
    assert (error["code"], error["message"], error["errors"][0]["location"]) == (400, "The query is too complex.", "q")


def test_a_search_in_drive_may_be_as_complex_as_programs_make_it(api: Api) -> None:
    made = api.post("/drive/v3/files", {"name": "a"})["id"]
    for query in (" or ".join([TERM] * 200), "(" * 24 + "not not " * 13 + TERM + ")" * 24):
        assert [file["id"] for file in api.get("/drive/v3/files", q=query)["files"]] == [made]
    assert api.error("GET", "/drive/v3/files", orderBy=",".join(["name"] * 500))["code"] == 400


@pytest.mark.parametrize(
    "query", ["not " * 5000, "( " * 5000, "a " * 1500, "-a " * 500, "from:a " * 280, "{" * 3000, '"' * 3000]
)
def test_a_search_in_the_mailbox_without_an_end_is_refused(api: Api, query: str) -> None:
    for what in ("messages", "threads"):
        assert api.error("GET", f"/gmail/v1/users/me/{what}", q=query)["status"] == "INVALID_ARGUMENT"


def test_labels_without_an_end_are_refused(api: Api) -> None:
    labels = [f"L{number}" for number in range(1500)]
    assert api.error("GET", "/gmail/v1/users/me/messages", labelIds=labels)["code"] == 400


def test_a_formula_of_thousands_of_brackets_is_computed_or_refused(book: Book) -> None:
    texts = ["=" + "(" * 3000 + "1" + ")" * 3000, "=" + "-" * 4000 + "1", "=" + "(" * 5000, "=" + "ABS(" * 2000]
    book.write("A1", [[text] for text in texts], "USER_ENTERED")
    assert book.read("A2:A4")[1:] == [["#ERROR!"], ["#ERROR!"]]
    book.write("A1", [["=1+1"]], "USER_ENTERED")
    assert book.read("A1") == [[2]]


@pytest.mark.parametrize("kind", ["stringValue", "formulaValue"])
def test_a_cell_takes_no_more_than_it_holds_whatever_it_is(book: Book, kind: str) -> None:
    cell = {"userEnteredValue": {kind: "=" + "a" * 50_000}}
    request = {"updateCells": {"start": {}, "rows": [{"values": [cell]}], "fields": "userEnteredValue"}}
    assert "50000 characters" in book.refusal(request)


def test_what_replaces_a_text_does_not_grow_beyond_a_cell(book: Book) -> None:
    book.write("A1", [["a" * 40_000]])
    every = {"find": "a", "replacement": "b" * 40_000, "allSheets": True}
    assert "50000 characters" in book.refusal({"findReplace": every})
    assert "50000 characters" in book.refusal({"findReplace": {**every, "find": "(a)", "searchByRegex": True}})
    assert book.read("A1") == [["a" * 40_000]]


PATTERNS = ["," * 20_000, "0." + "0" * 20_000, "mh" * 10_000, "[" * 20_000, "#,##0.00" * 40]


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("kind", ["NUMBER", "DATE"])
def test_a_number_format_that_is_no_format_shows_the_number_as_it_is(pattern: str, kind: str) -> None:
    for number in (1.5, -1e308, 5e-324):
        general = show_number(number, None, locale_named("ru_RU"))
        assert show_number(number, {"type": kind, "pattern": pattern}, locale_named("ru_RU")) == general


def test_a_condition_with_wildcards_takes_time_in_proportion(book: Book) -> None:
    condition = {"type": "TEXT_CONTAINS", "values": [{"userEnteredValue": "*a" * 200 + "b"}]}
    rule = {"ranges": [{}], "booleanRule": {"condition": condition, "format": {"textFormat": {"bold": True}}}}
    book.update({"addConditionalFormatRule": {"rule": rule}})
    book.write("A1", [["a" * 50_000], ["a" * 200 + "b"]])
    cells = book.get("sheets.data.rowData.values.effectiveFormat.textFormat.bold")["sheets"][0]["data"][0]["rowData"]
    assert [row["values"][0]["effectiveFormat"]["textFormat"]["bold"] for row in cells] == [False, True]


@pytest.mark.parametrize("regex", ["(?:a{1000}){100}", "a" * 3000, "(" * 900, "((a{0,100}){0,100}){0,100}"])
def test_a_pattern_that_grows_without_an_end_is_none(book: Book, regex: str) -> None:
    with pytest.raises(BadPattern):
        compiled(regex, is_regex=True, match_case=True)
    assert wildcards("?" * 3000, whole=True) is None
    asked = {"find": regex, "replacement": "", "searchByRegex": True, "allSheets": True}
    assert "Invalid regular expression" in book.refusal({"findReplace": asked})


@pytest.mark.parametrize(
    "data", ["<![x", "<!--" * 50_000, "<div>" * 50_000, "<td" * 50_000, "<!" * 1000, "<a " * 50_000]
)
def test_pasted_html_is_read_or_refused_whatever_it_is(book: Book, data: str) -> None:
    request = {"pasteData": {"coordinate": {}, "data": data, "html": True}}
    path = f"{book.path}:batchUpdate"
    assert book.api.call("POST", path, {"requests": [request]}).status_code in (200, 400)


def test_pasted_rows_need_no_table_around_them(book: Book) -> None:
    book.update({"pasteData": {"coordinate": {}, "data": "<tr><td>a<td>b &amp; c<tr><td>5</tr>", "html": True}})
    assert book.read("A1:B2") == [["a", "b & c"], [5]]


@pytest.mark.parametrize(
    "html", ["<div>" * 1001, "\u00a0" * 100_001, "&amp;" * 100_001, "<ul><li>" * 1001, "<b><i>" * 501]
)
def test_html_that_is_made_to_keep_us_busy_is_shown_as_text(html: str) -> None:
    with pytest.raises(Tangled):
        cleaned(html)
    part = {"mimeType": "text/html", "filename": "", "headers": [], "body": {"data": ""}}
    assert letters._look(html) == (None, False)
    assert letters.body(part).look is None


def test_html_of_a_long_letter_is_shown_as_it_looks() -> None:
    assert cleaned("<p>Абзац<br>" * 5000 + "<table><tr><td>" * 300).count("<p>") == 5000
    assert letters._look('<img src="https://elsewhere.example/a.png">')[1]
    assert not letters._look('<img src="data:image/png;base64,AAAA"><link href="https://a.example">')[1]
    assert not letters._look('<p title="<img src=https://a.example>">a</p>')[1]


@pytest.mark.parametrize("html", ["<script " * 50_000, "<!--" * 50_000, "<" * 100_000, "<style>" * 50_000])
def test_the_words_of_html_are_found_in_one_pass(html: str) -> None:
    assert words_in(f"слово {html}").split()[0] == "слово"


def test_the_words_of_html_are_those_that_are_seen() -> None:
    seen = "<head><title>т</title></head><p>а &amp; б</p><STYLE>с</style >в<!-- г --><script>д</script> е < ж"
    assert words_in(seen).split() == ["а", "&", "б", "в", "е", "<", "ж"]
