"""From a checked call to its answer: the person's right, the handler, one transaction."""

from __future__ import annotations

from automation.embedded.access import protection, rules
from automation.embedded.calls import Answer, Call, Handler, Later, Written
from automation.embedded.drive.kinds import SPREADSHEET
from automation.embedded.field_mask import select
from automation.embedded.storage import encode

JSON_TYPE = "application/json; charset=UTF-8"


def run(call: Call, handler: Handler) -> Answer:
    """``handler``'s answer, in a transaction of its own. Raises `ApiError`."""
    workspace = call.workspace
    with workspace.reading() if call.method.only_reads else workspace.writing():
        answer = permitted(call, handler)
    return answer.make() if isinstance(answer, Later) else answer


def written_out(handler: Handler) -> Handler:
    """``handler`` whose JSON is made into text while the lock is held: it may share parts with the workspace."""

    def answer(call: Call) -> Answer:
        given = handler(call)
        if not isinstance(given, dict):
            return given
        return Written(encode(select(given, call.mask)).encode())

    return answer


def permitted(call: Call, handler: Handler) -> Answer:
    """``handler``'s answer, if the person may call the method; inside the caller's transaction."""
    rules.check(call)
    file = rules.file_changed(call)
    if file is None:
        return handler(call)
    file["editor"] = call.person.email
    if file["mimeType"] != SPREADSHEET or call.person.is_owner:
        return handler(call)
    with protection.kept(call.workspace.spreadsheets, file["id"], call.person):
        return handler(call)
