"""Jinja2 as templates may use it: a sandbox, strict about unknown names, with Russian filters.

A template is edited by a curator, so it is neither trusted nor expected to be right: it can reach
nothing but its context, and its mistakes come back as TemplateError with a sentence to read.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from textwrap import shorten

from jinja2 import StrictUndefined, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from automation.documents.grammar import CASES
from automation.documents.letterhead import contact_lines, date_or_blank, lower_first, or_blank, upper_first
from automation.documents.names import given_names, inflect, short_name
from automation.documents.phrases import count, date_in_words, days_left, inflect_phrase


class TemplateError(Exception):
    """A template cannot be filled in; the message is a sentence in Russian for the curator."""


class UnknownPlaceholder(StrictUndefined):
    """A placeholder with no value: an error wherever it is used, named as in the template."""

    @property
    def _undefined_message(self) -> str:
        return self._undefined_name or "?"


def environment(write: Callable[[str], str]) -> ImmutableSandboxedEnvironment:
    """A Jinja2 environment in which `write` turns the text of every value into safe output.

    `write` is applied to every value, and the filters that could switch that off are taken out;
    only what a template's own blocks or a filter of ours have written already (Markup) passes as it
    is.  None is written as nothing, a date as 20.11.2023.
    """
    sandbox = ImmutableSandboxedEnvironment(
        autoescape=True,
        undefined=UnknownPlaceholder,
        finalize=partial(_written, write),
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # The values are escaped once, at the end: an escaping filter before that would show its marks.
    for escaping in ("e", "escape", "forceescape", "safe"):
        sandbox.filters[escaping] = str
    for writing_html in ("tojson", "urlize", "xmlattr"):
        del sandbox.filters[writing_html]
    sandbox.filters.update(filters())
    return sandbox


def filters() -> dict[str, Callable[..., object]]:
    """The functions of this package by the names under which a template calls them."""
    cases: dict[str, Callable[..., object]] = {case: partial(_in_case, case=case) for case in CASES}
    return cases | {
        "contact_lines": contact_lines,
        "count": count,
        "date_or_blank": date_or_blank,
        "days_left": days_left,
        "given_names": given_names,
        "in_words": date_in_words,
        "lower_first": lower_first,
        "or_blank": or_blank,
        "phrase": inflect_phrase,
        "short_name": short_name,
        "upper_first": upper_first,
    }


@contextmanager
def explained(template: str) -> Iterator[None]:
    """Turns whatever goes wrong inside into TemplateError that names the template."""
    try:
        yield
    except TemplateError:
        raise
    except UndefinedError as error:
        raise TemplateError(
            f"В шаблоне «{template}» есть метка «{error.message}», для которой нет значения. "
            "Проверьте, как она написана, или удалите её."
        ) from None
    except TemplateSyntaxError as error:
        raise TemplateError(
            f"В шаблоне «{template}» испорчена метка рядом со словами «{_near(error)}». "
            "Сравните её с исходным шаблоном: скобки {{ }} и {% %}, if и endif, for и endfor ходят парами."
        ) from None
    except SecurityError:
        raise TemplateError(f"В шаблоне «{template}» метка обращается к тому, что запрещено.") from None
    except Exception as error:
        # The template is a program written by its editor: it may fail in any way whatever.
        raise TemplateError(
            f"Шаблон «{template}» не удалось заполнить: одна из меток применяется к неподходящему значению."
        ) from error


def _written(write: Callable[[str], str], value: object) -> Markup:
    if isinstance(value, Markup):
        return value
    if value is None:
        return Markup("")
    text = value.strftime("%d.%m.%Y") if isinstance(value, date) else str(value)
    # Everything that reaches this point has just been escaped by `write`.
    return Markup(write(text))  # noqa: S704


def _in_case(full_name: str, *, case: str) -> str:
    return inflect(str(full_name), case)


def _near(error: TemplateSyntaxError) -> str:
    """The text of the line at which Jinja2 stumbled, without markup, at most 80 characters."""
    lines = (error.source or "").splitlines()
    line = lines[error.lineno - 1] if error.lineno <= len(lines) else ""
    return shorten(re.sub(r"<[^>]*>", "", line), 80, placeholder="…") or "…"
