"""Forms and their responses in SQLite."""

from __future__ import annotations

import json
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from automation.embedded.errors import not_found
from automation.embedded.forms.layout import Layout, layout
from automation.embedded.storage import Storage, encode

Json = dict[str, Any]


def instant(moment: datetime) -> str:
    """A time as Forms writes it: UTC, microseconds, so that texts sort as times do."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Forms:
    """The forms of a workspace. A form is Google's ``Form`` without what Drive or the address know."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def get(self, form_id: str) -> Json:
        """The form. Raises `ApiError` 404."""
        form: Json = json.loads(self._text(form_id))
        return form

    def layout(self, form_id: str) -> Layout:
        """The form with what its pages need of it, shared by all who look at it. Raises `ApiError` 404."""
        return layout(self._text(form_id))

    def _text(self, form_id: str) -> str:
        found = self._storage.row("SELECT data FROM forms WHERE id = ?", form_id)
        if found is None:
            raise not_found()
        return str(found[0])

    def put(self, form_id: str, form: Json) -> None:
        """Store a new or changed form under a new revision."""
        number = int(form.get("revisionId", "0"), 16) + 1
        form["revisionId"] = f"{number:08x}"
        self._storage.execute("INSERT OR REPLACE INTO forms VALUES (?, ?)", form_id, encode(form))

    def asking(self, question_id: str) -> list[str]:
        """The ids of all forms that ask this question."""
        asks = f'"questionId":"{question_id}"'
        return [str(id_) for (id_,) in self._storage.rows("SELECT id FROM forms WHERE instr(data, ?)", asks)]

    def copy(self, source_id: str, target_id: str) -> None:
        """A copy without responses, unpublished, as Drive makes."""
        self.put(target_id, {**self.get(source_id), "publishSettings": {"publishState": {}}})

    def delete(self, form_id: str) -> None:
        """Remove a form and its responses for good."""
        self._storage.execute("DELETE FROM forms WHERE id = ?", form_id)
        self._storage.execute("DELETE FROM responses WHERE form_id = ?", form_id)

    # Responses

    def submit(
        self,
        form_id: str,
        answers: Json,
        email: str,
        now: datetime,
        edited: Json | None = None,
        *,
        total_score: float | None = None,
        once: str = "",
    ) -> Json:
        """Store an answer, or a changed one over the answer ``edited``; the stored response is returned.

        No two answers of a form have the same time, so that "after the last one seen" misses none. ``once`` is the
        secret of the page it came from, by which `response_sent_from` finds it.
        """
        moment = self._next_instant(form_id, now)
        kept = edited or {
            "responseId": "ACYD" + secrets.token_urlsafe(48),
            "createTime": moment,
            "editKey": "2_" + secrets.token_urlsafe(32),
            "once": once,
        }
        response: Json = {
            "responseId": kept["responseId"],
            "createTime": kept["createTime"],
            "lastSubmittedTime": moment,
            **({"respondentEmail": email} if email else {}),
            "answers": answers,
            **({} if total_score is None else {"totalScore": total_score}),
            "editKey": kept["editKey"],
            **({"once": kept["once"]} if kept.get("once") else {}),
        }
        statement = "INSERT OR REPLACE INTO responses VALUES (?, ?, ?, ?)"
        self._storage.execute(statement, form_id, response["responseId"], moment, encode(response))
        return response

    def _next_instant(self, form_id: str, now: datetime) -> str:
        found = self._storage.row("SELECT max(submitted) FROM responses WHERE form_id = ?", form_id)
        moment, last = instant(now), found[0] if found else None
        if last is None or moment > last:
            return moment
        return instant(datetime.fromisoformat(last) + timedelta(microseconds=1))

    def responses(self, form_id: str, since: str, *, strictly: bool, limit: int, after: str = "") -> list[Json]:
        """At most ``limit`` responses by time, from ``since`` on, after the response-time ``after``."""
        bound = ">" if strictly else ">="
        query = f"SELECT data FROM responses WHERE form_id = ? AND submitted {bound} ? AND submitted > ? ORDER BY submitted LIMIT ?"  # noqa: S608, E501
        return [json.loads(text) for (text,) in self._storage.rows(query, form_id, since, after, limit)]

    def response(self, form_id: str, response_id: str) -> Json:
        """One response. Raises `ApiError` 404."""
        found = self._storage.row("SELECT data FROM responses WHERE form_id = ? AND id = ?", form_id, response_id)
        if found is None:
            raise not_found()
        response: Json = json.loads(found[0])
        return response

    def response_to_edit(self, form_id: str, key: str) -> Json | None:
        """The response that a secret link opens, if there is one.

        The key is the one that its sender was shown, or the response's id, which is as hard to guess: only whoever may
        read all answers is told it, and may send its author a link.
        """
        query = "SELECT data FROM responses WHERE form_id = ? AND (json_extract(data, '$.editKey') = ? OR id = ?)"
        return self._secret_response(query, form_id, key, key)

    def response_sent_from(self, form_id: str, once: str) -> Json | None:
        """The response that the page with this secret has sent already, if it has."""
        query = "SELECT data FROM responses WHERE form_id = ? AND json_extract(data, '$.once') = ?"
        return self._secret_response(query, form_id, once)

    def _secret_response(self, query: str, form_id: str, *secrets: str) -> Json | None:
        found = self._storage.row(query, form_id, *secrets) if all(secrets) else None
        return json.loads(found[0]) if found else None
