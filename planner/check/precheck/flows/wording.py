"""When hours that do not fit could be, in words."""

from planner.check.precheck.flows.openings import day_of
from planner.check.precheck.flows.transport import Shortage
from planner.words import DAY_NAMES, count, say_all, say_day, say_minutes

FEW_DAYS = 3
"""Days, or weekdays, that a sentence names one by one."""


def when_said(found: Shortage) -> str:
    """``le lundi matin (4 jours)``, ``le lundi 7 septembre``, ``sur 12 jours``: when its hours could be."""
    halves = {half for ask in found.asks for half in ask.halves}
    days = sorted({day_of(half) for half in halves})
    weekdays = sorted({day.weekday() for day in days})
    part = "" if len({half % 2 for half in halves}) > 1 else " après-midi" if min(halves) % 2 else " matin"
    if len(days) <= FEW_DAYS:
        return f"{say_all(f'le {say_day(day)}' for day in days)}{part and f' ({part.strip()})'}"
    if len(weekdays) <= FEW_DAYS:
        return f"{say_all(f'le {DAY_NAMES[weekday]}{part}' for weekday in weekdays)} ({count(len(days), 'jour')})"
    return f"sur {count(len(days), 'jour')}{part and f' ({part.strip()})'}"


def sessions_said(found: Shortage) -> str:
    """`` (par séances entières de 4 h)``: that a rest of a half-day is lost; empty for short or unlike sessions."""
    lengths = {length for ask in found.asks for length in ask.lengths}
    known = len(lengths) == 1 and all(ask.lengths for ask in found.asks) and min(lengths) > 60
    return f" (par séances entières de {say_minutes(min(lengths))})" if known else ""


def capital(text: str) -> str:
    """The same text as a sentence begins."""
    return text[:1].upper() + text[1:]
