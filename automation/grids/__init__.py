"""The tables in files that people send: which cells there are, what was merged, and what is no table at all.

for grid in sheets(content):
    grid.name, grid.rows[0][0].text
"""

from automation.grids.files import UnreadableFile, grids, sheets
from automation.grids.grid import Cell, Grid

__all__ = ["Cell", "Grid", "UnreadableFile", "grids", "sheets"]
