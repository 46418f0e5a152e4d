"""``users.messages``: putting labels on letters, throwing them away and taking them out of the trash.

https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages
"""

from __future__ import annotations

from typing import Any

from automation.embedded.calls import Call, handles
from automation.embedded.errors import ApiError, invalid
from automation.embedded.mail.labels import check_labels
from automation.embedded.mail.methods import check_user
from automation.embedded.mail.store import Letter, Mail

Json = dict[str, Any]

_MAX_BATCH = 1000


def asked_labels(call: Call) -> tuple[list[str], list[str]]:
    """The labels to put on and to take off. Raises `ApiError` 400."""
    add, remove = call.body.get("addLabelIds", []), call.body.get("removeLabelIds", [])
    check_labels(call.workspace.mail, [*add, *remove])
    if not add and not remove:
        raise invalid("No label add or removes specified")
    if both := set(add) & set(remove):
        raise invalid(f"Cannot both add and remove the same label: {min(both)}")
    return add, remove


def mark(mail: Mail, letter: Letter, add: list[str], remove: list[str]) -> Letter:
    """The letter with labels put on and taken off; what is thrown away leaves the inbox."""
    if "TRASH" in add or "SPAM" in add:
        remove = [*remove, "INBOX"]
    kept = [label for label in letter.labels if label not in remove]
    return mail.set_labels(letter, list(dict.fromkeys([*kept, *add])))


def _summary(letter: Letter) -> Json:
    return {"id": letter.id, "threadId": letter.thread_id, "labelIds": letter.labels}


@handles("gmail.users.messages.modify")
def modify(call: Call) -> Json:
    check_user(call)
    mail = call.workspace.mail
    return _summary(mark(mail, mail.get(call["id"]), *asked_labels(call)))


@handles("gmail.users.messages.trash")
def trash(call: Call) -> Json:
    check_user(call)
    mail = call.workspace.mail
    return _summary(mark(mail, mail.get(call["id"]), ["TRASH"], []))


@handles("gmail.users.messages.untrash")
def untrash(call: Call) -> Json:
    check_user(call)
    mail = call.workspace.mail
    return _summary(mark(mail, mail.get(call["id"]), [], ["TRASH"]))


@handles("gmail.users.messages.delete")
def delete(call: Call) -> None:
    check_user(call)
    call.workspace.mail.remove(call.workspace.mail.get(call["id"]).id)


@handles("gmail.users.messages.batchModify")
def batch_modify(call: Call) -> None:
    check_user(call)
    mail, (add, remove) = call.workspace.mail, asked_labels(call)
    for letter_id in _ids(call):
        mark(mail, mail.get(letter_id), add, remove)


@handles("gmail.users.messages.batchDelete")
def batch_delete(call: Call) -> None:
    """Gmail promises nothing of letters that are not there: they are passed over."""
    check_user(call)
    for letter_id in _ids(call):
        call.workspace.mail.remove(letter_id)


def _ids(call: Call) -> list[str]:
    ids: list[str] = call.body.get("ids", [])
    if not ids:
        raise ApiError(400, "No message ids specified", reason="invalidArgument")
    if len(ids) > _MAX_BATCH:
        raise ApiError(400, f"Too many message ids; the limit is {_MAX_BATCH}", reason="invalidArgument")
    return ids
