"""``users.labels``: the mailbox's own labels, and those that the user makes.

https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.labels
"""

from __future__ import annotations

from typing import Any

from automation.embedded.calls import Call, handles
from automation.embedded.errors import ApiError, invalid, not_found
from automation.embedded.mail.methods import check_user
from automation.embedded.mail.store import Mail

Json = dict[str, Any]

_CATEGORIES = tuple(f"CATEGORY_{name}" for name in ("FORUMS", "UPDATES", "PERSONAL", "PROMOTIONS", "SOCIAL"))
_SYSTEM = ("CHAT", "SENT", "INBOX", "IMPORTANT", "TRASH", "DRAFT", "SPAM", *_CATEGORIES, "STARRED", "UNREAD")
_FIXED = ("CHAT", "SENT", "DRAFT")  # Gmail alone puts these on a letter
_SETTABLE = ("name", "messageListVisibility", "labelListVisibility", "color")
_HIDDEN = {"messageListVisibility": "hide", "labelListVisibility": "labelHide"}
_MAX_NAME = 225  # characters


def _every(mail: Mail) -> list[Json]:
    hidden = (*_CATEGORIES, "CHAT", "IMPORTANT", "TRASH", "SPAM")
    system = [{"id": name, "name": name, **(_HIDDEN if name in hidden else {}), "type": "system"} for name in _SYSTEM]
    return [*system, *mail.own_labels()]


def check_labels(mail: Mail, label_ids: list[str]) -> None:
    """Raise `ApiError` 400 for a label that is not there, or that nobody may put on or take off."""
    known = {label["id"] for label in _every(mail)} - set(_FIXED)
    for label_id in label_ids:
        if label_id not in known:
            raise invalid(f"Invalid label: {label_id}")


def _find(call: Call) -> Json:
    for label in _every(call.workspace.mail):
        if label["id"] == call["id"]:
            return label
    raise not_found()


def _find_own(call: Call) -> Json:
    label = _find(call)
    if label["type"] == "system":
        raise invalid("Invalid update request" if call.method.http_method != "DELETE" else "Invalid delete request")
    return label


def _check_name(call: Call, label_id: str = "") -> None:
    name = call.body.get("name", "").strip()
    if not name or len(name) > _MAX_NAME:
        raise invalid("Invalid label name")
    taken = (label["name"].casefold() for label in _every(call.workspace.mail) if label["id"] != label_id)
    if name.casefold() in taken:
        raise ApiError(409, "Label name exists or conflicts", reason="aborted")


@handles("gmail.users.labels.list")
def list_labels(call: Call) -> Json:
    check_user(call)
    return {"labels": _every(call.workspace.mail)}


@handles("gmail.users.labels.get")
def get(call: Call) -> Json:
    check_user(call)
    label = _find(call)
    held = [(thread, labels) for thread, labels in call.workspace.mail.labelled() if label["id"] in labels]
    unread = [thread for thread, labels in held if "UNREAD" in labels]
    counts = {
        "messagesTotal": len(held),
        "messagesUnread": len(unread),
        "threadsTotal": len({thread for thread, _ in held}),
        "threadsUnread": len(set(unread)),
    }
    return {**label, **counts}


@handles("gmail.users.labels.create")
def create(call: Call) -> Json:
    check_user(call)
    _check_name(call)
    shown = {"messageListVisibility": "show", "labelListVisibility": "labelShow"}
    return call.workspace.mail.add_label({**shown, **_given(call), "type": "user"})


def _given(call: Call) -> Json:
    return {name: call.body[name] for name in _SETTABLE if name in call.body}


@handles("gmail.users.labels.patch")
def patch(call: Call) -> Json:
    check_user(call)
    label = _find_own(call)
    if "name" in call.body:
        _check_name(call, label["id"])
    label |= _given(call)
    call.workspace.mail.put_label(label)
    return label


@handles("gmail.users.labels.update")
def update(call: Call) -> Json:
    check_user(call)
    label = _find_own(call)
    _check_name(call, label["id"])
    label = {"id": label["id"], **_given(call), "type": "user"}
    call.workspace.mail.put_label(label)
    return label


@handles("gmail.users.labels.delete")
def delete(call: Call) -> None:
    check_user(call)
    call.workspace.mail.remove_label(_find_own(call)["id"])
