"""What the composition starts from: the activities that may run, and each member with what is still owed.

The first step of a composition: `scene_model` for whole periods, and for the bound of `placeable`; `model_of` where
most seats are held (`held`). It reads a scene and returns a model; no rule has spoken by then (`compose.speak`).

Why somebody is not in a group can often be read here. `Member.may` has what they owe, some modules of strands that the
programme owes them, what locks and groups that stand say, and autonomy; `Member.never` the hours at which a module is
not of their level, or not of their choice of guidance. What is in neither is left to rules, sizes and prices.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from planner.domain import (
    STRANDS,
    ApprenticeId,
    Barrette,
    BarretteId,
    ClassId,
    Group,
    GroupMembership,
    Guidance,
    Learner,
    Lock,
    Module,
    ModuleId,
    Owed,
    Problem,
    RoomId,
    TrainerId,
    key,
)
from planner.domain.offer import USUAL_SIZE
from planner.engine.groups.catalogue import STUDY, by_need, choices, study_module
from planner.engine.groups.locked_hours import locked_hours
from planner.engine.groups.rooms import in_list, places
from planner.engine.groups.scene import Previous, Scene
from planner.engine.groups.strands import StrandsOf
from planner.engine.groups.suiting import Suiting
from planner.engine.groups.with_others import filled, paired
from planner.hours.owed import SOURCE_ENTRY, SOURCE_PROGRAMME
from planner.model.groups import GroupActivity, GroupsModel, Member, Occasion, Want

NOT_HERE = frozenset({"onboarding", "safety", "rights", "permanence"})
"""Themes that have sessions of their own."""
OPEN_TO_ALL = 2
"""How many modules of a strand are open to those who owe none of them, the same in all periods."""


def scene_model(scene: Scene, weights: Mapping[str, int]) -> GroupsModel:
    """The model of a scene, before any rule has spoken."""
    return model_of(Setup(scene), weights)


def model_of(setup: "Setup", weights: Mapping[str, int]) -> GroupsModel:
    """The model of a scene that is read, before any rule has spoken."""
    scene = setup.scene
    watchers = tuple(setup.watchers(occasion) for occasion in scene.occasions)
    members = [setup.member(a) for a in setup.people]
    mine = [setup.mine(member.class_id) for member in members]
    return GroupsModel(
        occasions=scene.occasions,
        activities=setup.activities,
        members=paired(scene.pairings, filled(setup.activities, members, mine), mine),
        rooms=scene.problem.rooms,
        watchers=watchers,
        teaching=frozenset(t for row in watchers for t in row if scene.problem.trainers[t].teaches),
        strands_due=setup.strands_due() if scene.barrette else frozenset(),
        usual=_teams(scene.previous),
        special=_special(scene),
        weights=dict(weights),
    )


def _special(scene: Scene) -> frozenset[RoomId]:
    """Rooms of types that courses ask for, less those that the barrette names."""
    own = scene.barrette.room_ids if scene.barrette else ()
    return frozenset(r.id for r in scene.problem.rooms.values() if scene.problem.special(r) and r.id not in own)


def _teams(previous: Previous) -> dict[ModuleId, frozenset[TrainerId]]:
    """Trainers of each module before; those of memberships are ids too."""
    found: dict[ModuleId, frozenset[TrainerId]] = {}
    for group in previous:
        team = frozenset(TrainerId(t) for t in group.trainer_ids)
        found[group.module_id] = found.get(group.module_id, frozenset()) | team
    return {module: team for module, team in found.items() if team}


class Setup:
    """Reads a scene: the catalogue as it may run here, and the members."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.problem = scene.problem
        self.people = sorted({a for occasion in scene.occasions for a in occasion.learners})
        self.rows: dict[ApprenticeId, list[Owed]] = {a: [] for a in self.people}
        for need in scene.owed:
            if need.apprentice_id in self.rows and need.period_id in (None, scene.period.id):
                self.rows[need.apprentice_id].append(need)
        ids = [need.id for need in scene.problem.explicit_needs]
        known = {*ids, *(f"{name}-{scene.period.id}" for name in ids)}
        self.decided = {need.target for rows in self.rows.values() for need in rows if need.need_id in known}
        """Modules that *Besoins* asks for somebody here: for one person too."""
        self.special = {a: self._special_rooms(a) for a in self.people}
        self.by_need = by_need(scene.problem)
        self.choices = choices(scene.problem)
        self.locked = {str(lock.module_id) for person in self.people for lock in self._locks(person)}
        self.activities = self._activities()
        self.suiting = Suiting(scene.problem, scene.occasions, self.activities, self.by_need, self.choices)
        self.offered = {strand: self._offered(strand) for strand in STRANDS}

    # Activities

    def _activities(self) -> tuple[GroupActivity, ...]:
        """Those that can run here and that somebody may need; their place in it is their number in the model."""
        found = [a for module in self._catalogue() for a in self._audiences(module)]
        keys = {occasion.key for occasion in self.scene.occasions}
        stands = {str(s.module_id) for (_person, key), s in self.scene.standing.items() if key in keys}
        wanted = {name for rows in self.rows.values() for need in rows for name in self.scene.ways(need)}
        wanted |= stands | self.locked
        return tuple(a for a in found if self._useful(a, wanted))

    def _catalogue(self) -> list[Module]:
        """Modules of the barrette, or all that are support; supervised autonomy is always among them."""
        barrette = self.scene.barrette
        ids = set(barrette.module_ids) | {barrette.otherwise} if barrette and barrette.module_ids else None
        modules = [m for m in self.problem.modules.values() if m.theme not in NOT_HERE and m.theme != "study"]
        return [*(m for m in modules if ids is None or m.id in ids), study_module(self.problem)]

    def _audiences(self, module: Module) -> list[GroupActivity]:
        """One activity, or one for each class or year where the module or the barrette does not mix them."""
        barrette = self.scene.barrette
        whole = self._activity(module)
        if module.theme == "study":
            return [whole]
        if not module.mix_classes:
            return [replace(whole, audience=str(c)) for c in self.scene.place.class_ids]
        if not module.mix_levels or (barrette is not None and not barrette.mix_levels):
            years = {self.problem.classes[c].year for c in self.scene.place.class_ids}
            return [replace(whole, audience=f"année {y}") for y in sorted(years)]
        return [whole]

    def _activity(self, module: Module) -> GroupActivity:
        """A module as it may run at each occasion, for everybody."""
        barrette, autonomous = self.scene.barrette, module.guidance == Guidance.AUTONOMOUS
        most = min(module.max_size, (barrette and barrette.max_size) or module.max_size)
        least = least_people(module, barrette, asked=module.id in self.decided | self.locked)
        return GroupActivity(
            module,
            min_size=1 if autonomous else least,
            max_size=module.max_size if autonomous else most,
            leaders=tuple(leaders_at(self.problem, module, barrette, occasion) for occasion in self.scene.occasions),
            rooms=tuple(self._rooms(module, occasion) for occasion in self.scene.occasions),
        )

    def _rooms(self, module: Module, occasion: Occasion) -> tuple[RoomId, ...]:
        """Rooms that suit a module at an occasion: of its types, and of the barrette's own list for a led group.

        A led group never takes the place of those who are not called.
        """
        types = {key(t) for t in module.room_types}
        rooms = [self.problem.rooms[r] for r in occasion.rooms if module.serves(occasion.day)]
        fit = [room for room in rooms if not types or key(room.type) in types]
        if module.guidance != Guidance.LED:
            specials = {s for a in occasion.learners if (s := self.special[a]) is not None}
            barrette, heads = self.scene.barrette, len(occasion.learners)
            return tuple(r.id for r in places(self.problem, barrette, fit, heads, module.supervision, specials))
        kept = self.scene.open_period.room_id if self.scene.open_period else None
        return tuple(room.id for room in fit if room.id != kept and in_list(self.scene.barrette, room))

    def _useful(self, activity: GroupActivity, wanted: set[str]) -> bool:
        """Whether it can run at some occasion, and somebody may need it."""
        module = activity.module
        if module.theme == "study":
            return True
        if not any(activity.rooms) or (activity.led and not any(activity.leaders)):
            return False
        needed = module.id in wanted or module.strand in wanted or bool("" in wanted and module.strand)
        return needed or (self.scene.barrette is not None and module.id == self.scene.barrette.otherwise)

    def _offered(self, strand: str) -> frozenset[int]:
        """A few modules of a strand for those who owe hours of the strand only, and those of the locks."""
        mine = [n for n, a in enumerate(self.activities) if a.module.strand == strand]
        open_to_all = [n for n in mine if self.suiting.open_to_all(self.activities[n].module)]
        if strand == STRANDS[0]:
            return frozenset(open_to_all)
        names = sorted({self.activities[n].module.id for n in open_to_all})
        # Rather one for which the workbook names somebody than one that anybody may lead.
        named = [name for name in names if self._named(self.problem.modules[name])]
        names = named if len(named) >= OPEN_TO_ALL else names
        start = self.scene.seed % max(1, len(names))
        chosen = {(names + names)[start + n] for n in range(min(OPEN_TO_ALL, len(names)))} | self.locked
        return frozenset(n for n in open_to_all if self.activities[n].module.id in chosen)

    def _chosen(self, strand: str) -> frozenset[int]:
        """Modules of a strand that are for some choices of guidance, for those who have made them."""
        return frozenset(
            n for n, a in enumerate(self.activities) if a.module.strand == strand and a.module.id in self.choices
        )

    def _named(self, module: Module) -> bool:
        """Whether the workbook names who leads a module: not everyone who teaches may."""
        able = self.problem.leaders(module, self.scene.period.last)
        return any(t.teaches and t.id not in able for t in self.problem.trainers.values())

    # Members

    def member(self, apprentice_id: ApprenticeId) -> Member:
        """One person, with the minutes still owed in this period and what they may do here."""
        problem, scene, learner = self.problem, self.scene, self.problem.learners[apprentice_id]
        at = frozenset(o for o, occasion in enumerate(scene.occasions) if apprentice_id in occasion.learners)
        day = scene.occasions[min(at)].day
        membership = learner.membership(day)
        class_id = membership.class_id if membership else ClassId("")
        mine = self.mine(class_id)
        wants = tuple(w for need in self.rows[apprentice_id] if (w := self._want(learner, need, mine, at)) is not None)
        due = StrandsOf(scene, learner, self.rows[apprentice_id])
        strands = due.minutes
        may = {n for n in mine for need in self._needs(apprentice_id) if self.activities[n].module.id == need.target}
        may |= {n for want in wants for n in want.pays}
        promises = self._promises(apprentice_id, at)
        for strand in STRANDS if promises else strands:
            may |= self.suiting.offers(learner, self.offered[strand] | self._chosen(strand), strand, at) & mine
        stood = [s for (who, _key), s in scene.standing.items() if who == apprentice_id]
        if stood:
            # What they have of a strand is kept for them; to have more of it is no reason to leave a group that stands.
            strands = {k: min(left, sum(s.minutes for s in stood if s.strand == k)) for k, left in strands.items()}
        may |= {n for n in mine if self.activities[n].module.id in (STUDY, self._otherwise())}
        forced = locked_hours(scene, self.activities, self._locks(apprentice_id), at)
        known = {s.module_id for s in stood}
        may |= {n for n in mine if self.activities[n].module.id in known.union(forced.values())}
        return Member(
            id=apprentice_id,
            class_id=class_id,
            year=problem.classes[class_id].year if class_id in problem.classes else 0,
            at=at,
            may=frozenset(may),
            wants=wants,
            strands=strands,
            # Before the times are known, the class's strands are enough.
            unmet=frozenset(k for k in due.unmet if strands[k] and not scene.quick),
            strands_now=due.now(class_id),
            strands_wait=due.wait(owes=bool(wants)),
            promises=promises,
            promise_hard=self._imperative(class_id),
            remote=learner.remote,
            minor=learner.minor(day),
            fresh=not any(scene.paid.get((apprentice_id, n.need_id)) for n in self._needs(apprentice_id)),
            # Groups that stand are what people stay in, whatever they had the period before.
            previous=frozenset() if scene.standing else self._previous(apprentice_id),
            known={m: t for (who, m), t in scene.known.items() if who == apprentice_id},
            forced=forced,
            may_leave=bool(scene.open_period and scene.open_period.adults_free and not learner.minor(day)),
            rooms=self.special[apprentice_id],
            never=self._never(learner, at, may),
            pays_only=self._pays_only(learner, at, may, forced),
        )

    def _never(self, learner: Learner, at: frozenset[int], may: set[int]) -> frozenset[tuple[int, int]]:
        """(activity, occasion) that are not for somebody on that day: by choice, by level, or not owed yet."""
        levels = self.suiting.never(learner, at, may, self._asked(learner.id, at))
        early = self.suiting.early(at, may, self._needs(learner.id), self.locked)
        return self.suiting.not_chosen(learner, at) | levels | early

    def _pays_only(
        self, learner: Learner, at: frozenset[int], may: set[int], forced: Mapping[int, ModuleId]
    ) -> frozenset[tuple[int, int]]:
        """(activity, occasion) that somebody is in for hours owed alone; not where they are already, or are locked."""
        otherwise, standing = self._otherwise(), self.scene.standing
        keys = {o: self.scene.occasions[o].key for o in at}
        held = {o: s.module_id for o, key in keys.items() if (s := standing.get((learner.id, key))) is not None}
        mine = [n for n in may if self.activities[n].module.id not in (STUDY, otherwise)]
        only = self.suiting.owed_only(learner, at, mine)
        return frozenset((n, o) for n, o in only if self.activities[n].module.id not in (held.get(o), forced.get(o)))

    def mine(self, class_id: ClassId) -> frozenset[int]:
        """Numbers of the activities that somebody of a class may be in: for all, for that class, or for its year."""
        group = self.problem.classes.get(class_id)
        names = {"", str(class_id), f"année {group.year if group else 0}"}
        return frozenset(n for n, activity in enumerate(self.activities) if activity.audience in names)

    def _needs(self, apprentice_id: ApprenticeId) -> list[Owed]:
        """What somebody owes here, programme and entry module apart."""
        rows = self.rows[apprentice_id]
        return [n for n in rows if n.source not in (SOURCE_PROGRAMME, SOURCE_ENTRY)]

    def _asked(self, apprentice_id: ApprenticeId, at: frozenset[int]) -> set[tuple[str, int]]:
        """Modules that somebody owes, or that a lock names here, with the occasions at which that is so."""
        days = {o: self.scene.occasions[o].day for o in at}
        needs = [(name, n) for n in self._needs(apprentice_id) for name in self.scene.ways(n)]
        owed = {(name, o) for name, n in needs for o, d in days.items() if n.opens <= d <= n.deadline}
        return owed | {(name, o) for name in self.locked for o in at}

    def _want(self, learner: Learner, need: Owed, mine: frozenset[int], at: frozenset[int]) -> Want | None:
        """A need as the model knows it; None where nothing is left of it or nothing here pays it."""
        left = need.minutes - self.scene.paid.get((need.apprentice_id, need.need_id), 0)
        if need.source in (SOURCE_PROGRAMME, SOURCE_ENTRY) or left <= 0:
            return None
        when = frozenset(o for o in at if need.opens <= self.scene.occasions[o].day <= need.deadline)
        pays = frozenset(n for n in mine if self.suiting.pays(learner, self.scene.ways(need), n, when))
        if not when or not pays:
            return None
        return Want(need.need_id, left, need.priority, pays, when, need.level, need.personal)

    def _promises(self, apprentice_id: ApprenticeId, at: frozenset[int]) -> tuple[frozenset[int], ...]:
        """For each stay whose promise is not kept yet, its occasions."""
        rows = [n for n in self.rows[apprentice_id] if n.source == SOURCE_PROGRAMME and not n.target]
        open_rows = [n for n in rows if not self.scene.paid.get((apprentice_id, n.need_id))]
        stays = [frozenset(o for o in at if n.opens <= self.scene.occasions[o].day <= n.deadline) for n in open_rows]
        return tuple(stay for stay in stays if stay)

    def _imperative(self, class_id: ClassId) -> bool:
        """Whether the support that the programme of a class promises is a duty, and not a wish."""
        group = self.problem.classes.get(class_id)
        programme = self.problem.programmes.get(group.programme_id) if group else None
        return programme is not None and programme.promise_hard

    def _otherwise(self) -> str:
        """The module of those who owe nothing at this hour: that which the barrette names, else autonomy."""
        return self.scene.barrette.otherwise if self.scene.barrette else STUDY

    def _previous(self, apprentice_id: ApprenticeId) -> frozenset[ModuleId]:
        """Modules of the groups in which somebody was before."""
        return frozenset(g.module_id for g in self.scene.previous if apprentice_id in _people(g))

    def _locks(self, apprentice_id: ApprenticeId) -> list[Lock]:
        """Locks that keep somebody in a module of this barrette."""
        place = self.scene.barrette.id if self.scene.barrette else BarretteId("")
        return [
            k for k in self.problem.locks if k.module_id and (k.barrette_id, k.apprentice_id) == (place, apprentice_id)
        ]

    def _special_rooms(self, apprentice_id: ApprenticeId) -> frozenset[RoomId] | None:
        """Rooms with the features that a learner's arrangements ask for."""
        days = (occasion.day for occasion in self.scene.occasions)
        rows = [a for day in days for a in self.problem.arranged(apprentice_id, "room_feature", day)]
        if not rows or self.problem.learners[apprentice_id].remote:
            return None
        features = {key(row.text) for row in rows}
        return frozenset(r.id for r in self.problem.rooms.values() if features <= r.has)

    # The scene as a whole

    def watchers(self, occasion: Occasion) -> tuple[TrainerId, ...]:
        """Adults who may watch a place of autonomy: those of the rooms, other adults, then trainers."""
        rooms = {self.problem.rooms[r].supervised_by for r in occasion.rooms}
        free = [t for t in sorted(occasion.trainers) if t in self.problem.trainers]
        adults = [t for t in free if t in rooms or not self.problem.trainers[t].teaches]
        skills = {t: sum(t in a.leaders[self.scene.occasions.index(occasion)] for a in self.activities) for t in free}
        trainers = sorted((t for t in free if t not in adults), key=lambda t: (skills[t], t))
        return (*adults, *trainers[:3])

    def strands_due(self) -> frozenset[tuple[ClassId, str]]:
        """Strands expected of a class here, of which none of its learners has had an hour yet."""
        due: set[tuple[ClassId, str]] = set()
        met: set[tuple[ClassId, str]] = set()
        for apprentice_id in self.people:
            membership = self.problem.learners[apprentice_id].membership(self.scene.occasions[0].day)
            for need in self.rows[apprentice_id] if membership else ():
                if membership and need.source == SOURCE_PROGRAMME and need.target in STRANDS:
                    pair = (membership.class_id, need.target)
                    due.add(pair)
                    if self.scene.paid.get((apprentice_id, need.need_id)):
                        met.add(pair)
        return frozenset(due - met)


def least_people(module: Module, barrette: Barrette | None, *, asked: bool) -> int:
    """People for whom a led group opens: as typed, else three, or one where the workbook asks for it by name."""
    typed = [n for n in (module.min_size, barrette.min_size if barrette else None) if n is not None]
    most = min(module.max_size, (barrette and barrette.max_size) or module.max_size)
    return max(typed, default=1 if asked else min(USUAL_SIZE, most))


def leaders_at(problem: Problem, module: Module, barrette: Barrette | None, occasion: Occasion) -> frozenset[TrainerId]:
    """Who of the barrette's team may lead a module at an occasion: free, and named for it or skilled in it.

    Nobody once the module has served.
    """
    if not module.serves(occasion.day):
        return frozenset()
    team = set(barrette.trainer_ids) if barrette else set()
    able = occasion.trainers.intersection(problem.leaders(module, occasion.day))
    return frozenset(t for t in able if t in problem.trainers and (not team or t in team))


def _people(group: Group | GroupMembership) -> Iterable[ApprenticeId]:
    return group.apprentice_ids if isinstance(group, Group) else (group.apprentice_id,)
