"""People who come, go or change need: a free place in what exists first, then an hour kept open, then a new session."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from planner.board.board import Board
from planner.board.paid import paid_so_far
from planner.board.staff import suits
from planner.board.unwatched import unwatched
from planner.domain import (
    ApprenticeId,
    GroupId,
    Guidance,
    Kind,
    Learner,
    Module,
    ModuleId,
    Owed,
    Session,
    SessionId,
    Status,
    away,
    in_order,
    key,
)
from planner.engine.change.stay import ON_SITE, follow_anew, note_freed, shorten_days
from planner.engine.groups.catalogue import BY_NEED_ONLY, by_need
from planner.engine.people.personal import module_activity
from planner.hours.ledger import pays
from planner.hours.owed import SOURCE_PROGRAMME

WITH_CLASS = (Kind.COURSE, Kind.BARRETTE, Kind.OPEN)
APART = 1_000
"""What sharing a group with somebody to be kept apart costs."""


@dataclass
class Reseat:
    """People whose situation has changed, from a day on, in an board that holds the rest."""

    board: Board
    owed: Sequence[Owed]
    first: date
    people: frozenset[ApprenticeId]
    rosters: dict[GroupId, set[ApprenticeId]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.problem = self.board.problem
        self.by_need = by_need(self.problem)
        for group in self.board.groups:
            self.rosters[group.id] = set(group.apprentice_ids)

    def settle_in(self) -> None:
        """Leave what no longer holds, and be where the class is."""
        self.leave()
        shorten_days(self.board, self._later(WITH_CLASS), self.people)
        follow_anew(self.board, self._later(ON_SITE), self.people)
        self.join_class()

    def write_rosters(self) -> None:
        """The groups with their lists as they now are."""
        self.board.groups[:] = [replace(g, apprentice_ids=tuple(sorted(self.rosters[g.id]))) for g in self.board.groups]

    def _later(self, kinds: Collection[Kind]) -> list[Session]:
        return list(in_order([s for s in self.board.sessions.values() if s.day >= self.first and s.kind in kinds]))

    def leave(self) -> None:
        """Sessions that somebody may no longer attend, or has no reason to."""
        known = self.problem.learners
        for session in self._later(
            (Kind.COURSE, Kind.BARRETTE, Kind.OPEN, Kind.SUPPORT, Kind.STUDY, Kind.ONBOARDING, Kind.VISIT, Kind.FIXED)
        ):
            for person in [p for p in self.board.people[session.id] if p in self.people]:
                if person not in known or not self._may(known[person], session):
                    self.board.leave(session.id, person)
                    note_freed(self.board, session, person)

    def _may(self, learner: Learner, session: Session) -> bool:
        problem = self.problem
        if not problem.enrolled(learner, session.day):
            return False
        if session.modality == "remote_async":
            return True
        span = session.day, session.start, session.end
        if away(learner.absences, *span) or problem.barred(learner.id, *span):
            return False
        if session.kind == Kind.FIXED:
            return True
        if session.kind in WITH_CLASS:
            return problem.here(learner, *span) and self._own(learner, session)
        at_work = problem.status(learner, session.day) is Status.APPRENTICE
        return problem.here(learner, *span) or not at_work or self.board.presence.off_company(learner, session.day)

    def _own(self, learner: Learner, session: Session) -> bool:
        """Whether a session with the class is of the learner's class and part, and not of an exempted subject."""
        home = learner.membership(session.day)
        barrette = self.problem.barrettes.get(session.barrette_id) if session.barrette_id else None
        classes = barrette.class_ids if barrette else session.class_ids
        course = self.problem.courses.get(session.course_id) if session.course_id else None
        if course is not None and self.problem.followed(learner.id, course.id, session.day, session.part):
            return True
        if home is None or home.class_id not in classes or session.part not in ("", home.part):
            return False
        return course is None or self.problem.freed(learner.id, course, session.day) is None

    def join_class(self) -> None:
        """Courses, events of the class and open periods at which somebody is expected and is not yet."""
        for session in self._later((Kind.FIXED, Kind.COURSE, Kind.OPEN)):
            course = self.problem.courses.get(session.course_id) if session.course_id else None
            for learner in self._expected(session):
                regulated = course is not None and course.regulated and learner.minor(session.day)
                if regulated and (learner.regulated_ok is None or learner.regulated_ok > session.day):
                    self.board.freed.append((session, learner.id))
                elif session.kind != Kind.OPEN or self._watched(learner, session):
                    self.board.join(session.id, learner.id)

    def _watched(self, learner: Learner, session: Session) -> bool:
        """Whether a supervised place has an adult for somebody who may not leave; others need none."""
        return not (learner.kept(session.day) and unwatched(self.problem, session))

    def _expected(self, session: Session) -> list[Learner]:
        """People of this change who belong in a session of their class and have nothing else then."""
        here = self.board.people[session.id]
        found = []
        for person in sorted(self.people):
            learner = self.problem.learners.get(person)
            if learner is None or person in here or not self._own(learner, session):
                continue
            if session.kind == Kind.FIXED and not self._may(learner, session):
                continue
            if self.board.presence.with_class(learner, session.day, session.start, session.end, session.minutes):
                found.append(learner)
        return found

    # Barrettes

    def join_groups(self) -> None:
        """A group at each barrette, then a call where an hour is open; the lists of the groups follow."""
        self._take_seats()
        self._call_up()
        self.write_rosters()

    def _take_seats(self) -> None:
        """At each barrette, the group that pays most, among those with a place; the own one if it is as good."""
        for session in self._later((Kind.BARRETTE,)):
            for learner in self.due(session):
                best = min(self.choices(learner, session), default=None)
                if best is not None:
                    self.sit(learner, self.board.sessions[best[1]])

    def due(self, session: Session) -> list[Learner]:
        """People who should be in one of the groups of an occurrence and are in none; once per occurrence."""
        siblings = self._siblings(session)
        if session.id != min(s.id for s in siblings):
            return []
        held = {p for s in siblings for p in self.board.people[s.id]}
        barrette = self.problem.barrettes[session.barrette_id] if session.barrette_id else None
        found = []
        for person in sorted(self.people - held):
            learner = self.problem.learners.get(person)
            home = learner.membership(session.day) if learner else None
            if learner is None or home is None or barrette is None or home.class_id not in barrette.class_ids:
                continue
            span = session.day, session.start, session.end
            if self.board.presence.with_class(learner, *span, session.minutes):
                found.append(learner)
        return found

    def _siblings(self, session: Session) -> list[Session]:
        occurrence = (session.barrette_id, session.period_id, session.occurrence)
        return [
            s
            for s in self.board.sessions.values()
            if s.kind == Kind.BARRETTE and (s.barrette_id, s.period_id, s.occurrence) == occurrence
        ]

    def choices(self, learner: Learner, session: Session) -> Iterable[tuple[tuple[int, ...], SessionId]]:
        """Groups of an occurrence with a place left, each with its rank: less is better."""
        wants = self._wants(learner.id, session.day)
        for other in self._siblings(session):
            if not self._place_left(learner, other) or not self._chosen(learner, other):
                continue
            if learner.kept(session.day) and unwatched(self.problem, other):
                continue
            worth = max((w.minutes * (4 - w.priority) for w in wants if pays(w, other)), default=0)
            module = self.problem.modules.get(other.module_id) if other.module_id else None
            own = other.group_id is not None and learner.id in self.rosters.get(other.group_id, ())
            study = module is not None and module.theme == "study"
            fits = self._fits(module)
            if not (worth or own) and module is not None and module.theme in BY_NEED_ONLY:
                continue
            apart = self._apart(learner.id, other)
            heads = len(self.board.people[other.id])
            yield (apart, -worth, not own, not fits and not study, study and bool(wants), heads), other.id

    def _wants(self, person: ApprenticeId, day: date) -> list[Owed]:
        paid = paid_so_far(self.board, self.owed, [person])
        return [
            n
            for n in self.owed
            if n.apprentice_id == person
            and n.source != SOURCE_PROGRAMME
            and n.opens <= day <= n.deadline
            and paid.get((person, n.need_id), 0) < n.minutes
        ]

    def _chosen(self, learner: Learner, session: Session) -> bool:
        """Whether a module of guidance is that of the learner's choice on the day, where one is made."""
        asked = {key(r.choice) for r in self.problem.need_rules if r.choice and r.target == session.module_id}
        choice = key(learner.choice(session.day))
        return not asked or not choice or choice in asked

    def _fits(self, module: Module | None) -> bool:
        """Whether a module is for everyone: groups for a need are no place for those without it."""
        return module is None or not (module.domains or module.id in self.by_need)

    def _apart(self, person: ApprenticeId, session: Session) -> int:
        here = set(self.board.people[session.id]) - {person}
        if session.group_id:
            here |= self.rosters.get(session.group_id, set()) - {person}
        pairs = [p.apprentice_ids for p in self.problem.pairings if not p.together and person in p.apprentice_ids]
        return APART * sum(bool((pair - {person}) & here) for pair in pairs)

    def _place_left(self, learner: Learner, session: Session) -> bool:
        """Whether a group has a place more, in its module's size and in its room."""
        people = self.board.people[session.id]
        module = self.problem.modules.get(session.module_id) if session.module_id else None
        study = module is not None and module.theme == "study"
        if module is not None and not study and len(people) >= self._largest(module, session):
            return False
        room = self.problem.rooms.get(session.room_id) if session.room_id else None
        if room is None or (learner.minor(session.day) and unwatched(self.problem, session)):
            return room is None and learner.remote
        if not learner.remote and not suits(self.problem, room, [learner], session.day):
            return False
        seated = sum(self.board.heads(s.id) for s in self.board.held(room.id, session.day) if s.overlaps(session))
        return learner.remote or seated < room.seats

    def _largest(self, module: Module, session: Session) -> int:
        barrette = self.problem.barrettes.get(session.barrette_id) if session.barrette_id else None
        return min(module.max_size, barrette.max_size or module.max_size) if barrette else module.max_size

    def sit(self, learner: Learner, session: Session) -> None:
        """Take a place in a group, and on its list."""
        self.board.join(session.id, learner.id)
        if session.group_id:
            self.rosters.setdefault(session.group_id, set()).add(learner.id)

    def separate(self) -> None:
        """People to be kept apart who share a group: one of them takes a place in another."""
        for pairing in self.problem.pairings:
            if pairing.together:
                continue
            for session in self._later((Kind.BARRETTE, Kind.SUPPORT)):
                here = sorted(set(self.board.people[session.id]) & pairing.apprentice_ids)
                for person in here[1:]:
                    self._elsewhere(self.problem.learners[person], session)
        self._tidy()
        self.write_rosters()

    def _elsewhere(self, learner: Learner, session: Session) -> None:
        others = [c for c in self.choices(learner, session) if c[1] != session.id and c[0][0] < APART]
        if session.kind != Kind.BARRETTE or not others:
            return
        self.board.leave(session.id, learner.id)
        self.sit(learner, self.board.sessions[min(others)[1]])

    def change_groups(self) -> None:
        """Those to whom another group pays more of their needs than their own take a free place there."""
        for session in self._later((Kind.BARRETTE,)):
            for person in sorted(self.people & set(self.board.people[session.id])):
                learner = self.problem.learners[person]
                wants = self._wants(person, session.day)
                if not wants or any(pays(w, session) for w in wants):
                    continue
                better = [c for c in self.choices(learner, session) if c[0][1] < 0 and c[1] != session.id]
                if better:
                    self._try(learner, session, self.board.sessions[min(better)[1]])
        self._tidy()
        self.write_rosters()

    def _try(self, learner: Learner, session: Session, other: Session) -> None:
        """Another group of the occurrence, unless what it pays is no more than what is lost."""
        before = self._worth(learner.id)
        self.board.leave(session.id, learner.id)
        self.sit(learner, other)
        if self._worth(learner.id) <= before:
            self.board.leave(other.id, learner.id)
            self.board.join(session.id, learner.id)

    def _worth(self, person: ApprenticeId) -> int:
        """Minutes planned of what somebody is owed, the most urgent counted most."""
        mine = [n for n in self.owed if n.apprentice_id == person and n.source != SOURCE_PROGRAMME]
        paid = paid_so_far(self.board, mine, [person])
        return sum(paid.get((person, n.need_id), 0) * (7 - n.priority) for n in mine)

    def _tidy(self) -> None:
        """Nobody stays on the list of a group whose sessions to come they no longer attend, nor attended any."""
        attended: dict[GroupId, set[ApprenticeId]] = {}
        for session in self.board.sessions.values():
            if session.group_id:
                attended.setdefault(session.group_id, set()).update(self.board.people[session.id])
        for group, roster in self.rosters.items():
            roster &= attended.get(group, set()) | (roster - self.people)

    # Hours kept open

    def _call_up(self) -> None:
        """In open periods: a place in a support session of the hour, else a session of one's own need."""
        number = 0
        for session in self._later((Kind.OPEN,)):
            waiting = sorted(self.people & set(self.board.people[session.id]))
            for person in waiting:
                learner, wants = self.problem.learners[person], self._wants(person, session.day)
                if not wants:
                    continue
                other = self._support_beside(learner, session, wants)
                if other is None:
                    other = self._opened(learner, session, wants)
                    number += other is not None
                if other is not None:
                    self.board.leave(session.id, person)
                    self.board.join(other.id, person)

    def _support_beside(self, learner: Learner, session: Session, wants: Sequence[Owed]) -> Session | None:
        found = [
            s
            for s in self._later((Kind.SUPPORT,))
            if (s.day, s.start, s.end) == (session.day, session.start, session.end)
            and any(pays(w, s) for w in wants)
            and self._place_left(learner, s)
            and not self._apart(learner.id, s)
        ]
        return found[0] if found else None

    def _opened(self, learner: Learner, session: Session, wants: Sequence[Owed]) -> Session | None:
        """A new support session in the open hour, where a skilled trainer and a room are free."""
        for want in sorted(wants, key=lambda w: (w.priority, w.deadline, w.need_id)):
            module = self.problem.modules.get(ModuleId(want.target))
            if module is None or module.guidance != Guidance.LED or module.min_size > 1:
                continue
            activity = module_activity(self.problem, module, free_id(self.board, f"{session.id}-{module.id}"))
            bare = activity.at(self.problem, session.day, session.start, session.end)
            made = activity.mode(self.board, replace(bare, minutes=session.minutes), [learner])
            if made is None:
                continue
            made = replace(made, occurrence=session.occurrence)
            self.board.call(made, [])
            return made
        return None


def free_id(board: Board, stem: str) -> SessionId:
    """An id that no session of the board has: the stem and the next number."""
    number = 1
    while SessionId(f"{stem}-{number}") in board.sessions:
        number += 1
    return SessionId(f"{stem}-{number}")
