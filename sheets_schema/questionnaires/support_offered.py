"""«Помощь предложена»: where the letter to the psychologist leads."""

from __future__ import annotations

from sheets_schema.form import Form, Section
from sheets_schema.tabs.support import Support


class SupportOffered(Form):
    """Asked of the specialist. A person is a number here, and nothing of the talk is asked."""

    title = "Помощь предложена"
    description = (
        "Отметьте, что вы предложили помощь тому, кому пока не нашлось наставника. Номер уже вписан по ссылке из "
        "письма. О чём вы говорили, писать не нужно."
    )
    thanks = "Отмечено. Наставника продолжают искать."
    answers = Support
    sections = (Section("Ваш ответ", (Support.offered, Support.outcome, Support.next_step, Support.next_on)),)
