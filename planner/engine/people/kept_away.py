"""Why an hour of somebody's own has no place: of the hours that are otherwise possible, the rule that refuses them.

One answer for whatever is placed for people by the loop over days and hours (`planner.engine.people.place`): what they
missed of a course, and needs of their own. It is asked after the fact, on the board as it stands, and changes nothing.

An hour is possible where the person, an adult who may lead and a place are all free of it, limits apart: then a longest
day or week, or the hours of the adult, is what refuses, and the rule says which.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from planner.board.board import Board
from planner.domain import Learner, Session
from planner.engine.people.place import Activity, Wish, activity_spans, free, full, possible_day
from planner.placement import for_everyone
from planner.words import count, say_all, say_when

MOST_SAID = 3
"""Rules that one reason names, those of most hours first."""
LeaderFree = Callable[[Board, Session], bool]
"""Whether somebody who may lead a session is free of its hour on a board."""


@dataclass(frozen=True, slots=True)
class Lacking:
    """How the adult and the place are called where there is none: « aucun formateur du cours libre »."""

    adult: str = "formateur compétent"
    place: str = "salle"


def kept_away(board: Board, activity: Activity, wish: Wish, led: LeaderFree, words: Lacking | None = None) -> str:
    """What keeps one person's hours of an activity away, in a French clause without a full stop.

    The nearest cause first: no day, no hour that is theirs, no adult, no place; else the rules against the hours at
    which there are all three. An hour that nothing is against is named.
    """
    words, learner = words or Lacking(), wish.learner
    days = [d for d in board.problem.days if wish.first <= d <= wish.last and possible_day(board, activity, learner, d)]
    days = [d for d in days if not _away_all_day(learner, d)]
    if not days:
        return "aucun jour au centre entre l'ouverture du besoin et l'échéance"
    loose = board.boundless()
    spans = (activity.at(board.problem, d, *span) for d in days for span in activity_spans(activity, [wish], d))
    theirs = [session for session in spans if free(loose, learner, session)]
    if not theirs:
        return f"aucune heure libre de cette personne pendant {_days(days)} au centre avant l'échéance"
    against, places = Counter[str](), set[str]()
    for session in theirs:
        # Rather an adult whom no limit keeps away: then what refuses is not their hours.
        placed = activity.mode(board, session, [learner]) or activity.mode(loose, session, [learner])
        if placed is not None:
            text = _refusal(board, activity, placed, learner)
            if not text:
                return f"une heure reste possible, {say_when(placed)}"
            against[text] += 1
            places.add(placed.room_id or "")
    if against:
        free_ones = "cette personne, un formateur et une salle" if any(places) else "cette personne et un formateur"
        return f"quand {free_ones} sont libres : {each_counted(against)}"
    if not any(led(loose, session) for session in theirs):
        return f"aucun {words.adult} libre aux heures libres de cette personne"
    return f"aucune {words.place} libre quand cette personne et un formateur le sont"


def _refusal(board: Board, activity: Activity, placed: Session, learner: Learner) -> str:
    """The first rule against a session of one person, in its own words; empty where none is.

    Rather one about the person: where the adult has no hour left either, another adult would be of no use.
    """
    if full(board, activity, learner, placed.day):
        return f"{count(activity.a_day, 'séance')} par jour au plus"
    placement = for_everyone(placed, board.ways(placed, [learner]))
    found = list(board.judged(placement))
    return min(found, key=lambda finding: not finding.people).clause if found else ""


def each_counted(against: Counter[str]) -> str:
    """The rules against most hours, each with how many where there are several."""
    if len(against) == 1:
        return next(iter(against))
    said = [f"{text} ({count(times, 'possibilité')})" for text, times in against.most_common(MOST_SAID)]
    return say_all(said)


def _days(days: Sequence[date]) -> str:
    """``ses 3 jours``, ``sa journée``."""
    return f"ses {len(days)} jours" if len(days) > 1 else "sa journée"


def _away_all_day(learner: Learner, day: date) -> bool:
    """Whether a hard absence takes the whole of a day."""
    return any(a.hard and a.on(day) and a.start == 0 and a.end >= 24 * 60 for a in learner.absences)
