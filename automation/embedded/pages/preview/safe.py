"""HTML from strangers, with nothing left in it that runs, loads, or covers the page.

https://cheatsheetseries.owasp.org/cheatsheets/Cross_Site_Scripting_Prevention_Cheat_Sheet.html
"""

from __future__ import annotations

import re
from collections.abc import Callable

import nh3
from markupsafe import Markup

from automation.embedded.tangle import check_tangle
from automation.untrusted.links import may_be_followed

Led = Callable[[str], str]
"""The address in a link → the one to put there."""

_TEXT = {"p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "div", "span", "a", "img"}
_MARKS = {"strong", "em", "b", "i", "u", "s", "sub", "sup", "small", "code", "mark", "del", "ins"}
_LISTS = {"ul", "ol", "li", "dl", "dt", "dd"}
_TABLES = {"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"}
_SCHEMES = {"http", "https", "mailto", "tel", "data"}
# Their content is a program or its data, not something to read.
_DROPPED = {"script", "style", "title", "template", "noscript", "iframe", "object", "svg", "math", "textarea"}
_SPANS = {"colspan", "rowspan"}
_ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt"}, "td": _SPANS, "th": _SPANS, "ol": {"start"}}
_LOADING = {name: {"src"} for name in ("img", "source", "video")}
_REMOTE = re.compile(r"\s*(?:https?:|//)", re.IGNORECASE)
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp|bmp);base64,[A-Za-z0-9+/=\s]+\Z")


def loads_pictures(html: str) -> bool:
    """Whether `cleaned` takes pictures out that a browser would have fetched from elsewhere. Raises `Tangled`."""
    found: list[str] = []

    def note(element: str, name: str, value: str) -> None:
        if name == "src" and _REMOTE.match(value):
            found.append(value)

    check_tangle(html)
    nh3.clean(html, tags={"img", "source", "video"}, attributes=_LOADING, attribute_filter=note, url_schemes=_SCHEMES,
              clean_content_tags=_DROPPED)  # fmt: skip
    return bool(found)


def as_it_is(address: str) -> str:
    """The address itself."""
    return address


def cleaned(html: str, classes: dict[str, set[str]] | None = None, led: Led = as_it_is) -> Markup:
    """``html`` without programs, styles and remote pictures; of its classes, those in ``classes`` by element.

    Its links lead where ``led`` says. Raises `Tangled`.
    """

    def attribute(element: str, name: str, value: str) -> str | None:
        kept = _attribute(element, name, value)
        return led(kept) if kept and name == "href" else kept

    check_tangle(html)
    clean = nh3.clean(
        html,
        tags=_TEXT | _MARKS | _LISTS | _TABLES,
        clean_content_tags=_DROPPED,
        attributes=_ATTRIBUTES,
        attribute_filter=attribute,
        allowed_classes=classes or {},
        url_schemes=_SCHEMES,
        url_relative="deny",
        link_rel="noopener noreferrer",
    )
    return Markup(clean)  # noqa: S704 - this is the one place that makes it safe


def _attribute(element: str, name: str, value: str) -> str | None:
    """The attribute's value, or nothing to leave it out: a picture must be here, a link must lead elsewhere."""
    if name == "src":
        return value if _PICTURE.match(value) else None
    if name == "href":
        return value if may_be_followed(value) else None
    if name in _SPANS or name == "start":
        return value if value.isascii() and value.isdigit() and len(value) <= 4 else None
    return value
