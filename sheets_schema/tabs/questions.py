"""«Вопросы анкет»: what an organisation asks beyond the declared questions."""

from __future__ import annotations

from sheets_schema.organised import QuestionList


class Questions(QuestionList):
    """Свои вопросы в анкетах: строка — вопрос. Ответы на него получат столбец на том же листе, что и вся анкета."""

    title = "Вопросы анкет"
    position = 1.8
    checked = True
    in_digest = True
    typed_by_hand = True
