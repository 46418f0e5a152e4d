"""The letters, read as those who get them read them."""

import re
from typing import Any

import pytest

from automation.documents import LONGEST_MARKDOWN, Letter, letter_parts, render_letter
from templates import read_text
from tests.templates.examples import letters
from tests.templates.examples.mail import LINK, measure

WRAPPER = read_text("letters/letter.html.j2")

LETTERS = letters()


def letter(name: str, **changes: Any) -> Letter:
    return render_letter(read_text(f"letters/{name}.md.j2"), LETTERS[name] | changes, name=name)


def plain(name: str, **changes: Any) -> str:
    return letter_parts(letter(name, **changes).markdown)[0].replace("\u00a0", " ")


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_greets_and_says_what_it_has_to(name: str) -> None:
    text = plain(name)
    assert text.startswith("Здравствуйте, " if "recipient" in LETTERS[name] else "Здравствуйте!")
    assert (LINK in text) == ("link" in str(LETTERS[name]))
    assert not re.search(r"None|[{}\\]|\n{3}| \n", text)


@pytest.mark.parametrize("name", [name for name in LETTERS if "recipient" in LETTERS[name]])
def test_whoever_has_no_proper_name_is_greeted_without_one(name: str) -> None:
    assert plain(name, recipient="").startswith("Здравствуйте!\n")


@pytest.mark.parametrize("name", LETTERS)
def test_both_parts_have_the_same_words(name: str) -> None:
    text, html = letter_parts(letter(name).markdown)
    words = re.findall(r"\w+", re.sub(r"<[^>]*>", " ", html))
    assert set(words) <= set(re.findall(r"\w+", text)) | {"quot"}


@pytest.mark.parametrize("name", LETTERS)
def test_the_page_of_a_letter_loads_nothing_from_elsewhere(name: str) -> None:
    made = letter(name)
    page = letter_parts(made.markdown, wrapper=WRAPPER, subject=made.subject)[1]
    assert page.startswith("<!doctype html>")
    assert not re.search(r"<(img|link|script|iframe)\b|url\(|@import", page)


@pytest.mark.parametrize("name", LETTERS)
def test_a_hostile_value_stays_a_value(name: str) -> None:
    hostile = "[x](http://evil.example)\n# <b>Имя</b>\r\nBcc: a@example.org"
    made = letter(name, recipient=hostile, organisation=hostile)
    page = letter_parts(made.markdown)[1]
    assert 'href="http://evil.example"' not in page
    assert "<b>" not in page
    assert "\n" not in made.subject


def _leaves_replaced(value: Any, by: str, name: str = "") -> Any:
    """The same with every text in it replaced, but for the links that are ours."""
    if isinstance(value, dict):
        return {key: _leaves_replaced(part, by, key) for key, part in value.items()}
    if isinstance(value, list):
        return [_leaves_replaced(part, by, name) for part in value]
    return by if isinstance(value, str) and "link" not in name else value


@pytest.mark.parametrize("name", LETTERS)
def test_no_value_of_a_letter_becomes_a_link_or_markup(name: str) -> None:
    hostile = "[x](http://evil.example) <http://evil.example> <img src=x> ![y](http://evil.example)"
    made = render_letter(read_text(f"letters/{name}.md.j2"), _leaves_replaced(LETTERS[name], hostile), name=name)
    page = letter_parts(made.markdown)[1]
    assert set(re.findall(r'href="([^"]*)"', page)) <= {LINK, measure()["report_link"].replace("&", "&amp;")}
    assert not re.search(r"<(?:img|script|a href=.http://evil)", page)


def news(*said: str, **more: Any) -> list[dict[str, Any]]:
    lines = [{"says": one, "link": ""} for one in said]
    return [{**LETTERS["curator_digest"]["news"][0], "number": len(said), "lines": lines, **more}]


def test_what_strangers_wrote_is_no_link_for_mail_programs_in_the_digest_either() -> None:
    text = plain("curator_digest", news=news("Орлов https://evil.example/a www.evil.org зло.рф me@evil.com"))
    assert "https[:]//evil[.]example/a www[.]evil[.]org зло[.]рф me@evil[.]com" in text
    assert not re.search(r"evil\.|зло\.|https://evil", text)


def test_what_is_no_address_stays_as_it_was_written() -> None:
    said = "Белов И.П. (гр. А-21, т.е. вечером): п.1.2, 12:30, +7.912"
    assert said in plain("curator_digest", news=news(said))


def test_a_reminder_tells_all_about_each_measure() -> None:
    text = plain("measure_reminder", overdue=[], soon=[measure()], escalated=[])
    for said in (
        "5.2. Издать приказ «Об утверждении наставнических пар (групп)»",
        "Срок: 30 ноября 2023 г. — осталось 3 дня (в плане: «Ноябрь 2023 г.»).",
        "Этап: Формирование наставнических пар (групп)",
        "Ожидаемый результат: Подписанный приказ",
    ):
        assert said in text
    assert "Просрочено" not in text


@pytest.mark.parametrize(
    ("overdue", "soon", "escalated", "subject"),
    [
        (2, 1, 0, "просрочено 2 мероприятия, скоро срок — 1 мероприятие"),
        (1, 0, 0, "просрочено 1 мероприятие"),
        (0, 5, 0, "скоро срок — 5 мероприятий"),
        (0, 1, 2, "скоро срок — 1 мероприятие, надолго просрочено — 2 мероприятия"),
        (0, 0, 1, "надолго просрочено — 1 мероприятие"),
    ],
)
def test_the_subject_of_a_reminder_counts_measures(overdue: int, soon: int, escalated: int, subject: str) -> None:
    late = measure(-20) | {"names": ""}
    made = letter(
        "measure_reminder", overdue=[measure(-1)] * overdue, soon=[measure()] * soon, escalated=[late] * escalated
    )
    assert made.subject.replace("\u00a0", " ") == f"Дорожная карта наставничества: {subject}"


def test_the_director_reads_who_answers_for_what_is_overdue_for_long() -> None:
    text = plain("measure_reminder", overdue=[], soon=[])
    assert "требует внимания директора" in text
    assert "Отвечает: Координатор (Бережной Олег Ильич)" in text
    assert "Ответственный в плане не назван." in text


def test_a_mentor_who_cannot_open_the_table_is_told_whom_to_tell() -> None:
    text = plain("measure_reminder", link=None)
    assert (
        "сообщите об этом по ссылке под ним или куратору: Соколова-Миних Мария Петровна, curator@example.org." in text
    )
    assert "таблице" not in text


def test_a_participant_is_told_what_to_do_and_whom_to_ask() -> None:
    text = plain("row_needs_fixing")
    assert "1. Телефон: ответ не подходит." in text and "Нужно ваше согласие на обработку персональных данных." in text
    assert "напишите куратору: Соколова-Миних Мария Петровна, curator@example.org." in text
    assert "напишите куратору." in plain("row_needs_fixing", curator=None)


def test_a_digest_says_what_is_new_where_it_is_and_what_becomes_of_those_left_over() -> None:
    text = plain("curator_digest")
    assert f"— Пока без наставника: 40 («Подбор»: {LINK}); предложите пока поддержку психолога; вот первые\n" in text
    assert "   · Иванова Анна Петровна (НМ-0001): подходящие наставники заняты\n" in text
    assert "вот первые" not in plain("curator_digest", news=news("Иванова Анна Петровна"))


def test_a_digest_says_what_still_waits_in_one_sentence_with_the_tabs_where_it_is() -> None:
    text = plain("curator_digest").replace(f": {LINK}", "")
    told = "2 решения о наставниках («Подбор»), 12 строк с замечаниями («Банк наставников», «Дорожная карта»)."
    assert f"\nС прежних дней ждут: {told}\n" in text
    assert "С прежних дней" not in plain("curator_digest", standing=[])


def test_whoever_answers_for_nothing_is_not_sent_to_links_that_are_not_there() -> None:
    text = plain("measure_reminder", overdue=[], soon=[])
    assert "по ссылке под ним" not in text and "сообщают те, кто за них отвечает" in text
    assert LINK in text


def test_a_reminder_names_the_first_measures_and_counts_the_others() -> None:
    text = plain("measure_reminder", soon=[measure()] * 28)
    assert text.count("Издать приказ") < 20
    assert "…и ещё 18 мероприятий: все они в приложенном файле и в дорожной карте." in text.replace("\n", " ")


@pytest.mark.parametrize(
    ("said", "subject"),
    [
        ({}, "план ждёт вашей проверки"),
        ({"notices": []}, "отдайте на подпись приказы — 1, пока без наставника — 40"),
        ({"notices": [], "news": []}, "ждут вашего решения"),
    ],
)
def test_the_subject_of_a_digest_says_the_main_thing_of_it(said: dict[str, Any], subject: str) -> None:
    made = letter("curator_digest", **said).subject.replace("\u00a0", " ")
    assert made == f"Программа наставничества на 27 ноября 2023 г.: {subject}"


def test_a_digest_without_news_says_why_it_comes() -> None:
    assert "Нового в программе" in plain("curator_digest", news=[], notices=[])


def test_a_digest_fits_a_cell_whatever_is_in_it() -> None:
    said = news(*["П" * 50_000] * 500)
    assert len(letter("curator_digest", news=said).markdown) <= LONGEST_MARKDOWN
