"""What stands in the calendar of each apprentice, trainer, room and class: public words only.

A person sees the public title of a session; only a course names its trainers, nobody is told who else comes.
"""

from collections.abc import Iterator

from outputs.ics.texts import Entry as Entry
from outputs.ics.texts import Text as Text
from outputs.ics.whole_days import whole_days
from outputs.labels import (
    HELP_MARK,
    OPEN_LABEL,
    REMOTE_PLACE,
    SUPPORT_LABEL,
    appointment,
    class_label,
    names_team,
    of_named_few,
    public_label,
    public_name,
)
from outputs.whole_class import PART_OF_CLASS, in_several_rooms, told_to_class
from planner.domain import (
    MAINLAND_CLOCK,
    ApprenticeId,
    ClassId,
    Kind,
    Learner,
    Problem,
    RoomId,
    Session,
    SessionId,
    Timetable,
    TrainerId,
    beside,
    in_order,
    rooms_beside,
)
from planner.labels import MEETING_LABEL

CATEGORIES = {Kind.COURSE: "Cours", Kind.FIXED: MEETING_LABEL, Kind.VISIT: MEETING_LABEL}
"""What an event is, in a word that tells nothing of anybody; `SUPPORT_LABEL` for all the rest."""


Feed = tuple[str, str, list[Entry]]
"""Id of the owner, name of the calendar, events in order of time."""


class Feeds:
    """The calendars of a timetable, by audience, each in order of ids."""

    def __init__(self, problem: Problem, timetable: Timetable) -> None:
        self.problem = problem
        self.timetable = timetable
        self._named = problem.settings.event
        self.sessions = in_order(list(timetable.sessions))
        self._titles = {s.id: public_label(problem, timetable, s) for s in self.sessions}
        clock = problem.settings.clock
        self._zone = "" if clock == MAINLAND_CLOCK else clock

    def apprentices(self) -> Iterator[Feed]:
        """Everyone on the roll at least a day, with or without a session, and whoever is expected somewhere."""
        found: dict[ApprenticeId, list[Entry]] = {
            learner.id: [] for learner in self.problem.learners.values() if self._enrolled(learner)
        }
        for session in self.sessions:
            name = self._named(session.id)
            here, away = ((name, self._for_apprentice(session, remote)) for remote in (False, True))
            for row in self.timetable.attendees.get(session.id, ()):
                found.setdefault(row.apprentice_id, []).append(away if row.remote else here)
        for apprentice, entries in sorted(found.items()):
            learner = self.problem.learners.get(apprentice)
            if learner is not None and self.problem.settings.whole_days:
                entries = sorted([*entries, *whole_days(self.problem, learner)], key=lambda entry: entry[1][:3])
            yield apprentice, learner.first_name if learner else "emploi du temps", entries

    def _enrolled(self, learner: Learner) -> bool:
        return any(self.problem.enrolled(learner, day) for day in self.problem.days)

    def _for_apprentice(self, session: Session, remote: bool) -> Text:
        place = REMOTE_PLACE if remote else self._place(session)
        return self._text(session, self._titles[session.id], place, self._team(session))

    def trainers(self) -> Iterator[Feed]:
        """Every trainer: titles, classes of a course, and how many come; also what they spend beside somebody."""
        found: dict[TrainerId, list[Entry]] = {trainer: [] for trainer in self.problem.trainers}
        for session in self.sessions:
            text = self._text(session, self._titled(session), self._place(session), self._heads(session.id))
            for trainer in dict.fromkeys(session.trainer_ids):
                found.setdefault(trainer, []).append((self._named(session.id), text))
        for helper, helped in beside(self.problem, self.timetable).items():
            entries = found.setdefault(helper, [])
            entries += [(self._named(s.id), self._helping(s)) for s in helped]
            entries.sort(key=lambda entry: entry[1][:3])
        for trainer, entries in sorted(found.items()):
            known = self.problem.trainers.get(trainer)
            yield trainer, (public_name(known.name, trainer) if known else "") or trainer, entries

    def _helping(self, session: Session) -> Text:
        return self._text(session, HELP_MARK + self._titled(session), self._place(session), self._heads(session.id))

    def rooms(self) -> Iterator[Feed]:
        """Every room: titles, with the classes where a whole class comes; what has a part of it, or the whole, too."""
        known = self.problem.rooms
        found: dict[RoomId, list[Entry]] = {room.id: [] for room in known.values() if not room.implied}
        for session in self.sessions:
            if session.room_id:
                text = self._text(session, self._titled(session), self._room(session.room_id))
                for room in rooms_beside(self.problem, session.room_id):
                    if room not in known or not known[room].implied:
                        found.setdefault(room, []).append((self._named(session.id), text))
        for room, entries in sorted(found.items()):
            yield room, self._room(room), entries

    def classes(self) -> Iterator[Feed]:
        """Every class: what concerns it as a whole, nobody's own support."""
        found: dict[ClassId, list[Entry]] = {c.id: [] for c in self.problem.classes.values() if not c.meeting}
        occurrences: dict[tuple[str, ...], list[Session]] = {}
        for session in self.sessions:
            if session.kind == Kind.BARRETTE:
                occurrences.setdefault(_occurrence(session), []).append(session)
        for session in self.sessions:
            together = [session]
            if session.kind == Kind.BARRETTE:
                together = occurrences.pop(_occurrence(session), [])
            concerned = self._concerned(together) if together else []
            for class_id in (c for c in concerned if not self._meets(c)):
                if told_to_class(self.problem, self.timetable, session, class_id):
                    found.setdefault(class_id, []).append(self._for_class(together, class_id))
        for class_id, entries in sorted(found.items()):
            known = self.problem.classes.get(class_id)
            yield class_id, (public_name(known.name, class_id) if known else "") or class_id, entries

    def _meets(self, class_id: ClassId) -> bool:
        known = self.problem.classes.get(class_id)
        return known is not None and known.meeting

    def _concerned(self, together: list[Session]) -> list[ClassId]:
        named = {class_id for session in together for class_id in session.class_ids}
        barrette = self.problem.barrettes.get(together[0].barrette_id) if together[0].barrette_id else None
        return sorted(named or (barrette.class_ids if barrette else ()))

    def _for_class(self, together: list[Session], class_id: ClassId) -> Entry:
        first = together[0]
        if first.kind == Kind.BARRETTE:
            groups = (session for session in together if not appointment(self.problem, session))
            places = dict.fromkeys(place for session in groups if (place := self._place(session)))
            text = self._text(first, class_label(self.problem, self.timetable, together), ", ".join(places))
            return self._named("/".join(_occurrence(first))), text
        title = OPEN_LABEL if first.kind == Kind.OPEN else self._titles[first.id]
        title += (
            f" ({PART_OF_CLASS})" if in_several_rooms(self.problem, self.timetable, first, class_id) else _part(first)
        )
        return self._named(first.id), self._text(first, title, self._place(first), self._team(first))

    def _text(self, session: Session, title: str, place: str, description: str = "") -> Text:
        due = session.modality == "remote_async"
        kind = CATEGORIES.get(session.kind, SUPPORT_LABEL)
        address = self._address(session) if place and place != REMOTE_PLACE else ""
        return Text(
            session.day, session.start, session.end, title, place, description, due, self._zone, 0, kind, address
        )

    def _address(self, session: Session) -> str:
        """Where the site of a session's room is; an event elsewhere has a place of its own."""
        room = self.problem.rooms.get(session.room_id) if session.room_id else None
        if room is None:
            return ""
        site = self.problem.site_names.get(room.site_id, room.site_id)
        return public_name(self.problem.settings.address_of(site))

    def _titled(self, session: Session) -> str:
        """Title with the classes of what a whole class attends."""
        title = self._titles[session.id]
        if session.kind not in (Kind.COURSE, Kind.OPEN, Kind.FIXED) or of_named_few(self.problem, session):
            return title
        names = [self._class(class_id) for class_id in session.class_ids]
        return " – ".join(filter(None, (title, ", ".join(filter(None, names)) + _part(session))))

    def _class(self, class_id: ClassId) -> str:
        known = self.problem.classes.get(class_id)
        return public_name(known.name if known else class_id, class_id)

    def _place(self, session: Session) -> str:
        if session.room_id:
            return self._room(session.room_id)
        return REMOTE_PLACE if session.modality in ("remote_sync", "remote_async") else ""

    def _room(self, room_id: RoomId) -> str:
        known = self.problem.rooms.get(room_id)
        return public_name(known.name if known else "", room_id)

    def _team(self, session: Session) -> str:
        """Trainers of a course; nobody for the rest, where a name could tell what it is about."""
        if not names_team(session) or not session.trainer_ids:
            return ""
        known = self.problem.trainers
        names = [public_name(known[t].name, t) if t in known else t for t in session.trainer_ids]
        return "Avec " + ", ".join(filter(None, names)) if any(names) else ""

    def _heads(self, session_id: SessionId) -> str:
        rows = self.timetable.attendees.get(session_id, ())
        far = sum(row.remote for row in rows)
        if not rows:
            return ""
        return f"{len(rows)} apprenant{'s' * (len(rows) > 1)}" + (f", dont {far} à distance" if far else "")


def _part(session: Session) -> str:
    return f" (partie {session.part})" if session.part else ""


def _occurrence(session: Session) -> tuple[str, ...]:
    """What the parallel groups of one occurrence of a barrette share, whenever it takes place."""
    number = str(session.occurrence) if session.occurrence else session.id
    return "barrette", session.barrette_id or "", session.period_id or "", number
