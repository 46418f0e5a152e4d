"""«Анкета после пробной встречи»: where the letter to both of a new pair leads."""

from __future__ import annotations

from types import MappingProxyType

from sheets_schema.form import Form, Section
from sheets_schema.tabs.compatibility import Compatibility


class CompatibilityQuestionnaire(Form):
    """Asked of mentor and mentee after they have met once. It asks for no personal data: a pair is a number here."""

    title = "Анкета после пробной встречи"
    description = (
        "Шесть коротких вопросов о том, подходите ли вы друг другу. Номер уже вписан по ссылке из письма. "
        "Ответы видит только куратор: если что-то не складывается, он поможет или предложит замену."
    )
    thanks = "Ответ передан куратору."
    answers = Compatibility
    formerly = MappingProxyType({"pair": Compatibility.pair, "side": Compatibility.side})
    sections = (
        Section(
            "Ваша пара",
            (
                Compatibility.ease,
                Compatibility.goal,
                Compatibility.terms,
                Compatibility.trust,
                Compatibility.go_on,
                Compatibility.comment,
            ),
        ),
    )
