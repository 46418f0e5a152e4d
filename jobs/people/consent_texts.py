"""The texts of the consents, composed of «Настройки» and kept edition by edition on «Редакции согласий».

What a consent must say: Federal Law 152-FZ, article 9, part 4; of a publication also article 10.1 and, of a picture,
article 152.1 of the Civil Code; of a mentor's work article 351.8 of the Labour Code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

import pandas as pd

from automation.documents import count
from automation.workbook.book import Book
from automation.workbook.table import Row
from jobs.papers.drawing_up import draw_up, holder, organisation
from jobs.papers.kinds.consent import KIND, ConsentPaper
from jobs.runner.job import job
from sheets_schema.columns import Name
from sheets_schema.questionnaires.consents import CONSENT_FORMS, ConsentWithdrawal
from sheets_schema.schema import Schema
from sheets_schema.tabs.consent_texts import ConsentTexts
from sheets_schema.tabs.settings import Settings
from sheets_schema.vocabulary import DIRECTOR, EXTRA_DUTIES, PARENT, PERSONAL_DATA, PUBLICATION, PUBLISHED


@job(
    title="редакции согласий",
    does="Составляет тексты согласий по листу «Настройки»; изменился текст — добавляет новую редакцию.",
)
def run(book: Book, today: date) -> None:
    texts = book[ConsentTexts]
    known = texts.frame.dropna(subset=[ConsentTexts.kind, ConsentTexts.number]).sort_values(ConsentTexts.number)
    last = {
        kind: (int(number), text)
        for kind, number, text in known[[ConsentTexts.kind, ConsentTexts.number, ConsentTexts.text]].itertuples(
            index=False, name=None
        )
    }
    new = list(_editions(book[Settings], book.schema, today, last))
    keys = book.new_keys(texts, len(new))
    texts.append([{ConsentTexts.id: key, **row} for key, row in zip(keys, new, strict=True)])
    texts[ConsentTexts.problems] = None
    _draw_up(book)


def _draw_up(book: Book) -> None:
    """The documents of the editions that the curator wants on paper."""
    rows = book[ConsentTexts].frame
    whole = [ConsentTexts.kind, ConsentTexts.number, ConsentTexts.since, ConsentTexts.text, ConsentTexts.purpose]
    wanted = rows[rows[ConsentTexts.on_paper] & rows[ConsentTexts.kind].isin(_TEXTS)].dropna(subset=whole)
    for row, said in zip(wanted.index.tolist(), wanted.to_dict("records"), strict=True):
        kind = said[ConsentTexts.kind]
        paper = ConsentPaper(
            organisation=organisation(book),
            place=book[Settings].place,
            director=holder(book, DIRECTOR),
            title=CONSENT_FORMS[kind].title,
            number=int(said[ConsentTexts.number]),
            since=said[ConsentTexts.since].date(),
            text=said[ConsentTexts.text].split("\n\n"),
            published=PUBLISHED if kind == PUBLICATION else (),
            by_parent=kind == PARENT,
        )
        # What an edition says is never another: the document is made once.
        draw_up(book, KIND, row, paper, final=True)


def first_editions(given: Mapping[str, Any], schema: Schema, today: date) -> list[Row]:
    """The rows with which «Редакции согласий» begins where an organisation begins with these settings."""
    declared = {code: one.default for code, one in Settings.declared().items()}
    known: dict[str, Any] = {**declared, **{code: value for code, value in given.items() if code in declared}}
    return list(_editions(Settings(**known), schema, today, {}))


def _editions(
    settings: Settings, schema: Schema, today: date, last: Mapping[str, tuple[int, str]]
) -> Iterator[dict[Name[Any], Any]]:
    """The editions that are to be added to the last of each kind. A consent to nobody in particular is none: without
    the organisation's name there is no text."""
    for kind, compose in _TEXTS.items() if (settings.organisation or "").strip() else ():
        text, (number, said) = "\n\n".join(compose(settings, schema)), last.get(kind, (0, ""))
        if text != said:
            yield {
                ConsentTexts.kind: kind,
                ConsentTexts.number: float(number + 1),
                ConsentTexts.since: pd.Timestamp(today),
                ConsentTexts.text: text,
                ConsentTexts.purpose: KIND.key(f"{CONSENT_FORMS[kind].name}-{number + 1}"),
            }


def _personal_data(settings: Settings, schema: Schema) -> Iterator[str]:
    yield (
        f"Я свободно, своей волей и в своём интересе даю согласие на обработку моих персональных данных. Оператор: "
        f"{_operator(settings)}."
    )
    yield from _processing(settings, schema)


def _parent(settings: Settings, schema: Schema) -> Iterator[str]:
    yield (
        "Я, законный представитель названного ниже несовершеннолетнего, свободно, своей волей и в его интересе даю "
        f"согласие на обработку его персональных данных, а также моих имени и степени родства. Оператор: "
        f"{_operator(settings)}."
    )
    yield from _processing(settings, schema)
    yield "Согласие действует не дольше, чем до 18-летия участника: с этого дня нужно его собственное."


def _processing(settings: Settings, schema: Schema) -> Iterator[str]:
    yield f"Цель обработки: {_sentence(settings.consent_purpose)}"
    yield f"Какие данные: {', '.join(personal_columns(schema))}."
    yield (
        "Что с ними делают: сбор, запись, систематизация, накопление, хранение, уточнение, извлечение, использование, "
        "предоставление второму участнику пары (имя, класс, группа или должность, запрос и отмеченные для этого "
        "контакты), блокирование, удаление, уничтожение — с использованием средств автоматизации и без них."
    )
    yield f"Срок: {_term(settings)}."
    yield f"{_how_to_withdraw(settings)} {_ONCE_WITHDRAWN}"
    yield "Основание: статья 9 Федерального закона от 27.07.2006 № 152-ФЗ «О персональных данных»."


def _duties(settings: Settings, schema: Schema) -> Iterator[str]:
    yield (
        "Я согласен (согласна) выполнять наряду с основной работой или учёбой обязанности наставника в программе "
        f"наставничества. Организация: {_operator(settings)}."
    )
    yield (
        "Обязанности: встречаться с наставляемым, помогать ему с его запросом, составить вместе с ним программу пары и "
        "сообщать куратору, как идёт работа."
    )
    yield (
        "Если наставляемый — работник этой же организации, содержание, срок и форма наставничества и размер выплаты за "
        "него определяются трудовым договором или дополнительным соглашением к нему; от наставничества можно "
        "отказаться досрочно, предупредив письменно не менее чем за три рабочих дня (статья 351.8 Трудового кодекса)."
    )
    yield f"Срок: {_term(settings)}."
    yield _how_to_withdraw(settings)


def _publication(settings: Settings, schema: Schema) -> Iterator[str]:
    where = f"на сайте {settings.site} и на стендах" if settings.site else "на официальном сайте и на стендах"
    yield (
        "Я даю согласие на распространение моих персональных данных: только тех, что отмечены ниже. Если участнику нет "
        f"18 лет, согласие даёт его законный представитель. Оператор: {_operator(settings)}."
    )
    yield f"Цель: рассказ о программе наставничества {where} организации."
    yield (
        "Что можно разрешить, каждое отдельно: имя (фамилия, имя, отчество, класс, группа или должность); фотография; "
        "история (рассказ об участии в программе). Не отмеченное не публикуется. Передавать опубликованное другим "
        "лицам с иными целями запрещается."
    )
    yield f"Срок: {_term(settings)}."
    yield (
        f"{_how_to_withdraw(settings)} По требованию публикация прекращается в течение трёх рабочих дней. Участвовать "
        "в программе можно и без этого согласия."
    )
    yield (
        "Основание: статья 10.1 Федерального закона от 27.07.2006 № 152-ФЗ «О персональных данных», для фотографии "
        "также статья 152.1 Гражданского кодекса."
    )


_TEXTS: Mapping[str, Callable[[Settings, Schema], Iterator[str]]] = MappingProxyType(
    {PERSONAL_DATA: _personal_data, PARENT: _parent, EXTRA_DUTIES: _duties, PUBLICATION: _publication}
)


def personal_columns(schema: Schema) -> tuple[str, ...]:
    """All that the questionnaires ask of a person, in words: each kind of data once, in the order of the questions."""
    asked = (
        form.fills.as_data or name.column.as_data or name.column.title
        for form in sorted(schema.forms, key=lambda form: form.each_answer_counts)
        if form.fills is not CONSENT_FORMS[PERSONAL_DATA].fills
        for name in form.asked()
        if form.fills.tells(name.column)
    )
    return tuple(dict.fromkeys(map(_in_a_list, asked)))


def _in_a_list(title: str) -> str:
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def _operator(settings: Settings) -> str:
    facts = {"адрес": settings.address, "ИНН": settings.inn, "ОГРН": settings.ogrn}
    known = "".join(f", {what} {value}" for what, value in facts.items() if value)
    return f"{(settings.organisation or '').strip()}{known}"


def _term(settings: Settings) -> str:
    return f"{count(int(settings.consent_years), 'год')} со дня, когда согласие дано, если его не отозвать раньше"


def _how_to_withdraw(settings: Settings) -> str:
    where = [one for one in (settings.email, settings.address) if one]
    written = f" или написав по адресу: {'; '.join(where)}" if where else " или обратившись письменно в организацию"
    return f"Как отозвать: формой «{ConsentWithdrawal.title}»{written}."


_ONCE_WITHDRAWN = (
    "После отзыва обработка прекращается в тот же день, данные уничтожаются в сроки статьи 21 Федерального закона "
    "№ 152-ФЗ; подписанные приказы хранятся столько, сколько велит закон."
)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
