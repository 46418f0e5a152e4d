"""The time zones of Russia as people name them: by their cities. https://data.iana.org/time-zones/tzdb/europe"""

from __future__ import annotations

TIME_ZONES = {
    "Europe/Kaliningrad": "Калининград (московское время −1 час)",
    "Europe/Moscow": "Москва, Санкт-Петербург, Нижний Новгород, Казань, Волгоград, Краснодар, Киров",
    "Europe/Samara": "Самара, Саратов, Ульяновск, Астрахань, Ижевск (московское +1)",
    "Asia/Yekaterinburg": "Екатеринбург, Пермь, Уфа, Челябинск, Тюмень, Курган, Оренбург (московское +2)",
    "Asia/Omsk": "Омск (московское +3)",
    "Asia/Krasnoyarsk": "Красноярск, Новосибирск, Кемерово, Барнаул, Томск, Абакан (московское +4)",
    "Asia/Irkutsk": "Иркутск, Улан-Удэ (московское +5)",
    "Asia/Yakutsk": "Якутск, Чита, Благовещенск (московское +6)",
    "Asia/Vladivostok": "Владивосток, Хабаровск, Биробиджан (московское +7)",
    "Asia/Magadan": "Магадан, Южно-Сахалинск (московское +8)",
    "Asia/Kamchatka": "Петропавловск-Камчатский, Анадырь (московское +9)",
}
"""Name of a zone → where it holds, from west to east."""
