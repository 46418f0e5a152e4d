"""Formulas: their references kept true while cells move, and their results computed by IronCalc.

``references`` rewrites the text of a formula, ``translation`` puts it the way the library reads it, ``computing`` asks
the library, ``looks`` says in which number format a result shows.
"""

from __future__ import annotations
