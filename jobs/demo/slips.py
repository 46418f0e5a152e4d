"""What a curator in a hurry does to her own spreadsheet and forms, and how people change their minds.

Each slip is made before a morning's cycle, and what the program says of it is read the next day.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from jobs.demo.deeds import shown
from jobs.demo.stage import Year
from sheets_schema.questionnaires.mentee_questionnaire import MenteeQuestionnaire
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.vocabulary import READY

_WORD = "помощь в учёбе"
_PASTED = 3
"""Rows of a block that is pasted over."""


def _deletes_a_word(year: Year) -> None:
    number = next(row["№"] for row in year.curator.rows("Словари") if row["Слово"] == _WORD)
    year.curator.empty("Словари", number)
    year.tell(f"Куратор удалил из словарей «{_WORD}», хотя слово стоит в анкетах")


def _offers_the_word_again(year: Year) -> None:
    """It has come back, as a word that is not offered: she takes the tick out."""
    back = next(row for row in year.curator.rows("Словари") if row["Слово"] == _WORD)
    year.curator.type("Словари", {back["№"]: {"Не предлагать": False}})
    year.tell(f"Слово «{_WORD}» вернулось само; куратор снова предлагает его")


def _deletes_a_question(year: Year) -> None:
    form = year.links[MenteeQuestionnaire.title].split("/")[-2]
    question = Mentees.difficulties.column.question
    items = year.google.forms.get(form)["items"]
    place = next(place for place, item in enumerate(items) if item.get("title") == question)
    year.google.forms.batch_update(form, [{"deleteItem": {"location": {"index": place}}}])
    year.tell(f"Куратор удалил из анкеты вопрос «{question}»")


def _pastes_a_block(year: Year) -> None:
    """She copies the first rows of the bank, numbers and all, and pastes them below."""
    rows = year.curator.rows("Банк наставляемых")[:_PASTED]
    year.curator.add("Банк наставляемых", [{title: cell or "" for title, cell in row.items()} for row in rows])
    year.tell(f"Куратор по ошибке вставил в банк ещё раз первые строки: {len(rows)}")


def _clears_the_numbers(year: Year) -> None:
    """As «Что исправить» asks: the pasted rows get numbers of their own, and are seen to be the same people."""
    pasted = [row["№"] for row in year.curator.rows("Банк наставляемых")][-_PASTED:]
    # Of rows with one number the curator's hand finds the last.
    year.curator.type("Банк наставляемых", {number: {"№": ""} for number in pasted})
    year.tell(f"Куратор очистил номера вставленных строк: {len(pasted)}")


def _takes_back_a_consent(year: Year) -> None:
    """A parent takes back the consent of a child who has no pair yet, on paper."""
    free = {row["№"] for row in year.curator.rows("Банк наставляемых") if row["Статус"] == READY}
    consents = year.curator.rows("Согласия")
    taken_back = next((row for row in consents if row["Ответ"] == "да" and row["Номер участника"] in free), None)
    if taken_back:
        year.curator.type("Согласия", {taken_back["№"]: {"Отозвано": shown(year)}})
        year.tell(f"Согласие {taken_back['№']} отозвали")


def _gives_it_anew(year: Year) -> None:
    for row in year.curator.rows("Согласия"):
        if row["Отозвано"]:
            anew = {title: row[title] or "" for title in ("Номер участника", "На что", "Кто дал", "Кем приходится")}
            paper = {"Ответ": "да", "Дата": shown(year), "Откуда": "на бумаге"}
            year.curator.add("Согласия", [{**anew, **paper}])
            year.tell(f"Вместо отозванного согласия {row['№']} дали новое")


SLIPS: Mapping[int, tuple[Callable[[Year], None], ...]] = {
    8: (_deletes_a_word, _deletes_a_question),
    9: (_offers_the_word_again,),
    11: (_takes_back_a_consent,),
    14: (_gives_it_anew,),
    15: (_pastes_a_block,),
    16: (_clears_the_numbers,),
}
"""Day after the forms have opened → what goes wrong on it. By then all mentees have answered."""
