"""The letter by which a person sees that letters leave."""

from __future__ import annotations

import secrets

from automation.google.mail import Message

_TEXT = "Здравствуйте!", "Это пробное письмо программы наставничества. Раз вы его читаете, письма уходят."


def trial_letter(to: str) -> Message:
    """Another one each time: whoever asks for it again wants to see it arrive again."""
    page = "".join(f"<p>{paragraph}</p>" for paragraph in _TEXT)
    key = f"trial-letter/{secrets.token_hex(8)}"
    return Message(key, to, "Пробное письмо программы наставничества", "\n\n".join(_TEXT), page)
