"""The models that answer a question: those of its weeks as the rules build them, joined where a session may be in any.

No preference is in them, no usual hour, no team chosen beforehand: whatever the rules allow is open, so that a proof
that something does not fit is a proof about the workbook. Rooms are counted, as in the model of a week.
"""

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from planner.board.called import with_units
from planner.courses.standing import SessionsWanted
from planner.courses.teams import teams_of
from planner.domain import Course, CourseId, Kind, Lock, Problem
from planner.engine.solvers.cpsat import Outcome, Search, clashing, solve
from planner.engine.term.plan import Lesson, course_weeks, part_names
from planner.engine.week.draft import Draft
from planner.engine.week.item_options import options_of, with_rooms
from planner.engine.week.items import KEEPS_HOUR, bare_items, off_its_hour
from planner.explain.energy import add_energy
from planner.explain.question import AskedThing, Question, thing_of
from planner.model import Item, LinearModel, Option, WeekModel
from planner.rule import Rules, active, weights

ORDER_KEY = "H14"
"""The rule on the order of courses, which counts sessions from week to week: not asked where their weeks are open."""
LOCKS_RULE = "H15"
"""The rule on locks, which asks for a session whatever is left out: here the session itself has its lock's place."""
LOOSE = 1000
"""Numbers of sessions from here on mean nothing: those whose week is open."""
FIRST_LOOK, SECOND_LOOK = Search(1.0, 0), Search(3.0, 7, proof=True)
"""The search that looks for a clash, and another one, otherwise set, that has to say the same of it."""
UNPREPARED = Search(0.5, 0, bare=True)
"""The search that names what clashes."""
QUESTION_LOOKS = (Search(0.1, 0, light=True), UNPREPARED, FIRST_LOOK)
"""How an answer is looked for, until there is one: most questions are plain, and some are so only to one of these."""


@dataclass
class Oracle:
    """Answers questions under the rules, and counts what it was asked."""

    rules: Rules
    asked: int = 0
    work: float = field(default=0.0)

    def possible(self, question: Question, search: Search | None = None) -> Outcome:
        """``FEASIBLE`` with a place for everything, ``INFEASIBLE`` proven to have none, else ``UNKNOWN``."""
        return self._looked(question, QUESTION_LOOKS if search is None else (search,))

    def fits(self, question: Question) -> bool:
        """Whether a place for everything is soon found: what takes long to be seen is not proposed."""
        return self._looked(question, QUESTION_LOOKS[:-1]) is Outcome.FEASIBLE

    def _looked(self, question: Question, looks: Sequence[Search]) -> Outcome:
        """What the first of some searches says that says something."""
        model, lacks = joint_model(question, self.rules)
        outcome = Outcome.UNKNOWN
        for look in looks:
            answer = solve(model, look, objective={}, fixed=dict.fromkeys(lacks.values(), 0))
            self.asked, self.work, outcome = self.asked + 1, self.work + answer.work, answer.outcome
            if outcome is not Outcome.UNKNOWN:
                break
        return _plain(outcome)

    def clash(self, question: Question) -> tuple[Outcome, frozenset[AskedThing]]:
        """The same, and some of the things that cannot be placed together; all of them where the proof names none."""
        model, lacks = joint_model(question, self.rules)
        outcome, named = Outcome.UNKNOWN, frozenset[int]()
        for look in QUESTION_LOOKS:
            if outcome is Outcome.UNKNOWN:
                outcome, named = clashing(model, list(lacks.values()), look)
        if outcome is Outcome.INFEASIBLE:
            # Presolve names too few at times (OR-Tools issue 5141): it is asked again without.
            again, more = clashing(model, list(lacks.values()), UNPREPARED)
            named = more if again is Outcome.INFEASIBLE else named
        if outcome is Outcome.UNKNOWN:
            # Less is seen of what is only supposed than of what is so.
            return self.possible(question), question.things
        self.asked += 1
        things = frozenset(thing for thing, variable in lacks.items() if variable in named)
        return _plain(outcome), things or question.things

    def left_out(self, question: Question) -> int:
        """The fewest sessions of courses that a question about one week leaves out; 0 where that is not known."""
        found = _week_model(question, self.rules, question.weeks[0])
        absent = [v for v, item in zip(found.unplaced, found.items, strict=True) if item.kind == Kind.COURSE]
        held = {v: 0 for v in found.unplaced if v not in absent}
        answer = solve(found, FIRST_LOOK, objective=dict.fromkeys(absent, 1), fixed=held)
        return round(answer.objective) if answer.outcome is Outcome.OPTIMAL else 0


def _plain(outcome: Outcome) -> Outcome:
    """Without an objective, a solution is neither better nor worse than another."""
    return Outcome.FEASIBLE if outcome is Outcome.OPTIMAL else outcome


def joint_model(question: Question, rules: Rules) -> tuple[LinearModel, dict[AskedThing, int]]:
    """Rows of all weeks of a question; thing → the variable that is 1 where something of it may lack."""
    model, lacks = LinearModel(), dict[AskedThing, int]()
    out: dict[tuple[AskedThing, str, int], list[int]] = {}
    for week in question.weeks:
        found = _week_model(question, rules, week)
        shift = _append(model, found)
        for number, item in enumerate(found.items):
            key = (thing_of(item), item.part, item.minutes)
            out.setdefault(key, []).append(found.unplaced[number] + shift)
    for (thing, part, minutes), absent in out.items():
        lack = lacks.setdefault(thing, -1)
        if lack < 0:
            lack = lacks[thing] = model.new_bool()
        spare = len(absent) - _number(question, thing, part, minutes) if question.anywhere else 0
        if spare <= 0 or thing[0] != "course":
            for variable in absent:
                model.add((variable, lack), (1, -1), high=0)
            continue
        # So many of them are places that it may do without.
        model.add([*absent, lack], [*([1] * len(absent)), spare - len(absent)], high=spare)
    for thing, least in _never_there(question, out):
        model.add([lacks.setdefault(thing, model.new_bool())], 1, low=least)
    return model, lacks


def _number(question: Question, thing: AskedThing, part: str, minutes: int) -> int:
    """How many sessions of a length are wanted of a course, for one part."""
    rows = question.wanted.get((CourseId(thing[1]), part), ())
    return sum(1 for _week, length in rows if length == minutes)


def _never_there(question: Question, out: dict[tuple[AskedThing, str, int], list[int]]) -> list[tuple[AskedThing, int]]:
    """Courses with fewer places in all weeks together than sessions, or more locks in a week: they lack some anyway."""
    if not question.anywhere:
        return [(("course", str(c.id)), 1) for c in question.courses if _too_many_locks(question, c)]
    found = []
    for course in question.courses:
        thing = ("course", str(course.id))
        for part in part_names(course):
            rows = question.wanted.get((course.id, part), ())
            for minutes, number in Counter(length for _week, length in rows).items():
                if len(out.get((thing, part, minutes), ())) < number:
                    found.append((thing, 1))
    return found


def _too_many_locks(question: Question, course: Course) -> bool:
    """Whether locks of a week ask for more sessions of a course than there are for it; those that stand have theirs."""
    problem = question.problem
    for part, week in itertools.product(part_names(course), question.weeks):
        stand = {(one.day, start) for one in problem.standing_of(course.id, part) for start in (one.start, None)}
        rows = question.wanted.get((course.id, part), ())
        locks = [lock for lock in _locks(problem, course.id, part, week) if (lock.day, lock.start) not in stand]
        if len(locks) > sum(when in (None, week) for when, _minutes in rows):
            return True
    return False


def _append(model: LinearModel, other: LinearModel) -> int:
    """Add the variables and rows of a model to another; what its variables are shifted by."""
    shift = len(model.low)
    model.low += other.low
    model.high += other.high
    model.cliques += [tuple(v + shift for v in clique) for clique in other.cliques]
    model.rows += [replace(row, ids=tuple(v + shift for v in row.ids)) for row in other.rows]
    return shift


def _week_model(question: Question, rules: Rules, week: date) -> WeekModel:
    """What the hard rules say of the items of one week."""
    problem, options = question.problem, list[tuple[int, Option]]()
    items = list(question_items(question, rules, week))
    for number, item in enumerate(items):
        found = options_of(problem, rules, item, week)
        if not found and item.pinned and item.kind in KEEPS_HOUR:
            items[number] = off_its_hour(item)
            found = options_of(problem, rules, items[number], week)
        options += [(number, option) for option in found]
    model = WeekModel(tuple(items), tuple(options), weights(rules, problem))
    dated = not question.anywhere and all(i.ordinal for i in items if i.kind == Kind.COURSE and i.exact is None)
    for rule in active(rules, problem):
        skipped = rule.key == LOCKS_RULE or (rule.key == ORDER_KEY and not dated)
        if rule.kind == "hard" and rule.enforce.week and not skipped:
            rule.enforce.week(problem, model)
    add_energy(problem, model)
    return model


def question_items(question: Question, rules: Rules, week: date) -> tuple[Item, ...]:
    """The items of a question in a week, each with every team and room that the rules allow."""
    problem = question.problem
    draft = Draft(problem, lessons={week: list(_lessons(question, week))})
    bare = [_open(problem, i, week) for i in bare_items(draft, week) if thing_of(i) in question.things]
    return tuple(with_rooms(problem, rules, with_units(problem, week, bare)))


def _open(problem: Problem, item: Item, week: date) -> Item:
    """An item with every team of its course, where no lock names one; its number where that means something."""
    if item.course_id is None or item.kind != Kind.COURSE or item.exact is not None:
        return item
    named = {lock.trainer_ids for lock in _locks(problem, item.course_id, item.part, week) if lock.trainer_ids}
    locked = item.first is not None and bool(item.teams) and item.teams[0] in named
    teams = item.teams if locked else teams_of(problem, problem.courses[item.course_id])
    return replace(item, teams=teams, ordinal=item.ordinal if item.ordinal < LOOSE else 0)


def _lessons(question: Question, week: date) -> Iterator[Lesson]:
    """Sessions that the week should hold, or might where they may be anywhere."""
    problem = question.problem
    for course in question.courses:
        team = next(iter(teams_of(problem, course)), ())
        for part in part_names(course):
            rows = question.wanted.get((course.id, part), ())
            numbered = _anywhere if question.anywhere else _dated
            for number, minutes in numbered(problem, course, part, rows, week):
                yield Lesson(course.id, part, number, minutes, week, team)


def _anywhere(
    problem: Problem, course: Course, part: str, rows: SessionsWanted, week: date
) -> Iterable[tuple[int, int]]:
    """(number, minutes) of as many sessions as the days of a week could hold."""
    days = course_weeks(problem, course, part).get(week, 0)
    counts = Counter(length for _week, length in rows)
    lengths = [m for m, number in counts.items() for _k in range(min(number, days * course.max_per_day))]
    return enumerate(lengths, start=LOOSE)


def _dated(problem: Problem, course: Course, part: str, rows: SessionsWanted, week: date) -> Iterable[tuple[int, int]]:
    """(number, minutes) of the sessions that a week is given, and of those that locks want in it beside them."""
    order = sorted((when, minutes) for when, minutes in rows if when is not None)
    mine = [(number, minutes) for number, (when, minutes) in enumerate(order, start=1) if when == week]
    loose = [minutes for when, minutes in rows if when is None]
    locks = sum(1 for _lock in _locks(problem, course.id, part, week))
    more = enumerate(loose[: max(0, locks - len(mine))], start=LOOSE + len(mine))
    # A number counts from week to week: it means nothing where some sessions have no week yet.
    return [*(mine if not loose else [(LOOSE + n, m) for n, m in mine]), *more]


def _locks(problem: Problem, course_id: CourseId, part: str, week: date) -> Iterator[Lock]:
    """Locks of a week on sessions of a course."""
    last = week + timedelta(days=6)
    for lock in problem.locks:
        if (lock.course_id, lock.part) == (course_id, part) and lock.day is not None and week <= lock.day <= last:
            yield lock
