"""«Сведения от третьих лиц»: what a group's curator, a head of department or a parent knows of a mentee's needs."""

from __future__ import annotations

from sheets_schema.form import Form, Section
from sheets_schema.tabs.accounts import Accounts


class ThirdPartyAccount(Form):
    """Asked of staff by a personal link, and of parents by the general one. Of whoever answers it asks no name."""

    title = "Сведения от третьих лиц"
    description = (
        "Четыре коротких вопроса о том, с чем человеку поможет наставник. Номер уже вписан, если вы открыли ссылку из "
        "письма. Ответ увидят только куратор и руководство программы."
    )
    thanks = "Ответ передан куратору."
    answers = Accounts
    sections = (Section("О запросе", (Accounts.about, Accounts.source, Accounts.requests, Accounts.words)),)
