"""H4a: sessions follow the centre's own bells."""

import itertools
from collections.abc import Hashable, Iterator

from planner.domain import STEP, ApprenticeId, Bells, Kind, Problem, Session, Timetable, TrainerId
from planner.domain.time import is_lunch
from planner.model import Item, Option
from planner.placement import BoardView, Placement
from planner.rule import Enforce, Finding, Rule
from planner.words import class_name, say_minutes, say_when

FREE = (Kind.FIXED, Kind.VISIT)
"""Events have hours of their own."""
OF_COURSES = (Kind.COURSE, Kind.SUPPORT)
"""Sessions of a course, or that make up for it: they go where its room is."""


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Sessions that start or end off the bells, span lunch, or whose minutes are not those taught."""
    for session in timetable.sessions:
        if session.kind in FREE or session.modality == "remote_async" or session.id in problem.stands:
            continue
        for bells, of in _tables(problem, session):
            fault = _fault(bells, session)
            if fault:
                text = f"« {session.label} », {say_when(session)}, ne suit pas les horaires{of} : {fault}."
                yield Finding("H4a", text, sessions=(session.id,))


def _tables(problem: Problem, session: Session) -> list[tuple[Bells, str]]:
    """Bells that a session follows: of the site it goes to when no class is at home there, else of its classes."""
    known = [c for c in session.class_ids if c in problem.classes]
    room = problem.rooms.get(session.room_id) if session.room_id else None
    site = (room.site_id if room else "") or session.site_id
    visiting = (
        session.kind in OF_COURSES and session.course_id and all(problem.classes[c].site_id != site for c in known)
    )
    if not known or (visiting and site in problem.bells):
        return [(problem.bells_at(site), f" du site {site}" if known else "")]
    found = {problem.bells_of(c).id: (problem.bells_of(c), f" de la classe {class_name(problem, c)}") for c in known}
    return list(found.values())


def _fault(bells: Bells, session: Session) -> str:
    slots = bells.days[session.day.weekday()]
    served = session.meal and any(
        a.end == session.start and is_lunch(a.end, b.start) for a, b in itertools.pairwise(slots)
    )
    if not served and not any(
        s.start == session.start or (s.inside and _inside(session.start, s.start, s.end)) for s in slots
    ):
        return "aucun créneau ne commence à cette heure"
    if not any(s.end == session.end or (s.inside and _inside(session.end, s.start, s.end)) for s in slots):
        return "aucun créneau ne se termine à cette heure"
    spanned = [s for s in slots if s.start < session.end and s.end > session.start]
    if not session.meal and any(is_lunch(a.end, b.start) for a, b in itertools.pairwise(spanned)):
        return "la séance déborde sur le repas"
    taught = sum(min(s.end, session.end) - max(s.start, session.start) for s in spanned)
    if taught != session.minutes:
        return f"elle compte {say_minutes(session.minutes)} au lieu de {say_minutes(taught)}"
    return ""


def _inside(minute: int, start: int, end: int) -> bool:
    return start < minute < end and (minute - start) % STEP == 0


def _about(problem: Problem, item: Item, team: tuple[TrainerId, ...]) -> Hashable | None:
    """Its bells, and how long it lasts."""
    del problem, team
    return None if item.kind in FREE else (item.bells_ids or (item.site_id,), item.minutes, item.meal)


def enforce_domain(problem: Problem, item: Item, option: Option) -> bool:
    """The option is a run of slots that gives the item's minutes, under the bells of each of its classes."""
    if item.kind in FREE:
        return True
    tables = [problem.bells_at(b) for b in item.bells_ids or (item.site_id,)]
    span = (option.start, option.end)
    return all(span in bells.placements(option.day.weekday(), item.minutes, item.meal) for bells in tables)


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """The session is a run of slots that gives its minutes, under each of the bells that it follows.

    Whoever joins one that stands brings the bells of their class: they stay out where these have no such run.
    """
    placed = placement.session
    if placed.kind in FREE or placed.modality == "remote_async" or placed.id in problem.stands:
        return
    span, weekday = (placed.start, placed.end), placed.day.weekday()
    for bells in problem.session_bells(placed):
        if span in bells.placements(weekday, placed.minutes, placed.meal):
            continue
        bringing = () if placement.moves else tuple(sorted(_bringing(problem, board, placement, bells)))
        if placement.moves or bringing:
            # The usual bells of a centre have no name.
            named = f" « {bells.id} »" if bells.id else " du centre"
            text = (
                f"« {placed.label} », {say_when(placed)}, ne suit pas les horaires{named} : aucune suite de "
                f"créneaux ne donne {say_minutes(placed.minutes)} à cette heure sans déborder sur le repas."
            )
            yield Finding("H4a", text, sessions=(placed.id,), people=bringing)


def _bringing(problem: Problem, board: BoardView, placement: Placement, bells: Bells) -> Iterator[ApprenticeId]:
    """Those who join and whose class has these bells, where the session that stands does not name it yet."""
    placed = placement.session
    for person in placement.joining:
        home = problem.learners[person].membership(placed.day) if person in problem.learners else None
        if home is None or home.class_id not in placed.class_ids or problem.bells_of(home.class_id).id != bells.id:
            continue
        if placed.id not in {s.id for s in board.of_class(home.class_id, placed.day)}:
            yield person


RULE = Rule(
    key="H4a",
    statement="Les séances commencent et se terminent aux heures des horaires du centre, sans déborder sur le repas.",
    kind="hard",
    check=check,
    enforce=Enforce(domain=enforce_domain, about=_about, refuse=refuse),
)
