"""Patterns that callers search by: letters as they are, or RE2's regular expressions, as in Google's own products.

RE2 takes time in proportion to the text, whatever the pattern: https://github.com/google/re2/wiki/Syntax
"""

from __future__ import annotations

import re
from typing import Any

Pattern = Any  # `re.Pattern`, or RE2's, which works as it does


class BadPattern(ValueError):
    """The text is no regular expression."""


def compiled(text: str, *, is_regex: bool, match_case: bool, whole: bool = False) -> Pattern:
    """What finds ``text``; ``whole`` finds it where it is everything there is. Raises `BadPattern`."""
    if not is_regex:
        escaped = re.escape(text)
        return re.compile(rf"\A{escaped}\Z" if whole else escaped, 0 if match_case else re.IGNORECASE)
    import re2  # a library in C++, which most workspaces never need

    options = re2.Options()
    options.case_sensitive = match_case
    options.log_errors = False
    try:
        return re2.compile(rf"\A(?:{text})\z" if whole else text, options)
    except re2.error:
        raise BadPattern(text) from None
