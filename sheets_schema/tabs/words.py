"""«Словари»: the words that people choose from."""

from __future__ import annotations

from sheets_schema.organised import WordList


class Words(WordList):
    """Из чего выбирают в анкетах и таблице. Слово можно переименовать прямо здесь: где оно уже стоит, его узнают."""

    title = "Словари"
    position = 1.7
    checked = True
    in_digest = True
    typed_by_hand = True
