"""Pre-check on *Limites* that bind: sessions that pass them by themselves, weeks that cannot hold their hours, lines
that contradict one another.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

from planner.check.precheck.alert import Alert, origin
from planner.check.precheck.case import Case
from planner.check.precheck.places import Places
from planner.courses.broken_limits import only_of
from planner.courses.week_holders import owner_name
from planner.domain import (
    Course,
    Problem,
    Slot,
    WeekLimit,
    WeekOwner,
    bells_of_owner,
    days_between,
    fills_room,
    slots_to_come,
    week_owners,
)
from planner.words import count, course_name, say_minutes, say_week, say_window

RULE_OF = {"run": "H33", "most_day": "H34", "least_day": "H34", "days": "H32", "least_days": "H32", "afternoons": "H32",
           "window_days": "H36"}  # fmt: skip
"""Column → the rule that holds it."""


def limits_reached(case: Case) -> Iterator[Alert]:
    """Sessions longer than the hours on end or of a day allowed, weeks of more hours than their days may hold, days
    that are to be longer than the hours are, hours that only afternoons have.
    """
    problem = case.problem
    for number, limit in enumerate(problem.week_limits):
        for owner in week_owners(problem, limit) if limit.hard else ():
            yield from _Bounded(case, number, _without_off(problem, limit), owner).alerts()
    yield from _contradictions(problem)


def _without_off(problem: Problem, limit: WeekLimit) -> WeekLimit:
    """The limit without what a rule that is off would hold."""
    off = {column: None for column, rule in RULE_OF.items() if rule in problem.rules_off}
    return replace(limit, **off) if off else limit  # type: ignore[arg-type]


class _Bounded:
    """A line of *Limites*, for one trainer, one room, or one class and part."""

    def __init__(self, case: Case, number: int, limit: WeekLimit, owner: WeekOwner) -> None:
        self.case, self.problem, self.number, self.limit, self.owner = case, case.problem, number, limit, owner
        self.name = owner_name(case.problem, owner) + only_of(case.problem, limit)
        every, asked = case.problem.courses.values(), limit.course_ids
        rows = [course for course in every if _of(case.problem, course, owner) and (not asked or course.id in asked)]
        self.courses = [course for course in rows if not course.barrette_id]
        self.all = rows

    def alerts(self) -> Iterator[Alert]:
        """All that is to be said of it."""
        for course in self.all:
            yield from self._too_long(course)
        for course in self.courses:
            yield from self._afternoons(course)
            yield from self._in_window(course)
        yield from self._weeks()

    def _alert(self, column: str, text: str) -> Alert:
        return Alert("limits_reached", text, origin(self.problem, "limit", f"{self.number}:{column}"), blocking=True)

    def _too_long(self, course: Course) -> Iterator[Alert]:
        """The longest session of a course against the hours on end, and those of a day."""
        longest, limit = max(course.lengths, default=0), self.limit
        rows = (
            ("run", limit.run if not course.meal else None, "d'affilée"),
            ("most_day", limit.most_day, "par jour"),
        )
        for column, most, what in rows:
            if most is not None and longest > most:
                text = (
                    f"{course_name(self.problem, course.id)} a des séances de {say_minutes(longest)}, et la feuille "
                    f"Limites laisse {say_minutes(most)} {what} à {self.name}. Solution : relever la limite, ou des "
                    "séances plus courtes."
                )
                yield self._alert(column, text)

    def _afternoons(self, course: Course) -> Iterator[Alert]:
        """A course that has hours in the afternoon only, where none may be used."""
        bells = bells_of_owner(self.problem, self.owner)
        if self.limit.afternoons == 0 and self._only(course, lambda day, _start, end: end > bells.noon(day.weekday())):
            text = (
                f"{course_name(self.problem, course.id)} n'a d'heures possibles que l'après-midi, et la feuille "
                f"Limites n'en laisse aucun à {self.name}. Solution : relever la limite, ou libérer des matinées."
            )
            yield self._alert("afternoons", text)

    def _in_window(self, course: Course) -> Iterator[Alert]:
        """A course that has hours in the window only, where no day may use it."""
        limit = self.limit
        if limit.window_days == 0 and self._only(
            course, lambda _day, start, end: start < limit.window_to and limit.window_from < end
        ):
            text = (
                f"{course_name(self.problem, course.id)} n'a d'heures possibles "
                f"qu'{say_window(limit.window_from, limit.window_to)}, et la feuille Limites n'en laisse aucune à "
                f"{self.name}. Solution : relever la limite, ou libérer d'autres heures."
            )
            yield self._alert("window_days", text)

    def _only(self, course: Course, which: Callable[[date, int, int], bool]) -> bool:
        """Whether a course has hours, and all of them are some of those that are asked about."""
        places = Places(self.problem, course, self.owner.part if course.parts > 1 else "")
        spans = [which(day, *span) for day in self.problem.days for span in places.spans(day)]
        return bool(spans) and all(spans)

    def _weeks(self) -> Iterator[Alert]:
        """The hours of each week against what its days may hold, and against what they are to hold at least."""
        wanted: dict[date, list[int]] = {}
        for course in self.courses:
            part = self.owner.part if self.owner.class_id is not None else ""
            for letter in "ABCDEFGH"[: course.parts] if course.parts > 1 else ("",):
                if letter in ("", part) or not part:
                    for week, minutes in self.case.wanted(course, letter):
                        if week is not None:
                            wanted.setdefault(week, []).append(minutes)
        weeks = {week: self._days(week) for week in wanted}
        limit = self.limit
        bound = any(most is not None for most in (limit.most_day, limit.days, limit.afternoons))
        over = [week for week in sorted(wanted) if bound and sum(wanted[week]) > _most(limit, weeks[week])]
        if over:
            when = "par semaine" if len(over) == len(wanted) else f"la {say_week(over[0])}"
            yield self._too_much(when, sum(wanted[over[0]]), _most(self.limit, weeks[over[0]]))
        elif self.limit.window_days is not None and (
            full := [week for week in sorted(wanted) if sum(wanted[week]) > self._beside_window(week)]
        ):
            yield self._window_full(full[0], sum(wanted[full[0]]))
        elif not _supported(self.problem, self.owner):
            yield from self._too_little(wanted, {week: len(days) for week, days in weeks.items()})

    def _days(self, week: date) -> list[tuple[int, int]]:
        """Minutes that each day of a week could hold, morning and afternoon; days without any are left out."""
        found = []
        for day in days_between(week, week + timedelta(days=6)):
            bells, slots = bells_of_owner(self.problem, self.owner), self._slots(day)
            noon = bells.noon(day.weekday())
            early = sum(s.end - s.start for s in slots if s.end <= noon)
            if slots:
                found.append((early, sum(s.end - s.start for s in slots) - early))
        return found

    def _beside_window(self, week: date) -> int:
        """Most minutes of a week: what its days hold beside the window, and within it on as many as may use it."""
        limit, outside, inside = self.limit, 0, list[int]()
        for day in days_between(week, week + timedelta(days=6)):
            slots = self._slots(day)
            within = sum(s.end - s.start for s in slots if s.start < limit.window_to and limit.window_from < s.end)
            outside += sum(s.end - s.start for s in slots) - within
            inside.append(within)
        return outside + sum(sorted(inside, reverse=True)[: limit.window_days])

    def _window_full(self, week: date, asked: int) -> Alert:
        """A week of more hours than it has beside a window, and in it on as many days as may use it."""
        limit, room = self.limit, self._beside_window(week)
        text = (
            f"{self.name} a {say_minutes(asked)} de cours la {say_week(week)}, et la feuille Limites en laisse "
            f"{say_minutes(room) if room else 'aucune heure'} ({count(limit.window_days or 0, 'jour')} "
            f"{say_window(limit.window_from, limit.window_to)}). Solution : relever la limite, ou moins d'heures."
        )
        return self._alert("window_days", text)

    def _slots(self, day: date) -> Sequence[Slot]:
        return slots_to_come(self.problem, self.owner, day) if self.problem.open_mask(day) else ()

    def _too_much(self, when: str, asked: int, room: int) -> Alert:
        """Weeks of more hours than a line leaves."""
        limit = self.limit
        rows = (
            ("most_day", limit.most_day is not None, f"{say_minutes(limit.most_day or 0)} par jour"),
            ("days", limit.days is not None, count(limit.days or 0, "jour")),
            ("afternoons", limit.afternoons is not None, f"{limit.afternoons} après-midi"),
        )
        known = [(column, words) for column, given, words in rows if given]
        text = (
            f"{self.name} a {say_minutes(asked)} de cours {when}, et la feuille Limites en laisse "
            f"{say_minutes(room) if room else 'aucune heure'} ({', '.join(words for _c, words in known)}). Solution : "
            "relever la limite, ou moins d'heures."
        )
        return self._alert(known[0][0], text)

    def _too_little(self, wanted: dict[date, list[int]], days: dict[date, int]) -> Iterator[Alert]:
        """Weeks of too few hours, or sessions, for the least that a line asks."""
        limit, all_weeks = self.limit, sorted(wanted)
        least = limit.least_day or 0
        short = [week for week in all_weeks if 0 < sum(wanted[week]) < least]
        if short:
            when = "par semaine" if short == all_weeks else f"la {say_week(short[0])}"
            text = (
                f"{self.name} a {say_minutes(sum(wanted[short[0]]))} de cours {when}, et la feuille Limites "
                f"demande {say_minutes(least)} au moins dans une journée : rien ne peut être placé. Solution : baisser "
                "la limite."
            )
            yield self._alert("least_day", text)
            return
        for week in all_weeks:
            number = min(limit.least_days or 0, days[week])
            if len(wanted[week]) < number:
                text = (
                    f"{self.name} a {count(len(wanted[week]), 'séance')} par semaine, et la feuille Limites demande "
                    f"{count(number, 'jour')} de cours au moins. Solution : baisser la limite, ou des séances plus "
                    "courtes et plus nombreuses."
                )
                yield self._alert("least_days", text)
                return
            if sum(wanted[week]) < number * least:
                text = (
                    f"{self.name} a {say_minutes(sum(wanted[week]))} de cours par semaine, et la feuille Limites "
                    f"demande {count(number, 'jour')} de {say_minutes(least)} au moins. Solution : baisser l'une des "
                    "deux limites."
                )
                yield self._alert("least_days", text)
                return


def _most(limit: WeekLimit, days: Sequence[tuple[int, int]]) -> int:
    """Most minutes that some days may hold, each given by its morning and its afternoon."""
    if limit.most_day is None and limit.days is None and limit.afternoons is None:
        return sum(early + late for early, late in days)
    cap = limit.most_day if limit.most_day is not None else 24 * 60
    number = len(days) if limit.days is None else min(limit.days, len(days))
    best = 0
    for some in combinations(days, number):
        gains = sorted((min(cap, early + late) - min(cap, early) for early, late in some), reverse=True)
        best = max(best, sum(min(cap, early) for early, _late in some) + sum(gains[: limit.afternoons]))
    return best


def _contradictions(problem: Problem) -> Iterator[Alert]:
    """Two lines about the same people, or a line and their own sheet, of which no day or week can keep both."""
    least: dict[WeekOwner, dict[str, tuple[int, str]]] = {}
    for number, limit in enumerate(problem.week_limits):
        for owner in week_owners(problem, limit) if limit.hard else ():
            for column, asked in (("least_day", limit.least_day), ("least_days", limit.least_days)):
                cell = origin(problem, "limit", f"{number}:{column}")
                if asked is not None and asked > least.setdefault(owner, {}).get(column, (0, ""))[0]:
                    least[owner][column] = asked, cell
    for number, limit in enumerate(problem.week_limits):
        for owner in week_owners(problem, limit) if limit.hard else ():
            rows = (("least_day", "most_day", limit.most_day), ("least_days", "days", limit.days))
            for lower, column, most in rows:
                asked, cell = least.get(owner, {}).get(lower, (0, ""))
                if limit.course_ids or most is None or asked <= most or RULE_OF[column] in problem.rules_off:
                    continue
                say = say_minutes if column == "most_day" else lambda n: count(n, "jour")
                where, each = f" ({cell})" if cell else "", "jour" if column == "most_day" else "semaine"
                text = (
                    f"{owner_name(problem, owner)} a {say(most)} au plus par {each}, et une autre ligne{where} "
                    f"demande {say(asked)} au moins. Solution : corriger l'une des deux cellules."
                )
                yield Alert("limits_reached", text, origin(problem, "limit", f"{number}:{column}"), blocking=True)
        yield from _beside_trainers(problem, number, limit)


def _beside_trainers(problem: Problem, number: int, limit: WeekLimit) -> Iterator[Alert]:
    """A day that a line wants longer, or shorter, than the trainer's own line allows."""
    for who in (
        problem.trainers[t] for t in limit.trainer_ids if limit.hard and not limit.course_ids and t in problem.trainers
    ):
        rows = (
            ("least_day", limit.least_day, who.max_day, "au moins", "au plus", "H6c"),
            ("most_day", limit.most_day, who.min_day if who.min_day_hard else None, "au plus", "au moins", "H6f"),
        )
        for column, asked, own, here, there, rule in rows:
            if asked is None or own is None or rule in problem.rules_off or RULE_OF[column] in problem.rules_off:
                continue
            if (asked > own) if column == "least_day" else (asked < own):
                text = (
                    f"{who.name} : {say_minutes(asked)} {here} par jour, et la feuille Formateurs dit "
                    f"{say_minutes(own)} {there}. Solution : corriger l'une des deux cellules."
                )
                yield Alert("limits_reached", text, origin(problem, "limit", f"{number}:{column}"), blocking=True)


def _supported(problem: Problem, owner: WeekOwner) -> bool:
    """Whether somebody may have hours of support beside their courses."""
    support = [one.class_ids for one in problem.barrettes.values()] + [one.class_ids for one in problem.open_periods]
    return owner.class_id is None or any(owner.class_id in classes for classes in support)


def _of(problem: Problem, course: Course, owner: WeekOwner) -> bool:
    """Whether whoever gives a course, a class of it, or the only room of its type, is meant.

    A part of a class has the whole of its courses.
    """
    if owner.room_id is not None:
        rooms = problem.course_rooms(course) if course.room_types else ()
        return bool(rooms) and all(fills_room(problem, room.id, owner.room_id) for room in rooms)
    if owner.class_id is not None:
        return owner.class_id in course.class_ids
    return bool(course.teams) and all(owner.trainer_id in team for team in course.teams)
