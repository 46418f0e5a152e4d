"""Many documents are rendered by several processes, where there may be any."""

from __future__ import annotations

import multiprocessing

from automation.workbook.book import Document
from jobs.runner.publishing import _WORTH_A_POOL, _render_all
from sheets_schema.tabs.orders import Orders

NO_TEMPLATE = Document("order/1", "Приказ", b"", {}, digest="", sheet=Orders, row=1)


def _rendered() -> int:
    return len(_render_all([NO_TEMPLATE] * _WORTH_A_POOL))


def test_a_worker_of_a_cluster_which_may_have_no_processes_of_its_own_renders_them_too() -> None:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.apply(_rendered) == _WORTH_A_POOL
