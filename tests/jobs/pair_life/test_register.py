"""What people decided, as the jobs agree on it."""

from __future__ import annotations

from typing import Any

import pytest

from jobs.pair_life.register import official, signed
from sheets_schema.tabs.orders import Orders
from tests.jobs.books import book

SIGNED = {"id": "ПР-0001", "purpose": "order/pairs/2023-1", "number": "7", "dated": "02.10.2023", "signed": True}


@pytest.mark.parametrize(
    ("lacks", "in_force"),
    [({}, True), ({"signed": False}, False), ({"number": None}, False), ({"dated": None}, False)],
    ids=["nothing", "the tick", "a number", "a date"],
)
def test_an_order_is_in_force_and_its_pair_official_once_it_has_tick_number_and_date(
    lacks: dict[str, Any], in_force: bool
) -> None:
    pair = {"id": "П-0001", "mentor": "Н-0001", "mentee": "НМ-0001", "order": "ПР-0001"}
    one = book({"orders": [SIGNED | lacks], "pairs": [pair]})
    assert signed(one[Orders].frame).tolist() == official(one).tolist() == [in_force]
