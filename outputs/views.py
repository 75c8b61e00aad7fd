"""What a class, a trainer or a room sees of a timetable, prepared once for every writer of printable grids.

Two readings of the same sessions: ``public`` ones carry neutral labels only, no name of an apprentice, no module, no
session that concerns a few people of a class; internal ones say everything that a planner needs.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from outputs.grid import Entry, Week, weeks
from outputs.labels import (
    HELP_MARK,
    KIND_NAMES,
    REMOTE_PLACE,
    SUPPORT_LABEL,
    appointment,
    class_label,
    names_team,
    neutral_study,
    of_named_few,
    part_name,
    public_label,
    public_name,
)
from outputs.whole_class import PART_OF_CLASS, for_a_part, told_to_class, without_anyone
from planner.domain import (
    AM,
    PM,
    Bells,
    ClassId,
    Kind,
    Problem,
    Room,
    RoomId,
    Session,
    Timetable,
    TrainerId,
    beside,
    key,
    name_order,
    sessions_beside,
)

KINDS = ("classes", "formateurs", "salles")
"""The three sorts of views, by the name of their folder."""

TAGS = KIND_NAMES | {Kind.COURSE: "", Kind.ONBOARDING: "Préparation à l'entrée", Kind.VISIT: "Visite"}
"""A kind of session in words, for a planner; ordinary courses carry none."""

PUBLIC_TAGS = TAGS | {Kind.BARRETTE: SUPPORT_LABEL}

PUBLIC_KINDS = {Kind.SUPPORT: Kind.BARRETTE, Kind.ONBOARDING: Kind.BARRETTE, Kind.VISIT: Kind.FIXED}
"""Kinds that would tell something about a person, and the kind they are shown as."""

PERSONAL_KINDS = frozenset({Kind.SUPPORT, Kind.STUDY, Kind.ONBOARDING, Kind.VISIT})
"""Kinds that concern some people of a class only, so that no handed-out class timetable shows them."""

OPEN_IN_LEGEND = "Temps banalisé (accompagnement)"
"""An open period beside support, which has nearly its name."""
NOBODY_COMES = "sans apprenant"
"""What stands beside a course that nobody attends."""
IN_GROUPS = "salle : voir son propre emploi du temps"
"""What stands beside an open period at which the class has no place of its own."""

WHO_GOES = "qui y va : voir sa fiche ou son calendrier"
"""What stands beside a session for some of a class."""


@dataclass(frozen=True, slots=True)
class View:
    """All weeks of one class, trainer or room. ``kind`` is one of `KINDS`."""

    kind: str
    id: str
    name: str
    subtitle: str
    weeks: tuple[Week, ...]


@dataclass(frozen=True, slots=True)
class Reader:
    """Names and labels of a problem and its timetable, in a public or an internal reading."""

    problem: Problem
    timetable: Timetable
    public: bool

    def trainers(self, session: Session) -> str:
        """Names of the adults of a session; in public of those alone who may be told of it."""
        return "" if self.public and not names_team(session) else self.names(session.trainer_ids)

    def names(self, trainer_ids: Iterable[TrainerId]) -> str:
        """Names of adults."""
        known = self.problem.trainers
        return ", ".join(self.name(known[t].name, t) if t in known else t for t in trainer_ids)

    def room(self, session: Session) -> str:
        """Name of the place, or that it is at a distance."""
        if session.modality in ("remote_sync", "remote_async"):
            return REMOTE_PLACE
        return self.place(session.room_id)

    def place(self, room_id: RoomId | None) -> str:
        """Name of a place."""
        room = self.problem.rooms.get(room_id) if room_id else None
        return self.name(room.name, room.id) if room else str(room_id or "")

    def classes(self, session: Session, but: ClassId | None = None) -> str:
        """Names of the classes, but one."""
        known = self.problem.classes
        return ", ".join(self.name(known[c].name, c) if c in known else c for c in session.class_ids if c != but)

    def of_few(self, session: Session) -> bool:
        """Whether a session is for some people of a class, or a talk with one: nobody else reads whose it is."""
        return session.kind in PERSONAL_KINDS or of_named_few(self.problem, session)

    def headcount(self, session: Session) -> str:
        """``12 apprenants``, empty when nobody is expected; in public neither of a few people nor of a support group.

        How many are in a group tells which one it is.
        """
        number = len(self.timetable.attendees.get(session.id, ()))
        hidden = self.of_few(session) or session.kind in (Kind.BARRETTE, Kind.OPEN)
        if not number or (self.public and hidden):
            return ""
        return f"{number} apprenant{'s' if number > 1 else ''}"

    def title(self, session: Session, in_class: bool = False) -> str:
        """The label of a session; in a class's own view a course is its subject alone."""
        neutral = self.public or (in_class and session.kind == Kind.COURSE)
        text = public_label(self.problem, self.timetable, session) if neutral else session.label
        text = (self.public and neutral_study(self.problem, self.timetable, session)) or text
        return f"{text} – {part_name(self.problem, session)}" if session.part and "partie" not in text else text

    def name(self, name: str, identifier: str) -> str:
        """A name of a class, a trainer or a place, as it may be handed out."""
        return public_name(name, identifier) if self.public else name

    def entry(self, session: Session, title: str, lines: Iterable[str]) -> Entry:
        """A session as an entry of a grid."""
        kind = PUBLIC_KINDS.get(session.kind, session.kind) if self.public else session.kind
        tag = (PUBLIC_TAGS if self.public else TAGS).get(kind, "")
        return Entry(
            session.day,
            session.start,
            session.end,
            kind,
            title,
            "" if key(title).startswith(key(tag)) else tag,
            tuple(line for line in lines if line),
            session.modality == "remote_async",
        )


def views(problem: Problem, timetable: Timetable, public: bool) -> tuple[View, ...]:
    """Every class, trainer and room that has something to show, in the order of the workbook."""
    reader = Reader(problem, timetable, public)
    busy = {*timetable.by_trainer, *({} if public else beside(problem, timetable))}
    return (
        *(class_view(reader, c.id) for c in problem.classes.values() if not c.meeting),
        *(trainer_view(reader, t) for t in problem.trainers if t in busy),
        *(room_view(reader, r.id) for r in _own_rooms(problem) if sessions_beside(problem, timetable, r.id)),
    )


def class_view(reader: Reader, class_id: ClassId) -> View:
    """A class: its courses, its barrettes once per occurrence, its events; days in the company are said."""
    problem = reader.problem
    group = problem.classes[class_id]
    programme = problem.programmes.get(group.programme_id)
    subtitle = f"{programme.level}, {group.year}{'re' if group.year == 1 else 'e'} année" if programme else ""
    entries = class_entries(reader, class_id)

    def presence(day: date) -> tuple[int, str]:
        return problem.class_presence(class_id, day), _closed(problem, day, class_id) or "En entreprise"

    return View(
        "classes",
        class_id,
        reader.name(group.name, class_id) or "Classe",
        subtitle,
        weeks(problem.bells_of(class_id), entries, presence, problem.class_weeks(class_id)),
    )


def class_entries(reader: Reader, class_id: ClassId) -> list[Entry]:
    """Entries of a class, the groups of an occurrence of a barrette together.

    In public a session of named people is the class's where it holds all of it; a course that nobody attends gives way
    to it then.
    """
    problem, timetable = reader.problem, reader.timetable
    entries: list[Entry] = []
    together: dict[object, list[Session]] = {}
    for session in reader.timetable.by_class.get(class_id, ()):
        if session.kind == Kind.BARRETTE:
            together.setdefault((session.barrette_id, session.day, session.start, session.end), []).append(session)
            continue
        personal, empty = reader.of_few(session), without_anyone(problem, timetable, session)
        if not reader.public or told_to_class(problem, timetable, session, class_id):
            others = reader.classes(session, but=class_id)
            more = NOBODY_COMES if empty else f"avec {others}" if others else ""
            who = reader.headcount(session) if personal else more
            split = reader.public and for_a_part(problem, timetable, session, class_id)
            lines = (reader.trainers(session), _where(reader, session), WHO_GOES if split else who)
            title = reader.title(session, in_class=True) + (f" ({PART_OF_CLASS})" if split else "")
            entries.append(reader.entry(session, title, lines))
    entries += [_barrette(reader, sessions) for sessions in together.values()]
    return entries


def _where(reader: Reader, session: Session) -> str:
    """The room; of an open period it is that of those who are called to no group, and the others have theirs."""
    room = reader.room(session)
    if session.kind != Kind.OPEN:
        return room
    return f"{room} : qui n’a pas de groupe" if room else IN_GROUPS


def _barrette(reader: Reader, sessions: list[Session]) -> Entry:
    """One occurrence of a barrette as its classes read it: a title, and a line a group; in public no appointment."""
    ordered = sorted(sessions, key=lambda s: (name_order(reader.title(s)), s.id))
    lines = [group_line(reader, s) for s in ordered if not (reader.public and appointment(reader.problem, s))]
    return reader.entry(ordered[0], barrette_title(reader, ordered), lines)


def barrette_title(reader: Reader, sessions: list[Session]) -> str:
    """The name of the barrette for a planner; in public the strands, or the subjects that it carries."""
    barrette = reader.problem.barrettes.get(sessions[0].barrette_id) if sessions[0].barrette_id else None
    return barrette.name if barrette and not reader.public else class_label(reader.problem, reader.timetable, sessions)


def group_line(reader: Reader, session: Session) -> str:
    """``Atelier bleu – Salle 4 – Mme Petit``; for a planner the module and the number of people."""
    barrette = reader.problem.barrettes.get(session.barrette_id) if session.barrette_id else None
    known = SUPPORT_LABEL if reader.public or barrette is None else barrette.name
    title = reader.title(session).removeprefix(f"{known} – ")
    number = len(reader.timetable.attendees.get(session.id, ()))
    name = title if reader.public else f"{title} ({number})"
    return " – ".join(part for part in (name, reader.room(session), reader.trainers(session)) if part)


def trainer_view(reader: Reader, trainer_id: TrainerId) -> View:
    """A trainer or another adult: what, with which classes, where; also what they spend beside somebody.

    In public only what they lead: hours beside one person, even without a word, are those of the person's class. Of
    support not more than its hour: the place would lead from the trainer to the group of a class page.
    """
    problem = reader.problem
    trainer = problem.trainers[trainer_id]
    led = reader.timetable.by_trainer.get(trainer_id, ())
    helped = () if reader.public else beside(problem, reader.timetable).get(trainer_id, ())
    sessions = (*led, *helped)
    entries = [
        reader.entry(s, SUPPORT_LABEL, ())
        if reader.public and s.kind in (Kind.BARRETTE, Kind.SUPPORT)
        else reader.entry(s, mark + reader.title(s), (who(reader, s), reader.room(s), reader.headcount(s)))
        for mark, held in (("", led), (HELP_MARK, helped))
        for s in held
    ]
    return View(
        "formateurs",
        trainer_id,
        reader.name(trainer.name, trainer_id) or "Formateur",
        reader.name(trainer.role, "").capitalize(),
        weeks(bells_of(problem, sessions), entries, _open(problem)),
    )


def _own_rooms(problem: Problem) -> list[Room]:
    """Rooms of the workbook, without those that are two of them at once."""
    return [room for room in problem.rooms.values() if not room.implied]


def room_view(reader: Reader, room_id: RoomId) -> View:
    """A place: what, with which classes and adults; of a room made of rooms, or a part of one, where exactly."""
    problem = reader.problem
    room = problem.rooms[room_id]
    sessions = sessions_beside(problem, reader.timetable, room_id)
    where = {s.id: "" if s.room_id == room_id else reader.place(s.room_id) for s in sessions}
    entries = [
        reader.entry(s, reader.title(s), (who(reader, s), reader.trainers(s), where[s.id], reader.headcount(s)))
        for s in sessions
    ]
    seats = f"{room.seats} place{'s' if room.seats > 1 else ''}"
    return View(
        "salles",
        room_id,
        reader.name(room.name, room_id) or "Salle",
        ", ".join(text for text in (reader.name(room.type, ""), seats) if text),
        weeks(problem.bells_at(room.site_id), entries, _open(problem)),
    )


def who(reader: Reader, session: Session) -> str:
    """Classes of a session, unless the label names them or the session is for a few people."""
    names = reader.classes(session)
    hidden = reader.public and reader.of_few(session)
    return "" if hidden or (names and names in reader.title(session)) else names


def bells_of(problem: Problem, sessions: Iterable[Session]) -> Bells:
    """The bells of the site of most of the sessions."""
    sites = [s.site_id for s in sessions]
    return problem.bells_at(max(dict.fromkeys(sites), key=sites.count, default=""))


def _open(problem: Problem) -> Callable[[date], tuple[int, str]]:
    def presence(day: date) -> tuple[int, str]:
        closed = _closed(problem, day)
        return (problem.open_mask(day) if closed else AM | PM), closed

    return presence


def _closed(problem: Problem, day: date, class_id: ClassId | None = None) -> str:
    """Why nobody, or nobody of a class, is at the centre on a day, or for half of it; empty when it is open."""
    if not problem.first <= day <= problem.last:
        return "Hors période"
    return "" if problem.open_for(class_id, day) == AM | PM else "Fermé"


def legend(public: bool, kinds: Iterable[str]) -> Mapping[str, str]:
    """Colours in words: kinds that appear, in a fixed order."""
    names = (PUBLIC_TAGS if public else TAGS) | {Kind.COURSE: "Cours", Kind.OPEN: OPEN_IN_LEGEND}
    present = set(kinds)
    return {kind: name for kind, name in names.items() if kind in present}
