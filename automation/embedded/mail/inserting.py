"""``users.messages.insert`` and ``import``: letters put into the mailbox as they are, without being sent.

https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages/insert
"""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from typing import Any

from automation.embedded.calls import Call, handles
from automation.embedded.errors import not_found
from automation.embedded.mail.labels import check_labels
from automation.embedded.mail.methods import check_user, raw_of
from automation.embedded.mail.store import parsed

Json = dict[str, Any]

_BY_GMAIL = ("SENT", "DRAFT")  # an inserted letter may have them, though nobody may put them on later


@handles("gmail.users.messages.insert")
def insert(call: Call) -> Json:
    return _put(call)


@handles("gmail.users.messages.import")
def import_letter(call: Call) -> Json:
    return _put(call)


def _put(call: Call) -> Json:
    check_user(call)
    mail, labels = call.workspace.mail, list(dict.fromkeys(call.body.get("labelIds", [])))
    check_labels(mail, [label for label in labels if label not in _BY_GMAIL])
    thread_id = call.body.get("threadId")
    if thread_id and not mail.has_thread(thread_id):
        raise not_found()
    raw = raw_of(call)
    message = parsed(raw)
    rfc822_id = str(message.get("Message-ID", "")).strip().strip("<>")
    letter = mail.add(raw, rfc822_id, labels, _moment(call, message), thread_id)
    return {"id": letter.id, "threadId": letter.thread_id, "labelIds": letter.labels}


def _moment(call: Call, message: EmailMessage) -> datetime:
    """When the letter arrived: now, or by its own ``Date`` where ``internalDateSource`` says so."""
    if call.get("internalDateSource") == "dateHeader":
        try:
            return parsedate_to_datetime(str(message.get("Date", "")))
        except ValueError:
            pass  # a letter without a readable date has arrived now
    return call.workspace.now()
