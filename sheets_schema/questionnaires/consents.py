"""The forms by which people agree, one a consent (Federal Law 152-FZ, article 9, as of 1 September 2025), and the one
by which they take an agreement back.

What each says is an edition on «Редакции согласий», and the option that agrees names it: so nobody has to guess later
what was agreed to. Until there is an edition a form takes no answers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from sheets_schema.columns import Name
from sheets_schema.form import AGREE, DISAGREE, Form, Rows, Section, Wording
from sheets_schema.tabs.consent_texts import ConsentTexts
from sheets_schema.tabs.consents import Consents
from sheets_schema.vocabulary import EXTRA_DUTIES, NO, PARENT, PERSONAL_DATA, PUBLICATION, YES

_WHO = Section("Кто даёт согласие", (Consents.given_by, Consents.born, Consents.email))
_DECISION = Section("Решение", (Consents.answer,), "Текст согласия — в начале этой страницы.")
_THANKS = "Ответ записан. Отозвать согласие можно в любой момент формой «Отзыв согласия» или через куратора."


def agreement(version: int) -> str:
    """The option that agrees to this edition."""
    return f"{AGREE} (редакция {version})"


class ConsentForm(Form):
    """What the forms of all consents have in common; not one itself."""

    takes_questions = False

    kind: ClassVar[str]
    """Of the vocabulary."""
    thanks = _THANKS

    @classmethod
    def worded(cls, rows: Rows) -> Wording:
        """The last edition of its text."""
        texts = rows(ConsentTexts)
        ours = texts[texts[ConsentTexts.kind] == cls.kind].dropna(subset=[ConsentTexts.number, ConsentTexts.text])
        if not len(ours):
            return Wording(is_ready=False)
        last = ours.sort_values(ConsentTexts.number).iloc[-1]
        options = (agreement(int(last[ConsentTexts.number])), DISAGREE)
        return Wording(str(last[ConsentTexts.text]), {Consents.answer: options})

    @classmethod
    def understood(cls, values: Mapping[Name[Any], Any]) -> Mapping[Name[Any], Any]:
        """«Даю согласие (редакция 2)» as a yes to edition 2."""
        said = str(values.get(Consents.answer) or "")
        edition = re.search(r"редакция (\d+)", said)
        answer = YES if said.startswith(AGREE) else NO if said == DISAGREE else values.get(Consents.answer)
        return {**values, Consents.answer: answer, Consents.version: float(edition[1]) if edition else None}


class PersonalDataConsent(ConsentForm):
    """Asked of everyone who is of age."""

    title = "Согласие на обработку персональных данных"
    kind = PERSONAL_DATA
    answers = Consents
    required = (Consents.given_by, Consents.born)
    sections = (Section(_WHO.title, _WHO.columns), _DECISION)


class ParentConsent(ConsentForm):
    """Asked of a minor's parent, or whoever else represents the minor by law."""

    title = "Согласие родителя на обработку персональных данных ребёнка"
    kind = PARENT
    answers = Consents
    required = (Consents.given_by, Consents.relation, Consents.about, Consents.born)
    sections = (
        Section("Кто даёт согласие", (Consents.given_by, Consents.relation)),
        Section("О ком", (Consents.about, Consents.born, Consents.email)),
        _DECISION,
    )


class DutiesConsent(ConsentForm):
    """Asked of mentors of employees (Labour Code, article 351.8), of others where the organisation has decided so."""

    title = "Согласие наставника на дополнительные обязанности"
    kind = EXTRA_DUTIES
    answers = Consents
    required = (Consents.given_by,)
    sections = (Section(_WHO.title, _WHO.columns), _DECISION)


class PublicationConsent(ConsentForm):
    """Asked of everyone, and needed of nobody."""

    title = "Согласие на публикацию"
    kind = PUBLICATION
    answers = Consents
    required = (Consents.given_by,)
    sections = (
        Section("Кто даёт согласие", (Consents.given_by, Consents.relation, Consents.about)),
        Section("Как вас найти", (Consents.born, Consents.email)),
        Section("Решение", (Consents.published, Consents.answer), "Текст согласия — в начале этой страницы."),
    )


class ConsentWithdrawal(Form):
    """Takes a consent back, as «Отозвано» in the sheet does."""

    takes_questions = False
    title = "Отзыв согласия"
    description = (
        "Здесь можно отозвать согласие, данное для программы наставничества. После отзыва программа в тот же день "
        "перестаёт использовать ваши данные. Номер вписан, если вы пришли по своей ссылке; без неё впишите имя и почту."
    )
    thanks = "Отзыв принят. Подтверждение придёт письмом."
    answers = Consents
    required = (Consents.given_by,)
    sections = (
        Section("Что вы отзываете", (Consents.kind, Consents.given_by)),
        Section("О ком речь", (Consents.about, Consents.born, Consents.email)),
    )


CONSENT_FORMS: Mapping[str, type[ConsentForm]] = {
    form.kind: form for form in (PersonalDataConsent, ParentConsent, DutiesConsent, PublicationConsent)
}
"""Kind of consent → the form that asks for it."""
