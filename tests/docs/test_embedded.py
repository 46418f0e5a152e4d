"""«Not there yet» is neither longer nor shorter than the truth."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

from automation.embedded import app
from automation.embedded.calls import HANDLERS
from automation.embedded.discovery import SERVED, load
from automation.embedded.spreadsheets.requests.register import REQUESTS
from tests.docs.names import read

assert app  # importing it registers the handlers


def _listed() -> set[str]:
    section = read("embedded.md").partition("## Not there yet")[2].partition("\n## ")[0]
    return set(re.findall(r"`([\w.]+\*?)`", section))


def test_every_method_that_answers_501_is_listed_and_nothing_else() -> None:
    methods = {method.id for api in SERVED for method in load(api).methods}
    listed = {name for name in _listed() if name.partition(".")[0] in {api.partition(".")[0] for api in SERVED}}
    covered = {method for method in methods if any(fnmatchcase(method, pattern) for pattern in listed)}
    assert covered == methods - HANDLERS.keys()
    assert not [pattern for pattern in listed if not any(fnmatchcase(method, pattern) for method in methods)]


def test_every_kind_of_request_that_answers_501_is_listed_and_nothing_else() -> None:
    kinds = set(load("sheets.v4").schemas["Request"]["properties"])
    assert {name for name in _listed() if name in kinds} == kinds - REQUESTS.keys()
