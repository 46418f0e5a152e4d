"""The words that may stand in a cell. One place for each; a cell with another word is questioned, not dropped."""

from __future__ import annotations

from typing import Literal, get_args

from sheets_schema.words import Vocabulary

PEDAGOGUE, STUDENT, PUPIL, EMPLOYER, GRADUATE = "педагог", "студент", "ученик", "работодатель", "выпускник"
CATEGORIES = (PEDAGOGUE, STUDENT, PUPIL, EMPLOYER, GRADUATE)
"""Who a person is for the programme: it decides what their questionnaire asks, and in which forms they may be."""
MENTEE_CATEGORIES = (PEDAGOGUE, STUDENT, PUPIL, GRADUATE)
LEARNERS = (STUDENT, PUPIL)
OUTSIDERS = (EMPLOYER, GRADUATE)
"""Those who neither work nor learn here."""

PEDAGOGUE_PEDAGOGUE = "педагог–педагог"
PEDAGOGUE_STUDENT = "педагог–студент"
PEDAGOGUE_PUPIL = "педагог–ученик"
EMPLOYER_STUDENT = "работодатель–студент"
EMPLOYER_PUPIL = "работодатель–ученик"
STUDENT_STUDENT = "студент–студент"
STUDENT_PUPIL = "студент–ученик"
PUPIL_PUPIL = "ученик–ученик"
MENTORING_FORMS = Vocabulary(
    "формы наставничества",
    (
        PEDAGOGUE_PEDAGOGUE,
        PEDAGOGUE_STUDENT,
        PEDAGOGUE_PUPIL,
        EMPLOYER_STUDENT,
        EMPLOYER_PUPIL,
        STUDENT_STUDENT,
        STUDENT_PUPIL,
        PUPIL_PUPIL,
    ),
    is_fixed=True,
)
"""The forms of the target model (целевая модель наставничества, order Р-145 of 2019): who mentors, and whom."""


def sides_of(form: str) -> tuple[str, str]:
    """Who mentors in a form, and whom: «педагог–ученик» → педагог, ученик. Of a form whose name says neither, nothing
    is known."""
    mentor, mentee = ([*(word.strip() for word in form.split("–")), "", ""])[:2]
    return mentor, mentee


def mentored_by_learners(form: str) -> bool:
    """Whether those who mentor in a form learn themselves: they need not be of age, nor are they younger."""
    return sides_of(form)[0] in LEARNERS


_ALSO_AS = {GRADUATE: (EMPLOYER, STUDENT)}
"""In whose place else somebody may be: a graduate works by now, or goes on learning elsewhere."""


def fits(category: str, side: str) -> bool:
    """Whether somebody of a category may be on the side of a form that is said to be a `side`'s."""
    return side not in CATEGORIES or side in (category, *_ALSO_AS.get(category, ()))


COMPETENCES = Vocabulary(
    "запросы и компетенции",
    (
        "методика преподавания",
        "планирование и документы педагога",
        "подготовка к аттестации",
        "цифровые инструменты на занятиях",
        "работа с группой и дисциплина",
        "классное руководство",
        "помощь в учёбе",
        "адаптация на новом месте",
        "проектная и исследовательская работа",
        "публичные выступления",
        "выбор профессии и карьера",
        "подготовка к ОГЭ и ЕГЭ",
        "олимпиады",
        "практика на производстве",
        "демонстрационный экзамен",
        "конкурсы профессионального мастерства",
        "ремонт автомобилей",
        "железнодорожный транспорт",
        "сварка и металлообработка",
        "психологическая поддержка",
        "спорт и здоровье",
        "творчество и волонтёрство",
    ),
    former={"адаптация в техникуме": "адаптация на новом месте"},
)
"""What a mentee may need and a mentor may give: requests and competences are one vocabulary."""

QUALIFICATIONS = ("нет", "соответствие должности", "первая", "высшая", "педагог-методист", "педагог-наставник")
"""What an attestation of a pedagogue ends with (order of the Ministry of Education No 196 of 24 March 2023)."""

PROFESSIONAL_FUNCTIONS = ("обучение", "воспитательная работа", "развитие обучающихся")
"""The functions of the professional standard «Педагог» (order of the Ministry of Labour No 544н of 18 October 2013)."""

AFFILIATIONS = ("партнёр организации", "выпускник", "родитель обучающегося", "другое")
"""How a mentor from outside belongs to the organisation."""

THIRD_PARTIES = ("куратор группы", "классный руководитель", "заведующий отделением", "родитель", "коллега")
"""Who may say of a mentee what they need."""

DOCUMENTS = ("личное дело", "рекомендации аттестации", "анализ методической работы", "анкета по профстандарту")
"""What a methodist looks through to learn what a teacher needs."""

TRAINING_TOPICS = (
    "роль и этика наставника",
    "постановка целей и план",
    "беседа и обратная связь",
    "мотивация и поддержка",
    "трудные ситуации",
    "документы наставника",
)
"""What a mentor may want to learn: the needs by which the organisation chooses a course."""

FREQUENCIES = ("раз в неделю", "раз в две недели", "раз в месяц", "по необходимости")

MENTORED_BEFORE = ("нет", "меньше года", "1–3 года", "больше 3 лет")
"""Experience as a mentor."""

WEEKDAYS = ("пн", "вт", "ср", "чт", "пт", "сб")
DAYTIMES = ("утро", "день", "вечер")

IN_PERSON, REMOTELY, EITHER_WAY = "очно", "дистанционно", "всё равно"
MEETING_WAYS = (IN_PERSON, REMOTELY, EITHER_WAY)

BY_MAIL, BY_PHONE = "эл. почта", "телефон"
CONTACTS = (BY_MAIL, BY_PHONE)
"""What of a person's contacts may be shown to whom they are in a pair with."""

AGE_GROUPS = ("младше 18 лет", "18–24 года", "25–35 лет", "старше 35 лет")
"""Ages of mentees as a mentor chooses among them: a criterion of the bank of mentors in a school's roadmap."""
AGE_GROUP_BEGINS = dict(zip(AGE_GROUPS, (0, 18, 25, 36), strict=True))
"""Age group → the full years with which it begins."""

INTERESTS = Vocabulary(
    "интересы",
    (
        "техника",
        "спорт",
        "музыка",
        "книги",
        "кино",
        "путешествия",
        "рукоделие",
        "игры",
        "наука",
        "волонтёрство",
    ),
)

DEPARTMENTS = Vocabulary("подразделения")
GROUPS_AND_CLASSES = Vocabulary("группы и классы")
"""Every organisation has its own; until it lists them, people write theirs in words."""

DEPARTMENT_IGNORED = "не важно"
SAME_DEPARTMENT_PREFERRED = "желательно из одного"
SAME_DEPARTMENT_ONLY = "только из одного"
OTHER_DEPARTMENT_ONLY = "только из разных"
DEPARTMENT_RULES = (DEPARTMENT_IGNORED, SAME_DEPARTMENT_PREFERRED, SAME_DEPARTMENT_ONLY, OTHER_DEPARTMENT_ONLY)
"""Whether mentor and mentee belong to one department: what the organisation wants of its pairs."""

DIRECTOR = "Директор"
DEPUTY = "Заместитель директора"
COORDINATOR = "Координатор"
CURATOR = "Куратор наставничества"
METHODIST = "Методист"
PSYCHOLOGIST = "Педагог-психолог"
SOCIAL_PEDAGOGUE = "Социальный педагог"
PROJECT_TEAM = "Проектная команда"
MENTOR = "Наставник"
MUNICIPAL_HEAD = "Руководитель муниципального органа управления образованием"
MUNICIPAL_OFFICER = "Ответственный за наставничество в муниципалитете"
REGIONAL_AUTHORITY = "Региональный орган управления образованием"
REGIONAL_INSTITUTE = "Институт развития образования"
MENTORS_ASSOCIATION = "Сообщество наставников региона"
ROLES = (
    DIRECTOR,
    DEPUTY,
    COORDINATOR,
    CURATOR,
    "Заведующий отделением",
    METHODIST,
    PSYCHOLOGIST,
    SOCIAL_PEDAGOGUE,
    "Классный руководитель",
    "Руководитель кафедры",
    PROJECT_TEAM,
    MENTOR,
    MUNICIPAL_HEAD,
    MUNICIPAL_OFFICER,
    REGIONAL_AUTHORITY,
    REGIONAL_INSTITUTE,
    MENTORS_ASSOCIATION,
)
"""Who may answer for a measure. «Наставник» stands for everyone with an approved pair.

The last five are not of the organisation: a region's plan gives them measures of their own.
"""

HELD_BY_ONE = (DIRECTOR, MUNICIPAL_HEAD, MUNICIPAL_OFFICER)
"""Roles of which an organisation has one holder; a second is likely to be a slip."""

Level = Literal["регион", "муниципалитет", "организация"]
LEVELS: tuple[Level, ...] = get_args(Level)
"""Who a measure of a region's plan is for, from the top down."""

NO_CONSENT = "нет согласия"
"""Without one that this person needs; nothing else is asked of them first."""
NEW = "новый"
"""Nothing is known yet of what they want or can give: the questionnaire is not there, or its answers are only on their
way, because the consent has just come."""
NEEDS_DATA = "нужны данные"
"""Something in the row is missing or wrong."""
READY = "готов"
"""All is in order: may be proposed, or is proposed already."""
SEARCHING = "ищем наставника"
"""Of a mentee: ready, and nobody is left to be proposed, though others have their mentors by now or the curator has
declined whoever was proposed."""
PAIRED = "в паре"
"""In a pair at work, approved or about to be. A mentor may have places left: their load says so."""
WITHDRAWN = "выбыл"
"""The curator has ticked that they take no part."""
SURPLUS = "лишняя строка"
"""Of a row whose person stands in another one, with which it has been joined."""
PERSON_STATUSES = (NEW, NEEDS_DATA, NO_CONSENT, READY, SEARCHING, PAIRED, WITHDRAWN, SURPLUS)
TAKING_PART = (READY, SEARCHING, PAIRED)
"""The statuses of whoever nothing is lacking of."""
NOT_THERE_YET = (NEW, NEEDS_DATA, NO_CONSENT)
"""The statuses of whoever something is lacking of."""

PERSONAL_DATA = "персональные данные"
EXTRA_DUTIES = "дополнительные обязанности"
PARENT = "согласие родителя"
PUBLICATION = "публикация"
CONSENT_KINDS = (PERSONAL_DATA, EXTRA_DUTIES, PARENT, PUBLICATION)
RELATIONS = ("мать", "отец", "усыновитель", "опекун", "попечитель", "приёмный родитель")
"""Who may agree in a minor's stead (Family Code, articles 64, 137, 145–148, 153): a grandmother only as a guardian."""
PUBLISHED = ("имя", "фотография", "история")
"""What a person may let be published, each by itself."""

ERASURE_WAITS = "ждёт срока"
ERASURE_IS_DUE = "пора удалить"
ERASURE_BY_HAND = "осталось вручную"
ERASED = "удалено"
ERASURE_CANCELLED = "отменено"
ERASURE_STATES = (ERASURE_WAITS, ERASURE_IS_DUE, ERASURE_BY_HAND, ERASED, ERASURE_CANCELLED)
BY_WITHDRAWAL = "отзыв согласия"
BY_DECISION = "решение организации"
ERASURE_GROUNDS = (BY_WITHDRAWAL, BY_DECISION)

YES, NO = "да", "нет"

LINE, PARAGRAPH, NUMBER, DATE, ONE_OF, SOME_OF, YES_NO = (
    "строка",
    "текст",
    "число",
    "дата",
    "один из списка",
    "несколько из списка",
    "да или нет",
)
QUESTION_KINDS = (LINE, PARAGRAPH, NUMBER, DATE, ONE_OF, SOME_OF, YES_NO)
"""What an answer to an organisation's own question is."""

ACCEPT, REJECT, ASSIGN = "принять", "отклонить", "назначить"
DECISIONS = (ACCEPT, REJECT, ASSIGN)

BEST_SET, MUTUAL_CHOICE = "лучший набор пар", "взаимный выбор"
MATCHING_MODES = (BEST_SET, MUTUAL_CHOICE)

PROPOSED = "предложен"
ALTERNATIVE = "запасной"
REPLACEMENT = "на замену"
NOBODY = "нет наставника"
ACCEPTED = "принят"
REJECTED = "отклонён"
SET_ASIDE = "снят"
MATCH_STATES = (PROPOSED, ALTERNATIVE, REPLACEMENT, NOBODY, ACCEPTED, REJECTED, SET_ASIDE)

AWAITS_ORDER = "ждёт приказа"
IN_DRAFT = "в проекте приказа"
OFFICIAL = "утверждена"
STOPPED = "остановлена"
ENDED = "завершена"
PAIR_STATES = (AWAITS_ORDER, IN_DRAFT, OFFICIAL, STOPPED, ENDED)
AT_WORK = (AWAITS_ORDER, IN_DRAFT, OFFICIAL)
"""The states of a pair that works or is about to. A stopped one waits for the curator to end it, or for a consent."""

MENTOR_SIDE, MENTEE_SIDE = "наставник", "наставляемый"
SIDES = (MENTOR_SIDE, MENTEE_SIDE)
AGREEMENT = ("да", "скорее да", "скорее нет", "нет")
"""How far a person agrees, from wholly to not at all."""
SUITS, TO_WATCH, TO_REPLACE = "подходят", "присмотреться", "предложить замену"
COMPATIBILITY_VERDICTS = (SUITS, TO_WATCH, TO_REPLACE)
KEEP, REPLACE = "оставить", "искать замену"
COMPATIBILITY_DECISIONS = (KEEP, REPLACE)

IS_PROPOSED = "предложена"
HAS_PLACE = "есть место"
NO_MENTOR = "без наставника"
LINE_STATES = (OFFICIAL, IN_DRAFT, AWAITS_ORDER, IS_PROPOSED, HAS_PLACE, NO_MENTOR)
"""What a line of «Кто с кем» may say: how a pair stands, or that somebody has none."""

ENDED_WELL, ENDED_BADLY = "успешно", "неуспешно"
PAIR_OUTCOMES = (ENDED_WELL, ENDED_BADLY)
"""How a pair ended: one that ended well may be proposed again."""

DRAFT, SIGNED = "проект", "подписан"
ORDER_STATES = (DRAFT, SIGNED)

NOT_STARTED, SOON, IN_PROGRESS, DONE, OVERDUE, NO_DEADLINE = (
    "не начато",
    "скоро",
    "в работе",
    "выполнено",
    "просрочено",
    "без срока",
)
MEASURE_STATES = (NOT_STARTED, SOON, IN_PROGRESS, DONE, OVERDUE, NO_DEADLINE)

FINISHED, POSTPONED = "Выполнено", "Нужен другой срок"
REPORT_OUTCOMES = (FINISHED, POSTPONED)
"""What a person responsible may say of a measure."""

REPORT_DECISIONS = (ACCEPT, REJECT)
NEEDS_FIXING = "исправить"
AWAITS_DECISION = "ждёт решения"
REPORT_STATES = (NEEDS_FIXING, AWAITS_DECISION, ACCEPTED, REJECTED, SET_ASIDE)

IS_AWAITED, IS_DUE_SOON, IS_PAST_DUE, IS_RECEIVED, IS_NEEDLESS = (
    "ждём",
    "скоро срок",
    "срок прошёл",
    "получен",
    "не нужен",
)
ANSWER_STANDINGS = (IS_AWAITED, IS_DUE_SOON, IS_PAST_DUE, IS_RECEIVED, IS_NEEDLESS)
"""How it stands with the answer that a planned row waits for."""

ONE_PERSON, DIFFERENT_PEOPLE = "один человек", "разные люди"
LIKENESS_DECISIONS = (ONE_PERSON, DIFFERENT_PEOPLE)
JOINED = "объединены"
LIKENESS_STATES = (AWAITS_DECISION, JOINED, ONE_PERSON, DIFFERENT_PEOPLE, SET_ASIDE)
"""How it stands with two rows that may be of one person. Set aside are those that are not alike any more."""

CURATOR_ORDER_SIGNED = "приказ о кураторе подписан"
MENTEES_ANSWERED = "анкеты наставляемых собраны"
MENTORS_ANSWERED = "анкеты наставников собраны"
CONSENTS_GATHERED = "согласия участников собраны"
MENTORS_CONSENTED = "согласия наставников собраны"
MENTEES_GATHERED = "банк наставляемых заполнен"
MENTORS_GATHERED = "банк наставников заполнен"
CANDIDATES_FOUND = "кандидаты подобраны"
PAIRS_AGREED = "пары подобраны"
PAIRS_ORDER_SIGNED = "приказ о парах подписан"
PAIRS_APPROVED = "пары утверждены"
EVENTS_HELD = "мероприятия этого пункта прошли"
MENTORS_TRAINED = "наставники обучены"
SUPPORT_OFFERED = "оставшимся предложена поддержка"
PROOFS = (
    CURATOR_ORDER_SIGNED,
    MENTEES_ANSWERED,
    MENTORS_ANSWERED,
    CONSENTS_GATHERED,
    MENTORS_CONSENTED,
    MENTEES_GATHERED,
    MENTORS_GATHERED,
    CANDIDATES_FOUND,
    PAIRS_AGREED,
    PAIRS_ORDER_SIGNED,
    PAIRS_APPROVED,
    EVENTS_HELD,
    MENTORS_TRAINED,
    SUPPORT_OFFERED,
)
"""What the program can see for itself, and count a measure as done; each has its function in `jobs/plan/proofs.py`."""

QUEUED, SENT, KEPT, FAILED = "в очереди", "отправлено", "в почте программы", "не отправлено"
"""Kept is a letter that reached nobody: the workspace has no mail server, and the letter lies in its own mailbox."""
LETTER_STATES = (QUEUED, SENT, KEPT, FAILED)

HOLD, SEND_NOW, SEND_AGAIN = "задержать", "отправить", "отправить ещё раз"
LETTER_ACTIONS = (HOLD, SEND_NOW, SEND_AGAIN)
"""What the curator may want of a letter."""

IMPORTED, UNDONE, UNDONE_IN_PART = "внесена", "отменена", "отменена частично"
IMPORT_STATES = (IMPORTED, UNDONE, UNDONE_IN_PART)
"""What became of a list of people that was taken in from a file."""

PARTICIPANTS = "все участники"
ALL_MENTORS, ALL_MENTEES = "все наставники", "все наставляемые"
IN_PAIRS, MENTORS_IN_PAIRS, MENTEES_IN_PAIRS = "участники пар", "наставники в парах", "наставляемые в парах"
MENTEES_ALONE, MENTORS_ALONE = "наставляемые без наставника", "наставники без наставляемых"
TO_FIX_ANSWERS, ALL_STAFF = "чьи анкеты нужно исправить", "сотрудники"
MAILING_GROUPS = (
    PARTICIPANTS,
    ALL_MENTORS,
    ALL_MENTEES,
    IN_PAIRS,
    MENTORS_IN_PAIRS,
    MENTEES_IN_PAIRS,
    MENTEES_ALONE,
    MENTORS_ALONE,
    TO_FIX_ANSWERS,
    ALL_STAFF,
)
"""To whom a mailing may go. Whoever has given no consent may only be asked for it, so they are no group."""

COUNCIL, MANAGEMENT_MEETING, PARENTS_MEETING = (
    "педагогический совет",
    "административное совещание",
    "родительское собрание",
)
ASSOCIATION_MEETING = "заседание объединения"
CLASS_HOUR, ROUND_TABLE, GROUP_MEETING = "классный час", "круглый стол", "групповая встреча"
QUEST, VISIT, CONFERENCE, FESTIVAL = "квест или игра", "выезд", "конференция или семинар", "фестиваль или конкурс"
START_SESSION, SCHOOL_LESSON, CONSULTATION = "установочная сессия", "занятие школы наставников", "консультация"
OTHER_EVENT = "другое"
EVENT_KINDS = (
    COUNCIL,
    MANAGEMENT_MEETING,
    PARENTS_MEETING,
    ASSOCIATION_MEETING,
    CLASS_HOUR,
    ROUND_TABLE,
    GROUP_MEETING,
    QUEST,
    VISIT,
    CONFERENCE,
    FESTIVAL,
    START_SESSION,
    SCHOOL_LESSON,
    CONSULTATION,
    OTHER_EVENT,
)
IS_PLANNED, IS_INVITED_TO, IS_TO_WRITE_UP, IS_HELD, IS_CANCELLED = (
    "готовится",
    "приглашения разосланы",
    "ждёт итогов",
    "состоялось",
    "отменено",
)
EVENT_STATES = (IS_PLANNED, IS_INVITED_TO, IS_TO_WRITE_UP, IS_HELD, IS_CANCELLED)
COMES, CANNOT_COME = "приду", "не смогу"
ANSWERS_TO_INVITATIONS = (COMES, CANNOT_COME)

AGREES, DECLINES, THINKS_IT_OVER = "согласился", "отказался", "подумает"
ANSWERS_TO_SUPPORT = (AGREES, DECLINES, THINKS_IT_OVER)

WAYS_OF_TRAINING = ("очно", "заочно", "очно-заочно", "дистанционно")

GREEN, YELLOW, RED, BLUE, GREY = "#d9ead3", "#fff2cc", "#f4cccc", "#d0e0f5", "#eeeeee"
"""The five backgrounds in which a status may be shown: done, needs attention, wrong, under way, out of play."""

ANY_SIZE = 1_000_000_000
"""The largest group where nobody has set a limit."""

WEIGHTS: dict[str, tuple[str, int, str]] = {
    "requests": ("запросы", 50, "Со сколькими запросами поможет наставник; редкая компетенция дороже"),
    "preferences": ("выбор после встречи", 15, "Кто кого назвал на листе «Выбор после встречи»; дороже всего взаимный"),
    "days": ("время", 10, "Общие удобные дни и время"),
    "words": ("свои слова", 5, "Об одном ли «Запрос своими словами» и «Об опыте»"),
    "interests": ("интересы", 5, "Общие интересы"),
    "experience": ("стаж", 5, "Стаж наставника больше на 3–25 лет"),
    "meeting": ("как встречаться", 3, "Очно или дистанционно"),
    "department": ("подразделение", 2, "Одно подразделение; действует, когда желательно из одного"),
    "load": ("нагрузка", 5, "Свободные места наставника: у кого меньше официальных пар, тот дороже"),
}
"""Part of a score → what a curator calls it, its usual weight, and what it is about."""
