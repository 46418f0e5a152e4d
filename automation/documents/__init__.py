"""Documents and letters in Russian: names in cases, orders from .docx templates, letters from Markdown.

>>> inflect("Соколова-Миних Мария Петровна", "dative")
'Соколовой-Миних Марии Петровне'

Pure functions of their arguments: no files, no network, no clock.
"""

from automation.documents.grammar import CASES, Case, Gender
from automation.documents.letterhead import contact_lines, date_or_blank, lower_first, or_blank, upper_first
from automation.documents.letters import LONGEST_MARKDOWN, Letter, letter_parts, render_letter
from automation.documents.names import gender, given_names, inflect, short_name
from automation.documents.phrases import NO_BREAK_SPACE, count, date_in_words, days_left, inflect_phrase, month_in_words
from automation.documents.rendering import placeholders, render
from automation.documents.sandbox import TemplateError

__all__ = [
    "CASES",
    "LONGEST_MARKDOWN",
    "NO_BREAK_SPACE",
    "Case",
    "Gender",
    "Letter",
    "TemplateError",
    "contact_lines",
    "count",
    "date_in_words",
    "date_or_blank",
    "days_left",
    "gender",
    "given_names",
    "inflect",
    "inflect_phrase",
    "letter_parts",
    "lower_first",
    "month_in_words",
    "or_blank",
    "placeholders",
    "render",
    "render_letter",
    "short_name",
    "upper_first",
]
