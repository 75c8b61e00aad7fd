"""Teaching barrettes: the carried course in groups by level on the same programme, anew in each period.

Asked by `compose.compose_barrette` for the hours that carry its courses (`carried`). A scene is read and a
`Composition` returned; no board changes, and the rules are asked by `final`, as it puts the sessions there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linear_sum_assignment

from planner.board.staff import suits
from planner.domain import (
    ApprenticeId,
    BarretteId,
    ClassId,
    Course,
    CourseId,
    Group,
    GroupId,
    Learner,
    ModuleId,
    Room,
    RoomId,
    TrainerId,
    key,
)
from planner.engine.groups.catalogue import study_module
from planner.engine.groups.helpers import with_their_helper
from planner.engine.groups.locked_hours import locked_ranks
from planner.engine.groups.read import Composition, Run
from planner.engine.groups.rooms import asking_a_room
from planner.engine.groups.scene import Scene
from planner.engine.groups.split import Split
from planner.hours.levels import level_in_subject
from planner.model.groups import Member, Occasion
from planner.prices import NEW_TO_GROUP, SECOND_TRAINER, TRAINER_AWAY, TRAINER_OF_ANOTHER

SMALLEST = 8
"""People in a group of a barrette that states no smallest size."""
LARGEST = 30


@dataclass(frozen=True)
class Audience:
    """People who follow the same programme in one subject, and the occasions at which they do.

    ``courses``: by class, the carried course of that subject.
    """

    subject: str
    name: str
    people: tuple[ApprenticeId, ...]
    courses: Mapping[ClassId, CourseId]
    at: frozenset[int]


@dataclass
class Teaching:
    """Builds the groups of one barrette in one period."""

    scene: Scene
    runs: list[Run] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    used: list[tuple[set[TrainerId], set[RoomId]]] = field(default_factory=list)
    """Trainers and rooms taken at each occasion."""

    def compose(self) -> Composition:
        """Groups of every audience; whoever has no trainer at an occasion works on their own."""
        self.used = [(set(), set()) for _o in self.scene.occasions]
        # Who asks something of a room chooses first, whatever the programme.
        days = [occasion.day for occasion in self.scene.occasions]
        audiences = self._audiences()
        audiences.sort(key=lambda a: not asking_a_room(self.scene.problem, a.people, *(days[o] for o in a.at)))
        for number, audience in enumerate(audiences):
            self._audience(audience, audiences[number + 1 :])
        for o in range(len(self.scene.occasions)):
            self._alone(o)
        return Composition(tuple(self.groups), tuple(self.runs))

    # Who studies what, when

    @property
    def courses(self) -> list[Course]:
        """Carried courses, in the order of the workbook."""
        ids = self.scene.barrette.course_ids if self.scene.barrette else ()
        return [self.scene.problem.courses[c] for c in ids if c in self.scene.problem.courses]

    def _audiences(self) -> list[Audience]:
        """One for each subject and programme (and year, where years are not mixed)."""
        subjects = list(dict.fromkeys(key(c.subject) for c in self.courses))
        found: dict[tuple[str, str], tuple[dict[ApprenticeId, None], set[int]]] = {}
        for o, occasion in enumerate(self.scene.occasions):
            for apprentice in occasion.learners:
                mine = [s for s in subjects if self._course(self._learner(apprentice), occasion, s) is not None]
                if mine:
                    subject = mine[o % len(mine)]
                    people, at = found.setdefault((subject, self._programme(apprentice, occasion)), ({}, set()))
                    people[apprentice] = None
                    at.add(o)
        with_their_helper(self.scene.problem, self.scene.occasions, {k: people for k, (people, _at) in found.items()})
        rows = []
        for (subject, name), (people, at) in sorted(row for row in found.items() if row[1][0]):
            by_class = {
                c: course.id for course in self.courses if key(course.subject) == subject for c in course.class_ids
            }
            rows.append(Audience(subject, name, tuple(sorted(people)), by_class, frozenset(at)))
        return rows

    def _learner(self, apprentice: ApprenticeId) -> Learner:
        return self.scene.problem.learners[apprentice]

    def _course(self, learner: Learner, occasion: Occasion, subject: str) -> Course | None:
        """The carried course of a subject that a learner's class follows, unless exempted from it or too far."""
        membership = learner.membership(occasion.day)
        if membership is None:
            return None
        mine = (c for c in self.courses if key(c.subject) == subject and membership.class_id in c.class_ids)
        course = next((c for c in mine if not learner.too_far(c)), None)
        return course if course and not self.scene.problem.freed(learner.id, course, occasion.day) else None

    def _programme(self, apprentice: ApprenticeId, occasion: Occasion) -> str:
        membership = self._learner(apprentice).membership(occasion.day)
        assert membership is not None, "only members of a class follow a course"
        group = self.scene.problem.classes[membership.class_id]
        programme = self.scene.problem.programmes.get(group.programme_id)
        year = "" if self.scene.barrette is None or self.scene.barrette.mix_levels else f" {group.year}"
        return f"{programme.level if programme else group.programme_id}{year}"

    # Groups of one audience

    def _audience(self, audience: Audience, later: Sequence[Audience]) -> None:
        """The groups of one audience for the whole period: who is in which, then trainers and rooms by occasion."""
        count = self._count(audience, later)
        if not count:
            return
        people = [self._member(a) for a in audience.people]
        first = len(self.groups)
        modules = [ModuleId(f"ENS-{first + k + 1}") for k in range(count)]
        seats = self._seats(audience, count)
        place = (
            Split(
                people=people,
                seats=seats,
                fits=[frozenset(audience.people)] * count,
                usual=self._usual(audience, modules),
                kept=locked_ranks(self.scene, modules),
                levels=self._levels(audience),
                pairings=self.scene.pairings,
                least=(self.scene.barrette and self.scene.barrette.min_size) or 1,
                mixed=bool(self.scene.barrette and self.scene.barrette.policy == "mixed"),
            ).solve()
            if count > 1
            else [0] * len(people)
        )
        teams: list[dict[TrainerId, None]] = [{} for _k in modules]
        rooms: list[list[RoomId]] = [[] for _k in modules]
        rosters = [tuple(p.id for p, g in zip(people, place, strict=True) if g == k) for k in range(count)]
        for o in sorted(audience.at):
            self._occasion(o, audience, rosters, modules, teams, rooms)
        for k, module in enumerate(modules):
            self.groups.append(
                Group(
                    id=self._group_id(module),
                    barrette_id=BarretteId(self.scene.place.id),
                    period_id=self.scene.period.id,
                    module_id=module,
                    trainer_ids=tuple(teams[k]),
                    room_id=max(rooms[k], key=rooms[k].count) if rooms[k] else None,
                    apprentice_ids=rosters[k],
                )
            )

    def _group_id(self, module: ModuleId) -> GroupId:
        """Id of a group: barrette, period, and its rank among the groups of teaching."""
        return GroupId(f"{self.scene.place.id}-{self.scene.period.id}-{module}")

    def _count(self, audience: Audience, later: Sequence[Audience]) -> int:
        """As many groups as trainers and rooms allow at every occasion that has any, none under the smallest size."""
        barrette = self.scene.barrette
        smallest = (barrette and barrette.min_size) or SMALLEST
        free = []
        for o in audience.at:
            waiting = sum(o in other.at for other in later)
            found = min(len(self._trainers(o, audience)), len(self._rooms(o, audience))) - waiting
            if found > 0:
                free.append(found)
        return min([max(1, len(audience.people) // smallest), *free]) if free else 0

    def _seats(self, audience: Audience, count: int) -> list[int]:
        """Places of each group: the sizes allowed, within rooms that are there at every occasion."""
        barrette = self.scene.barrette
        largest = min([(barrette and barrette.max_size) or LARGEST, *self._thresholds(audience)])
        rooms = self.scene.problem.rooms
        lists = [sorted((rooms[r].seats for r in self._rooms(o, audience)), reverse=True)[:count] for o in audience.at]
        full = [row for row in lists if len(row) == count]
        return [min([largest, *(row[k] for row in full)]) for k in range(count)]

    def _thresholds(self, audience: Audience) -> list[int]:
        """Largest groups that the carried courses allow; empty where none says."""
        ids = set(audience.courses.values())
        return [c.max_group for c in self.courses if c.id in ids and c.max_group]

    def _member(self, apprentice: ApprenticeId) -> Member:
        """Somebody as the split of a class needs them: who, of which class, whether at a distance."""
        learner = self._learner(apprentice)
        membership = learner.membership(self.scene.occasions[0].day) or next(iter(learner.memberships))
        return Member(apprentice, membership.class_id, 0, frozenset(), frozenset(), remote=learner.remote)

    def _levels(self, audience: Audience) -> dict[ApprenticeId, int]:
        """Level of each person in the subject, from results dated before the period."""
        problem, first = self.scene.problem, self.scene.period.first
        return {a: level_in_subject(problem, problem.learners[a], audience.subject, first) for a in audience.people}

    def _usual(self, audience: Audience, modules: Sequence[ModuleId]) -> dict[ApprenticeId, int]:
        """The group of the same rank in the earlier period."""
        ranks = {module: k for k, module in enumerate(modules)}
        found: dict[ApprenticeId, int] = {}
        for group in self.scene.previous:
            people = group.apprentice_ids if isinstance(group, Group) else (group.apprentice_id,)
            if group.module_id in ranks:
                found |= {a: ranks[group.module_id] for a in people if a in audience.people}
        return found

    # One occasion

    def _trainers(self, o: int, audience: Audience) -> list[TrainerId]:
        """Trainers of the carried courses, or skilled in the subject, who are free."""
        problem, occasion = self.scene.problem, self.scene.occasions[o]
        team = set(self.scene.barrette.trainer_ids) if self.scene.barrette else set()
        ids = set(audience.courses.values())
        own = {t for c in self.courses if c.id in ids for row in c.teams for t in row}
        free = [
            t for t in sorted(occasion.trainers - self.used[o][0]) if t in problem.trainers and (not team or t in team)
        ]
        return [t for t in free if t in own or problem.skilled(problem.trainers[t], audience.subject, occasion.day)]

    def _rooms(self, o: int, audience: Audience) -> list[RoomId]:
        """Free rooms of the barrette that suit the courses, the largest first."""
        problem = self.scene.problem
        own = set(self.scene.barrette.room_ids) if self.scene.barrette else set()
        ids = set(audience.courses.values())
        types = {key(t) for c in self.courses if c.id in ids for t in c.room_types}
        rooms = [problem.rooms[r] for r in self.scene.occasions[o].rooms if r not in self.used[o][1]]
        fit = [r for r in rooms if (not own or r.id in own) and (not types or key(r.type) in types)]
        return [r.id for r in sorted(fit, key=lambda r: (-r.seats, r.id))]

    def _occasion(
        self,
        o: int,
        audience: Audience,
        rosters: Sequence[Sequence[ApprenticeId]],
        modules: Sequence[ModuleId],
        teams: list[dict[TrainerId, None]],
        rooms: list[list[RoomId]],
    ) -> None:
        """Trainers and rooms of the groups at one occasion: the usual ones as far as they are free."""
        occasion = self.scene.occasions[o]
        here = set(occasion.learners)
        names, places = self._trainers(o, audience), self._rooms(o, audience)
        if len(names) < len(rosters) or len(places) < len(rosters):
            return
        prices = np.array([[self._price(t, k, modules, teams, audience) for t in names] for k in range(len(rosters))])
        chosen = {int(k): names[int(t)] for k, t in zip(*linear_sum_assignment(prices), strict=True)}
        asking = {k: bool(asking_a_room(self.scene.problem, rosters[k], occasion.day)) for k in range(len(rosters))}
        largest = sorted(range(len(rosters)), key=lambda k: (not asking[k], -len(rosters[k])))
        for k in largest:
            people = [a for a in rosters[k] if a in here]
            room = self._room(places, rooms[k] or self._before(modules[k]), people, occasion) if people else None
            people = [a for a in people if room is not None and self._suits(room, [a], occasion)]
            if room is None or not people:
                continue
            places.remove(room)
            rooms[k].append(room)
            teams[k][chosen[k]] = None
            self.used[o][0].add(chosen[k])
            self.used[o][1].add(room)
            courses = {audience.courses[c] for a in people if (c := self._class(a, occasion)) in audience.courses}
            name, team = self._group_id(modules[k]), (chosen[k],)
            run = Run(occasion.key, name, team, room, modules[k], tuple(sorted(courses)), tuple(people))
            self.runs.append(run)

    def _before(self, module: ModuleId) -> list[RoomId]:
        """The room of a group in the earlier period."""
        groups = (g for g in self.scene.previous if isinstance(g, Group) and g.module_id == module)
        return [g.room_id for g in groups if g.room_id is not None]

    def _room(
        self, places: Sequence[RoomId], known: Sequence[RoomId], people: Sequence[ApprenticeId], occasion: Occasion
    ) -> RoomId:
        """The room of the time before if it is free, large enough and suits all, else the largest."""
        fit = [r for r in places if self._suits(r, people, occasion)] or list(places)
        large = [r for r in fit if self.scene.problem.rooms[r].seats >= len(people)] or fit
        return next((r for r in reversed(known) if r in large), large[0])

    def _suits(self, room: RoomId, people: Sequence[ApprenticeId], occasion: Occasion) -> bool:
        """Whether a room has what the arrangements of some people ask of it."""
        problem = self.scene.problem
        return suits(problem, problem.rooms[room], (problem.learners[a] for a in people), occasion.day)

    def _class(self, apprentice: ApprenticeId, occasion: Occasion) -> ClassId:
        """The class of somebody on the day of an occasion; empty without one."""
        membership = self._learner(apprentice).membership(occasion.day)
        return membership.class_id if membership else ClassId("")

    def _price(
        self,
        trainer: TrainerId,
        k: int,
        modules: Sequence[ModuleId],
        teams: Sequence[Mapping[TrainerId, None]],
        audience: Audience,
    ) -> int:
        """A new trainer in the period, one who cannot always come, one who did not have the group before."""
        absent = sum(trainer not in self.scene.occasions[o].trainers for o in audience.at)
        before = {t for g in self.scene.previous if g.module_id == modules[k] for t in g.trainer_ids}
        new = bool(teams[k]) and trainer not in teams[k]
        taken = any(trainer in team for other, team in enumerate(teams) if other != k)
        first = taken and not teams[k]
        fresh = bool(before) and trainer not in before
        return SECOND_TRAINER * new + TRAINER_OF_ANOTHER * first + TRAINER_AWAY * absent + NEW_TO_GROUP * fresh

    def _freed(self, apprentice: ApprenticeId, occasion: Occasion) -> bool:
        """Whether an exemption or a path frees somebody from a course carried here, or all of them are too far."""
        problem, home = self.scene.problem, self._class(apprentice, occasion)
        freed = (problem.freed(apprentice, c, occasion.day) for c in self.courses if home in c.class_ids)
        return any(freed) or problem.all_too_far(self._learner(apprentice), occasion.day, [c.id for c in self.courses])

    def _alone(self, o: int) -> None:
        """People of an occasion in no group: supervised autonomy, in as many rooms as it takes."""
        occasion = self.scene.occasions[o]
        placed = {a for run in self.runs if run.occasion_key == occasion.key for a in run.apprentice_ids}
        lost = [a for a in occasion.learners if a not in placed and not self._freed(a, occasion)]
        number = 0
        while lost:
            number += 1
            room = self._place(o, lost)
            seated = self._seated(room, lost, occasion)
            self._study(o, number, room, seated)
            lost = [a for a in lost if a not in seated]

    def _place(self, o: int, lost: Sequence[ApprenticeId]) -> Room | None:
        """The room left that takes those who ask something of it, then most people, then where others work too."""
        occasion, problem = self.scene.occasions[o], self.scene.problem
        rooms = [problem.rooms[r] for r in occasion.rooms if r not in self.used[o][1]]
        rooms = [r for r in rooms if self._seated(r, lost, occasion)]
        asking = asking_a_room(problem, lost, occasion.day)

        def worth(room: Room) -> tuple[int, int, bool, bool, int, str]:
            seated = self._seated(room, lost, occasion)
            suited = sum(a in asking for a in seated)
            return (suited, len(seated), room.shared > 1, room.supervised_by is not None, room.seats, room.id)

        return max(rooms, key=worth, default=None)

    def _seated(self, room: Room | None, lost: Sequence[ApprenticeId], occasion: Occasion) -> list[ApprenticeId]:
        """Those who can be in a room together, whoever asks something of it first; all of them without a room."""
        if room is None:
            return list(lost)
        problem, asking = self.scene.problem, asking_a_room(self.scene.problem, lost, occasion.day)
        fit = [a for a in lost if suits(problem, room, [problem.learners[a]], occasion.day)]
        left, found = room.seats, []
        for a in sorted(fit, key=lambda a: (a not in asking, a)):
            far = problem.learners[a].remote
            if far or left > 0:
                found.append(a)
                left -= not far
        return sorted(found)

    def _study(self, o: int, number: int, room: Room | None, people: Sequence[ApprenticeId]) -> None:
        """One place of autonomy at an occasion, with an adult if one is left."""
        occasion, problem = self.scene.occasions[o], self.scene.problem
        adults = [t for t in sorted(occasion.trainers - self.used[o][0]) if t in problem.trainers]
        own = room.supervised_by if room is not None else None
        adult = own if own in adults else next((t for t in adults if not problem.trainers[t].teaches), None)
        adult = adult or next(iter(adults), None)
        self.used[o][0].update({adult} if adult else ())
        self.used[o][1].update({room.id} if room else ())
        module = study_module(problem).id
        name = self._group_id(ModuleId(f"{module}-{number}"))
        known = next((g for g in self.groups if g.id == name), None)
        group = Group(
            id=name,
            barrette_id=BarretteId(self.scene.place.id),
            period_id=self.scene.period.id,
            module_id=module,
            trainer_ids=tuple(dict.fromkeys([*(known.trainer_ids if known else ()), *([adult] if adult else [])])),
            room_id=room.id if room else None,
            apprentice_ids=tuple(sorted({*(known.apprentice_ids if known else ()), *people})),
        )
        self.groups = [*(g for g in self.groups if g.id != name), group]
        run = Run(occasion.key, name, (adult,) if adult else (), room.id if room else None, module, (), tuple(people))
        self.runs.append(run)
