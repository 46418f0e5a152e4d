"""A page, held against axe-core: on a desk, on a phone, and twice as large on a small screen.

https://github.com/dequelabs/axe-core/blob/develop/doc/rule-descriptions.md
"""

from __future__ import annotations

from importlib import resources
from typing import Any

from playwright.sync_api import Page

SIZES = {"desk": (1366, 768), "phone": (390, 844), "1366×768 at 200 %": (683, 384)}
CHANGE_WITH_THE_SIZE = ["color-contrast", "scrollable-region-focusable", "target-size", "aria-required-children"]
"""The other rules see the same in every size."""

# In AG Grid no rule is left out: what axe finds in a grid is a fault of ours.
AXE = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def found(page: Page, where: str) -> list[str]:
    """What axe-core has to say of a page in each size, and whether one has to push it sideways to read it."""
    said = []
    page.evaluate(AXE)
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        only: dict[str, Any] = {} if size == "desk" else {"runOnly": CHANGE_WITH_THE_SIZE}
        result = page.evaluate("options => axe.run(document, options)", {**only, "resultTypes": ["violations"]})
        said += [
            f"{where}, {size}: {each['id']}: {each['nodes'][0]['html'][:200]}: {each['nodes'][0]['failureSummary']}"
            for each in result["violations"]
        ]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            said.append(f"{where}, {size}: wider than the screen")
    page.set_viewport_size({"width": 1366, "height": 768})
    return said
