"""From a checked call to its answer: the person's right, the handler, one transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from automation.embedded import discovery
from automation.embedded.access import protection, rules
from automation.embedded.calls import Answer, Call, Handler, Later, Written
from automation.embedded.drive.kinds import SPREADSHEET
from automation.embedded.field_mask import select
from automation.embedded.patience import First, TooLong
from automation.embedded.processes import in_a_process
from automation.embedded.storage import encode
from automation.embedded.workspace import Workspace, aside

JSON_TYPE = "application/json; charset=UTF-8"

_T = TypeVar("_T")

# What a call is besides its workspace and its method, which do not go to another process.
_SENT = ("parameters", "body", "mask", "person", "mask_given", "alt", "base_url", "path", "headers")


def run(call: Call, handler: Handler) -> Answer:
    """``handler``'s answer, in a transaction of its own. Raises `ApiError`."""
    try:
        answer = in_transaction(call.workspace, lambda: permitted(call, handler), writes=not call.method.only_reads)
    except TooLong:
        given = {name: getattr(call, name) for name in _SENT}
        return in_a_process(_run_aside, call.workspace.directory, call.workspace.now(), call.method.id, given, handler)
    return answer.make() if isinstance(answer, Later) else answer


def _run_aside(folder: Path, now: datetime, method_id: str, given: dict[str, Any], handler: Handler) -> Answer:
    with aside(folder, now) as workspace:
        return run(Call(workspace=workspace, method=discovery.method(method_id), **given), handler)


def in_transaction(workspace: Workspace, work: Callable[[], _T], *, writes: bool = True) -> _T:
    """What ``work`` gives, all of it in one transaction.

    What has to be made first is made without one, and then the work begins anew. Inside of another transaction, which
    has to begin anew as well, `First` goes on to who began that.
    """
    while True:
        is_part = True
        try:
            with workspace.writing() if writes else workspace.reading() as is_part:
                return work()
        except First as needed:
            if is_part:
                raise
            needed.make()


def permitted(call: Call, handler: Handler) -> Answer:
    """``handler``'s answer, if the person may call the method; inside the caller's transaction."""
    rules.check(call)
    call.workspace.spreadsheets.history.author = call.person.author
    file = rules.file_changed(call)
    if file is None:
        return _written_out(call, handler(call))
    file["editor"] = call.person.email
    if file["mimeType"] != SPREADSHEET or call.person.is_owner:
        return _written_out(call, handler(call))
    with protection.kept(call.workspace.spreadsheets, file["id"], call.person):
        return _written_out(call, handler(call))


def _written_out(call: Call, answer: Answer) -> Answer:
    """JSON is made into text while the lock is held: it may share parts with the workspace."""
    if not isinstance(answer, dict):
        return answer
    return Written(encode(select(answer, call.mask)).encode())
