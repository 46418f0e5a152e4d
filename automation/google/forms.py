"""Forms v1: making questionnaires and fetching what people answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
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

    @property
    def moment(self) -> datetime:
        """When it was submitted. Google gives up to nanoseconds; Python reads microseconds."""
        return datetime.fromisoformat(self.submitted)


class Forms:
    """https://developers.google.com/forms/api/reference/rest/v1/forms"""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    @cached_property
    def _service(self) -> Any:
        return service("forms", "v1", self._transport)

    @cached_property
    def _forms(self) -> Any:
        return self._service.forms()

    def create(self, title: str) -> Json:
        """An empty, unpublished form; it has an id and, later, a `responderUri`."""
        form: Json = self._forms.create(body={"info": {"title": title, "documentTitle": title}}).execute()
        return form

    def get(self, form: str) -> Json:
        answer: Json = self._forms.get(formId=form).execute()
        return answer

    def titles(self, form: str) -> dict[str, str]:
        """Question id → what the question asks, for every question that the form has now."""
        titles: dict[str, str] = {}
        for item in self.get(form).get("items", []):
            title = item.get("title", "")
            if question := item.get("questionItem", {}).get("question"):
                titles[question["questionId"]] = title
            for row in item.get("questionGroupItem", {}).get("questions", []):
                titles[row["questionId"]] = f"{title}: {row.get('rowQuestion', {}).get('title', '')}"
        return titles

    def batch_update(self, form: str, requests: Sequence[Json]) -> None:
        self._forms.batchUpdate(formId=form, body={"requests": list(requests)}).execute()

    def publish(self, form: str) -> None:
        """Let people answer: a form made by the API is closed until this is called (since 30 June 2026)."""
        state = {"publishSettings": {"publishState": {"isPublished": True, "isAcceptingResponses": True}}}
        self._forms.setPublishSettings(formId=form, body=state).execute()

    def responses(self, since: Mapping[str, str]) -> dict[str, list[Response]]:
        """Responses to several forms, in the order they came. One call for all, one more for each further 5,000 of any.

        Args:
            since: form id → the moment (RFC 3339) from which on they were submitted, or "" for all.
        """
        found: dict[str, list[Response]] = {form: [] for form in since}
        lists = self._forms.responses()
        asked = {
            form: lists.list(formId=form, pageSize=5000, filter=f"timestamp >= {moment}" if moment else None)
            for form, moment in since.items()
        }
        while asked:
            answers = self._together(asked)
            for form, answer in answers.items():
                found[form] += map(_response, answer.get("responses", []))
            following = {form: lists.list_next(asked[form], answer) for form, answer in answers.items()}
            asked = {form: request for form, request in following.items() if request}
        return {form: sorted(those, key=lambda one: (one.submitted, one.id)) for form, those in found.items()}

    def responses_of(self, wanted: Mapping[str, Sequence[str]]) -> dict[str, list[Response]]:
        """Responses by their ids, as they stand now; those that are gone are left out. One call for all.

        Args:
            wanted: form id → ids of its responses.
        """
        gets = self._forms.responses().get
        asked = {
            f"{form} {response}": gets(formId=form, responseId=response)
            for form, ids in wanted.items()
            for response in ids
        }
        found: dict[str, list[Response]] = {form: [] for form in wanted}
        for which, answer in self._together(asked, leave_out=404).items():
            found[which.partition(" ")[0]].append(_response(answer))
        return found

    def _together(self, requests: Mapping[str, Any], *, leave_out: int = 0) -> dict[str, Json]:
        """The answers to several requests that only read, sent as one, but for those answered with the status
        `leave_out`.

        https://googleapis.github.io/google-api-python-client/docs/batch.html
        """
        answers: dict[str, Json] = {}
        gone: set[str] = set()

        def keep(which: str, answer: Json, error: Any) -> None:
            if not error:
                answers[which] = answer
            elif leave_out and error.resp.status == leave_out:
                gone.add(which)

        batch = self._service.new_batch_http_request(callback=keep)
        for which, request in requests.items():
            batch.add(request, request_id=which)
        batch.execute()
        # What one of them failed of is told, or tried again, as that of any call.
        return {
            which: answers[which] if which in answers else request.execute()
            for which, request in requests.items()
            if which not in gone
        }


def _response(item: Json) -> Response:
    return Response(
        id=item["responseId"],
        submitted=item["lastSubmittedTime"],
        answers={
            question: tuple(value.get("value", "") for value in answer.get("textAnswers", {}).get("answers", []))
            for question, answer in item.get("answers", {}).items()
        },
    )
