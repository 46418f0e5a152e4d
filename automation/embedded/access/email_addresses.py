"""E-mail addresses that come from outside: one of them, or none."""

from __future__ import annotations

import re
import unicodedata

# A name that organisations give to networks of their own, and that the library takes for no place on the internet.
_OWN_NETWORK, _STAND_IN = ".local", ".lan"
_LONGEST = 254  # characters, https://www.rfc-editor.org/errata/eid1690
_WORD = re.compile(r"[^\W\d_]+")


def one_address(text: str) -> str | None:
    """``text`` as the one address that it is, in small letters; ``None`` for anything else.

    Anything else are two addresses, one with a name before it, line breaks, and letters that look like others: a
    permission for «gоogle.com» with a Cyrillic «о» opens a file to a stranger.
    """
    from email_validator import EmailNotValidError, validate_email  # takes a while to load

    address = text.strip(" ").lower()
    if _may_deceive(text.strip(" ")) or len(address) > _LONGEST:
        return None
    own = address.endswith(_OWN_NETWORK)
    try:
        known = address.removesuffix(_OWN_NETWORK) + _STAND_IN if own else address
        checked = validate_email(known, check_deliverability=False, strict=True).normalized
    except EmailNotValidError:
        return None
    return checked.removesuffix(_STAND_IN) + _OWN_NETWORK if own else checked


def masked(address: str) -> str:
    """``address`` so that its owner recognises it and nobody else learns it: «и•••а@school.example»."""
    name, _, domain = address.rpartition("@")
    return f"{name[:1]}•••{name[-1:] if len(name) > 3 else ''}@{domain}"


def is_domain(text: str) -> bool:
    """Whether ``text`` is what stands behind the @ of an address."""
    return one_address(f"x@{text}") is not None


def _may_deceive(address: str) -> bool:
    """Whether it has letters that stand for others or become others, or words of two alphabets."""
    if unicodedata.normalize("NFKC", address) != address or len(address.lower()) != len(address):
        return True
    return any(len({_alphabet(letter) for letter in word}) > 1 for word in _WORD.findall(address))


def _alphabet(letter: str) -> str:
    return unicodedata.name(letter, "?").partition(" ")[0]
