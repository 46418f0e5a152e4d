"""A general school's pupils, teachers, parents and neighbours, in their own words."""

from __future__ import annotations

from jobs.demo.profiles import Cast, Flaw, Offered, OnPaper, Wanted, listed
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.vocabulary import (
    AGE_GROUPS,
    COMPETENCES,
    EMPLOYER_PUPIL,
    EMPLOYER_STUDENT,
    GROUPS_AND_CLASSES,
    INTERESTS,
    PARENT,
    PEDAGOGUE_PEDAGOGUE,
    PEDAGOGUE_PUPIL,
    PEDAGOGUE_STUDENT,
    PUPIL_PUPIL,
    STUDENT_PUPIL,
    STUDENT_STUDENT,
)

FORMS = (PEDAGOGUE_PEDAGOGUE, PEDAGOGUE_PUPIL, EMPLOYER_PUPIL, PUPIL_PUPIL)

_YOUNGEST_IN_THE_FIRST_CLASS = 6


def _pupil(of_class: str, form: str, requests: str, wish: str, speciality: str = "", gender: str = "") -> Wanted:
    return Wanted(of_class, form, listed(requests), wish, _ages(of_class), gender, speciality=speciality)


def _ages(of_class: str) -> tuple[int, int]:
    """The youngest and the oldest of a class on the day the forms open: «7А» → 12, 13."""
    youngest = int(of_class[:-1]) + _YOUNGEST_IN_THE_FIRST_CLASS
    return youngest - 1, youngest


def _teacher(post: str, ages: tuple[int, int], requests: str, wish: str, years: int | None = None) -> Wanted:
    return Wanted(post, PEDAGOGUE_PEDAGOGUE, listed(requests), wish, ages, years=years)


def _elder(of_class: str, competences: str, experience: str, speciality: str = "") -> Offered:
    return Offered(
        f"{of_class} класс, наша школа",
        (PUPIL_PUPIL,),
        listed(competences),
        1,
        experience,
        ages=_ages(of_class),
        helps=AGE_GROUPS[:1],
        speciality=speciality,
    )


_MENTEES = (
    _teacher(
        "Учитель математики, первый год работы",
        (22, 25),
        "методика преподавания, работа с классом и дисциплина",
        "Работаю в школе сразу после института. Тему знаю, а как удержать седьмой класс после обеда, пока не понимаю.",
        years=0,
    ),
    _pupil("5А", PUPIL_PUPIL, "адаптация на новом месте", "Мы переехали летом, я в этой школе никого не знаю."),
    _pupil("9Б", PEDAGOGUE_PUPIL, "подготовка к ОГЭ и ЕГЭ", "Боюсь ОГЭ по математике, хочу заниматься по плану."),
    _pupil("7А", PEDAGOGUE_PUPIL, "помощь в учёбе", "Не понимаю алгебру. На уроке стесняюсь переспросить."),
    _pupil(
        "10А",
        EMPLOYER_PUPIL,
        "выбор профессии и карьера",
        "Выбираю между медициной и программированием. Хочу поговорить с тем, кто работает.",
        "естественно-научный профиль",
    ),
    _pupil("6Б", PEDAGOGUE_PUPIL, "творчество и волонтёрство, школьный театр", "Хочу играть, но боюсь сцены."),
    _teacher(
        "Учитель английского языка",
        (24, 29),
        "подготовка к аттестации",
        "Собираюсь на первую категорию. Не понимаю, какие документы собирать и с чего начать.",
    ),
    _pupil("8А", PEDAGOGUE_PUPIL, "психологическая поддержка", "В классе со мной почти не разговаривают."),
    _pupil(
        "11А",
        EMPLOYER_PUPIL,
        "программирование, выбор профессии и карьера",
        "Пишу ботов, хочу показать их кому-нибудь из настоящих разработчиков.",
        "технологический профиль",
    ),
    _pupil("5Б", PUPIL_PUPIL, "помощь в учёбе", "Раньше была одна учительница, а теперь десять. Я путаюсь."),
    _pupil("9А", PEDAGOGUE_PUPIL, "олимпиады", "В прошлом году не хватило двух баллов до региона. Хочу дойти."),
    _teacher(
        "Учитель физики",
        (47, 55),
        "цифровые инструменты на занятиях",
        "Опыты показываю руками, а дети просят и модели на экране. Научите.",
        years=25,
    ),
    _pupil("8Б", EMPLOYER_PUPIL, "программирование", "Делаю игру, застрял{a} на физике прыжка."),
    _pupil("7Б", PEDAGOGUE_PUPIL, "психологическая поддержка", "Перед контрольной болит живот и всё забываю."),
    _pupil("6А", PUPIL_PUPIL, "спорт и здоровье", "Хочу подтягиваться как старшие ребята."),
    _pupil(
        "10Б",
        EMPLOYER_PUPIL,
        "проектная и исследовательская работа",
        "Делаю проект о воде в нашей реке, нужен тот, кто понимает в анализах.",
    ),
    _teacher(
        "Учитель начальных классов",
        (25, 31),
        "классное руководство",
        "Взял{a} первый класс. Первое родительское собрание прошло так себе.",
        years=2,
    ),
    _pupil("11Б", PEDAGOGUE_PUPIL, "подготовка к ОГЭ и ЕГЭ", "Сочинение пишу на тройку, а на ЕГЭ надо хотя бы 70."),
    _pupil(
        "9Б", EMPLOYER_PUPIL, "выбор профессии и карьера", "Думаю уйти после девятого, но не знаю, на кого учиться."
    ),
    _pupil("8А", PUPIL_PUPIL, "адаптация на новом месте", "Я из другой школы, тут все уже дружат."),
    _pupil("7А", PEDAGOGUE_PUPIL, "публичные выступления", "Хочу вести концерты, но говорю слишком быстро."),
    _pupil("10А", EMPLOYER_PUPIL, "выбор профессии и карьера", "Мама говорит — экономика. А я не уверен{a}."),
)

_COLLEAGUES = (PEDAGOGUE_PEDAGOGUE,)
_PUPILS = (PEDAGOGUE_PUPIL,)
_BOTH = (PEDAGOGUE_PEDAGOGUE, PEDAGOGUE_PUPIL)
_EMPLOYER = (EMPLOYER_PUPIL,)

_MENTORS = (
    Offered(
        "Учитель математики, высшая категория",
        _BOTH,
        listed("методика преподавания, подготовка к ОГЭ и ЕГЭ, помощь в учёбе, работа с классом и дисциплина"),
        3,
        "Двадцать лет в этой школе. Объясняю столько раз, сколько нужно, и не ставлю двоек за вопросы.",
        ages=(44, 58),
        years=20,
    ),
    Offered(
        "Учитель русского языка и литературы",
        _PUPILS,
        listed("подготовка к ОГЭ и ЕГЭ, публичные выступления, школьный театр"),
        2,
        "Веду школьный театр. Сочинение — тоже роль: сначала надо понять, от чьего лица говоришь.",
    ),
    _elder("10А", "адаптация на новом месте", "Сам{a} здесь только с седьмого класса и помню, каково быть новеньким."),
    Offered(
        "Инженер-программист, компания «Примерные системы»",
        _EMPLOYER,
        listed("программирование, выбор профессии и карьера"),
        2,
        "Окончил{a} эту школу. Покажу, из чего состоит рабочий день программиста, и помогу с первым проектом.",
        ages=(27, 40),
    ),
    Offered(
        "Педагог-психолог",
        _PUPILS,
        listed("психологическая поддержка, адаптация на новом месте"),
        2,
        "Работаю с подростками и их родителями. Всё, что сказано в кабинете, в нём и остаётся.",
    ),
    _elder("11Б", "помощь в учёбе, спорт и здоровье", "Занимаюсь самбо и сижу с младшими братьями над уроками."),
    Offered(
        "Методист, учитель географии",
        _COLLEAGUES,
        listed("планирование и документы педагога, подготовка к аттестации, классное руководство"),
        2,
        "Помогу с рабочими программами и портфолио: через мои руки прошло двадцать аттестаций.",
    ),
    Offered(
        "Учитель истории, классный руководитель 8Б",
        _COLLEAGUES,
        listed("работа с классом и дисциплина, классное руководство"),
        1,
        "Выпустил{a} четыре класса. Знаю, что делать, когда звонят родители и когда никто не звонит.",
    ),
    Offered(
        "Врач-терапевт, городская больница",
        _EMPLOYER,
        listed("выбор профессии и карьера"),
        2,
        "Мои дети учатся в этой школе. Расскажу о медицине честно: и почему идут, и почему уходят.",
        ages=(36, 50),
    ),
    Offered(
        "Учитель физики",
        _PUPILS,
        listed("олимпиады, проектная и исследовательская работа"),
        2,
        "Трое моих учеников были на региональном этапе. Любим задачи, у которых нет ответа в конце учебника.",
    ),
    _elder(
        "10Б",
        "адаптация на новом месте, творчество и волонтёрство",
        "Летом помогаю вожатым в лагере, знаю сто игр на знакомство.",
    ),
    Offered(
        "Учитель информатики",
        _BOTH,
        listed("цифровые инструменты на занятиях, программирование"),
        2,
        "Сделал{a} электронными журнал и половину контрольных. Покажу простые вещи, которые экономят вечер.",
        ages=(29, 45),
    ),
    Offered(
        "Инженер-эколог, водоканал",
        _EMPLOYER,
        listed("проектная и исследовательская работа"),
        1,
        "Двенадцать лет отвечаю за воду в городе. Покажу лабораторию и помогу не потеряться в цифрах.",
    ),
    Offered(
        "Социальный педагог",
        _PUPILS,
        listed("психологическая поддержка, помощь в учёбе"),
        2,
        "Знаю семьи наших ребят. Помогу и с уроками, и когда дома трудно.",
    ),
)

_PARENTS_CONSENT = {"На что": PARENT, "Кем приходится": "мать"}

# The first asks for what no list has; the others were born yesterday, next year and in 1905. The last one's consent is
# dated nine years ahead.
_ON_PAPER = (
    OnPaper(
        {
            Mentees.full_name: "Журба Степан Игнатьевич",
            Mentees.parent_email: "zhurba@mail.example.com",
            Mentees.email: "нет",
            Mentees.born: "19.04.2011",
            Mentees.occupation: "6А",
            Mentees.form: PEDAGOGUE_PUPIL,
            Mentees.requests: "робототехника",
            Mentees.wish: "Хочу собрать робота, но кружка у нас нет.",
        },
        {**_PARENTS_CONSENT, "Кто дал": "Журба Лидия Павловна"},
    ),
    OnPaper(
        {
            Mentees.full_name: "Пилипейко Злата Романовна",
            Mentees.email: "zlata.pilipeyko@pochta.example.org",
            Mentees.born: "21.09.2023",
            Mentees.occupation: "7Б",
            Mentees.form: PEDAGOGUE_PUPIL,
            Mentees.requests: "помощь в учёбе",
            Mentees.wish: "Просила записать её при разговоре в коридоре.",
        },
        {**_PARENTS_CONSENT, "Кто дал": "Пилипейко Вера Сергеевна"},
        corrected={"Дата рождения": "21.09.2010"},
    ),
    OnPaper(
        {
            Mentees.full_name: "Дорошенко Игнат Тарасович",
            Mentees.email: "doroshenko.ignat@mail.example.net",
            Mentees.born: "07.10.2024",
            Mentees.occupation: "9А",
            Mentees.form: PEDAGOGUE_PUPIL,
            Mentees.requests: "олимпиады",
            Mentees.wish: "Анкету принёс на бумаге: телефон не открывает форму.",
        },
        {**_PARENTS_CONSENT, "Кто дал": "Дорошенко Анна Ильинична"},
        corrected={"Дата рождения": "07.10.2008"},
    ),
    OnPaper(
        {
            Mentees.full_name: "Чумак Ева Денисовна",
            Mentees.email: "chumak@box.example.com",
            Mentees.born: "14.02.1905",
            Mentees.occupation: "5А",
            Mentees.form: PUPIL_PUPIL,
            Mentees.requests: "помощь в учёбе",
            Mentees.wish: "Бабушка заполнила анкету за внучку и написала, что почерк у неё уже не тот.",
        },
        {**_PARENTS_CONSENT, "Кто дал": "Чумак Юлия Петровна", "Дата": "22.09.2032"},
        corrected={"Дата рождения": "14.02.2013"},
        consent_corrected={"Дата": "22.09.2023"},
    ),
)

SCHOOL = Cast(
    mentees=_MENTEES,
    mentors=_MENTORS,
    departments={
        r"математик|информатик|физик": ("Учителя математики и естественных наук", "естественно-математическое", ""),
        r"^Учитель": ("Гуманитарные предметы", ""),
    },
    prefers=("С пятиклассниками", "С теми, кто сам хочет научиться"),
    mentees_flaws={
        1: Flaw.NO_ADDRESS,
        3: Flaw.SIGNED_BY_THE_MINOR,
        6: Flaw.NO_CONSENT,
        7: Flaw.NO_PARENT,
        10: Flaw.BORN_TOMORROW,
        11: Flaw.MISTYPED_DOMAIN,
        12: Flaw.BORN_IN_1905,
        13: Flaw.EMOJI,
        14: Flaw.CAPITALS,
        16: Flaw.NO_AT_SIGN,
        17: Flaw.FORMULA,
    },
    mentors_flaws={
        2: Flaw.MENTEE_TOO,
        3: Flaw.HYPHEN,
        7: Flaw.NO_EXTRA_DUTIES,
        11: Flaw.CAPACITY_IN_WORDS,
    },
    again={
        9: (5, Flaw.ONE_ADDRESS),
        15: (2, Flaw.TWICE),
        18: (0, Flaw.TWICE_ELSEWHERE),
        21: (8, Flaw.WITHOUT_YO),
        23: (22, Flaw.MISTYPED_NAME),
        25: (19, Flaw.INITIALS),
    },
    on_paper=_ON_PAPER,
    words={
        GROUPS_AND_CLASSES.title: tuple(f"{number}{letter}" for number in range(5, 12) for letter in "АБ"),
        COMPETENCES.title: ("программирование", "школьный театр"),
        INTERESTS.title: ("танцы", "блоги"),
    },
    renamed={"работа с группой и дисциплина": "работа с классом и дисциплина"},
    dropped=(
        PEDAGOGUE_STUDENT,
        EMPLOYER_STUDENT,
        STUDENT_STUDENT,
        STUDENT_PUPIL,
        "практика на производстве",
        "демонстрационный экзамен",
        "конкурсы профессионального мастерства",
        "ремонт автомобилей",
        "железнодорожный транспорт",
        "сварка и металлообработка",
    ),
)
