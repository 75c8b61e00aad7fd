"""Cells to dates, times of day, durations and weekdays. A refusal is a ``ValueError`` in French."""

import itertools
import math
import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from data.reading.parse_values import number, pieces, text, whole
from data.sheets.columns import fold
from planner.domain import ALL_DAY, AM, PM

DAY = 24 * 60
FIRST_YEAR, LAST_YEAR = 1900, 2100
ZONED = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:?\d\d.{0,12}?(?:Z|[+-]\d\d:?\d\d)")
MIDNIGHT = re.compile(r"[T ]00:?00(?::?00(?:\.0+)?)?(?:Z|[+]00:?00)$")
CENTURY = 60
"""A year in two digits below this one is after 2000: ``09`` is 2009, ``98`` is 1998."""
EXCEL_EPOCH = date(1899, 12, 30)
MONTHS = (
    "janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre",
    "decembre",
)  # fmt: skip
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ("lu lun lundi lundis", "ma mar mardi mardis", "me mer mercredi mercredis", "je jeu jeudi jeudis",
         "ve ven vendredi vendredis", "sa sam samedi samedis", "di dim dimanche dimanches")
    )
    for name in names.split()
}  # fmt: skip
HALVES = {"am": AM, "matin": AM, "matins": AM, "pm": PM, "apres midi": PM, "ap": PM, "aprem": PM}
LAST_WORDS = frozenset(name.rpartition(" ")[2] for name in HALVES)
"""How a half-day ends in what is typed: of the days before it, where others follow after a comma or « et »."""
ARTICLES = frozenset({"le", "les", "tous", "chaque"})
UNKNOWN_DAYS = "n'est pas compris : écrivez par exemple X, lu-ma, lu-me am ou ma;je."
UNKNOWN_CLOCKS = "n'est pas compris : écrivez une heure, par exemple 16h45, ve 15h30, ou 16h45 ; ve 15h30."
UNKNOWN_STARTS = "n'est pas compris : écrivez des heures, par exemple 8h ; 10h15, ou ma 14h ; je 8h."
UNKNOWN_LENGTHS = "n'est pas une suite de durées : séparez-les par « + », par exemple 4+4+2."
UNKNOWN_WINDOWS = (
    "n'est pas compris : écrivez des jours et, s'il le faut, leurs heures deux à deux, par exemple lu am, ma 14h-16h "
    "ou me 8h-10h ; me 14h-16h."
)
ONLY_DAYS = (
    "contient des heures, et cette cellule ne dit que des jours et des demi-journées (lu-me am ; je) : l'absence à "
    "certaines heures s'écrit dans la feuille « Indisponibilités »."
)
EVERY_DAY = {"x", "cfa", "tous", "toute la semaine", "1", "oui"}
MOST_VOLUME = {"total": (2000 * 60, "2000 h"), "weekly": (60 * 60, "60 h/sem"), "weekly_slots": (60, "60 créneaux/sem")}
"""What no course asks for: more is a slip of the keyboard, and would be laid out one session at a time."""
LONGEST_IN_HOURS = 12
"""A bare number up to this one is a length in hours, above it in minutes."""

BY_WEEK = r"(.+?)\s*(?:(?:/|par|chaque)\s*sem(?:aine|\.)?(?:\s+(?:au\s+)?cfa)?|hebdo(?:\.|madaires?)?)"
"""A volume by the week, in lower case: ``2 h/sem``, ``2 h par semaine au CFA``, ``2 heures hebdo``."""
BY_YEAR = r".+?\s*(?:(?:/|par|chaque)\s*an(?:n[ée]e)?|annuel(?:le)?(?:s|ment)?)"
"""A volume by the year, which says nothing of the weeks of the timetable."""
TIMES = r"(\d{1,2})\s*(?:x|×|\*|fois)\s*(\d[\d.,]*\s*(?:h(?:eures?)?|min(?:utes?)?)?\s*\d*)"
"""Sessions of one length: ``2 x 4 h``."""
HOUR = r"\d{1,2}\s?(?:h|:)?(?:\d{2})?"
HOUR_SAID = r"\d{1,2}\s?(?:h|:)"
SPAN = rf"{HOUR}\s*(?:-|–|à)\s*{HOUR}"
Windows = tuple[tuple[int, int, int, int], ...]
"""(weekday, half-days, start, end) in order, times in minutes."""
Days = tuple[tuple[int, int], ...]
"""(weekday, half-days) pairs in order; Monday is 0."""

Clocks = tuple[tuple[int, int], ...]
"""(weekday, minutes after midnight) pairs in order."""
MOMENT = re.compile(r"(\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4})[ T]+(\d{1,2}[:hH]\d{2})(?::\d{2})?")
"""A date and an hour in one cell."""


def day(value: object) -> date:
    """A real date, an Excel serial, or ``07/09/2026``, ``2026-09-07``, ``7 septembre 2026``."""
    if isinstance(value, datetime):
        return _plausible(value.date())
    if isinstance(value, date):
        return _plausible(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 10000 <= value < 80000:
        return _plausible(EXCEL_EPOCH + timedelta(days=int(value)))
    typed = text(value)
    if ZONED.fullmatch(typed) and not MIDNIGHT.search(typed):
        raise ValueError(
            "est un moment d'un autre fuseau horaire, qui peut tomber un autre jour ici : écrivez la date seule, par "
            "exemple 07/09/2026."
        )
    words = re.sub(r"(\d)er\b", r"\1", fold(typed))
    found = (
        re.fullmatch(r"(?:[a-z]+ )?(?P<d>\d{1,2}) (?P<m>\d{1,2}) (?P<y>\d{4}|\d{2})(?: 0?0 00(?: 00)?)?", words)
        or re.fullmatch(r"(?P<y>\d{4}) (?P<m>\d{1,2}) (?P<d>\d{1,2})(?:[t ].*)?", words)
        or re.fullmatch(r"(?:[a-z]+ )?(?P<d>\d{1,2}) (?P<m>[a-z]+) (?P<y>\d{4})", words)
    )
    if not found:
        raise ValueError("n'est pas une date : écrivez par exemple 07/09/2026.")
    number, month, year = int(found["d"]), _month(found["m"]), int(found["y"])
    if len(found["y"]) == 2:
        year += 2000 if year < CENTURY else 1900
    if found["m"].isdigit() and month > 12 >= number:
        raise ValueError(
            f"semble écrite mois d'abord : écrivez {month:02d}/{number:02d}/{year}, et vérifiez les autres dates de "
            "la colonne."
        )
    try:
        return _plausible(date(year, month, number))
    except ValueError as error:
        raise ValueError("est une date impossible : vérifiez le jour, le mois et l'année.") from error


def _month(name: str) -> int:
    """Number of a month; 0 when there is no such month. Three letters are enough where only one month has them."""
    if name.isdigit():
        return int(name)
    found = [number for number, month in enumerate(MONTHS, start=1) if len(name) >= 3 and month.startswith(name)]
    return found[0] if len(found) == 1 else 0


def _plausible(found: date) -> date:
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ValueError("est une date impossible : vérifiez l'année.")
    return found


def clock(value: object) -> int:
    """A time of day in minutes: a real time, a fraction of a day, or ``14h30``, ``14:30``, ``14 h``."""
    if isinstance(value, (time, datetime)):
        return value.hour * 60 + value.minute
    if isinstance(value, timedelta):
        return _of_day(round(value.total_seconds() / 60))
    if isinstance(value, float) and 0 < value < 1:
        return _of_day(round(value * DAY))
    found = re.fullmatch(r"(\d{1,2})(?:\s*(?:h|:|heures?)\s*(\d{2})?(?::\d{2})?\s*(?:min)?)?", text(value).lower())
    if not found or int(found[2] or 0) > 59:
        raise ValueError("n'est pas une heure : écrivez par exemple 14h30.")
    return _of_day(int(found[1]) * 60 + int(found[2] or 0))


def _of_day(minutes: int) -> int:
    if not 0 <= minutes <= DAY:
        raise ValueError("n'est pas une heure du jour : écrivez de 0h00 à 24h00.")
    return minutes


def hours(value: object) -> int:
    """A duration in minutes; a bare number is in hours."""
    return _duration(value, math.inf)


def length(value: object) -> int:
    """The length of a session in minutes; a bare number is in hours up to 12, in minutes above."""
    return _duration(value, LONGEST_IN_HOURS)


def _duration(value: object, in_hours: float) -> int:
    if isinstance(value, (time, datetime)):
        return value.hour * 60 + value.minute
    if isinstance(value, timedelta):
        return round(value.total_seconds() / 60)
    words = text(value).lower()
    found = re.fullmatch(r"(\d+)\s*(?:h|:|heures?)\s*(\d{1,2})\s*(?:min|mn|minutes?)?", words)
    if found and int(found[2]) < 60:
        return int(found[1]) * 60 + int(found[2])
    found = re.fullmatch(r"([\d ]+(?:[.,]\d+)?)\s*(h|heures?|min|mn|minutes?)", words)
    try:
        amount = number(found[1] if found else value)
    except ValueError as error:
        raise ValueError("n'est pas une durée : écrivez par exemple 24 h, 1 h 30 ou 90 min.") from error
    if amount < 0:
        raise ValueError("est une durée négative.")
    minutes = found[2].startswith("m") if found else amount > in_hours
    return round(amount if minutes else amount * 60)


def lengths(value: object) -> tuple[int, ...]:
    """Lengths of sessions in minutes: ``4+4+2``, ``1 h 30 + 1 h 30``, ``2``."""
    if not isinstance(value, str):
        return (length(value),)
    try:
        found = tuple(length(piece) for part in pieces(value) for piece in part.split("+"))
    except ValueError as error:
        if len(re.findall(r"\d+", value)) < 2:
            raise
        raise ValueError(UNKNOWN_LENGTHS) from error
    if not found or min(found) <= 0:
        raise ValueError(UNKNOWN_LENGTHS)
    return found


def hours_list(value: object) -> tuple[int, ...]:
    """Durations in hours separated by ``;``, in minutes."""
    return (hours(value),) if not isinstance(value, str) else tuple(hours(piece) for piece in pieces(value))


def days(value: object) -> Days:
    """Weekdays with half-days: ``lu-ma``, ``lu-me am``, ``ma;je``, ``X``; a range takes the half named after it."""
    found: dict[int, int] = {}
    for piece in pieces(value):
        if re.search(HOUR_SAID, piece):
            raise ValueError(ONLY_DAYS)
        for weekday, half in _days_of(piece):
            found[weekday] = found.get(weekday, 0) | half
    if not found:
        raise ValueError("ne dit aucun jour.")
    return tuple(sorted(found.items()))


def clocks(value: object) -> Clocks:
    """A time of day by weekday: ``16h45``, ``ve 15h30``, ``16h45 ; ve 15h30`` where the weekday named wins."""
    every: dict[int, int] = {}
    named: dict[int, int] = {}
    for weekdays, moment in _timed(value, UNKNOWN_CLOCKS):
        (named if weekdays else every).update(dict.fromkeys(weekdays or range(7), moment))
    return tuple(sorted((every | named).items()))


def starts(value: object) -> Clocks:
    """Several times of day, each on all days or on those it names: ``8h ; 10h15``, ``ma 14h ; je 8h``."""
    found = _timed(value, UNKNOWN_STARTS)
    return tuple(sorted({(weekday, moment) for weekdays, moment in found for weekday in weekdays or range(7)}))


def _timed(value: object, unknown: str) -> Iterator[tuple[list[int], int]]:
    """The weekdays that each piece of a cell names (none: it names no day) and its time of day."""
    for piece in pieces(value) if isinstance(value, str) else (value,):
        words = re.fullmatch(r"(\D*)(.*)", piece) if isinstance(piece, str) else None
        weekdays, said = (words[1].strip(" :,"), words[2]) if words else ("", piece)
        try:
            moment = clock(said)
            yield ([weekday for weekday, _half in days(weekdays)] if weekdays else []), moment
        except ValueError as error:
            raise ValueError(unknown) from error


def _days_of(piece: str) -> Days:
    parts = [part for part in re.split(r"\s*[,/]\s*|\s+et\s+", piece) if part.strip()]
    named = all(not WEEKDAYS.keys().isdisjoint(fold(part).split()) for part in parts)
    if named and any(fold(part).rpartition(" ")[2] in LAST_WORDS for part in parts[:-1]):
        return tuple(day for part in parts for day in _days_of(part))
    words, half = fold(re.sub(r"\s*[-–]\s*(?!midi)|\s+(?:au|à)\s+", " JUSQUA ", piece)).split(), ALL_DAY
    for count in (2, 1):
        name = " ".join(words[-count:])
        if len(words) >= count and name in HALVES:
            half, words = HALVES[name], words[:-count]
            break
    while len(words) > 1 and words[0] in ARTICLES:
        words = words[1:]
    if " ".join(words) in EVERY_DAY or (not words and half != ALL_DAY):
        return tuple((weekday, half) for weekday in range(7))
    found: list[int] = []
    for before, word in itertools.pairwise(["", *(w for w in words if w != "et")]):
        if word != "jusqua":
            number = WEEKDAYS.get(word)
            if number is None or (before == "jusqua" and (not found or number < found[-1])):
                raise ValueError(UNKNOWN_DAYS)
            found += range(found[-1] + 1, number + 1) if before == "jusqua" else [number]
    if not found or words[-1] == "jusqua":
        raise ValueError(UNKNOWN_DAYS)
    return tuple((number, half) for number in found)


def windows(value: object) -> Windows:
    """Weekdays with half-days and hours: ``ma 14:00-16:00 ; je am ; ve``; without hours, the whole of the half-days.

    A day may have several spans (``lu 8h-10h et 14h-16h``, ``lu 8h-10h ; 14h-16h``): each counts.
    """
    found: list[tuple[int, int, int, int]] = []
    weekdays: Days = ()
    for piece in pieces(value):
        spans = re.search(rf"(?:^|\s+)(?:de\s+)?{SPAN}(?:(?:\s*,\s*|\s+)(?:et\s+)?(?:de\s+)?{SPAN})*$", piece)
        words = piece[: spans.start()] if spans else piece
        try:
            weekdays = weekdays if spans and weekdays and not words else _days_of(words)
        except ValueError as error:
            raise ValueError(UNKNOWN_WINDOWS) from error
        times = [clock(hour) for hour in re.findall(HOUR, spans[0])] if spans else [0, DAY]
        for start, end in zip(times[::2], times[1::2], strict=True):
            if end <= start:
                raise ValueError("finit avant de commencer : corrigez l'une des deux heures.")
            found += [(weekday, half, start, end) for weekday, half in weekdays]
    if not found:
        raise ValueError("ne dit aucun jour.")
    return tuple(sorted(found))


def volume(value: object) -> tuple[str, int]:
    """``total``, ``weekly`` or ``weekly_slots``, and the amount: ``24 h``, ``2 x 4 h/sem``, ``3 créneaux/sem``."""
    words = text(value).lower()
    found = re.fullmatch(BY_WEEK, words)
    if not found:
        kind, amount = "total", _total(value)
    elif slots := re.fullmatch(r"(\d+)\s*cr[ée]neaux?", found[1]):
        kind, amount = "weekly_slots", whole(slots[1])
    else:
        kind, amount = "weekly", _sum(found[1])
    if amount <= 0:
        raise ValueError("n'est pas un volume : écrivez par exemple 24 h, 2 h/sem ou 3 créneaux/sem.")
    most, said = MOST_VOLUME[kind]
    if amount > most:
        raise ValueError(f"est trop grand : le plus grand possible est {said}.")
    return kind, amount


def _sum(words: str) -> int:
    """Hours of a week, also as sessions: ``2 x 4 h``."""
    found = re.fullmatch(TIMES, words)
    return whole(found[1]) * hours(found[2]) if found else hours(words)


def _total(value: object) -> int:
    """Hours in all; what is no duration may have been meant by the week."""
    words = text(value).lower()
    if re.fullmatch(BY_YEAR, words):
        raise ValueError("compte par an : écrivez les heures de la durée du calcul (24 h en tout), ou 2 h/sem.")
    if re.fullmatch(TIMES, words):
        raise ValueError(
            f"ne dit pas si c'est par semaine : écrivez {words}/sem, ou le total sur la durée du calcul (24 h)."
        )
    try:
        return hours(value)
    except ValueError as error:
        said = str(error).replace("par exemple 24 h, 1 h 30 ou 90 min", "par exemple 2 h/sem, ou 24 h en tout")
        raise ValueError(said) from error


def teams(value: object) -> tuple[tuple[str, ...], ...]:
    """Alternatives of trainers at once: ``A``, ``A ou B`` (also ``A ; B``), ``A + B``."""
    sides = [side for piece in pieces(value) for side in re.split(r"\s+ou\s+", piece, flags=re.IGNORECASE)]
    found = tuple(tuple(name for part in side.split("+") if (name := part.strip())) for side in sides)
    return tuple(team for team in found if team)
