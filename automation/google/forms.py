"""Forms v1: making questionnaires and fetching what people answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from automation.google.services import service
from automation.google.transport import Transport

Json = dict[str, Any]


@dataclass(frozen=True)
class Response:
    """One filled-in copy of a form: question id → the values given (text answers have one)."""

    id: str
    submitted: str
    """RFC 3339, UTC; of the last change when the respondent came back to it."""
    answers: Mapping[str, tuple[str, ...]]


class Forms:
    """https://developers.google.com/forms/api/reference/rest/v1/forms"""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    @cached_property
    def _forms(self) -> Any:
        return service("forms", "v1", self._transport).forms()

    def create(self, title: str) -> Json:
        """An empty, unpublished form; it has an id and, later, a `responderUri`."""
        form: Json = self._forms.create(body={"info": {"title": title, "documentTitle": title}}).execute()
        return form

    def get(self, form: str) -> Json:
        answer: Json = self._forms.get(formId=form).execute()
        return answer

    def batch_update(self, form: str, requests: Sequence[Json]) -> None:
        self._forms.batchUpdate(formId=form, body={"requests": list(requests)}).execute()

    def publish(self, form: str) -> None:
        """Let people answer: a form made by the API is closed until this is called (since 30 June 2026)."""
        state = {"publishSettings": {"publishState": {"isPublished": True, "isAcceptingResponses": True}}}
        self._forms.setPublishSettings(formId=form, body=state).execute()

    def responses(self, form: str, *, since: str = "") -> list[Response]:
        """Responses submitted at `since` (RFC 3339) or later, in the order they came; one call for each 5,000."""
        found: list[Response] = []
        page = None
        while True:
            answer = (
                self._forms.responses()
                .list(formId=form, pageSize=5000, pageToken=page, filter=f"timestamp >= {since}" if since else None)
                .execute()
            )
            found += [_response(item) for item in answer.get("responses", [])]
            page = answer.get("nextPageToken")
            if not page:
                return sorted(found, key=lambda response: (response.submitted, response.id))


def _response(item: Json) -> Response:
    return Response(
        id=item["responseId"],
        submitted=item["lastSubmittedTime"],
        answers={
            question: tuple(value.get("value", "") for value in answer.get("textAnswers", {}).get("answers", []))
            for question, answer in item.get("answers", {}).items()
        },
    )
