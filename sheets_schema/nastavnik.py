"""Nastavnik's own schema: every tab in `tabs/`, every questionnaire in `questionnaires/`, and the settings."""

from __future__ import annotations

from sheets_schema import questionnaires, tabs
from sheets_schema.schema import Schema
from sheets_schema.tabs.settings import Settings

NASTAVNIK = Schema.declared_in(tabs, questionnaires, Settings)
