"""The last stage: what is owed and planned, what is not placed and why, and the summary."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planner.board.board import Board
from planner.domain import (
    ORDINARY_ROOMS,
    STRANDS,
    Attendance,
    BarretteId,
    ClassGroup,
    ClassId,
    CourseId,
    Debt,
    Kind,
    Owed,
    PeriodId,
    Problem,
    Session,
    SessionId,
    Timetable,
    Unplaced,
    clock,
    in_order,
    key,
)
from planner.engine.groups.placeable import payable_minutes
from planner.engine.people.makeup import Made
from planner.engine.term.missing import reasons
from planner.engine.term.occurrences import barrette_occurrences, open_occurrences
from planner.engine.term.plan import TermPlan
from planner.engine.untaught import untaught
from planner.engine.week.draft import Draft
from planner.engine.week.items import without_room
from planner.engine.week.solve import WeekAnswer
from planner.hours.cycle import cycle_rows
from planner.hours.followed import followed_rows
from planner.hours.ledger import settle
from planner.hours.missed import SOURCE_MAKEUP
from planner.hours.owed import SOURCE_PROGRAMME
from planner.model import Item
from planner.model.groups import Occasion


@dataclass(frozen=True)
class Outcome:
    """What the stages left for the summary."""

    draft: Draft
    plan: TermPlan
    weeks: tuple[WeekAnswer, ...]
    occasions: Mapping[tuple[BarretteId, PeriodId | None], tuple[Occasion, ...]]
    opens: tuple[Occasion, ...]
    idle: tuple[Unplaced, ...]
    """Hours that the rest of a class should spend in a supervised place, and for which there is none."""
    made: Made
    seconds: Mapping[str, float]


def finish(board: Board, owed: Sequence[Owed], outcome: Outcome) -> Timetable:
    """The timetable with its debts, its list of what is not placed, and its summary."""
    problem = board.problem
    sessions = in_order(list(board.sessions.values()))
    attendance = board.attendance()
    debts = all_rows(problem, owed, outcome.made, sessions, attendance)
    left = _left_out(board, outcome)
    left += untaught(board, outcome.draft.weeks, left)
    unplaced = (*left, *outcome.idle, *board.unwatched, *strands_missing(board))
    needs = [d for d in debts if d.source != SOURCE_PROGRAMME]
    occasions = [o for found in outcome.occasions.values() for o in found]
    payable = payable_minutes(problem, owed, [*occasions, *outcome.opens]) + board.extra_support
    payable = min(payable, sum(d.due for d in needs if d.source != SOURCE_MAKEUP))
    payable += sum(d.planned for d in needs if d.source == SOURCE_MAKEUP)
    counts = counted(debts, unplaced)
    summary = {
        "status": counts["status"],
        "hours_owed": counts["hours_owed"],
        "hours_payable": round(payable / 60, 2),
        "hours_planned": counts["hours_planned"],
        "objective": sum(a.objective for a in outcome.weeks),
        "bound": None,
        "gap": None,
        "deterministic_time": round(sum(a.work for a in outcome.weeks) + outcome.plan.work, 3),
        "sizes": {
            "classes": len(problem.classes),
            "apprentices": len(problem.learners),
            "trainers": len(problem.trainers),
            "rooms": len(problem.rooms),
            "sessions": len(sessions),
            "attendance": len(attendance),
            "kinds": dict(sorted(Counter(s.kind for s in sessions).items())),
        },
        "unplaced": counts["unplaced"],
        "seconds": dict(outcome.seconds),
    }
    groups = tuple(sorted(board.groups, key=lambda g: g.id))
    return Timetable(sessions, attendance, groups, debts, tuple(unplaced), summary)


def counted(debts: Sequence[Debt], unplaced: Sequence[Unplaced]) -> dict[str, Any]:
    """What every summary says of hours owed, without strand targets, and of what is not placed."""
    needs = [d for d in debts if d.source != SOURCE_PROGRAMME]
    return {
        "status": "complet" if not unplaced else "incomplet",
        "hours_owed": round(sum(d.due for d in needs) / 60, 2),
        "hours_planned": round(sum(d.planned for d in needs) / 60, 2),
        "unplaced": len(unplaced),
    }


def all_rows(
    problem: Problem, owed: Sequence[Owed], made: Made, sessions: Sequence[Session], attendance: Sequence[Attendance]
) -> tuple[Debt, ...]:
    """Every row of the hours owed: needs, hours to make up, courses followed elsewhere, minimum of the cycle."""
    return (
        *settle(problem, (*owed, *made.owed), sessions, attendance, made.reasons),
        *followed_rows(problem, sessions, attendance),
        *cycle_rows(problem, sessions, attendance),
    )


def _left_out(board: Board, outcome: Outcome) -> list[Unplaced]:
    """Items without a place, with the reason that the engine knows to be true."""
    found = []
    for answer in sorted(outcome.weeks, key=lambda a: a.week):
        for item in outcome.draft.unplaced[answer.week]:
            found.append(_unplaced(outcome.draft, item, answer))
    found += _without_group(board, outcome)
    why = reasons(board.problem, outcome.plan)
    for course_id, part, minutes, number in outcome.plan.missing:
        course = board.problem.courses[course_id]
        for k in range(number):
            found.append(
                Unplaced(
                    SessionId(f"{course_id}{part and '-' + part}-manque-{minutes}-{k + 1}"),
                    Kind.COURSE,
                    minutes,
                    why[course_id, part, minutes],
                    course_ids=(course_id,),
                    class_ids=course.class_ids,
                )
            )
    return found


def _without_group(board: Board, outcome: Outcome) -> list[Unplaced]:
    """Occurrences of barrettes that have a time and no group: nobody is there, or nobody can lead."""
    held = {(s.barrette_id, s.period_id, s.occurrence) for s in board.sessions.values() if s.kind == Kind.BARRETTE}
    attended = {o.key for found in outcome.occasions.values() for o in found if o.learners}
    found = []
    for placed in outcome.draft.weeks.values():
        for item, option in placed:
            if item.barrette_id is None or (item.barrette_id, item.period_id, item.occurrence) in held:
                continue
            why = (
                "aucun groupe n’a pu ouvrir : ni formateur compétent libre, ni place à cette heure"
                if item.id in attended
                else "aucun apprenant n’est attendu à cette heure"
            )
            reason = f"{option.day:%d/%m/%Y} à {clock(option.start)} : {why}"
            ids = _courses(item), item.barrette_id, item.class_ids
            found.append(Unplaced(item.id, item.kind, item.minutes, reason, *ids))
    return found


def _unplaced(draft: Draft, item: Item, answer: WeekAnswer) -> Unplaced:
    week = f"semaine du {answer.week:%d/%m/%Y}"
    if item.id in draft.why:
        reason = draft.why[item.id]
    elif item.id in answer.no_option and without_room(draft.problem, item, answer.week):
        reason = f"{week} : {_no_room(draft.problem, item)}"
    elif item.id in answer.no_option:
        reason = (
            f"{week} : aucun créneau où la classe, le formateur et les horaires conviennent ensemble "
            f"pour {clock(item.minutes)}"
        )
    elif any(p.id == item.id for p, _o in answer.placed):
        reason = f"{week} : aucune salle convenable libre à l’heure trouvée"
    elif answer.proven:
        reason = f"{week} : toutes les séances ne tiennent pas ensemble ; celle-ci est la moins coûteuse à laisser"
    else:
        reason = f"{week} : pas de place trouvée dans le temps de calcul ; relancer avec --effort plus grand"
    return Unplaced(
        item.id,
        item.kind,
        item.minutes,
        reason,
        course_ids=_courses(item),
        barrette_id=item.barrette_id,
        class_ids=item.class_ids,
    )


def _courses(item: Item) -> tuple[CourseId, ...]:
    return (item.course_id,) if item.course_id else ()


def _no_room(problem: Problem, item: Item) -> str:
    """Why no room of the workbook suits a course session, whatever the hour."""
    assert item.course_id is not None
    course = problem.courses[item.course_id]
    special = {key(t) for c in problem.courses.values() for t in c.room_types} - ORDINARY_ROOMS
    rooms = [r for r in problem.course_rooms(course) if course.room_types or key(r.type) not in special]
    kind = f" de type « {' ou '.join(course.room_types)} »" if course.room_types else ""
    most = max((room.seats for room in rooms), default=0)
    if not rooms:
        return f"aucune salle{kind} n’a ce que le cours demande"
    if most < item.heads:
        return (
            f"{item.heads} apprenants sont attendus et la plus grande salle{kind} a {most} place{'s' * (most > 1)} ; "
            "partager la classe (colonne « parties ») ou prévoir une salle plus grande"
        )
    return f"aucune salle{kind} ne convient à tous ceux qui sont attendus (aménagements, groupe, site)"


def strands_missing(board: Board) -> list[Unplaced]:
    """Strands that a class should have and has not, over the horizon."""
    problem = board.problem
    given: set[tuple[ClassId, str]] = set()
    for session in board.sessions.values():
        here = board.people[session.id] if session.strand else ()
        for person in (p for p in here if not problem.missed(session.id, p)):
            home = problem.learners[person].membership(session.day)
            given |= {(home.class_id, session.strand)} if home else set()
    found = []
    for class_id, group in sorted(problem.classes.items()):
        programme = problem.programmes.get(group.programme_id)
        if programme is None or not programme.three_strands or not problem.class_weeks(class_id):
            continue
        for strand in STRANDS:
            if (class_id, strand) not in given:
                due = programme.strand_minutes.get((group.year, strand), 0)
                reason = _no_strand(board, class_id) if due else _no_hours(group)
                found.append(
                    Unplaced(SessionId(f"volet-{class_id}-{strand}"), Kind.SUPPORT, 60, reason, class_ids=(class_id,))
                )
    return found


def _no_hours(group: ClassGroup) -> str:
    return (
        f"0 h dans la feuille Diplômes pour l’année {group.year} de la formation de {group.name}, alors que les trois "
        "volets sont attendus en CAP et en bac pro"
    )


def _no_strand(board: Board, class_id: ClassId) -> str:
    problem = board.problem
    has = any(class_id in b.class_ids and barrette_occurrences(problem, b.id) for b in problem.barrettes.values())
    has = has or any(class_id in o.class_ids and open_occurrences(problem, o.id) for o in problem.open_periods)
    if not has:
        return "la classe n’a ni barrette ni temps d’accompagnement : ajouter une ligne dans l’une des deux feuilles"
    return "aucun groupe de ce volet n’a pu ouvrir : ni formateur compétent libre, ni place à ces heures"
