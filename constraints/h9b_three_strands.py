"""H9b: each CAP and bac pro class has the three strands, and each apprentice's share of the targets is accounted for.

The composition opens the activities; a strand that no session of a class gives is a row of what is not placed.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from planner.domain import STRANDS, ApprenticeId, ClassId, Debt, Kind, Learner, Problem, Programme, Timetable, monday
from planner.domain.watched import only_watched
from planner.rule import Finding, Rule
from planner.words import say_minutes

KEY = "H9b"
NAMES = {
    "CONSOLIDATION": "consolidation des acquis",
    "PERSONAL": "accompagnement personnalisé",
    "GUIDANCE": "accompagnement à l'orientation",
}
YEAR_WEEKS = 13
FRESH = 45
"""Days of the school year after which what was done before begins to count."""


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """A session of each strand for each class, and a true row of the target for each apprentice and strand."""
    yield from _classes(problem, timetable)
    yield from _doubt(problem)
    rows = {(r.apprentice_id, r.target): r for r in timetable.debts if r.source == "programme" and r.target in STRANDS}
    for learner in problem.learners.values():
        for strand, minutes in _targets(problem, learner):
            yield from _account(problem, timetable, learner, strand, minutes, rows)


def _classes(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    given: dict[ClassId, set[str]] = {}
    for session in timetable.sessions:
        for row in timetable.attendees.get(session.id, ()) if session.strand else ():
            learner = problem.learners.get(row.apprentice_id)
            membership = learner.membership(session.day) if learner else None
            if membership:
                given.setdefault(membership.class_id, set()).add(session.strand)
    listed = Counter(c for row in timetable.unplaced if row.kind == Kind.SUPPORT for c in row.class_ids)
    for group in problem.classes.values():
        programme = problem.programmes.get(group.programme_id)
        if programme is None or not programme.three_strands or not _anyone(problem, group.id):
            continue
        missing = [s for s in STRANDS if s not in given.get(group.id, set())]
        if len(missing) > listed[group.id]:
            names = ", ".join(NAMES[s] for s in missing)
            yield Finding(KEY, f"{group.name} : {names} absent de l'emploi du temps sans être listé.", len(missing))


def _doubt(problem: Problem) -> Iterator[Finding]:
    """The year is taken as even for whom the hours done since September are not known."""
    begun = date(problem.first.year - (problem.first < date(problem.first.year, 7, 11)), 9, 1)
    unknown = [p for p in problem.learners.values() if not _known(problem, p) and any(_targets(problem, p))]
    if unknown and (problem.first - begun).days > FRESH:
        names = ", ".join(p.name for p in unknown[:3]) + (" …" if len(unknown) > 3 else "")
        text = f"La part de l'année de chaque volet suppose un rythme égal depuis septembre pour {names}."
        yield Finding(KEY, text, to_verify=True, why="heures déjà faites inconnues")


def _known(problem: Problem, learner: Learner) -> bool:
    newcomer = learner.entry is not None and learner.entry >= problem.first
    return problem.has_balances and (newcomer or any(name != "entry" for name in learner.done_minutes))


def _anyone(problem: Problem, class_id: ClassId) -> bool:
    """Whether somebody of the class is at the centre in the horizon."""
    days = [d for d in problem.days if problem.class_presence(class_id, d)]
    return any(problem.presence(learner, d) for d in days for learner in problem.roster(class_id, d))


def _targets(problem: Problem, learner: Learner) -> Iterator[tuple[str, int]]:
    """The horizon's share of what is left of each strand, by CFA weeks, in minutes rounded to a quarter of an hour."""
    days = [d for d in problem.days if problem.presence(learner, d)]
    found = _programme(problem, learner, days[0]) if days else None
    if found is None:
        return
    programme, year = found
    weeks, usual = len({monday(d) for d in days}), programme.weeks_per_year.get(year, YEAR_WEEKS)
    done = learner.done_minutes if _known(problem, learner) else {}
    ahead = usual * (1 - _passed(problem.first)) if _known(problem, learner) else usual
    share = weeks / ahead if ahead > weeks or not _known(problem, learner) else 1.0
    for strand in STRANDS:
        left = max(0, programme.strand_minutes.get((year, strand), 0) - done.get(strand, 0))
        minutes = 15 * round(left * share / 15)
        if minutes:
            yield strand, minutes


def _passed(day: date) -> float:
    """Share of the school year, from 1 September to 10 July, that lies before a day."""
    autumn = day.year if (day.month, day.day) > (7, 10) else day.year - 1
    first, last = date(autumn, 9, 1), date(autumn + 1, 7, 10)
    return min(1.0, max(0.0, (day - first).days / (last - first).days))


def _programme(problem: Problem, learner: Learner, day: date) -> tuple[Programme, int] | None:
    membership = learner.membership(day)
    group = problem.classes.get(membership.class_id) if membership else None
    programme = problem.programmes.get(group.programme_id) if group else None
    return (programme, group.year) if group and programme else None


def _account(
    problem: Problem,
    timetable: Timetable,
    learner: Learner,
    strand: str,
    due: int,
    rows: Mapping[tuple[ApprenticeId, str], Debt],
) -> Iterator[Finding]:
    row = rows.get((learner.id, strand))
    if row is None:
        text = f"{learner.name} : les heures dues ne disent rien de {NAMES[strand]} ({say_minutes(due)})."
        yield Finding(KEY, text, people=(learner.id,))
        return
    attended = (s for s in timetable.by_apprentice.get(learner.id, ()) if not only_watched(problem, s))
    minutes = sum(s.minutes for s in attended if s.strand == strand and s.day <= row.deadline)
    if row.planned != min(row.due, minutes):
        text = (
            f"{learner.name}, {NAMES[strand]} : {say_minutes(row.planned)} dites prévues, "
            f"{say_minutes(min(row.due, minutes))} à l'emploi du temps."
        )
        yield Finding(KEY, text, people=(learner.id,))


RULE = Rule(
    KEY,
    "Chaque classe de CAP et de bac pro a les trois volets de l'accompagnement renforcé dans la période d'emploi du "
    "temps, et la part de chaque apprenant est comptée ; ce qui manque est listé.",
    "shortfall",
    check,
    held=True,
    asks_people=True,
)
