"""«Анкета после групповой встречи»: whom one would like to work with."""

from __future__ import annotations

from sheets_schema.form import Form, Section
from sheets_schema.tabs.preferences import Preferences
from sheets_schema.vocabulary import PERSONAL_DATA


class ChoiceAfterMeeting(Form):
    """Asked of mentees and mentors alike after a group meeting. Two questions: they answer on the spot."""

    title = "Анкета после групповой встречи"
    description = (
        "Вы познакомились с наставниками и наставляемыми. С кем вам хотелось бы работать? Если вы выберете друг друга, "
        "программа это учтёт. Другие участники вашего ответа не увидят."
    )
    fills = Preferences
    each_answer_counts = True
    sections = (Section("Ваш выбор", (Preferences.who, Preferences.wishes)),)
    former_consents = (PERSONAL_DATA,)
