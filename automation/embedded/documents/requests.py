"""What ``documents.batchUpdate`` may ask for.

https://developers.google.com/workspace/docs/api/reference/rest/v1/documents/request
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from automation.embedded.documents import structure, text
from automation.embedded.documents.package import MOST_CHARACTERS, MOST_PARAGRAPHS
from automation.embedded.errors import invalid, unimplemented
from automation.embedded.patterns import BadPattern, Pattern, compiled

if TYPE_CHECKING:
    from docx.document import Document

Json = dict[str, Any]


def apply(document: Document, request: Json, number: int) -> Json:
    """Carry out the ``number``-th request of a batch; gives its reply. Raises `ApiError`."""
    kinds = list(request)
    if len(kinds) != 1:
        raise invalid(f"Invalid requests[{number}]: No request set.")
    kind = kinds[0]
    if kind not in REQUESTS:
        raise unimplemented(f"{kind} of docs.documents.batchUpdate")
    try:
        return REQUESTS[kind](document, request[kind])
    except _Refused as refusal:
        raise invalid(f"Invalid requests[{number}].{kind}: {refusal}") from None


class _Refused(Exception):
    """Why a request cannot be carried out, without its place in the batch."""


def _replace_all_text(document: Document, given: Json) -> Json:
    _check_tabs(given.get("tabsCriteria", {}).get("tabIds", []))
    pattern, replacement = _pattern(given.get("containsText", {})), _printable(given.get("replaceText", ""))
    paragraphs = list(_all_paragraphs(document))
    _check_growth(replacement, sum(text.count(paragraph, pattern) for paragraph in paragraphs))
    count = sum(text.replace_all(paragraph, pattern, replacement) for paragraph in paragraphs)
    return {"replaceAllText": {"occurrencesChanged": count} if count else {}}


def _check_growth(put_in: str, times: int = 1) -> None:
    """Raise `_Refused` before so much is put in that no document could hold it."""
    if len(put_in) * times > MOST_CHARACTERS or put_in.count("\n") * times > MOST_PARAGRAPHS:
        raise _Refused("The document would be larger than a document may be.")


def _all_paragraphs(document: Document) -> Iterator[text.Element]:
    yield from structure.paragraphs(document)
    for segments in (structure.headers(document), structure.footers(document)):
        for part in segments.values():
            yield from structure.paragraphs(part)


def _check_tabs(tab_ids: list[str]) -> None:
    for tab_id in tab_ids:
        if tab_id != structure.TAB_ID:
            raise _Refused(f"The tab with ID {tab_id} was not found.")


def _pattern(criteria: Json) -> Pattern:
    wanted = criteria.get("text", "")
    if not wanted:
        raise _Refused("The text to find cannot be empty.")
    is_regex, match_case = criteria.get("searchByRegex", False), criteria.get("matchCase", False)
    try:
        return compiled(wanted, is_regex=is_regex, match_case=match_case)
    except BadPattern:
        raise _Refused("The regular expression is invalid.") from None


def _insert_text(document: Document, given: Json) -> Json:
    location = given.get("location") or given.get("endOfSegmentLocation") or {}
    if location.get("tabId"):
        _check_tabs([location["tabId"]])
    given_text = _printable(given.get("text", ""))
    _check_growth(given_text)
    placed = _placed(document, location.get("segmentId", ""))
    end = placed[-1][1]
    index = location.get("index", 0) if "location" in given else end - 1
    if index >= end:
        raise _Refused(f"Index {index} must be less than the end index of the referenced segment, {end}.")
    for start, stop, paragraph in placed:
        if start <= index < stop:
            before = _characters(text.text_of(paragraph), index - start)
            text.put(paragraph, before, given_text, like_before=True)
            return {}
    raise _Refused(
        "The insertion index must be inside the bounds of an existing paragraph. "
        "You can still create new paragraphs by inserting newlines."
    )


def _placed(document: Document, segment_id: str) -> list[tuple[int, int, text.Element]]:
    """The paragraphs of the body or, by its id, of a header or footer, with where they begin and end."""
    shown = structure.content_of(document)
    if not segment_id:
        return list(structure.placed_paragraphs(shown["body"]["content"][1:], document.iter_inner_content()))
    segments = structure.headers(document) | structure.footers(document)
    if segment_id not in segments:
        raise _Refused(f"Segment with ID {segment_id} was not found.")
    content = (shown.get("headers", {}) | shown.get("footers", {}))[segment_id]["content"]
    return list(structure.placed_paragraphs(content, segments[segment_id].iter_inner_content()))


def _characters(within: str, index: int) -> int:
    """How many characters of ``within`` take ``index`` UTF-16 units."""
    count = 0
    while index > 0:
        index -= structure.units(within[count])
        count += 1
    return count


def _printable(given: str) -> str:
    """Without the characters that Google strips out of inserted text, and those that XML cannot hold."""
    return re.sub(r"[\x00-\x08\x0c-\x1f\ue000-\uf8ff\ufffe\uffff]", "", given)


def _delete_content_range(document: Document, given: Json) -> Json:
    wanted = given.get("range", {})
    if wanted.get("tabId"):
        _check_tabs([wanted["tabId"]])
    first, last = wanted.get("startIndex", 0), wanted.get("endIndex", 0)
    if first >= last:
        raise _Refused("The range should not be empty.")
    placed = _placed(document, wanted.get("segmentId", ""))
    if last >= placed[-1][1]:
        raise _Refused("The range cannot include the newline character at the end of the segment.")
    touched = [item for item in placed if item[0] <= last and first < item[1]]
    if not _in_one_row(touched, first, last):
        raise _Refused("The range must not begin, end or reach across the bounds of a table or a cell.")
    _delete_over(touched, first, last)
    return {}


def _in_one_row(touched: list[tuple[int, int, text.Element]], first: int, last: int) -> bool:
    """Whether the range begins and ends in paragraphs, and nothing but paragraphs lies between."""
    neighbours = all(one[2].getnext() is other[2] for one, other in pairwise(touched))
    return bool(touched) and neighbours and touched[0][0] <= first and last < touched[-1][1]


def _delete_over(touched: list[tuple[int, int, text.Element]], first: int, last: int) -> None:
    (start, _, head), (tail_start, _, tail) = touched[0], touched[-1]
    begin = _characters(text.text_of(head), first - start)
    end = _characters(text.text_of(tail), last - tail_start)
    if head is tail:
        text.delete(head, begin, end)
        return
    text.delete(tail, 0, end)
    for _, _, between in touched[1:-1]:
        between.getparent().remove(between)
    if begin == 0:
        head.getparent().remove(head)  # it went whole, its end included: the other one keeps its looks
    else:
        text.delete(head, begin, len(text.text_of(head)))
        text.join(head, tail)


REQUESTS: dict[str, Callable[[Document, Json], Json]] = {
    "replaceAllText": _replace_all_text,
    "insertText": _insert_text,
    "deleteContentRange": _delete_content_range,
}
