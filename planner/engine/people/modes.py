"""How a session for some people may be led: by a trainer of its module or course, at a distance, or in autonomy.

A mode is asked for an hour with those who would come, and gives back the session with its adult and place, or None. It
looks at who is free and what suits; limits and rules are the loop's (`planner.engine.people.place`).
"""

from collections.abc import Sequence
from dataclasses import replace

from planner.board.board import Board
from planner.board.shelter import place_to_be
from planner.board.staff import met, room_for, rooms_for_course, sites_for, trainer_for, trainer_for_course
from planner.domain import Course, Guidance, Kind, Learner, Module, Problem, Session, SessionId, SiteId
from planner.engine.people.place import Activity, Mode, of_their_classes
from planner.labels import SUPPORT_LABEL, module_label, public_label


def by_module(module: Module) -> Mode:
    """A skilled trainer and a room; a supervised place where the module needs no trainer; no room at a distance.

    Nothing at all for what is done at a distance in one's own time. Otherwise the first site that has both: that of
    the people's class, or each site for people without a class.
    """

    def mode(board: Board, session: Session, people: Sequence[Learner]) -> Session | None:
        if module.modality == "remote_async":
            return session
        sites = sites_for(board.problem, people, session.day)
        rung = [site for site in sites if _rings(board.problem, site, session)] if len(sites) > 1 else sites
        tries = (at_site(board, module, replace(session, site_id=site), people) for site in rung)
        return next((found for found in tries if found is not None), None)

    return mode


def from_afar(people: Sequence[Learner]) -> bool:
    """Whether all of some people follow from elsewhere; an hour to which nobody is called is given on the spot."""
    return bool(people) and all(p.remote for p in people)


def _rings(problem: Problem, site: SiteId, session: Session) -> bool:
    """Whether the bells of a site give a session its minutes at its hour."""
    placements = problem.bells_at(site).placements(session.day.weekday(), session.minutes)
    return (session.start, session.end) in placements


def at_site(board: Board, module: Module, session: Session, people: Sequence[Learner]) -> Session | None:
    """The session on one site; None where a led module has no trainer, or nobody has a place.

    What is not led shares a watched place, whose adult is there for several groups, before it takes a trainer.
    """
    span = session.day, session.start, session.end
    remote = module.modality.startswith("remote") or from_afar(people)
    if module.guidance != Guidance.LED and not remote and not module.room_types:
        place, watching = place_to_be(board, people, *span)
        if place is not None and watching is not None:
            return replace(session, trainer_ids=(watching,), room_id=place, modality=module.modality)
    known = met(board, module, people, session.day)
    adult = trainer_for(board, module, *span, session.site_id, (t for s in known for t in s.trainer_ids), people)
    if adult is None and module.guidance == Guidance.LED:
        return None
    room = None
    if not remote:
        rooms = [s.room_id for s in known if s.room_id]
        room = room_for(board, people, *span, session.site_id, module, prefer=rooms) if adult else None
        if room is None and module.guidance != Guidance.LED:
            room, adult = place_to_be(board, people, *span)
        if room is None:
            return None
    modality = "remote_sync" if remote else module.modality
    return replace(session, trainer_ids=(adult,) if adult else (), room_id=room, modality=modality)


def by_course(course: Course) -> Mode:
    """A trainer of a course and a room for it; no room where everybody follows from elsewhere.

    The smallest room that holds all, a shared place last. None without a trainer or a room. Its adult is of the
    course's own teams, or has the skill where it names nobody.
    """

    def mode(board: Board, session: Session, people: Sequence[Learner]) -> Session | None:
        adult = trainer_for_course(board, course, session)
        if adult is None:
            return None
        led = replace(session, trainer_ids=(adult,))
        if from_afar(people):
            return replace(led, modality="remote_sync")
        room = min(
            rooms_for_course(board, course, session, people), key=lambda r: (r.shared > 1, r.seats, r.id), default=None
        )
        return replace(led, room_id=room.id) if room else None

    return mode


def on_their_own(board: Board, session: Session, people: Sequence[Learner]) -> Session | None:
    """Work that the trainer gives, in a supervised place."""
    room, adult = place_to_be(board, people, session.day, session.start, session.end)
    return (
        replace(session, trainer_ids=(adult,), room_id=room, guidance=Guidance.AUTONOMOUS) if room and adult else None
    )


def module_activity(problem: Problem, module: Module, name: SessionId) -> Activity:
    """A session of support of a module, under an id, for as many people as the module allows.

    Its colour is drawn later (`planner.engine.groups.naming`).
    """
    bare = Session(
        id=name,
        kind=Kind.SUPPORT,
        day=problem.first,
        start=0,
        end=0,
        minutes=module.minutes,
        modality=module.modality,
        label=module_label(module),
        public_label=public_label(module, SUPPORT_LABEL),
        module_id=module.id,
        strand=module.strand,
        guidance=module.guidance,
    )
    return Activity(
        bare, by_module(module), of_their_classes(problem), most=module.max_size, apart=not module.mix_classes
    )
