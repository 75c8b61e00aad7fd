"""Pre-check on where a course may go: its classes, a team and a room at once, and the volume that this leaves."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from planner.check.precheck.alert import Alert, origin
from planner.check.precheck.case import Case, Underway
from planner.courses.standing import SessionsWanted
from planner.courses.teams import some_go_on
from planner.courses.volumes import possible_lengths
from planner.domain import Course, Problem, TrainerId, away, monday
from planner.words import course_name, say_all, say_day, say_minutes, trainer_name

Trainers = tuple[TrainerId, ...]
Test = Callable[[date, int, int], bool]
NO_TRAINERS: Trainers = ()


def course_places(case: Case) -> Iterator[Alert]:
    """A course that asks for more than the hours at which its class, a team and a room are there together."""
    for course in case.problem.courses.values():
        if course.barrette_id is None:
            yield from _of_course(case, course)


def _of_course(case: Case, course: Course) -> Iterator[Alert]:
    problem = case.problem
    for part in "ABCDEFGH"[: course.parts] if course.parts > 1 else ("",):
        wanted = case.wanted(course, part)
        if case.underway:
            wanted = _anywhere(wanted)
        asked = sum(minutes for _week, minutes in wanted)
        places = Places(problem, course, part, case.underway)
        if places.best(wanted)[0] >= asked:
            continue
        name = course_name(problem, course.id) + (f", partie {part}" if part else "")
        place = origin(problem, "course", course.id)
        # What a week cannot hold goes to another one or to another team, and who is there goes on without the others.
        whole, team = places.best(_anywhere(wanted))
        possible, _team = places.best(_anywhere(wanted), without=True)
        if possible >= asked:
            yield Alert("course_places", f"{name} : {_look(places, wanted, whole >= asked)}", place)
            continue
        text = (
            f"{name} : {say_minutes(asked)} à placer, {_possible(possible)}, parce que "
            f"{places.why(_anywhere(wanted), team)}. Solution : {_cure(places, wanted, team, possible)}."
        )
        yield Alert("course_places", text, place, blocking=True)
        return


def _possible(minutes: int) -> str:
    """``2 h possibles au plus``."""
    return f"{say_minutes(minutes)} possibles au plus" if minutes else "aucune possible"


def _anywhere(wanted: SessionsWanted) -> SessionsWanted:
    """The same sessions, in any week."""
    return tuple((None, minutes) for _week, minutes in wanted)


def _look(places: "Places", wanted: SessionsWanted, in_other_weeks: bool) -> str:
    """Hours that have a place, yet not in their own week, or else not with the same team, or the whole of it."""
    asked = sum(minutes for _week, minutes in wanted)
    if not in_other_weeks:
        whole, team = places.best(_anywhere(wanted))
        who = say_all(trainer_name(places.problem, t) for t in team)
        led = f"quand {who} sont là ensemble" if len(team) > 1 else f"avec {who} tout du long"
        return (
            f"{say_minutes(asked)} à placer, {_possible(whole)} {led}. Solution : un autre formateur, ou réduire les "
            "absences."
        )
    held, team = places.best(wanted)
    weeks = places.short_weeks(wanted, team)
    more = "" if len(weeks) < 2 else " et une autre" if len(weeks) == 2 else f" et {len(weeks) - 1} autres"
    when = f" (semaine du {say_day(weeks[0])}{more})" if weeks else ""
    possible = f"{say_minutes(held)} possibles" if held else "rien de possible"
    return (
        f"{possible} sur {say_minutes(asked)} si chaque séance reste dans sa semaine, parce que "
        f"{places.why(wanted, team)}{when} ; le reste est à placer dans d'autres semaines."
    )


def _cure(places: "Places", wanted: SessionsWanted, team: Trainers, possible: int) -> str:
    """What would help: fewer hours, and something about whoever or whatever is in the way, never about what is not."""
    problem, course = places.problem, places.course
    total = possible + sum(one.minutes for one in problem.standing_of(course.id, places.part))
    people, room = places.in_the_way(_anywhere(wanted), team)
    cures = [f"demander « {say_minutes(total)} » en tout"] if total else []
    if people:
        cures.append("un autre formateur, ou réduire ses absences")
    if room:
        cures.append("admettre un autre type de salle, ou rendre la salle libre")
    if not people and not room:
        cures += ["changer les jours de présence", "d'autres durées"]
        cures += ["relever « max par jour »"] if course.max_per_day == 1 else []
    return ", ".join(cures[:-1]) + (" ou " if len(cures) > 1 else "") + cures[-1]


@dataclass
class Places:
    """Starts that are left to one course (one part of it), and the minutes that they give day by day."""

    problem: Problem
    course: Course
    part: str
    underway: Underway | None = None
    _days: dict[tuple[Trainers, bool, bool, bool], dict[date, int]] = field(default_factory=dict)

    @property
    def teams(self) -> tuple[Trainers, ...]:
        """Teams that may take the course; one that is always there where nobody is known (said elsewhere)."""
        if self.course.teams:
            return self.course.teams
        skilled = [t for t in self.problem.trainers.values() if t.teaches]
        found = tuple((t.id,) for t in skilled if self.problem.skilled(t, self.course.subject))
        return found or (NO_TRAINERS,)

    def best(self, wanted: SessionsWanted, without: bool = False) -> tuple[int, Trainers]:
        """The most minutes of what is wanted that one team could give, and which.

        ``without``: any of the teams, each hour another one; those who are there go on without the others of their
        team, where the course allows it.
        """
        return max(((self.given(wanted, team, without=without), team) for team in self.teams), key=lambda pair: pair[0])

    def given(
        self,
        wanted: SessionsWanted,
        team: Trainers,
        team_free: bool = False,
        room_free: bool = False,
        without: bool = False,
    ) -> int:
        """Minutes of what is wanted that a team could give: dated sessions in their week, the others anywhere."""
        weeks = self.weeks(team, team_free, room_free, without)
        dated = Counter[date]()
        for week, minutes in wanted:
            if week is not None:
                dated[week] += minutes
        placed = sum(min(minutes, weeks[week]) for week, minutes in dated.items())
        loose = sum(minutes for week, minutes in wanted if week is None)
        return placed + min(loose, weeks.total() - placed)

    def short_weeks(self, wanted: SessionsWanted, team: Trainers) -> list[date]:
        """Weeks that cannot hold what is wanted in them."""
        weeks, dated = self.weeks(team), Counter[date]()
        for week, minutes in wanted:
            if week is not None:
                dated[week] += minutes
        return sorted(week for week, minutes in dated.items() if minutes > weeks[week])

    def in_the_way(self, wanted: SessionsWanted, team: Trainers) -> tuple[bool, bool]:
        """Whether the team is in the way, and whether the room is: what gives more hours once it is there.

        By itself, or beside the other.
        """
        here, most = self.given(wanted, team), self.given(wanted, team, team_free=True, room_free=True)
        with_team = self.given(wanted, team, team_free=True)
        with_room = self.given(wanted, team, room_free=True)
        return with_team > here or with_room < most, with_room > here or with_team < most

    def why(self, wanted: SessionsWanted, team: Trainers) -> str:
        """What is in the way: the trainer, the room or both; where neither is, the days of the class."""
        team_gone, room_gone = self.in_the_way(wanted, team)
        absent = [t for t in team if t in self.problem.trainers and self.problem.trainers[t].absences] or team
        people = say_all(trainer_name(self.problem, t) for t in absent)
        gone = []
        if team_gone:
            gone.append(f"{people} {'ne sont pas là' if len(absent) > 1 else 'n’est pas là'}")
        if room_gone:
            gone.append("la salle n'est pas disponible")
        if not gone:
            since = f" à partir du {say_day(self.underway.first)}" if self.underway else ""
            return f"la classe n'est pas au CFA assez de jours pour ces durées de séance{since}"
        return f"{' et '.join(gone)} le reste du temps"

    def weeks(
        self, team: Trainers, team_free: bool = False, room_free: bool = False, without: bool = False
    ) -> Counter[date]:
        """Monday → most minutes that a week could hold."""
        found = Counter[date]()
        for day, minutes in self.days(team, team_free, room_free, without).items():
            found[monday(day)] += minutes
        return found

    def days(
        self, team: Trainers, team_free: bool = False, room_free: bool = False, without: bool = False
    ) -> dict[date, int]:
        """Day → most minutes that it could hold; ``team_free``, ``room_free``: as if these were always there."""
        name = team, team_free, room_free, without
        if name not in self._days:
            test = self._test(team, team_free, room_free, without)
            found = {day: self._day(day, test) for day in self.problem.days}
            self._days[name] = {day: minutes for day, minutes in self._with_past(found).items() if minutes}
        return self._days[name]

    def _with_past(self, found: Mapping[date, int]) -> Mapping[date, int]:
        """The same days; in an update a day holds what stands, and one that is over nothing else."""
        if self.underway is None:
            return found
        given, first = self.underway.given.get((self.course.id, self.part), {}), self.underway.first
        return {day: max(given.get(day, 0), minutes if day >= first else 0) for day, minutes in found.items()}

    def _test(self, team: Trainers, team_free: bool, room_free: bool, without: bool) -> Test:
        people = [self.problem.trainers[t].absences for t in team if not team_free]
        asked = self.problem.course_rooms(self.course) if self.course.room_types and not room_free else ()
        rooms = [room.absences for room in asked] if all(room.absences for room in asked) else []

        def free(day: date, start: int, end: int) -> bool:
            led = (
                any(some_go_on(self.problem, self.course, one, day, start, end) for one in self.teams)
                if without and people
                else not any(away(p, day, start, end) for p in people)
            )
            return led and (not rooms or not all(away(r, day, start, end) for r in rooms))

        return free

    def spans(self, day: date) -> frozenset[tuple[int, int]]:
        """(start, end) at which the course may be on a day, by its own hours too, led by any of its teams."""
        test, bound = self._test(self.teams[0], False, False, without=True), "H27" not in self.problem.rules_off
        return frozenset(
            (start, end)
            for _minutes, start, end in self._spans(day, test)
            if not bound or self.course.may_be(day, start, end)
        )

    def _day(self, day: date, free: Test) -> int:
        longest, slots = 0, set[tuple[int, int]]()
        for minutes, start, end in self._spans(day, free):
            longest = max(longest, minutes)
            slots.add((start, end))
        covered = sum(
            s.end - s.start
            for s in self.problem.course_bells(self.course)[0].days[day.weekday()]
            if any(start < s.end and s.start < end for start, end in slots)
        )
        return min(longest * self.course.max_per_day, covered)

    def _spans(self, day: date, free: Test) -> Iterator[tuple[int, int, int]]:
        """(minutes, start, end) of the sessions that a day could hold."""
        problem, course = self.problem, self.course
        masks = [(problem.bells_of(c), problem.course_presence(c, day, self.part)) for c in course.class_ids]
        if not all(mask for _bells, mask in masks):
            return
        tables = problem.course_bells(course)
        for minutes in course.lengths or possible_lengths(problem, course):
            spans = set(tables[0].placements(day.weekday(), minutes, course.meal))
            spans.intersection_update(*(t.placements(day.weekday(), minutes, course.meal) for t in tables[1:]))
            for start, end in spans:
                here = all(not bells.half(day.weekday(), start, end) & ~mask for bells, mask in masks)
                if here and free(day, start, end):
                    yield minutes, start, end
