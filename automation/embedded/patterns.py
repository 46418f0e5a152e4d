"""Patterns that callers search by: letters as they are, or RE2's regular expressions, as in Google's own products.

RE2 takes time in proportion to the text, whatever the pattern: https://github.com/google/re2/wiki/Syntax
"""

from __future__ import annotations

import re
from typing import Any

# It takes time in proportion to the size of the pattern, too.
_LONGEST = 2000  # characters of a regular expression
_MOST_MEMORY = 2**19  # bytes of what it is compiled to

Pattern = Any  # `re.Pattern`, or RE2's, which works as it does


class BadPattern(ValueError):
    """The text is no regular expression."""


def wildcards(text: str, *, whole: bool) -> Pattern | None:
    """What finds ``text`` where ``?`` stands for a character, ``*`` for any number of them, ``~`` for what follows it.

    With ``whole`` it finds what is nothing else; nothing for a text too long to be looked for.
    """
    parts = re.findall(r"~[?*~]|.", text, re.DOTALL)
    regex = "".join({"?": ".", "*": ".*"}.get(part) or re.escape(part[-1]) for part in parts)
    try:
        return _re2(f"(?s:{regex})", match_case=True, whole=whole)
    except BadPattern:
        return None


def compiled(text: str, *, is_regex: bool, match_case: bool, whole: bool = False) -> Pattern:
    """What finds ``text``; ``whole`` finds it where it is everything there is. Raises `BadPattern`."""
    if not is_regex:
        escaped = re.escape(text)
        return re.compile(rf"\A{escaped}\Z" if whole else escaped, 0 if match_case else re.IGNORECASE)
    return _re2(text, match_case=match_case, whole=whole)


def _re2(regex: str, *, match_case: bool, whole: bool) -> Pattern:
    if len(regex) > _LONGEST:
        raise BadPattern(regex)
    import re2  # a library in C++, which most workspaces never need

    options = re2.Options()
    options.case_sensitive = match_case
    options.log_errors = False
    options.max_mem = _MOST_MEMORY
    try:
        return re2.compile(rf"\A(?:{regex})\z" if whole else regex, options)
    except re2.error:
        raise BadPattern(regex) from None
