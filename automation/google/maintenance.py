"""What the embedded workspace does beyond Google's API, for its owner's program alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from automation.google.transport import Transport


def erase_in_workspace(
    transport: Transport,
    *,
    phrases: Sequence[Mapping[str, Any]],
    keys: Sequence[str],
    addresses: Sequence[str],
    responses: Sequence[str],
    spreadsheets: Sequence[str],
) -> dict[str, int]:
    """Take a person out of histories, mailbox, answers and sign-ins, and every deleted byte out of the database.

    For the meaning of what is given see `automation.embedded.erasure.Erasure`. How many things of each kind it was.
    """
    asked = {
        "phrases": phrases,
        "keys": keys,
        "addresses": addresses,
        "responses": responses,
        "spreadsheets": spreadsheets,
    }
    body = {name: list(value) for name, value in asked.items()}
    answer = transport.request("PUT", f"{transport.address}/workspace/erasure", json=body)
    done: dict[str, int] = answer.json()
    return done
