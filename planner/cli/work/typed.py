"""What a planner types on the command line: names that are looked up, days."""

from collections.abc import Mapping
from datetime import date

from data.reading.parse_time import day as read_day
from outputs.summary import horizon
from planner.answer import USAGE, Refused
from planner.domain import Problem, key
from planner.words import did_you_mean, say_some


def by_name(text: str, names: Mapping[str, str], what: str, cure: str) -> str:
    """The code of something given by its code or its name, whatever the case and the order of the words.

    Raises Refused when nothing has it, or several things have these words.
    """
    folded = {key(name): code for code, name in names.items()} | {key(code): code for code in names}
    found = folded.get(key(text))
    if found is None:
        words = sorted(key(text).split())
        same = [code for code, name in names.items() if sorted(key(name).split()) == words]
        if len(same) == 1:
            return same[0]
        several = [name for name in names.values() if words and set(words) <= set(key(name).split())]
        if len(several) > 1:
            raise Refused(USAGE, f"{what} « {text} » : plusieurs conviennent, précisez : {say_some(several)}.")
        near = did_you_mean(text, [*names.values(), *names])
        raise Refused(USAGE, f"{what} « {text} » n’existe pas.{near} {cure}".strip())
    return found


def a_day(text: str, option: str = "", *more: str) -> date:
    """The date that is typed; raises Refused for what is none, with ``more`` lines. ``option``: the one that has it."""
    try:
        return read_day(text)
    except ValueError as error:
        raise Refused(USAGE, f"{option and f'{option} : '}« {text} » {error}", *more) from error


def outside(problem: Problem, day: date, which: str = "Le") -> str:
    """What is said of a day that the timetable does not reach."""
    return f"{which} {day:%d/%m/%Y} est hors de l’emploi du temps ({horizon(problem)})."


def typed_day(option: str, text: str, example: date) -> date:
    """The date that an option gives; raises Refused, with an example, for what is none."""
    try:
        return read_day(text)
    except ValueError as error:
        ways = f"{example} ou {example:%d/%m/%Y}"
        raise Refused(USAGE, f"{option} : « {text} » n’est pas une date ; écrivez par exemple {ways}.") from error
