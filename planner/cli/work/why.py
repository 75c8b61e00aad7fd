"""`barrette why`: why a session is where it is, why it is not elsewhere, and where else it may be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from planner.answer import USAGE, Done, Refused
from planner.cli.work.asked_place import AskedPlace, asked_place
from planner.cli.work.filled import FilledWeek, Holder, filled_week
from planner.cli.work.moment import session_named
from planner.cli.work.owed_to import PersonTold, owed_to
from planner.domain import Session
from planner.engine.change.repair_model import Place
from planner.folder.scene import AskedScene, AskedSession, scene_of
from planner.model import Option
from planner.store.database import today
from planner.store.opening import at_last_version
from planner.why.chains import MoveChain, chains
from planner.why.held import freed_from
from planner.why.places import Judge, JudgedPlace, legal_places
from planner.words import say_all

BEST = 3
"""Other places that are told with why a session is where it is."""
MOST_OTHER_PLACES = 10
"""Other places that are told where they are asked for."""
CHAINS_TRIED = 3
"""Chains that are tried, the checker having the last word."""


@dataclass(frozen=True, slots=True)
class WhyRequest:
    """What is asked, as typed."""

    session: str = ""
    places: str = ""
    at: str = ""
    day: str = ""
    start: str = ""
    room: str = ""
    trainer: str = ""
    group: str = ""
    """A class."""
    apprentice: str = ""
    need: str = ""
    period: str = ""
    public: bool = False


@dataclass(frozen=True)
class WhyHere(Done):
    """Why a session is where it is, and the best of its other places."""

    asked: AskedSession
    costs: Mapping[str, float]
    """What each preference counts for its place, weighted."""
    places: Sequence[JudgedPlace]
    """All other hours that are open to it, the cheapest first."""
    past: bool = False
    """Whether it is over: nothing opens another hour to it any more."""


@dataclass(frozen=True)
class WhyNot(Done):
    """What is against a session at a place, and what would open it."""

    asked: AskedSession
    judged: JudgedPlace
    instead: JudgedPlace | None = None
    """The same hour with other adults or another room, where the rules allow it so."""
    in_the_way: Sequence[Session] = ()
    """Sessions that rules name: who would have to move."""
    chain: MoveChain | None = None
    """Moves that open it, made, the checker having nothing against them."""
    searched: bool = True
    """Whether one was looked for: not for what a lock, the notice or the workbook holds, nor for an hour before."""
    opens: date | None = None
    """The first day on which an hour may change, where the place that is asked for comes before."""


@dataclass(frozen=True)
class OtherPlaces(Done):
    """The best other places of a session: those that are open, then those that others would have to leave."""

    asked: AskedSession
    places: Sequence[JudgedPlace]
    chains: Sequence[MoveChain] = ()
    searched: bool = True
    """Whether chains were looked for: not for what a lock, the notice or the workbook holds."""


Why = WhyHere | WhyNot | OtherPlaces | FilledWeek | PersonTold


def explain_place(folder: Path, asked: WhyRequest) -> Why:
    """Answer a question about a session, or a week of somebody, of the last version; nothing is changed."""
    _one_question(asked)
    with at_last_version(folder, writes=False) as (store, _version, problem, timetable):
        scene = scene_of(store, problem, timetable)
    if asked.apprentice:
        return owed_to(problem, timetable, asked.apprentice, asked.need, asked.period, scene.moves, public=asked.public)
    if not asked.session and not asked.places:
        named: dict[Holder, str] = {"trainer": asked.trainer, "room": asked.room, "class": asked.group}
        return filled_week(scene.judge, timetable, named, asked.day, scene.may_move)
    session = session_named(problem, timetable, asked.session or asked.places)
    owner = freed_from(scene.judge.board, session)
    if asked.places:
        return _places(scene, session)
    if not any((asked.at, asked.day, asked.start, asked.room, asked.trainer)):
        return _here(scene, session)
    wanted = _wanted(scene, session, asked)
    if owner is not None and wanted.hour[:2] != (session.day, session.start):
        raise Refused(
            USAGE,
            f"« {session.label} » accueille ceux qui ne suivent pas « {owner.label} », et change d’heure avec.",
            f"Posez la question pour lui : --session {owner.id}.",
        )
    return _not_there(scene, session, wanted)


def _one_question(asked: WhyRequest) -> None:
    """Raises Refused for two questions at once, and for what belongs to a question that is not asked."""
    named = {
        "--session": asked.session,
        "--places": asked.places,
        "--class": asked.group,
        "--apprentice": asked.apprentice,
    }
    given = [option for option, text in named.items() if text]
    if len(given) > 1:
        raise Refused(USAGE, f"Une question à la fois : {say_all(given)} ne vont pas ensemble.")
    if (asked.need or asked.public or asked.period) and not asked.apprentice:
        raise Refused(USAGE, "--need, --period et --public vont avec --apprentice.")
    moment = any((asked.at, asked.day, asked.start, asked.room, asked.trainer))
    if (asked.places or asked.apprentice) and moment:
        raise Refused(
            USAGE, f"{given[0]} se demande seul ; --at, --date, --start, --room et --trainer vont avec --session."
        )
    alone = {"--trainer": asked.trainer, "--room": asked.room, "--class": asked.group}
    weeks = [option for option, text in alone.items() if text]
    if len(weeks) > 1 and not asked.session:
        raise Refused(USAGE, f"Une question à la fois : {say_all(weeks)} ne vont pas ensemble sans --session.")
    if (asked.at or asked.start) and not asked.session:
        raise Refused(USAGE, "--at et --start vont avec --session.")


def _here(scene: AskedScene, session: Session) -> WhyHere:
    judge, asked = scene.judge, scene.asked(session)
    places = _open(judge, session)
    with judge.lifting(session.id) as lift:
        costs = {key: units for key, units in judge.weighed(lift, lift.place).items() if units}
    return WhyHere(asked, costs, places, past=session.day < today())


def _open(judge: Judge, session: Session) -> list[JudgedPlace]:
    """The hours that are open to a session, its own apart, the cheapest first."""
    own = session.day, session.start, session.end
    found = (p for p in legal_places(judge, session.id) if p.hour != own)
    return sorted(found, key=lambda p: (p.cost, p.hour))


def _places(scene: AskedScene, session: Session) -> OtherPlaces:
    judge, asked = scene.judge, scene.asked(session)
    places = _open(judge, session)
    lacking = MOST_OTHER_PLACES - len(places)
    found: list[MoveChain] = []
    searched = scene.may_move(session)
    if lacking > 0 and searched:
        ways, known = judge.ways(session), {p.hour for p in places} | {(session.day, session.start, session.end)}
        for hour in ways.teams:
            if hour not in known and ways.teams[hour]:
                found += islice(chains(judge, session.id, list(ways.at(hour)), scene.may_move), 1)
    best = sorted(found, key=lambda c: (len(c.steps), c.cost, len(c.people)))
    tried = islice((c for c in best if scene.holds(c)), max(0, lacking))
    return OtherPlaces(asked, places[:MOST_OTHER_PLACES], list(tried), searched)


def _wanted(scene: AskedScene, session: Session, asked: WhyRequest) -> AskedPlace:
    found = asked_place(scene, session, (asked.at, asked.day, asked.start), asked.room, asked.trainer)
    if found.is_own(session):
        raise Refused(
            USAGE, "C’est la place qu’elle a déjà : lancez barrette why avec --session seul pour savoir pourquoi."
        )
    return found


def _not_there(scene: AskedScene, session: Session, wanted: AskedPlace) -> WhyNot:
    judge, asked = scene.judge, scene.asked(session)
    judge.ways(session)
    tried = _as_wanted(judge, session, wanted)
    with judge.lifting(session.id) as lift:
        found = judge.judged(lift, tried[0])
        instead = next((p for p in tried[1:] if found.findings and judge.refused(lift, p) is None), None)
        other = JudgedPlace(instead, (), judge.costs(lift, instead)) if instead is not None else None
    ours = {session.id, *(s.id for s in asked.others)}
    named = dict.fromkeys(name for f in found.findings for name in f.sessions if name not in ours)
    in_the_way = tuple(scene.timetable.session[name] for name in named if name in scene.timetable.session)
    opens = scene.moves if wanted.hour[0] < scene.moves else None
    if not found.findings or other is not None or opens is not None or not scene.may_move(session):
        return WhyNot(asked, found, other, in_the_way, searched=False, opens=opens)
    return WhyNot(asked, found, None, in_the_way, _tried(scene, session, tried))


def _as_wanted(judge: Judge, session: Session, wanted: AskedPlace) -> list[Place]:
    """The place as it is asked for, then the same hour with what may change: other adults, other rooms."""
    team, room = session.trainer_ids, wanted.room or session.room_id
    if wanted.trainer is not None and wanted.trainer not in team:
        team = (wanted.trainer, *team[1:])
    found = [Place(Option(*wanted.hour, team), room)]
    ways = judge.ways(session)
    teams = ways.teams.get(wanted.hour) or [session.trainer_ids]
    for some in teams:
        if wanted.trainer is None or wanted.trainer in some:
            found += [Place(Option(*wanted.hour, some), other) for other in ways.rooms if wanted.room in (None, other)]
    return list(dict.fromkeys(found))


def _tried(scene: AskedScene, session: Session, places: Sequence[Place]) -> MoveChain | None:
    """The first chain that the checker has nothing against, of a few."""
    tried = islice(chains(scene.judge, session.id, places, scene.may_move), CHAINS_TRIED)
    return next(filter(scene.holds, tried), None)
