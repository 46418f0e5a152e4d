"""«Вопросы анкет»: the organisation's own questions are asked, and answered into columns of their own, without code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from automation.workbook.following import adopt_questions
from automation.workbook.questionnaires import question_id
from automation.workbook.reading import read_book
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.organised import own_column
from sheets_schema.questionnaires.mentee_questionnaire import MenteeQuestionnaire
from sheets_schema.tabs.questions import Questions
from tests.jobs.books import book
from tests.organisation import MENTEE, Organisation

FORM = MenteeQuestionnaire.title
SIZE = "Какой у вас размер футболки?"
LANGUAGES = "Сколько языков вы знаете?"
BANK, QUESTIONS, WORDS = "Банк наставляемых", "Вопросы анкет", "Словари"


def asked(one: Organisation) -> dict[str, dict[str, Any]]:
    """The form's questions by their titles."""
    found = read_book(one.google, one.spreadsheet, one.clock.now, NASTAVNIK)
    made = one.google.forms.get(found.state.forms[MenteeQuestionnaire.name])
    return {item.get("title", ""): item["questionItem"]["question"] for item in made["items"] if "questionItem" in item}


def options(question: Mapping[str, Any]) -> list[str]:
    return [option.get("value", "другое") for option in question["choiceQuestion"]["options"]]


def ask(one: Organisation, *rows: Mapping[str, Any]) -> None:
    one.curator.add(QUESTIONS, [{"Анкета": FORM, **row} for row in rows])
    one.cycle()  # numbers the rows
    one.cycle()


def test_a_question_of_ones_own_is_asked_and_answered_into_a_column(technicum: Organisation) -> None:
    technicum.mentee()
    size = {"Вопрос": SIZE, "Какой ответ": "один из списка", "Варианты": "S\nM\nL", "Обязательный": True}
    ask(technicum, size, {"Вопрос": LANGUAGES, "Какой ответ": "число"})
    question = asked(technicum)[SIZE]
    assert question["required"]
    assert options(question) == ["S", "M", "L"]
    assert SIZE not in str(technicum.row(BANK, "НМ-0001")["Что исправить"]), "whoever has answered before lacks nothing"
    technicum.answer(MenteeQuestionnaire, {**MENTEE, own_column(1): "M", own_column(2): "два"})
    technicum.cycle()
    row = technicum.row(BANK, "НМ-0001")
    assert (row[SIZE], row[LANGUAGES]) == ("M", "два")
    assert "«два» — не число" in row["Что исправить"]
    idle = technicum.cycle()
    assert not idle.wrote
    assert idle.calls.total() <= 3

    technicum.curator.type(QUESTIONS, {"ВА-0001": {"Не спрашивать": True}, "ВА-0002": {"Вопрос": "Сколько языков?"}})
    technicum.cycle()
    assert SIZE not in asked(technicum)
    row = technicum.row(BANK, "НМ-0001")
    assert (row[SIZE], row["Сколько языков?"]) == ("M", "два"), "the answers stay, and the title follows the question"


def test_a_question_whose_row_was_deleted_comes_back_to_its_own_column() -> None:
    one = book({"questions": [{"id": "ВА-0001", "form": FORM, "text": SIZE, "kind": "текст"}]})
    one.state.numbers["questions"] = 3
    id_ = question_id(MenteeQuestionnaire, own_column(2))
    one.added_questions = {MenteeQuestionnaire.name: {id_: LANGUAGES, "1234": "Ещё вопрос"}}
    assert adopt_questions(one)
    assert one[Questions][Questions.id].tolist() == ["ВА-0001", "ВА-0002", "ВА-0004"]


def test_a_question_put_into_the_form_by_hand_has_a_row_and_a_column(technicum: Organisation) -> None:
    hobby = technicum.add_question(MenteeQuestionnaire, "Есть ли у вас домашний питомец?")
    technicum.mentee(added={hobby: "кот"})
    technicum.cycle()
    (row,) = technicum.curator.rows(QUESTIONS)
    assert (row["№"], row["Вопрос"], row["Какой ответ"]) == ("ВА-0001", "Есть ли у вас домашний питомец?", "текст")
    assert technicum.row(BANK, "НМ-0001")["Есть ли у вас домашний питомец?"] == "кот"
    assert list(asked(technicum)).count("Есть ли у вас домашний питомец?") == 1
    technicum.answer(MenteeQuestionnaire, MENTEE, added={hobby: "собака"})
    technicum.cycle()
    assert technicum.row(BANK, "НМ-0001")["Есть ли у вас домашний питомец?"] == "собака"
    assert len(technicum.curator.rows(QUESTIONS)) == 1


def test_forms_and_drop_down_lists_follow_the_words(technicum: Organisation) -> None:
    first = technicum.curator.rows(WORDS)
    number = {row["Слово"]: row["№"] for row in first}
    technicum.mentee(interests=("техника", "игры"), department="отделение связи")
    technicum.cycle()
    technicum.curator.type(WORDS, {number["техника"]: {"Слово": "ремесло"}, number["игры"]: {"Не предлагать": True}})
    technicum.curator.add(WORDS, [{"Словарь": "подразделения", "Слово": "Отделение связи"}])
    technicum.cycle()
    questions = asked(technicum)
    offered = options(questions["Чем вы увлекаетесь?"])
    assert "ремесло" in offered
    assert not {"техника", "игры"} & set(offered)
    department = next(question for title, question in questions.items() if "отделение" in title)
    assert options(department) == ["Отделение связи", "другое"]
    fields = "sheets(properties(title),data(rowData(values(userEnteredValue,dataValidation))))"
    found = technicum.google.spreadsheets.get(technicum.spreadsheet, fields=fields, ranges=[f"'{BANK}'"])
    (header, row, *_) = found["sheets"][0]["data"][0]["rowData"]
    titles = [cell.get("userEnteredValue", {}).get("stringValue") for cell in header["values"]]
    rule = row["values"][titles.index("Подразделение")]["dataValidation"]["condition"]
    assert [value["userEnteredValue"] for value in rule["values"]] == ["Отделение связи"]
    used = {row["Слово"]: row["Где стоит, строк"] for row in technicum.curator.rows(WORDS)}
    assert (used["ремесло"], used["игры"], used["Отделение связи"]) == (1, 1, 1)
    assert technicum.row(BANK, "НМ-0001")["Интересы"] == "техника, игры", "what was answered is not written over"
