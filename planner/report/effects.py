"""What each change of the workbook does to the timetable: sessions that it takes their place, and what follows."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from planner.domain import ApprenticeId, Kind, Session, SessionId, Timetable, monday
from planner.report.changes import Change, named_people
from planner.report.compare import Diff, PersonChange, SessionChange


@dataclass
class Effect:
    """What one change does; ``change`` None: what no change of the workbook explains by itself."""

    change: Change | None
    direct: list[SessionChange] = field(default_factory=list)
    """Sessions that lie under the change."""
    follows: list[SessionChange] = field(default_factory=list)
    """Others of the same weeks and people, that make room or are added for them."""
    people: list[PersonChange] = field(default_factory=list)
    """Whoever the change names, in sessions that stay: those that they join or leave."""

    @property
    def name(self) -> str:
        """What begins a line on it."""
        return self.change.name if self.change else "Par suite"

    @property
    def expected(self) -> bool:
        """Whether it is told even where it changes nothing: an adult is away, or the centre is closed."""
        change = self.change
        if change is None or change.back:
            return False
        return change.kind == "closure" or (change.kind == "absence" and bool(change.reach.trainer_ids))

    @property
    def all(self) -> tuple[SessionChange, ...]:
        """Everything that it does."""
        return (*self.direct, *self.follows)


def effects(
    told: Sequence[Change], before: Timetable, after: Timetable, diff: Diff, again: Mapping[SessionId, SessionId]
) -> tuple[Effect, ...]:
    """Every session that changes, once, under the closest change that it lies under; the others under what they follow.

    What names hours and a room, an adult or a class comes before a closed day, then what has no hours. A change about
    a person explains what is that person's alone: it moves no class. ``again``: session that is cancelled → the id
    under which it is given again, which then stands beside it. In the order of the workbook's changes, those that do
    nothing left out, but for an absent adult or a closed day; what nothing explains comes last.
    """
    found = [Effect(change) for change in told]
    closest = sorted(found, key=_breadth)
    persons = named_people(told)
    of: dict[SessionId, Effect] = {}
    for change in diff.sessions:
        own = _own(change, before, after, persons)
        effect = next((e for e in closest if _touches(e, change, before, after, own)), None)
        if effect is not None:
            effect.direct.append(change)
            of[change.session.id] = effect
    rest = Effect(None)
    owners = {new: of[old] for old, new in again.items() if old in of}
    for change in diff.sessions:
        if change.session.id not in of:
            owner = owners.get(change.session.id) or _gives_back(closest, change, after)
            (owner or _near(closest, change) or rest).follows.append(change)
    for person in diff.people:
        for effect in (e for e in found if e.change and person.apprentice_id in e.change.reach.apprentice_ids):
            effect.people.append(person)
            break
        else:
            event = next((e for e in closest if _calls_away(e, person, before, after)), None)
            if event is not None:
                event.people.append(person)
    return tuple(effect for effect in (*found, rest) if effect.all or effect.people or effect.expected)


def _calls_away(effect: Effect, person: PersonChange, before: Timetable, after: Timetable) -> bool:
    """Whether an event calls somebody from a session that goes on without them."""
    change, session = effect.change, before.session[person.session.id]
    if change is None or change.kind != "event" or person.joins or not change.reach.touches(session, ()):
        return False
    own = after.by_apprentice.get(person.apprentice_id, ())
    return any(one.kind == Kind.FIXED and one.overlaps(session) for one in own)


def behind(found: Sequence[Effect], session: Session, person: ApprenticeId, *, back: bool) -> Effect | None:
    """The change that takes a session from somebody, or gives it ``back``: what it lies under, else the only one."""
    mine = sorted((e for e in found if e.change and e.change.back is back), key=_breadth)
    under = (e for e in mine if e.change and e.change.reach.touches(session, (person,)))
    return next(under, mine[0] if len(mine) == 1 else None)


def _breadth(effect: Effect) -> int:
    """How much lies under a change, the least first; what is about people, who attend much and move little, last."""
    assert effect.change is not None
    reach = effect.change.reach
    return 3 if effect.change.personal else 2 if not reach.when else int(reach.everything)


def _own(
    change: SessionChange, before: Timetable, after: Timetable, persons: Collection[ApprenticeId]
) -> Collection[ApprenticeId]:
    """Whose own a change of a session is, among those whom the workbook's changes name.

    Nobody's where others are in it too, unless all that differs is who comes.
    """
    was, now = (set(_people(change.session.id, timetable)) for timetable in (before, after))
    people = was ^ now if change.what == "content" else was | now
    return people if people <= set(persons) else ()


def _touches(
    effect: Effect, change: SessionChange, before: Timetable, after: Timetable, own: Collection[ApprenticeId]
) -> bool:
    """Whether a session lay under a change where it was, or lies there where it is new; ``own``: whose own it is."""
    assert effect.change is not None
    reach = effect.change.reach
    if effect.change.personal:
        return not reach.apprentice_ids.isdisjoint(own)
    if change.before is not None:
        return reach.touches(change.before, _people(change.before.id, before, after))
    return reach.touches(change.session, _people(change.session.id, after))


def _people(key: SessionId, *timetables: Timetable) -> Collection[ApprenticeId]:
    return {row.apprentice_id for timetable in timetables for row in timetable.attendees.get(key, ())}


def _gives_back(found: Sequence[Effect], change: SessionChange, after: Timetable) -> Effect | None:
    """The change that gives back the place to which a session goes."""
    now = change.after
    giving = (e.change for e in found if e.change and e.change.back and not e.change.personal)
    touching = (c for c in giving if now and c.reach.touches(now, _people(now.id, after)))
    one = next(touching, None)
    return next((e for e in found if e.change is one), None) if one else None


def _near(found: Sequence[Effect], change: SessionChange) -> Effect | None:
    """The one change there is, else the first that has taken a session of the same week and class or adult."""
    if len(found) == 1:
        return found[0]
    mine = [s for s in (change.before, change.after) if s is not None]
    weeks = {monday(s.day) for s in mine}
    names = {name for s in mine for name in (*s.class_ids, *s.trainer_ids)}
    for effect in found:
        for other in effect.direct:
            sessions = [s for s in (other.before, other.after) if s is not None]
            if any(monday(s.day) in weeks and not names.isdisjoint((*s.class_ids, *s.trainer_ids)) for s in sessions):
                return effect
    return None
