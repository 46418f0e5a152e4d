"""«Приду или не смогу»: where the link in an invitation leads."""

from __future__ import annotations

from sheets_schema.form import Form, Section
from sheets_schema.tabs.invitations import Invitations


class EventAnswer(Form):
    """Asked of whoever is invited to an event. It asks for no personal data: a person is a number here."""

    title = "Ответ на приглашение"
    description = "Скажите, придёте ли вы. Номер уже вписан по ссылке из письма. Передумаете — ответьте ещё раз."
    thanks = "Ответ передан организатору."
    answers = Invitations
    sections = (Section("Ваш ответ", (Invitations.coming, Invitations.remark)),)
