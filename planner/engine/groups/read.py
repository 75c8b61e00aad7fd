"""From a plan to the groups of the period and to who meets where at each occasion.

The last step of a composition (`compose`), of a barrette as of an open period. In come the model, whose numbers the
plan speaks, and the plan: who does what, who leads, which rooms. Out comes a `Composition`, plain values; no board is
read or changed. What is left to choose is who sits in which of several groups of one activity (`split`), and a seat for
those whom the plan leaves without one.

Twenty-five people do the same module at 10:00 with two trainers: those who were with one of them earlier in the period,
or in the period before, are with that one again as far as sizes allow; both groups keep their id for the period.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from planner.domain import ApprenticeId, BarretteId, CourseId, Group, GroupId, ModuleId, RoomId, TrainerId
from planner.engine.groups.plan import Plan
from planner.engine.groups.scene import Scene
from planner.engine.groups.split import Split
from planner.engine.groups.standing import Stood
from planner.model.groups import GroupsModel, Member


@dataclass(frozen=True, slots=True)
class Run:
    """One group at one occasion: a future session. A led group has a trainer and a room of its own.

    Without a room: whoever found no place at all, which the checker names. Several courses: a group that carries those
    of several classes.
    """

    occasion_key: str
    group_id: GroupId
    trainer_ids: tuple[TrainerId, ...]
    room_id: RoomId | None
    module_id: ModuleId
    course_ids: tuple[CourseId, ...] = ()
    apprentice_ids: tuple[ApprenticeId, ...] = ()


@dataclass(frozen=True, slots=True)
class Composition:
    """The groups of one barrette (or open period) in one period, and what each does at each occasion.

    Everyone at an occasion is in one of its runs, but adults who may leave and who is freed from a carried course.
    Plain values, in order of time.
    """

    groups: tuple[Group, ...] = ()
    runs: tuple[Run, ...] = ()


@dataclass
class Team:
    """One group while it is being put together: how often it had each room and trainer, and who was ever in it."""

    module: ModuleId
    slot: str
    audience: str = ""
    rooms: Counter[RoomId] = field(default_factory=Counter)
    trainers: Counter[TrainerId] = field(default_factory=Counter)
    people: dict[ApprenticeId, None] = field(default_factory=dict)


@dataclass
class Reader:
    """Turns numbers into groups; remembers, occasion after occasion, who was where.

    ``rows``: one for each run so far, with its occasion and its group, people still changing until the end of the
    occasion. A group lasts for the period under its slot: the trainer who leads it, or the room where nobody leads.
    """

    scene: Scene
    model: GroupsModel
    plan: Plan
    stands: Stood = field(default_factory=Stood)
    teams: dict[tuple[int, str], Team] = field(default_factory=dict)
    """(activity, trainer or room) → group."""
    rows: list[tuple[int, Team, Run]] = field(default_factory=list)

    def read(self) -> Composition:
        """Groups and runs, in order of time then of module.

        Called once: the reader fills up as it reads. Everybody whom the plan leaves without a place gets one here, or
        is named.
        """
        for o in sorted(range(len(self.model.occasions)), key=self._when):
            for m in range(len(self.model.activities)):
                people = [p for n, p in enumerate(self.model.members) if self.plan.joins.get((n, o)) == m]
                if people:
                    self._activity(m, o, people)
            # Before the next occasion: who is where decides who knows whom from then on.
            self._nowhere(o)
        names = self._names()
        runs = []
        for _o, team, run in self.rows:
            runs.append(_named(run, names[id(team)]))
        groups = tuple(self._group(team, names[id(team)]) for team in self._ordered())
        return Composition(groups, tuple(runs))

    def _when(self, o: int) -> tuple[object, ...]:
        """Occasions in order of time."""
        occasion = self.model.occasions[o]
        return (occasion.day, occasion.start, occasion.key)

    def _activity(self, m: int, o: int, people: Sequence[Member]) -> None:
        """The groups of one activity at an occasion, and who sits in which of them."""
        slots = self._slots(m, o)
        usual = {p.id: number for p in people if (number := self._usual(m, p, slots)) is not None}
        activity = self.model.activities[m]
        # Whoever needs a room of a kind sits in a group that has one; for the others every room will do.
        special = [p for p in people if p.rooms is not None]
        split = Split(
            people=people,
            seats=[min(activity.max_size, self.model.rooms[room].seats) for _slot, room, _adults in slots],
            fits=[frozenset(p.id for p in special if room in (p.rooms or ())) for _slot, room, _adults in slots],
            usual=usual,
            levels={p.id: min([w.level for w in p.wants if w.level], default=4) for p in people},
            pairings=self.scene.pairings,
            least=activity.min_size,
            mixed=bool(self.scene.barrette and self.scene.barrette.policy == "mixed"),
        )
        place = split.solve() if len(slots) > 1 else [0] * len(people)
        for number, (slot, room, adults) in enumerate(slots):
            inside = [p.id for p, g in zip(people, place, strict=True) if g == number]
            if inside:
                self._run(m, o, slot, room, adults, inside)

    def _slots(self, m: int, o: int) -> list[tuple[str, RoomId, tuple[TrainerId, ...]]]:
        """Groups of an activity at an occasion: a name that lasts (trainer or room), a room, the adults.

        As many as the plan opens. Rooms are those of the plan for the activity; a trainer keeps the one they know, or
        stand in.
        """
        rooms = list(self.plan.holds.get((m, o), []))
        if not self.model.activities[m].led:
            adults = [self.plan.watch.get((room, o)) for room in rooms]
            return [(room, room, (a,) if a else ()) for room, a in zip(rooms, adults, strict=True)]
        found: list[tuple[str, RoomId, tuple[TrainerId, ...]]] = []
        trainers = self.plan.leads.get((m, o), [])
        # Trainers who had a group before keep their rooms; newcomers take what is left.
        for trainer in sorted(trainers, key=lambda t: ((m, t) not in self.teams, t)):
            team = self.teams.get((m, trainer))
            known = [room for room, _n in team.rooms.most_common() if room in rooms] if team else []
            if (place := self.stands.places.get((self.model.occasions[o].key, str(trainer)))) in rooms:
                known = [place]
            room = known[0] if known else rooms[0]
            rooms.remove(room)
            found.append((str(trainer), room, (trainer,)))
        return found

    def _usual(self, m: int, member: Member, slots: list[tuple[str, RoomId, tuple[TrainerId, ...]]]) -> int | None:
        """The group where a person was: earlier in this period, else with a trainer of the period before; None if
        nowhere.
        """
        for number, (slot, _room, _adults) in enumerate(slots):
            team = self.teams.get((m, slot))
            if team is not None and member.id in team.people:
                return number
        module = self.model.activities[m].module.id
        for group in self.scene.previous:
            people = group.apprentice_ids if isinstance(group, Group) else (group.apprentice_id,)
            if group.module_id == module and member.id in people:
                for number, (_slot, _room, adults) in enumerate(slots):
                    if set(adults) & set(group.trainer_ids):
                        return number
        return None

    def _run(
        self,
        m: int,
        o: int,
        slot: str,
        room: RoomId | None,
        adults: tuple[TrainerId, ...],
        people: Sequence[ApprenticeId],
    ) -> None:
        """Note a group at an occasion, with its room, adults and people, under the name that lasts (``slot``)."""
        module = self.model.activities[m].module.id
        team = self.teams.setdefault((m, slot), Team(module, slot, self.model.activities[m].audience))
        if room is not None:
            team.rooms[room] += 1
        team.trainers.update(adults)
        team.people.update(dict.fromkeys(people))
        key = self.model.occasions[o].key
        self.rows.append((o, team, Run(key, GroupId(""), adults, room, module, (), tuple(sorted(people)))))

    def _nowhere(self, o: int) -> None:
        """People without a place, and minors whom nobody watches, go to a led group with a seat left.

        Whoever finds none is in autonomy without a room, which the checker will name. A group that all have left is no
        run.
        """
        lost = [
            p
            for n, p in enumerate(self.model.members)
            if o in p.at and (n, o) not in self.plan.joins and not p.may_leave
        ]
        left = [p.id for p in lost if not self._seated(p, o)]
        for number, (when, team, run) in enumerate(self.rows):
            if when != o or run.trainer_ids or not self._unwatched(run):
                continue
            minors = [p for p in self.model.members if p.id in run.apprentice_ids and p.minor and not p.remote]
            gone = {p.id for p in minors if self._seated(p, o)}
            stay = tuple(a for a in run.apprentice_ids if a not in gone)
            self.rows[number] = (o, team, replace(run, apprentice_ids=stay))
        self.rows = [row for row in self.rows if row[2].apprentice_ids]
        if left:
            study = next(m for m, a in enumerate(self.model.activities) if a.module.theme == "study")
            self._run(study, o, "", None, (), left)

    def _unwatched(self, run: Run) -> bool:
        """Whether nobody watches the room of a run."""
        return run.room_id is not None and self.model.rooms[run.room_id].supervised_by is None

    def _seated(self, member: Member, o: int) -> bool:
        """Whether somebody could join a led group, under its size if possible, within the seats in any case.

        The smallest of those that suit. The member is in the group then; rosters and names follow.
        """
        mine = self._audiences(member)
        best: tuple[bool, int, int] | None = None
        for number, (when, team, run) in enumerate(self.rows):
            activity = next((a for a in self.model.activities if a.module.id == team.module and a.led), None)
            if when != o or activity is None or run.room_id is None or team.audience not in mine:
                continue
            heads = sum(not self.scene.problem.learners[a].remote for a in run.apprentice_ids)
            suits = member.rooms is None or run.room_id in member.rooms
            if suits and heads + (not member.remote) <= self.model.rooms[run.room_id].seats:
                rank = (heads >= activity.max_size, heads, number)
                best = rank if best is None else min(best, rank)
        if best is None:
            return False
        when, team, run = self.rows[best[2]]
        self.rows[best[2]] = (when, team, replace(run, apprentice_ids=tuple(sorted((*run.apprentice_ids, member.id)))))
        team.people[member.id] = None
        return True

    @staticmethod
    def _audiences(member: Member) -> frozenset[str]:
        """Names of the audiences to which a member belongs."""
        return frozenset({"", str(member.class_id), f"année {member.year}"})

    def _ordered(self) -> list[Team]:
        """Groups by module, then by activity and name: the order of their numbers."""
        return [team for _key, team in sorted(self.teams.items(), key=lambda row: (row[1].module, row[0]))]

    def _names(self) -> dict[int, GroupId]:
        """``<barrette>-<period>-<module>-<n>``, numbered in each module; a group that stands keeps its number."""
        stem = f"{self.scene.place.id}-{self.scene.period.id}"
        names: dict[int, GroupId] = {}
        for team in self._ordered():
            name = self.stands.names.get((team.module, team.slot))
            if name is not None and name not in names.values():
                names[id(team)] = name
        for team in self._ordered():
            number = 1
            while id(team) not in names:
                name = GroupId(f"{stem}-{team.module}-{number}")
                if name not in names.values():
                    names[id(team)] = name
                number += 1
        return names

    def _group(self, team: Team, name: GroupId) -> Group:
        """The group of the period: its most used room, everyone who was ever in it."""
        return Group(
            id=name,
            barrette_id=BarretteId(self.scene.place.id),
            period_id=self.scene.period.id,
            module_id=team.module,
            trainer_ids=tuple(sorted(team.trainers)),
            room_id=team.rooms.most_common(1)[0][0] if team.rooms else None,
            apprentice_ids=tuple(sorted(team.people)),
        )


def _named(run: Run, name: GroupId) -> Run:
    """The same run under the name of its group."""
    return Run(run.occasion_key, name, run.trainer_ids, run.room_id, run.module_id, run.course_ids, run.apprentice_ids)
