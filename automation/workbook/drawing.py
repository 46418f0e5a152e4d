"""Tabs that are drawn anew in every cycle, line by line from the top, like a picture."""

from __future__ import annotations

import pandas as pd

from automation.workbook.table import Table


def draw(picture: Table, lines: pd.DataFrame) -> None:
    """Line n into the row whose key is n; what is drawn there no longer is wiped off.

    Rows are used again and none is deleted, so that of lines that are the same as before nothing is written.
    """
    key = picture.sheet.key_column()
    drawn = [column.known_as for column in picture.sheet.columns.values() if column is not key]
    lines = lines.reindex(columns=drawn).astype(object)
    lines.index = pd.Index([key.number(number) for number in range(1, len(lines) + 1)], dtype="str")
    known = picture[picture.key]
    told = lines.reindex(known).set_axis(picture.index)
    for name in drawn:
        picture[name] = told[name].where(told[name].notna(), None).astype(picture[name].dtype)
    new = lines[~lines.index.isin(known)]
    cells = new.where(new.notna(), None).to_dict("index")
    picture.append([{picture.key: key, **{name: line[name] for name in drawn}} for key, line in cells.items()])
