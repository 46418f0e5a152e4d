"""«Словари»: a word may be renamed, put out of use or deleted; what stands in cells goes on meaning what it meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from automation.workbook import cells
from automation.workbook.book import Book
from jobs.runner.deciding import decide
from jobs.runner.job import jobs_of
from sheets_schema.tabs.bank import Bank
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.words import Words
from sheets_schema.vocabulary import INTERESTS, MENTORING_FORMS, PEDAGOGUE_STUDENT
from tests.jobs.books import book

Rows = list[dict[str, Any]]


def word(number: int, said: str, vocabulary: str = INTERESTS.title, **more: Any) -> dict[str, Any]:
    return {"id": f"СЛ-{number:04d}", "vocabulary": vocabulary, "word": said, **more}


def mentee(number: int, **more: Any) -> dict[str, Any]:
    return {"id": f"НМ-{number:04d}", "full_name": "Лапина Яна Олеговна", **more}


def decided(words: Rows, mentees: Sequence[Mapping[str, Any]] = (), before: Book | None = None, **more: Any) -> Book:
    """What the jobs make of these rows, remembering what they did of the book before."""
    state = before.state.model_copy(deep=True) if before else None
    one = book({"words": words, "mentees": mentees, **more}, state=state)
    decide(one, jobs_of(("validate", "words")))
    assert not one.notices
    return one


def rows_of(one: Book) -> Rows:
    """«Словари» as the sheet then says."""
    table = one[Words]
    written = [cells.write(column, table.whole[name]) for name, column in table.columns.items()]
    return [dict(zip(table.columns, row, strict=True)) for row in zip(*written, strict=True)]


def problems(one: Book) -> list[str]:
    return one[Words][Words.problems].fillna("").tolist()


def test_a_renamed_word_is_read_everywhere_and_no_cell_is_overwritten() -> None:
    before = decided([word(1, "техника"), word(2, "спорт")], [mentee(1, interests="спорт, техника")])
    renamed = rows_of(before)
    renamed[1]["word"] = "спорт и здоровье"
    one = decided(renamed, [mentee(1, interests="спорт, техника")], before)
    assert one[Mentees][Bank.interests].tolist() == [("спорт и здоровье", "техника")]
    assert one[Words][Words.former].fillna("").tolist() == ["", "спорт"]
    assert one[Words][Words.used].tolist() == [1, 1]
    assert "mentees" not in {name for name, wanted in one.changes().items() if "interests" in str(wanted)}
    again = rows_of(one)
    again[1]["word"] = "движение"
    assert decided(again, [mentee(1, interests="спорт")], one)[Mentees][Bank.interests].tolist() == [("движение",)]


def test_a_retired_word_stays_where_it_stands_and_is_not_offered() -> None:
    one = decided([word(1, "техника"), word(2, "спорт", retired=True)], [mentee(1, interests="спорт")])
    assert one[Mentees].columns["interests"].options == ("техника",)  # type: ignore[attr-defined]
    assert "Интересы" not in str(one[Mentees][Bank.problems][1])


def test_a_word_deleted_while_it_stands_in_cells_comes_back_and_says_so() -> None:
    people = [mentee(1, interests="плавание"), mentee(2, interests="спорт")]
    before = decided([word(1, "техника"), word(2, "спорт", former="плавание"), word(3, "кино")], people)
    assert before.state.words == {"СЛ-0002": [INTERESTS.title, "плавание", "спорт"]}
    left = [row for row in rows_of(before) if row["word"] == "техника"]
    one = decided(left, people, before)
    assert one[Mentees][Bank.interests].tolist() == [("спорт",), ("спорт",)]
    assert not one[Mentees][Bank.problems].str.contains("Интересы").any()
    back = one[Words].frame.iloc[-1]
    assert (back[Words.id], back[Words.word], bool(back[Words.retired])) == ("СЛ-0002", "спорт", True)
    assert "строку удалили, но слово стоит в таблице (строк: 2)" in back[Words.remark]
    still = decided(rows_of(one), people, one)
    assert not still.changes().get("words")
    assert len(decided([word(1, "техника")], [], before)[Words]) == 1, "what stands nowhere is gone"


def test_a_deleted_word_that_is_typed_anew_is_the_same_word() -> None:
    people = [mentee(1, interests="плавание")]
    before = decided([word(1, "техника"), word(2, "спорт", former="плавание")], people)
    one = decided([word(1, "техника"), word(7, "спорт")], people, before)
    after = decided(rows_of(one), people, one)
    assert after[Words][Words.id].tolist() == ["СЛ-0001", "СЛ-0007"]
    assert after[Mentees][Bank.interests].tolist() == [("спорт",)]
    assert problems(after) == ["", ""]


def test_equal_words_empty_ones_and_such_with_a_comma_are_said_beside_their_rows() -> None:
    one = decided(
        [word(1, "техника"), word(2, "Техника"), word(3, "рисунок, лепка"), word(4, ""), word(5, "кино", "кинозал")]
    )
    assert one[Mentees].columns["interests"].options == ("техника",)  # type: ignore[attr-defined]
    sound, twice, divided, empty, elsewhere = problems(one)
    assert sound == ""
    assert twice.startswith("Такое слово здесь уже есть")
    assert divided.startswith("В слове не может быть запятой")
    assert empty.startswith("Слово: не заполнено")
    assert elsewhere.startswith("Словарь: значения «кинозал» нет в списке")


def test_a_name_that_another_word_had_is_not_taken_so_cells_keep_their_meaning() -> None:
    people = [mentee(1, interests="техника"), mentee(2, interests="спорт")]
    before = decided([word(1, "техника", known="техника"), word(2, "спорт", known="спорт")], people)
    swapped = rows_of(before)
    swapped[0]["word"], swapped[1]["word"] = "спорт", "техника"
    one = decided(swapped, people, before)
    assert one[Mentees][Bank.interests].tolist() == [("техника",), ("спорт",)]
    assert all("пока оно читается как" in said for said in problems(one))


def test_a_form_of_the_target_model_may_be_left_out_and_not_renamed() -> None:
    forms = [word(n, form, MENTORING_FORMS.title, known=form) for n, form in enumerate(MENTORING_FORMS, 1)]
    at = list(MENTORING_FORMS).index(PEDAGOGUE_STUDENT)
    forms[at]["word"] = "учитель–ученик"
    forms.append(word(90, "наставник–команда", MENTORING_FORMS.title))
    one = decided(forms, [mentee(1, form=PEDAGOGUE_STUDENT)])
    assert one[Mentees][Mentees.form].tolist() == [PEDAGOGUE_STUDENT]
    assert "его не переименовать" in problems(one)[at]
    assert "Допишите её туда" in problems(one)[-1]
    forms[at] |= {"word": PEDAGOGUE_STUDENT, "retired": True}
    one = book({"words": forms}, mentoring_forms=f"{PEDAGOGUE_STUDENT}, наставник–команда")
    decide(one, jobs_of(("validate", "words")))
    assert problems(one)[-1] == ""
    offered = one[Mentees].columns["form"].options  # type: ignore[attr-defined]
    assert PEDAGOGUE_STUDENT not in offered
    assert "наставник–команда" in offered


def test_departments_are_free_text_until_the_organisation_lists_them() -> None:
    people = [mentee(1, department="отделение  Механики"), mentee(2, department="Бухгалтерия")]
    free = decided([], people)
    assert free[Mentees][Bank.department].tolist() == ["отделение Механики", "Бухгалтерия"]
    listed = decided([word(1, "Отделение механики", "подразделения")], people)
    assert listed[Mentees][Bank.department].tolist() == ["Отделение механики", "Бухгалтерия"]
    assert not listed[Mentees][Bank.problems].str.contains("Подразделение").any()


WORDS = ("техника", "спорт", "кино", "музыка")
OTHERS = (*WORDS, "книги", "наука")
DEEDS = st.lists(
    st.tuples(st.sampled_from(["rename", "retire", "delete", "sort"]), st.integers(0, 3), st.sampled_from(OTHERS)),
    max_size=8,
)


@given(DEEDS)
@settings(max_examples=25, deadline=None)
def test_no_renaming_retiring_or_deleting_changes_what_a_cell_means(
    deeds: list[tuple[str, int, str]],
) -> None:
    """Which row a cell means is what its words mean; rows are known by their numbers."""
    people = [mentee(n, interests=said) for n, said in enumerate(WORDS, 1)]
    one = decided([word(n, said) for n, said in enumerate(WORDS, 1)], people)
    for deed, at, name in deeds:
        rows = rows_of(one)
        if deed == "rename":
            rows[at]["word"] = name
        elif deed == "retire":
            rows[at]["retired"] = True
        elif deed == "delete":
            del rows[at]
        else:
            rows.reverse()
        one = decided(rows, people, one)
        settled = decided(rows_of(one), people, one)
        meant = dict(zip(settled[Words][Words.known], settled[Words][Words.id], strict=True))
        read = [meant.get(words[0]) for words in settled[Mentees][Bank.interests]]
        assert read == ["СЛ-0001", "СЛ-0002", "СЛ-0003", "СЛ-0004"]
        assert not settled[Mentees][Bank.problems].str.contains("Интересы").any()
        one = settled
