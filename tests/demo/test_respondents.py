"""What the sample people answer goes through the real form and arrives as they meant it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd
import pytest
import requests

from automation.embedded.server import serve
from automation.google import Google, connect
from automation.google.credentials import of_token
from automation.workbook.provision import FirstRows, provision
from automation.workbook.questionnaires import Answers, prefilled, read_answers
from automation.workbook.reading import read_book
from automation.workbook.table import Row
from jobs.demo.people import PersonAnswers, after_trial_meeting, mentees, mentors
from jobs.demo.profiles import Flaw
from jobs.demo.respondents import FormRefused, _read, fill
from jobs.runner.configuration import Configuration
from jobs.runner.connection import embedded
from sheets_schema.form import Form, Section
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.questionnaires.compatibility_questionnaire import CompatibilityQuestionnaire
from sheets_schema.questionnaires.mentee_questionnaire import MenteeQuestionnaire
from sheets_schema.questionnaires.mentor_questionnaire import MentorQuestionnaire
from sheets_schema.tabs.compatibility import Compatibility
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.vocabulary import TO_REPLACE

SEED = 1
REFUSED = (Flaw.MISTYPED_DOMAIN, Flaw.NO_AT_SIGN, Flaw.CAPACITY_IN_WORDS)


class WithMoreQuestions(Form):
    """A form that asks for more than the page that is open."""

    title = "Другая анкета"
    fills = MenteeQuestionnaire.fills
    sections = (*MenteeQuestionnaire.sections, Section("От куратора", (Mentees.need,)))


@dataclass(frozen=True)
class Provided:
    """An embedded workspace with the questionnaires in it, and a browser."""

    google: Google
    links: Mapping[str, str]
    ids: Mapping[str, str]
    browser: requests.Session

    def fill(self, form: type[Form], answers: Answers, meant: Row = MappingProxyType({})) -> list[str]:
        return fill(self.browser, self.links[form.title], form, answers, meant).told

    def received(self, form: type[Form]) -> list[Answers]:
        id_ = self.ids[form.name]
        return [read_answers(form, response) for response in self.google.forms.responses({id_: ""})[id_]]


@pytest.fixture(scope="module")
def provided(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provided]:
    yield from _provide(tmp_path_factory.mktemp("demo"))


def _provide(directory: Path) -> Iterator[Provided]:
    now = datetime(2023, 11, 20, 9, tzinfo=UTC)
    workspace = embedded(directory, Configuration())
    try:
        with serve(workspace) as server, requests.Session() as browser:
            google = connect(of_token(server.token), address=server.url)
            made = provision(google, NASTAVNIK, title="Техникум", first=FirstRows({}, {}), now=now)
            state = read_book(google, made.spreadsheet, now, NASTAVNIK).state
            yield Provided(google, made.forms, state.forms, browser)
    finally:
        workspace.close()


def as_meant(one: PersonAnswers) -> Answers:
    """What arrives: the form has them correct what it does not take, and set right what needs no asking. Of what others
    are asked nothing does."""
    said = {**one.values, **one.meant}
    values = {name: value for name, value in said.items() if one.category in (name.column.asked_of or [one.category])}
    return Answers({name: name.column.set_right(value) if value else value for name, value in values.items()}, {})


def comparable(answers: Answers) -> list[tuple[str, Any]]:
    """Columns by name, each with what was said."""
    return sorted((name, _plain(value)) for name, value in answers.values.items())


def _plain(value: Any) -> Any:
    """One spelling for what was not answered, one type for a number and for a date."""
    if isinstance(value, tuple):
        return value
    if isinstance(value, pd.Timestamp):
        return value.date()
    return None if pd.isna(value) or value == "" else float(value) if isinstance(value, int) else value


def test_every_answer_is_accepted_and_arrives_as_it_was_meant(provided: Provided) -> None:
    sent: dict[type[Form], list[Any]] = {MentorQuestionnaire: mentors(SEED), MenteeQuestionnaire: mentees(SEED)}
    for form, people in sent.items():
        for one in people:
            complaints = provided.fill(form, one.answers(), one.meant)
            assert bool(complaints) == (one.flaw in REFUSED)
    for form, people in sent.items():
        came = [comparable(answers) for answers in provided.received(form)]
        # Two responses of one millisecond may come in either order.
        assert sorted(came, key=repr) == sorted([comparable(as_meant(one)) for one in people], key=repr)


def test_the_refusal_of_a_form_names_the_question_and_what_is_wrong(provided: Provided) -> None:
    before = len(provided.received(MenteeQuestionnaire))
    one = mentees(SEED)[0]
    answers = Answers({**one.values, Mentees.full_name: ""}, {})
    with pytest.raises(FormRefused, match=r"Фамилия, имя, отчество \(полностью\)» — Ответьте, пожалуйста"):
        provided.fill(MenteeQuestionnaire, answers)
    assert len(provided.received(MenteeQuestionnaire)) == before


def test_a_form_that_does_not_take_an_answer_says_how_it_is_written(provided: Provided) -> None:
    one = next(one for one in mentors(SEED) if one.flaw == Flaw.CAPACITY_IN_WORDS)
    with pytest.raises(FormRefused, match="«двоих» — не число; напишите цифрами"):
        provided.fill(MentorQuestionnaire, one.answers())


def test_nobody_can_choose_what_the_page_does_not_offer(provided: Provided) -> None:
    one = mentees(SEED)[0]
    with pytest.raises(FormRefused, match="вождение трактора"):
        provided.fill(MenteeQuestionnaire, Answers({**one.values, Mentees.requests: ("вождение трактора",)}, {}))


def test_words_of_one_s_own_are_written_where_the_page_has_a_line_for_them() -> None:
    page = _read(
        """<form action="send"><fieldset><legend>Класс</legend>
        <label><input type="radio" name="entry.1" value="5А">5А</label>
        <label><input type="radio" name="entry.1" value="__other_option__">Другое:</label>
        <input type="text" name="entry.1.other_option_response" aria-label="Свой вариант ответа" value="">
        </fieldset></form>"""
    )
    (asked,) = page.fields.values()
    assert asked.question == "Класс"
    own = "entry.1.other_option_response"
    assert asked.filled(("5А",)) == [("entry.1", "5А"), (own, "")]
    assert asked.filled(("учитель",)) == [("entry.1", "__other_option__"), (own, "учитель")]


def test_answers_to_another_form_are_not_sent(provided: Provided) -> None:
    before = len(provided.received(MentorQuestionnaire))
    link = provided.links[MentorQuestionnaire.title]
    with pytest.raises(FormRefused, match="должность и место работы"):
        fill(provided.browser, link, MenteeQuestionnaire, mentees(SEED)[0].answers())
    assert len(provided.received(MentorQuestionnaire)) == before


def test_an_answer_that_no_page_asks_for_is_not_dropped_in_silence(provided: Provided) -> None:
    before = len(provided.received(MenteeQuestionnaire))
    one = mentees(SEED)[0]
    answers = Answers({**one.values, Mentees.need: "3"}, {})
    with pytest.raises(FormRefused, match="на странице нет вопроса «Нужнее других"):
        fill(provided.browser, provided.links[MenteeQuestionnaire.title], WithMoreQuestions, answers)
    assert len(provided.received(MenteeQuestionnaire)) == before


def test_a_form_that_is_not_there_says_so(provided: Provided) -> None:
    link = provided.links[MenteeQuestionnaire.title].replace(provided.ids[MenteeQuestionnaire.name], "nothing")
    with pytest.raises(FormRefused, match="Анкета не найдена"):
        fill(provided.browser, link, MenteeQuestionnaire, mentees(SEED)[0].answers())


def test_what_a_link_has_filled_in_is_sent_along_with_what_is_answered(provided: Provided) -> None:
    form = CompatibilityQuestionnaire
    link = prefilled(form, provided.links[form.title], {Compatibility.number: "СВ-0007"})
    answers = after_trial_meeting(SEED, "П-0007/НМ-0001", TO_REPLACE)
    assert answers is not None
    fill(provided.browser, link, form, answers)
    (came,) = provided.received(form)
    assert dict(came.values) == {Compatibility.number: "СВ-0007", **answers.values}


def test_line_breaks_and_signs_of_markup_arrive_as_typed(provided: Provided) -> None:
    one = mentees(SEED)[0]
    wish = "Первая строка\n<b>вторая</b> & «третья»\n\n=СУММ(A1)"
    values = {**one.values, Mentees.wish: wish, Mentees.born: date(2001, 2, 3)}
    provided.fill(MenteeQuestionnaire, Answers(values, {}))
    assert wish in [answers.values[Mentees.wish] for answers in provided.received(MenteeQuestionnaire)]


def test_the_people_answer_every_questionnaire_about_themselves_that_there_is() -> None:
    assert {MentorQuestionnaire, MenteeQuestionnaire} == {
        form for form in NASTAVNIK.forms if not form.each_answer_counts
    }
    for form, one in ((MentorQuestionnaire, mentors(SEED)[0]), (MenteeQuestionnaire, mentees(SEED)[0])):
        assert set(one.values) == set(form.asked())
