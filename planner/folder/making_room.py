"""Room made for a session in a folder: what has to move, checked, as a step of the draft or for a version.

One service for `barrette move` and for « Faites de la place » of the board, which runs that command.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from constraints import RULES
from planner.answer import RULE_BROKEN, USAGE, Refused
from planner.check.verify import preference_costs
from planner.domain import Session, Timetable
from planner.engine.change.edits import Edit, apply_edits
from planner.engine.change.limits import Limits
from planner.engine.change.make_room import RoomMade, RoomQuestion, WantedPlace, clear_hour
from planner.engine.change.repair_model import Place
from planner.engine.solvers.cpsat import Interrupt
from planner.folder.drafted import refuse_held
from planner.folder.scene import AskedScene
from planner.listener import Listener
from planner.model import Option
from planner.rule import Finding
from planner.why.lifted import place_where_it_is
from planner.why.told import say_cost, say_place, titled, told_once
from planner.words import bulleted, count


@dataclass(frozen=True)
class Cleared:
    """What moves so that a session has its place, and the timetable then, which breaks no rule that held before."""

    edits: tuple[Edit, ...]
    timetable: Timetable
    lines: tuple[str, ...]
    """What moves, from where to where, and what the preferences count for it."""


def clear(scene: AskedScene, session: Session, wanted: WantedPlace, listener: Listener) -> Cleared:
    """Make room for a session of a timetable; raises Refused where it may not move, and where no room can be made."""
    place = _place(session, wanted)
    if place == place_where_it_is(session):
        raise Refused(USAGE, f"« {session.label} » est déjà à cette place : rien n’est à changer.")
    refuse_held(scene, session, place)
    asked = scene.asked(session)
    if stuck := [s for s in asked.others if not scene.may_move(s)]:
        raise Refused(RULE_BROKEN, f"« {session.label} » ne bouge pas sans :", *bulleted([titled(s) for s in stuck]))
    limits = Limits(scene.moves, scene.moves, frozenset(scene.kept))
    interrupt = Interrupt()
    question = RoomQuestion(scene.problem, scene.timetable, RULES, limits, session, asked.others, wanted, interrupt)
    made, against = RoomMade(), list[Finding]()
    with listener.searching(interrupt):
        for made in clear_hour(question, lambda name: listener.phase(name, {})):
            if made.edits:
                listener.phase("contrôle de toutes les règles", {})
                timetable, broken = apply_edits(scene.problem, scene.timetable, made.edits, RULES)
                if not broken:
                    listener.arrived()
                    return Cleared(made.edits, timetable, tuple(_told(scene, timetable, session, made)))
                against = against or list(broken)
    listener.arrived()
    if interrupt.asked.is_set():
        raise Refused(RULE_BROKEN, f"{NONE_FOR.format(session.label)} avant l’arrêt : rien n’est changé.")
    if made.never:
        with scene.judge.lifting(session.id) as lift:
            against = list(scene.judge.judged(lift, place).findings)
    raise Refused(RULE_BROKEN, *_why_none(scene, session, made, against))


NONE_FOR = "Aucune place n’a pu être faite pour « {} »"


def _place(session: Session, wanted: WantedPlace) -> Place:
    option = Option(wanted.day, wanted.start, wanted.end, wanted.team or session.trainer_ids)
    return Place(option, wanted.room or session.room_id)


def _why_none(scene: AskedScene, session: Session, made: RoomMade, against: Sequence[Finding]) -> list[str]:
    """Why no room can be made, as far as it is known; ``against``: what rules say of the hour, or of what was found."""
    none = NONE_FOR.format(session.label)
    texts = bulleted([finding.text for finding in told_once(scene.problem, against)])
    if made.never:
        return [f"{none} : quoi qu’on déplace, cette heure lui reste interdite.", *texts]
    if texts:
        return [f"{none} : ce qui a été trouvé ne respecterait pas toutes les règles.", *texts]
    if made.held:
        return [f"{none}. Ne peut pas être déplacé de cette heure :", *_named(made.held)]
    if made.without:
        return [f"{none}. N’aurait plus de place, dans aucune semaine :", *_named(made.without)]
    return [f"{none} : aucun échange de séances ne l’ouvre."]


def _named(sessions: Iterable[Session]) -> list[str]:
    return bulleted(list(dict.fromkeys(titled(s) for s in sessions)))


def _told(scene: AskedScene, now: Timetable, session: Session, made: RoomMade) -> list[str]:
    """The session, then the others, from where to where."""
    ours = {session.id, *(s.id for s in scene.asked(session).others)}
    others = [e for e in made.edits if e.session_id not in ours]
    lines = [_moves(scene, e) for e in made.edits if e.session_id == session.id]
    with_it = sum(e.session_id in ours for e in made.edits) - 1
    if with_it > 0:
        lines.append(f"Avec elle, à la même heure : {count(with_it, 'autre séance', 'autres séances')}.")
    if others:
        least = " (il n’en faut pas moins sans changer de semaine ni de formateur)" if made.fewest else ""
        lines.append(f"{count(len(others), 'autre séance change', 'autres séances changent')}{least} :")
        lines += bulleted([_moves(scene, e) for e in others], len(others))
    else:
        lines.append("Aucune autre séance ne change.")
    cost = _cost(scene, now) - _cost(scene, scene.timetable)
    return [*lines, f"Préférences : {say_cost(cost)}."]


def _cost(scene: AskedScene, timetable: Timetable) -> float:
    return sum(preference_costs(scene.problem, RULES, timetable).values())


def _moves(scene: AskedScene, edit: Edit) -> str:
    """« Maths – CAP 1 » : mardi 8 septembre, 10 h – 11 h, Salle 1 → jeudi 10 septembre, 8 h – 9 h, Salle 2."""
    was = scene.timetable.session[edit.session_id]
    now = Place(Option(edit.day, edit.start, edit.end, edit.trainer_ids), edit.room_id)
    return f"« {was.label} » : {say_place(scene.problem, place_where_it_is(was))} → {say_place(scene.problem, now)}"
