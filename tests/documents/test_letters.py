"""Letters: what a value may not do, and that both parts tell the same."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automation.documents import LONGEST_MARKDOWN, TemplateError, letter_parts, render_letter

HOSTILE = [
    "*жирный* _курсив_ `код`",
    "[ссылка](http://evil.example)",
    "![картинка](http://evil.example/a.png)",
    "<http://evil.example>",
    "<script>alert(1)</script>",
    "<b>жирный</b> &lt;b&gt; &copy;",
    "# заголовок",
    "- пункт",
    "+ пункт",
    "1. пункт",
    "2) пункт",
    "> цитата",
    "---",
    "===",
    "~~~",
    "```",
    "\\",
    "a\\*b\\",
    "| a | b |",
    "[x]: http://evil.example",
    "    код",
]


def written(value: str, source: str = "Subject: тема\n{{ value }}\n") -> tuple[str, str]:
    return letter_parts(render_letter(source, {"value": value}).markdown)


def text_of(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html)).strip()


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize(
    "source", ["Subject: т\n{{ value }}\n", "Subject: т\n- {{ value }}\n", "Subject: т\n**{{ value }}**\n"]
)
def test_a_value_adds_no_markup(value: str, source: str) -> None:
    plain, html = written(value, source)
    assert set(re.findall(r"<(\w+)", html)) <= {"p", "ul", "li", "strong"}
    assert text_of(html) == value.strip()
    assert plain.strip().removeprefix("— ") == value.strip()


@given(st.text())
def test_any_value_reads_as_its_own_text_on_one_line(value: str) -> None:
    plain, html = written(value, "Subject: тема\nНачало {{ value }} конец\n")
    assert re.fullmatch(r"<p>[^<]*</p>\n", html)
    assert text_of(html) == plain.strip()
    assert plain.count("\n") == 1


@given(st.text(alphabet="-+=#>*_`~[]()<>&|\\!.:1 \n\tа"))
def test_no_mixture_of_marks_opens_a_block(value: str) -> None:
    _, html = written(value)
    assert set(re.findall(r"<(\w+)", html)) <= {"p"}


@given(st.text())
def test_a_subject_is_one_line_without_controls(value: str) -> None:
    subject = render_letter("Subject: О {{ value }}\nтело", {"value": value}).subject
    assert subject.startswith("О")
    assert subject.splitlines() == [subject]
    assert not re.search(r"[\x00-\x1f\x7f]", subject)
    assert len(subject) <= 200


def test_a_subject_takes_no_header_with_it() -> None:
    subject = render_letter("Subject: {{ value }}\nтело", {"value": "тема\r\nBcc: evil@example.org"}).subject
    assert subject == "тема Bcc: evil@example.org"


def test_a_subject_is_not_markdown() -> None:
    assert render_letter("Subject: {{ value }}\nтело", {"value": "Приказ № 1_2 *"}).subject == "Приказ № 1_2 *"


def test_a_very_long_value_is_cut() -> None:
    plain, _ = written("Ф" * 50_000)
    assert len(plain) < 1_100
    assert plain.strip().endswith("…")


def test_a_very_long_letter_is_cut_after_a_whole_line_and_says_so() -> None:
    source = "Subject: т\n{% for one in many %}\n- {{ one }}\n{% endfor %}\n"
    markdown = render_letter(source, {"many": ["слово " * 100] * 500}).markdown
    assert len(markdown) <= LONGEST_MARKDOWN
    assert "Письмо сокращено" in markdown.splitlines()[-1]
    assert markdown.splitlines()[-3].endswith("слово")


def test_a_link_of_a_template_survives_whatever_is_in_it() -> None:
    source = "Subject: т\n[Открыть]({{ value|url }})\n"
    plain, html = written("http://127.0.0.1:8000/d/a_b(c) d?x=1&y=<2>#gid=0", source)
    address = "http://127.0.0.1:8000/d/a_b%28c%29%20d?x=1&y=%3C2%3E#gid=0"
    assert plain == f"Открыть: {address}\n"
    assert html == f'<p><a href="{address.replace("&", "&amp;")}">Открыть</a></p>\n'


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "evil", ""])
def test_a_link_leads_to_the_web_only(address: str) -> None:
    with pytest.raises(TemplateError, match="http"):
        written(address, "Subject: т\n[Открыть]({{ value|url }})\n")


def test_the_plain_part_reads_as_a_person_would_type_it() -> None:
    markdown = (
        "# Дела\n\nТри **важных** дела:\n\n1. Раз\n   - а\n   - б\n2. Два\n\n- Три,\n  всё ещё три\n\n---\n\nКонец"
    )
    plain, _ = letter_parts(markdown)
    assert plain == (
        "Дела\n\nТри важных дела:\n\n1. Раз\n   — а\n   — б\n\n2. Два\n\n— Три,\n   всё ещё три\n\n* * *\n\nКонец\n"
    )


def test_the_wrapper_gets_the_body_and_the_subject() -> None:
    _, html = letter_parts("*да*", wrapper="<title>{{ subject }}</title>{{ body }}", subject="<Тема>")
    assert html == "<title>&lt;Тема&gt;</title><p><em>да</em></p>\n"


def test_html_in_the_markdown_is_shown_not_obeyed() -> None:
    plain, html = letter_parts("<b>да</b>\n\n<script>x</script>")
    assert "<b>" not in html
    assert "<script" not in html
    assert plain == "<b>да</b>\n\n<script>x</script>\n"


@pytest.mark.parametrize("source", ["", "Здравствуйте!", "subject: тема\nтело"])
def test_a_template_begins_with_its_subject(source: str) -> None:
    with pytest.raises(TemplateError, match=r"«Напоминание».*Subject:"):
        render_letter(source, {}, name="Напоминание")


@pytest.mark.parametrize("source", ["Subject: {{ who }}\nтело", "Subject: тема\n{{ who }}"])
def test_a_placeholder_without_a_value_is_named_with_its_template(source: str) -> None:
    with pytest.raises(TemplateError, match=r"«Напоминание».*«who»"):
        render_letter(source, {}, name="Напоминание")


def test_the_same_input_makes_the_same_letter() -> None:
    source = "Subject: {{ value }}\n{{ value }}"
    assert render_letter(source, {"value": "да"}) == render_letter(source, {"value": "да"})
