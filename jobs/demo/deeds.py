"""What people do in the year that is played: each function is one deed, done before that morning's cycle."""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from urllib.parse import unquote

from automation.workbook.questionnaires import Answers, prefilled
from jobs.demo.curator import Row
from jobs.demo.people import (
    MenteeAnswers,
    MentorAnswers,
    PersonAnswers,
    after_trial_meeting,
    choices_after_meeting,
)
from jobs.demo.respondents import fill
from jobs.demo.stage import SEED, Year
from jobs.expected.asking import OPEN
from sheets_schema.columns import Name
from sheets_schema.planned import Planned
from sheets_schema.questionnaires.choice_after_meeting import ChoiceAfterMeeting
from sheets_schema.questionnaires.compatibility_questionnaire import CompatibilityQuestionnaire
from sheets_schema.questionnaires.consents import CONSENT_FORMS
from sheets_schema.questionnaires.measure_report import MeasureReport
from sheets_schema.tabs.matches import MatchKey
from sheets_schema.tabs.measure_reports import MeasureReports
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.vocabulary import (
    ACCEPT,
    AWAITS_DECISION,
    DONE,
    ENDED_BADLY,
    EVENTS_HELD,
    FINISHED,
    KEEP,
    KEPT,
    MENTORS_TRAINED,
    ONE_PERSON,
    PERSONAL_DATA,
    POSTPONED,
    REPLACEMENT,
    SENT,
    SET_ASIDE,
    SUITS,
    SUPPORT_OFFERED,
    TO_REPLACE,
    TO_WATCH,
)


def announce(year: Year) -> None:
    approved = year.sample.roadmap.approved
    by = f"План утверждён приказом № {approved.order}" if approved else "План утверждён"
    year.tell(f"{by}, ссылки на анкеты разосланы")


def lists_words(year: Year) -> None:
    """The curator makes «Словари» the organisation's own."""
    cast = year.sample.cast
    if not cast.words:
        return
    rows = {row["Слово"]: row["№"] for row in year.curator.rows("Словари")}
    renamed = {rows[word]: {"Слово": called} for word, called in cast.renamed.items()}
    dropped = {rows[word]: {"Не предлагать": True} for word in cast.dropped}
    year.curator.type("Словари", {**renamed, **dropped})
    added = [{"Словарь": title, "Слово": word} for title, words in cast.words.items() for word in words]
    year.curator.add("Словари", added)
    changed = f"переименовано {len(renamed)}, убрано из анкет {len(dropped)}"
    year.tell(f"Куратор внёс в словари свои слова: {len(added)}, {changed}")


def answering(people: Sequence[PersonAnswers], form: Any) -> Callable[[Year], None]:
    def answer(year: Year) -> None:
        again = year.answers(people, form)
        corrected = f"; анкета попросила исправить: {again}, исправлено сразу" if again else ""
        year.tell(f"«{form.title}»: ответов {len(people)}{corrected}")

    return answer


def group_meeting(asking: Sequence[MenteeAnswers], offering: Sequence[MentorAnswers]) -> Callable[[Year], None]:
    """Everyone has met; some say on the spot with whom they would like to work."""

    def meet(year: Year) -> None:
        answers = choices_after_meeting(SEED, asking, offering)
        for answer in answers:
            fill(year.browser, year.links[ChoiceAfterMeeting.title], ChoiceAfterMeeting, answer)
        year.tell(f"Групповая встреча; «{ChoiceAfterMeeting.title}»: ответов {len(answers)}")

    return meet


def mentors_trained(year: Year) -> None:
    """The school of mentors is over: the curator enters the day beside everyone who was there."""
    there = [row["№"] for row in year.curator.rows("Банк наставников") if not row["Не участвует"]]
    year.curator.type("Банк наставников", {number: {"Обучен": shown(year)} for number in there})
    year.tell(f"Школа наставников закончена, обучено: {len(there)}")


def own_consents(people: Sequence[PersonAnswers]) -> Callable[[Year], None]:
    """Those who come of age are asked for a consent of their own, and give it by the link in their letter."""
    by_name = {one.full_name: one for one in people}

    def give(year: Year) -> None:
        banks = ("Банк наставляемых", "Банк наставников")
        names = {row["№"]: row["ФИО"] for bank in banks for row in year.curator.rows(bank)}
        given = 0
        for row in year.curator.rows("Согласия"):
            person = by_name.get(names.get(row["Номер участника"], ""))
            if person and person.parent_agrees and row["На что"] == PERSONAL_DATA and row["Состояние"] in OPEN:
                form = CONSENT_FORMS[PERSONAL_DATA]
                link = prefilled(form, year.links[form.title], {Planned.number: row["Номер участника"]})
                fill(year.browser, link, form, person.consent(PERSONAL_DATA))
                given += 1
        if given:
            year.tell(f"Исполняется 18 лет, дали собственное согласие: {given}")

    return give


def types_people_in(year: Year) -> None:
    """The curator adds people who came in person, with consents on paper."""
    came = year.sample.cast.on_paper
    rows = [{name.column.title: cell for name, cell in one.row.items()} for one in came]
    year.curator.add("Банк наставляемых", rows)
    year.cycle()
    numbers = {row["ФИО"]: row["№"] for row in year.curator.rows("Банк наставляемых")}
    paper = {"Ответ": "да", "Дата": shown(year), "Откуда": "на бумаге"}
    consents = [{"Номер участника": numbers[one.row[Mentees.full_name]], **paper, **one.consent} for one in came]
    year.curator.add("Согласия", consents)
    year.tell(f"Куратор вписал от руки {len(rows)} человек и их бумажные согласия")


def corrects_rows(year: Year) -> None:
    """The curator goes through «Что исправить» and puts right what can be put right."""
    asked = {one.row[Mentees.full_name]: one.corrected for one in year.sample.cast.on_paper if one.corrected}
    rows = [row for row in year.curator.rows("Банк наставляемых") if row["Что исправить"] and row["ФИО"] in asked]
    year.curator.type("Банк наставляемых", {row["№"]: asked[row["ФИО"]] for row in rows})
    numbers = {row["ФИО"]: row["№"] for row in year.curator.rows("Банк наставляемых")}
    dates = {
        numbers[one.row[Mentees.full_name]]: one.consent_corrected
        for one in year.sample.cast.on_paper
        if one.consent_corrected
    }
    given = {row["Номер участника"]: row["№"] for row in year.curator.rows("Согласия") if row["Ответ"] == "да"}
    year.curator.type("Согласия", {given[person]: cells for person, cells in dates.items()})
    missing = [number for name, number in numbers.items() if name in year.without_parent]
    consent = {"На что": "согласие родителя", "Ответ": "да", "Дата": shown(year), "Откуда": "на бумаге"}
    year.curator.add("Согласия", [{"Номер участника": number, **consent} for number in missing])
    year.tell(f"Куратор исправил строк: {len(rows) + len(dates)}; родители принесли согласий: {len(missing)}")


def tells_people_apart(year: Year) -> None:
    """Of whoever may be one person in two rows, the curator knows that they are."""
    alike = [row["№"] for row in year.curator.rows("Похожие люди") if row["Состояние"] == AWAITS_DECISION]
    year.curator.type("Похожие люди", {number: {"Решение": ONE_PERSON} for number in alike})
    if alike:
        year.tell(f"Куратор подтвердил, что это один человек: {len(alike)}")


def shown(year: Year) -> str:
    """The day of the play, as people write it."""
    return f"{year.moment:%d.%m.%Y}"


def first_decisions(year: Year) -> None:
    """Nearly every proposal is accepted; two mentees ask for somebody else; one is given a mentor by directive."""
    rows = year.curator.rows("Подбор")
    proposed = [row["№"] for row in rows if row["Состояние"] == "предложен"]
    # The first refusal leaves that mentor a free place.
    mentor = next(row["Наставник"] for row in rows if row["№"] == proposed[0])
    alone = _left_over_for(year, mentor)
    decisions: dict[str, dict[str, Any]] = {number: {"Решение": "принять"} for number in proposed[2:]}
    decisions |= {number: {"Решение": "отклонить"} for number in proposed[:2]}
    told = f"Куратор принял предложений {len(proposed) - 2}, отклонил 2"
    if alone:
        by_directive = {"Решение": "назначить", "Назначить наставника": mentor, "Комментарий": "договорились лично"}
        decisions[alone["№"]] = by_directive
        told += ", назначил наставника 1"
    year.curator.type("Подбор", decisions)
    year.tell(told)


def _left_over_for(year: Year, mentor: str) -> Row | None:
    """The first mentee without a mentor in a form in which this one mentors: no teacher stands in a pair of pupils."""
    forms = next(row["Формы наставничества"] for row in year.curator.rows("Банк наставников") if row["№"] == mentor)
    asked = {row["№"]: row["Форма наставничества"] for row in year.curator.rows("Банк наставляемых")}
    alone = [row for row in year.curator.rows("Подбор") if row["Состояние"] == "нет наставника"]
    return next((row for row in alone if asked[row["Наставляемый"]] in forms.split(", ")), None)


def decides_the_rest(year: Year) -> None:
    proposed = [
        row["№"] for row in year.curator.rows("Подбор") if row["Состояние"] == "предложен" and not row["Решение"]
    ]
    year.curator.type("Подбор", {number: {"Решение": "принять"} for number in proposed})
    year.tell(f"Куратор принял предложений: {len(proposed)}")


def signs(year: Year) -> None:
    drafts = [row["№"] for row in year.curator.rows("Приказы") if row["Состояние"] == "проект"]
    if not drafts:
        return
    # The register of orders begins anew in January, and the office writes one every other day.
    number, dated = f"{(year.moment.timetuple().tm_yday + 1) // 2}-У", shown(year)
    year.curator.type("Приказы", {draft: {"Номер": number, "Дата": dated} for draft in drafts})
    # The number and the date get into the document before it is printed and signed.
    year.cycle()
    year.curator.type("Приказы", {draft: {"Подписан": True} for draft in drafts})
    year.tell(f"Директор подписал приказ № {number} от {dated}")


def tell_of_trial_meetings(year: Year) -> None:
    """Most of those who were asked follow the links in their letters. Where least speaks for a pair, least is said."""
    links = _asked_of_trial_meetings(year)
    pairs = {row["№"]: row for row in year.curator.rows("Реестр пар")}
    scores = {row["№"]: row["Балл"] or 0 for row in year.curator.rows("Подбор")}
    # Pairs of which neither has answered before; whoever kept silent then does so now.
    asked = [pair for pair, letters in Counter(pair for pair, _ in links).items() if letters == 2]
    asked.sort(key=lambda pair: (scores[_couple(pairs[pair])], pair))
    few, answers = min(3, len(asked) // 8), 0
    for (pair, person), link in links.items():
        mood = SUITS
        if pair in asked[:few]:
            mood = TO_REPLACE if person == pairs[pair]["Наставляемый"] else TO_WATCH
        elif pair in asked[few : 2 * few] and person == pairs[pair]["Наставник"]:
            mood = TO_WATCH
        answer = after_trial_meeting(SEED, f"{pair}/{person}", mood)
        if answer:
            fill(year.browser, link, CompatibilityQuestionnaire, answer)
            answers += 1
    if answers:
        year.tell(f"«{CompatibilityQuestionnaire.title}»: ответов {answers}, ещё не ответили {len(links) - answers}")


def _asked_of_trial_meetings(year: Year) -> dict[tuple[str, str], str]:
    """Pair and person → where their letter leads, for those who have not answered yet."""
    waiting = {row["№"]: row for row in year.curator.rows("Совместимость") if row["Ответ"] in OPEN}
    links = _links_in_letters(year, "trial")
    return {
        (row["Номер пары"], row["Кого спросили"]): links[number] for number, row in waiting.items() if number in links
    }


def _links_in_letters(year: Year, kind: str) -> dict[str, str]:
    """Number of a row → where the letters of this kind lead those who answer it."""
    found = {}
    for letter in year.curator.rows("Письма"):
        if letter["Ключ"].startswith(f"{kind}/") and letter["Состояние"] in (SENT, KEPT):
            for link in _LINK.findall(letter["Текст"]):
                found[unquote(link).rpartition("=")[2]] = link
    return found


_LINK = re.compile(r"\]\((\S+)\)")


def _couple(pair: Mapping[str, Any]) -> str:
    return MatchKey.of(pair["Наставляемый"], pair["Наставник"])


def replaces_mentors(year: Year) -> None:
    """Where another mentor is proposed, the curator talks to both, ends the pair and accepts the replacement."""
    rows = year.curator.rows("Подбор")
    proposed = [row for row in rows if row["Состояние"] == REPLACEMENT and row["Наставник"]]
    chosen: dict[str, Row] = {}
    for row in sorted(proposed, key=lambda row: (row["Место"], row["№"])):
        if row["Наставник"] not in {one["Наставник"] for one in chosen.values()}:
            chosen.setdefault(row["Наставляемый"], row)
    if chosen:
        _end_former_pairs(year, chosen)
        year.curator.type("Подбор", {row["№"]: {"Решение": "принять"} for row in chosen.values()})
        year.tell(f"После пробной встречи заменено наставников: {len(chosen)}")
    else:
        _asks_for_one_place_more(year, rows)


def _asks_for_one_place_more(year: Year, rows: Sequence[Row]) -> None:
    """Nobody who suits has a place left: a mentor who was proposed once is asked to take one more, and agrees."""
    waiting = [row for row in rows if row["Состояние"] == REPLACEMENT and not row["Наставник"]]
    for row in waiting:
        mentee = row["Наставляемый"]
        others = [one for one in rows if one["Наставляемый"] == mentee and one["Состояние"] == SET_ASIDE]
        mentor = next((one["Наставник"] for one in others if one["Наставник"] and not one["Решение"]), None)
        if mentor:
            _end_former_pairs(year, [mentee])
            by_directive = {"Решение": "назначить", "Назначить наставника": mentor, "Комментарий": "возьмёт ещё одного"}
            year.curator.type("Подбор", {row["№"]: by_directive})
            year.tell("После пробной встречи заменён наставник: новый согласился взять ещё одного")
            return


def _end_former_pairs(year: Year, mentees: Collection[str]) -> None:
    standing = [row for row in year.curator.rows("Реестр пар") if not row["Завершена"]]
    ended = {"Завершена": shown(year), "Как завершена": ENDED_BADLY, "Почему завершена": "не сложилось после встречи"}
    year.curator.type("Реестр пар", {row["№"]: ended for row in standing if row["Наставляемый"] in mentees})


def keeps_other_pairs(year: Year) -> None:
    """Where nobody else is to be found, the curator has helped the two to get on, and they stay together."""
    standing = {row["№"] for row in year.curator.rows("Реестр пар") if not row["Завершена"]}
    low = [row for row in year.curator.rows("Совместимость") if row["Вывод"] == TO_REPLACE and not row["Решение"]]
    kept = {row["№"]: {"Решение": KEEP} for row in low if row["Номер пары"] in standing}
    year.curator.type("Совместимость", kept)
    if kept:
        year.tell(f"Куратор помог договориться, пары остаются: {len(kept)}")


_OUTSIDE = (EVENTS_HELD, MENTORS_TRAINED, SUPPORT_OFFERED)
"""What this organisation does without the program's tabs for it: the curator ticks it herself."""


def measures_done(year: Year) -> None:
    """The curator marks what is due by the end of the month, but for what the program counts as done by itself."""
    today, done = year.moment.date(), dict[str, dict[str, Any]]()
    until = today.replace(day=monthrange(today.year, today.month)[1])
    for row in year.curator.rows("Дорожная карта"):
        due = row["Окончание"]
        is_due = due is not None and date(1899, 12, 30) + timedelta(days=due) <= until
        if not is_due or row["Состояние"] == DONE or row["Пункт"] in year.sample.left_undone:
            continue
        proof = {"Подтверждение": f"в папке программы, {shown(year)}"}
        if row["Повторения"]:
            done[row["№"]] = {"Сделано по": f"{until:%d.%m.%Y}", **proof}
        elif not row["Засчитать, когда"] or row["Засчитать, когда"] in _OUTSIDE:
            done[row["№"]] = {"Выполнено": True, **proof}
    year.curator.type("Дорожная карта", done)
    year.tell(f"Отмечено выполненных мероприятий: {len(done)}")


def reports_on_measures(year: Year) -> None:
    """Two of those responsible follow the links in their reminders: one measure is done, one needs more time."""
    left_undone = {row["№"] for row in year.curator.rows("Дорожная карта") if row["Пункт"] in year.sample.left_undone}
    waiting = [row for row in year.curator.rows("Отчёты о мероприятиях") if row["Ответ"] in OPEN]
    links = _links_in_letters(year, "reminder")
    # One of those responsible for a measure reports it; the others need not.
    asked = {
        row["Номер мероприятия"]: links[row["№"]]
        for row in waiting
        if row["Номер мероприятия"] not in left_undone and row["№"] in links
    }
    later = (year.moment + timedelta(days=25)).date()
    said: tuple[dict[Name[Any], Any], ...] = (
        {MeasureReports.outcome: FINISHED, MeasureReports.proof: "Протокол в папке программы"},
        {
            MeasureReports.outcome: POSTPONED,
            MeasureReports.new_deadline: later,
            MeasureReports.comment: "Ждём ответа от предприятия",
        },
    )
    for link, values in zip(asked.values(), said, strict=False):
        fill(year.browser, link, MeasureReport, Answers(values, {}))
    year.tell(f"Отчётов о мероприятиях по ссылкам из напоминаний: {min(len(asked), len(said))}")


def decides_on_reports(year: Year) -> None:
    waiting = [row["№"] for row in year.curator.rows("Отчёты о мероприятиях") if row["Состояние"] == AWAITS_DECISION]
    year.curator.type("Отчёты о мероприятиях", {number: {"Решение": ACCEPT} for number in waiting})
    year.tell(f"Куратор принял отчётов о мероприятиях: {len(waiting)}")


def a_mentor_leaves(year: Year) -> None:
    """A mentor with several mentees changes jobs: the pairs end, the mentees look for somebody again."""
    official = [row for row in year.curator.rows("Реестр пар") if row["Состояние"] == "утверждена"]
    if not official:
        return
    leaving, pairs = Counter(row["Наставник"] for row in official).most_common(1)[0]
    year.curator.type("Банк наставников", {leaving: {"Не участвует": True}})
    ended = {"Завершена": shown(year), "Почему завершена": "наставник перешёл на другую работу"}
    year.curator.type("Реестр пар", {row["№"]: ended for row in official if row["Наставник"] == leaving})
    year.tell(f"Наставник {leaving} уволился: завершено пар {pairs}")
