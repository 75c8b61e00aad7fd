"""Why a block of the entry module has no hour by its deadline: what is in the way at each of its hours, by the rules.

Asked after the fact, on the board as it stands, of one person and one block; nothing changes. The nearest cause first:
no day that is theirs, no adult whom the workbook names, no hour of that length; then what keeps it from the hours that
there are, each asked with what the person could leave for it left.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import islice

from planner.board.apart import Apart
from planner.board.board import Board
from planner.board.judging import refusals
from planner.board.staff import room_for, sites_for, trainer_for
from planner.domain import Guidance, Learner, Module, Owed, Session
from planner.engine.people.entry_block import GIVES_WAY, block_session, block_spans
from planner.engine.people.kept_away import each_counted
from planner.placement import for_everyone
from planner.words import say_minutes, say_when

HOURS_ASKED = 60
"""Hours of a person that the rules are asked about, from the first on: weeks before a company say the same."""


def entry_kept_away(board: Board, need: Owed, module: Module) -> str:
    """What keeps a block from somebody by its deadline, in a French clause without a full stop."""
    problem, learner = board.problem, board.problem.learners[need.apprentice_id]
    days = [d for d in problem.days if need.opens <= d <= need.deadline]
    days = [d for d in days if problem.presence(learner, d) or board.presence.off_company(learner, d)]
    window = f"du {need.opens:%d/%m/%Y} au {need.deadline:%d/%m/%Y}"
    if not days:
        return f"aucun jour au CFA, ni jour ouvert sans entreprise, {window}"
    if module.guidance == Guidance.LED and module.modality != "remote_async" and not problem.leaders(module):
        return "aucun formateur ne l’a dans la feuille Compétences"
    against = Counter[str]()
    for hour in islice(_hours(board, module, learner, days), HOURS_ASKED):
        text = _against(board, module, learner, *hour)
        if not text:
            session = block_session(board, module, [learner], *hour, [], 0)
            assert session is not None
            return f"une heure reste possible, {say_when(session)}"
        against[text] += 1
    if not against:
        return f"aucune heure de {say_minutes(module.minutes)} où cette personne est là, {window}"
    return f"{window}, {each_counted(against)}"


def _hours(board: Board, module: Module, learner: Learner, days: list[date]) -> Iterator[tuple[date, int, int]]:
    """The hours of some days at which the calendar has somebody at the centre, or the company leaves them free."""
    for day in days:
        for start, end in sorted(block_spans(board.problem, learner, day, module.minutes)):
            if board.presence.may_come(learner, day, start, end):
                yield day, start, end


def _against(board: Board, module: Module, learner: Learner, day: date, start: int, end: int) -> str:
    """What is in the way of a block for one person at an hour; empty where nothing is."""
    problem, loose = board.problem, board.boundless()
    clashes = board.presence.clashes(learner.id, day, start, end)
    held = next((s for s in clashes if s.kind not in GIVES_WAY), None)
    if held is not None:
        return f"heure prise par « {held.label} »"
    if not loose.presence.allowed(learner, day, start, end, module.minutes):
        return "absence, ou horaire à garder libre"
    # Rather an adult whom no limit keeps away: then what refuses is not their hours.
    within = block_session(board, module, [learner], day, start, end, [], 0)
    session = within or block_session(loose, module, [learner], day, start, end, [], 0)
    if session is None:
        return _lacks(loose, module, learner, day, start, end)
    view = Apart(board, learner.id, frozenset(s.id for s in clashes))
    placement = for_everyone(session, board.ways(session, [learner]))
    refused = next((found.clause for found in refusals(board.rules, problem, view, placement)), "")
    refused = refused or _full(board, learner, session, clashes)
    return refused or ("" if within else "formateur au bout de ses heures")


def _full(board: Board, learner: Learner, session: Session, clashes: list[Session]) -> str:
    """That a day or a week holds no more minutes, where the rules that say so are switched off."""
    more = session.minutes - sum(s.minutes for s in clashes)
    fits = board.presence.allowed(learner, session.day, session.start, session.end, more)
    return "" if fits and board.presence.in_week(learner, session.day, more) else "journée ou semaine pleine"


def _lacks(loose: Board, module: Module, learner: Learner, day: date, start: int, end: int) -> str:
    """The adult or the room that a block lacks at an hour, on every site of somebody."""
    sites = sites_for(loose.problem, [learner], day)
    led = module.guidance == Guidance.LED and module.modality != "remote_async"
    far = module.modality.startswith("remote")
    adult = not led or any(trainer_for(loose, module, day, start, end, site) for site in sites)
    room = far or any(room_for(loose, [learner], day, start, end, site, module) for site in sites)
    if adult and room:
        return "formateur et salle libres sur deux sites"
    lack = [] if adult else ["aucun formateur compétent libre"]
    return " et ".join([*lack, *([] if room else ["aucune salle libre"])])
