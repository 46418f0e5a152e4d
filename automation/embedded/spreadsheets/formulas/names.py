"""Names of functions in Russian, as Sheets and Excel call them on Russian pages.

A name that is the same in both languages is not here. ``е`` is taken for ``ё``.
"""

from __future__ import annotations

_RUSSIAN = """
ACCRINT НАКОПДОХОД ACCRINTM НАКОПДОХОДПОГАШ ADDRESS АДРЕС AGGREGATE АГРЕГАТ AND И ARABIC АРАБСКОЕ AREAS ОБЛАСТИ
AVEDEV СРОТКЛ AVERAGE СРЗНАЧ AVERAGEA СРЗНАЧА AVERAGEIF СРЗНАЧЕСЛИ AVERAGEIFS СРЗНАЧЕСЛИМН BASE ОСНОВАНИЕ
BESSELI БЕССЕЛЬ.I BESSELJ БЕССЕЛЬ.J BESSELK БЕССЕЛЬ.K BESSELY БЕССЕЛЬ.Y BETA.DIST БЕТА.РАСП BETA.INV БЕТА.ОБР
BIN2DEC ДВ.В.ДЕС BIN2HEX ДВ.В.ШЕСТН BIN2OCT ДВ.В.ВОСЬМ BINOM.DIST БИНОМ.РАСП BINOM.INV БИНОМ.ОБР BITAND БИТ.И
BITLSHIFT БИТ.СДВИГЛ BITOR БИТ.ИЛИ BITRSHIFT БИТ.СДВИГП BITXOR БИТ.ИСКЛИЛИ CEILING ОКРВВЕРХ CEILING.MATH ОКРВВЕРХ.МАТ
CELL ЯЧЕЙКА CHAR СИМВОЛ CHISQ.DIST ХИ2.РАСП CHISQ.DIST.RT ХИ2.РАСП.ПХ CHISQ.INV ХИ2.ОБР CHISQ.INV.RT ХИ2.ОБР.ПХ
CHISQ.TEST ХИ2.ТЕСТ CHOOSE ВЫБОР CHOOSECOLS ВЫБОРСТОЛБЦ CHOOSEROWS ВЫБОРСТРОК CLEAN ПЕЧСИМВ CODE КОДСИМВ
COLUMN СТОЛБЕЦ COLUMNS ЧИСЛСТОЛБ COMBIN ЧИСЛКОМБ COMBINA ЧИСЛКОМБА COMPLEX КОМПЛЕКСН CONCAT СЦЕП CONCATENATE СЦЕПИТЬ
CONFIDENCE.NORM ДОВЕРИТ.НОРМ CONFIDENCE.T ДОВЕРИТ.СТЬЮДЕНТ CONVERT ПРЕОБР CORREL КОРРЕЛ COUNT СЧЁТ COUNTA СЧЁТЗ
COUNTBLANK СЧИТАТЬПУСТОТЫ COUNTIF СЧЁТЕСЛИ COUNTIFS СЧЁТЕСЛИМН COVARIANCE.P КОВАРИАЦИЯ.Г COVARIANCE.S КОВАРИАЦИЯ.В
CUMIPMT ОБЩПЛАТ CUMPRINC ОБЩДОХОД DATE ДАТА DATEDIF РАЗНДАТ DATEVALUE ДАТАЗНАЧ DAVERAGE ДСРЗНАЧ DAY ДЕНЬ DAYS ДНИ
DAYS360 ДНЕЙ360 DB ФУО DCOUNT БСЧЁТ DCOUNTA БСЧЁТА DDB ДДОБ DEC2BIN ДЕС.В.ДВ DEC2HEX ДЕС.В.ШЕСТН
DEC2OCT ДЕС.В.ВОСЬМ DECIMAL ДЕС DEGREES ГРАДУСЫ DELTA ДЕЛЬТА DEVSQ КВАДРОТКЛ DGET БИЗВЛЕЧЬ DMAX ДМАКС DMIN ДМИН
DOLLAR РУБЛЬ DOLLARDE РУБЛЬ.ДЕС DOLLARFR РУБЛЬ.ДРОБЬ DPRODUCT БДПРОИЗВЕД DROP СБРОСИТЬ
DSTDEV ДСТАНДОТКЛ DSTDEVP ДСТАНДОТКЛП
DSUM БДСУММ DVAR БДДИСП DVARP БДДИСПП EDATE ДАТАМЕС EFFECT ЭФФЕКТ EOMONTH КОНМЕСЯЦА ERF ФОШ ERFC ДФОШ
ERROR.TYPE ТИП.ОШИБКИ EVEN ЧЁТН EXACT СОВПАД EXPAND РАЗВЕРНУТЬ EXPON.DIST ЭКСП.РАСП F.DIST F.РАСП
F.DIST.RT F.РАСП.ПХ F.INV F.ОБР F.INV.RT F.ОБР.ПХ F.TEST F.ТЕСТ FACT ФАКТР FACTDOUBLE ДВФАКТР FALSE ЛОЖЬ
FILTER ФИЛЬТР FIND НАЙТИ FISHER ФИШЕР FISHERINV ФИШЕРОБР FIXED ФИКСИРОВАННЫЙ FLOOR ОКРВНИЗ FLOOR.MATH ОКРВНИЗ.МАТ
FORECAST ПРЕДСКАЗ FORMULATEXT Ф.ТЕКСТ FREQUENCY ЧАСТОТА FV БС FVSCHEDULE БЗРАСПИС GAMMA ГАММА GAMMA.DIST ГАММА.РАСП
GAMMA.INV ГАММА.ОБР GAMMALN ГАММАНЛОГ GAMMALN.PRECISE ГАММАНЛОГ.ТОЧН GAUSS ГАУСС GCD НОД GEOMEAN СРГЕОМ GESTEP ПОРОГ
GROWTH РОСТ HARMEAN СРГАРМ HEX2BIN ШЕСТН.В.ДВ HEX2DEC ШЕСТН.В.ДЕС HEX2OCT ШЕСТН.В.ВОСЬМ HLOOKUP ГПР HOUR ЧАС
HSTACK ГСТОЛБИК HYPERLINK ГИПЕРССЫЛКА HYPGEOM.DIST ГИПЕРГЕОМ.РАСП IF ЕСЛИ IFERROR ЕСЛИОШИБКА IFNA ЕСНД IFS УСЛОВИЯ
IMABS МНИМ.ABS IMAGINARY МНИМ.ЧАСТЬ IMARGUMENT МНИМ.АРГУМЕНТ IMCONJUGATE МНИМ.СОПРЯЖ IMCOS МНИМ.COS IMDIV МНИМ.ДЕЛ
IMEXP МНИМ.EXP IMLN МНИМ.LN IMPOWER МНИМ.СТЕПЕНЬ IMPRODUCT МНИМ.ПРОИЗВЕД IMREAL МНИМ.ВЕЩ IMSIN МНИМ.SIN
IMSQRT МНИМ.КОРЕНЬ IMSUB МНИМ.РАЗН IMSUM МНИМ.СУММ INDEX ИНДЕКС INDIRECT ДВССЫЛ INFO ИНФОРМ INT ЦЕЛОЕ
INTERCEPT ОТРЕЗОК INTRATE ИНОРМА IPMT ПРПЛТ IRR ВСД ISBLANK ЕПУСТО ISERR ЕОШ ISERROR ЕОШИБКА ISEVEN ЕЧЁТН
ISFORMULA ЕФОРМУЛА ISLOGICAL ЕЛОГИЧ ISNA ЕНД ISNONTEXT ЕНЕТЕКСТ ISNUMBER ЕЧИСЛО ISODD ЕНЕЧЁТ
ISOWEEKNUM НОМНЕДЕЛИ.ISO ISPMT ПРОЦПЛАТ ISREF ЕССЫЛКА ISTEXT ЕТЕКСТ KURT ЭКСЦЕСС LARGE НАИБОЛЬШИЙ LCM НОК LEFT ЛЕВСИМВ
LEN ДЛСТР LINEST ЛИНЕЙН LOGEST ЛГРФПРИБЛ LOGNORM.DIST ЛОГНОРМ.РАСП LOGNORM.INV ЛОГНОРМ.ОБР LOOKUP ПРОСМОТР
LOWER СТРОЧН MATCH ПОИСКПОЗ MAX МАКС MAXA МАКСА MAXIFS МАКСЕСЛИ MDETERM МОПРЕД MEDIAN МЕДИАНА MID ПСТР MIN МИН
MINA МИНА MINIFS МИНЕСЛИ MINUTE МИНУТЫ MINVERSE МОБР MIRR МВСД MMULT МУМНОЖ MOD ОСТАТ MODE МОДА MODE.MULT МОДА.НСК
MODE.SNGL МОДА.ОДН MONTH МЕСЯЦ MROUND ОКРУГЛТ MULTINOMIAL МУЛЬТИНОМ MUNIT МЕДИН N Ч NA НД NEGBINOM.DIST ОТРБИНОМ.РАСП
NETWORKDAYS ЧИСТРАБДНИ NETWORKDAYS.INTL ЧИСТРАБДНИ.МЕЖД NOMINAL НОМИНАЛ NORM.DIST НОРМ.РАСП NORM.INV НОРМ.ОБР
NORM.S.DIST НОРМ.СТ.РАСП NORM.S.INV НОРМ.СТ.ОБР NOT НЕ NOW ТДАТА NPER КПЕР NPV ЧПС NUMBERVALUE ЧЗНАЧ
OCT2BIN ВОСЬМ.В.ДВ OCT2DEC ВОСЬМ.В.ДЕС OCT2HEX ВОСЬМ.В.ШЕСТН ODD НЕЧЁТ OFFSET СМЕЩ OR ИЛИ PDURATION ПДЛИТ
PERCENTILE ПЕРСЕНТИЛЬ PERCENTILE.EXC ПРОЦЕНТИЛЬ.ИСКЛ PERCENTILE.INC ПРОЦЕНТИЛЬ.ВКЛ PERCENTRANK ПРОЦЕНТРАНГ
PERMUT ПЕРЕСТ PHI ФИ PI ПИ PMT ПЛТ POISSON.DIST ПУАССОН.РАСП POWER СТЕПЕНЬ PPMT ОСПЛТ PROB ВЕРОЯТНОСТЬ
PRODUCT ПРОИЗВЕД PROPER ПРОПНАЧ PV ПС QUARTILE КВАРТИЛЬ QUARTILE.EXC КВАРТИЛЬ.ИСКЛ QUARTILE.INC КВАРТИЛЬ.ВКЛ
QUOTIENT ЧАСТНОЕ RADIANS РАДИАНЫ RAND СЛЧИС RANDARRAY СЛМАССИВ RANDBETWEEN СЛУЧМЕЖДУ RANK РАНГ RANK.AVG РАНГ.СР
RANK.EQ РАНГ.РВ RATE СТАВКА REPLACE ЗАМЕНИТЬ REPT ПОВТОР RIGHT ПРАВСИМВ ROMAN РИМСКОЕ ROUND ОКРУГЛ
ROUNDDOWN ОКРУГЛВНИЗ ROUNDUP ОКРУГЛВВЕРХ ROW СТРОКА ROWS ЧСТРОК RRI ЭКВ.СТАВКА RSQ КВПИРСОН SEARCH ПОИСК
SECOND СЕКУНДЫ SEQUENCE ПОСЛЕД SERIESSUM РЯД.СУММ SHEET ЛИСТ SHEETS ЛИСТЫ SIGN ЗНАК SKEW СКОС SKEW.P СКОС.Г SLN АПЛ
SLOPE НАКЛОН SMALL НАИМЕНЬШИЙ SORT СОРТ SORTBY СОРТПО SQRT КОРЕНЬ SQRTPI КОРЕНЬПИ STANDARDIZE НОРМАЛИЗАЦИЯ
STDEV СТАНДОТКЛОН STDEV.P СТАНДОТКЛОН.Г STDEV.S СТАНДОТКЛОН.В STDEVA СТАНДОТКЛОНА STDEVP СТАНДОТКЛОНП
STDEVPA СТАНДОТКЛОНПА STEYX СТОШYX SUBSTITUTE ПОДСТАВИТЬ SUBTOTAL ПРОМЕЖУТОЧНЫЕ.ИТОГИ SUM СУММ SUMIF СУММЕСЛИ
SUMIFS СУММЕСЛИМН SUMPRODUCT СУММПРОИЗВ SUMSQ СУММКВ SUMX2MY2 СУММРАЗНКВ SUMX2PY2 СУММСУММКВ SUMXMY2 СУММКВРАЗН
SWITCH ПЕРЕКЛЮЧ SYD АСЧ T Т T.DIST СТЬЮДЕНТ.РАСП T.DIST.2T СТЬЮДЕНТ.РАСП.2Х T.DIST.RT СТЬЮДЕНТ.РАСП.ПХ
T.INV СТЬЮДЕНТ.ОБР T.INV.2T СТЬЮДЕНТ.ОБР.2Х T.TEST СТЬЮДЕНТ.ТЕСТ TAKE ВЗЯТЬ TBILLEQ РАВНОКЧЕК TBILLPRICE ЦЕНАКЧЕК
TBILLYIELD ДОХОДКЧЕК TEXT ТЕКСТ TEXTAFTER ТЕКСТПОСЛЕ TEXTBEFORE ТЕКСТДО TEXTJOIN ОБЪЕДИНИТЬ TEXTSPLIT ТЕКСТРАЗД
TIME ВРЕМЯ TIMEVALUE ВРЕМЗНАЧ TOCOL ПОСТОЛБЦ TODAY СЕГОДНЯ TOROW ПОСТРОК TRANSPOSE ТРАНСП TREND ТЕНДЕНЦИЯ
TRIM СЖПРОБЕЛЫ TRIMMEAN УРЕЗСРЕДНЕЕ TRUE ИСТИНА TRUNC ОТБР TYPE ТИП UNICHAR ЮНИСИМВ UNIQUE УНИК UPPER ПРОПИСН
VALUE ЗНАЧЕН VAR ДИСП VAR.P ДИСП.Г VAR.S ДИСП.В VARA ДИСПА VARP ДИСПР VARPA ДИСПРА VDB ПУО VLOOKUP ВПР
VSTACK ВСТОЛБИК WEEKDAY ДЕНЬНЕД WEEKNUM НОМНЕДЕЛИ WEIBULL.DIST ВЕЙБУЛЛ.РАСП WORKDAY РАБДЕНЬ
WORKDAY.INTL РАБДЕНЬ.МЕЖД WRAPCOLS СВЕРНСТОЛБЦ WRAPROWS СВЕРНСТРОК XIRR ЧИСТВНДОХ XLOOKUP ПРОСМОТРX XMATCH ПОИСКПОЗX
XNPV ЧИСТНЗ XOR ИСКЛИЛИ YEAR ГОД YEARFRAC ДОЛЯГОДА Z.TEST Z.ТЕСТ
"""


def _plain(name: str) -> str:
    return name.upper().replace("Ё", "Е")


_PAIRS = _RUSSIAN.split()
_ENGLISH = {_plain(russian): english for english, russian in zip(_PAIRS[::2], _PAIRS[1::2], strict=True)}
# Other spellings that people type: a Cyrillic letter that looks Latin, a name of an earlier version.
_ENGLISH |= {"ПРОСМОТРХ": "XLOOKUP", "ПОИСКПОЗХ": "XMATCH", "ЗНАЧ": "VALUE", "ПОСЛЕДОВ": "SEQUENCE"}


def english(name: str) -> str:
    """The English name of a function, in capitals; one that is not known stays as it is."""
    return _ENGLISH.get(_plain(name), name.upper())
