"""``users.threads``: letters that belong together.

https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.threads
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from automation.embedded.calls import Call, handles
from automation.embedded.mail.marking import asked_labels, mark
from automation.embedded.mail.methods import check_user, matching, page_of, shown
from automation.embedded.mail.store import Found, Letter

Json = dict[str, Any]


def _history_id(letters: Sequence[Letter | Found]) -> str:
    return str(max(letter.number for letter in letters) + 1)


@handles("gmail.users.threads.list")
def list_threads(call: Call) -> Json:
    check_user(call)
    newest: dict[str, Found] = {}
    for letter in matching(call):
        newest.setdefault(letter.thread_id, letter)
    return page_of(call, "threads", list(newest.values()), lambda letter: _summary(call, letter))


def _summary(call: Call, letter: Found) -> Json:
    snippet = call.workspace.mail.snippet(letter.number)
    return {"id": letter.thread_id, "snippet": snippet, "historyId": _history_id([letter])}


@handles("gmail.users.threads.get")
def get(call: Call) -> Json:
    check_user(call)
    letters = call.workspace.mail.thread(call["id"])
    messages = [shown(call, letter) for letter in letters]
    return {"id": call["id"], "historyId": _history_id(letters), "messages": messages}


@handles("gmail.users.threads.modify")
def modify(call: Call) -> Json:
    return _mark(call, *asked_labels(call))


@handles("gmail.users.threads.trash")
def trash(call: Call) -> Json:
    return _mark(call, ["TRASH"], [])


@handles("gmail.users.threads.untrash")
def untrash(call: Call) -> Json:
    return _mark(call, [], ["TRASH"])


def _mark(call: Call, add: list[str], remove: list[str]) -> Json:
    check_user(call)
    mail = call.workspace.mail
    letters = [mark(mail, letter, add, remove) for letter in mail.thread(call["id"])]
    messages = [{"id": letter.id, "threadId": letter.thread_id, "labelIds": letter.labels} for letter in letters]
    return {"id": call["id"], "messages": messages}


@handles("gmail.users.threads.delete")
def delete(call: Call) -> None:
    check_user(call)
    for letter in call.workspace.mail.thread(call["id"]):
        call.workspace.mail.remove(letter.id)
