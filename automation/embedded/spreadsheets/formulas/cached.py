"""Results of formulas, put into an .xlsx.

openpyxl writes formulas without them; a program that does not compute on opening would show empty cells.
"""

from __future__ import annotations

import io
import re
import zipfile
from xml.sax.saxutils import escape

from automation.embedded.spreadsheets.model import Formula
from automation.untrusted.xml_text import writable

_FORMULA_CELL = re.compile(r'<c r="([A-Z]+\d+)"([^>]*)>(<f>[^<]*</f>)<v\s*(?:/>|></v>)</c>')


def with_results(content: bytes, results: list[dict[str, Formula]]) -> bytes:
    """The .xlsx with the results of its formulas; ``results`` by sheet, in order, and by cell (``B2``)."""
    parts = {f"xl/worksheets/sheet{number}.xml": cells for number, cells in enumerate(results, start=1) if cells}
    if not parts:
        return content
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as book:
        for item in source.infolist():
            data = source.read(item)
            if item.filename in parts:
                data = _filled(data.decode(), parts[item.filename]).encode()
            book.writestr(item, data)
    return target.getvalue()


def _filled(xml: str, cells: dict[str, Formula]) -> str:
    def fill(match: re.Match[str]) -> str:
        formula = cells.get(match.group(1))
        if formula is None:
            return match.group()
        kind, text = _typed(formula)
        mark = f' t="{kind}"' if kind else ""
        return f'<c r="{match.group(1)}"{match.group(2)}{mark}>{match.group(3)}<v>{escape(text)}</v></c>'

    return _FORMULA_CELL.sub(fill, xml)


def _typed(formula: Formula) -> tuple[str, str]:
    """The cell's type and the text of its value, in the format's own words."""
    if formula.error:
        known = formula.shown_error if formula.error != "ERROR" else "#VALUE!"
        return "e", known
    if isinstance(formula.result, bool):
        return "b", str(int(formula.result))
    if formula.result is None or isinstance(formula.result, str):
        return "str", writable(formula.result or "")
    return "", repr(formula.result)
