"""H9a: support in each stay at the centre, or in every n-th, as the programme promises it.

Serving the promise is the composition's work (it prices the hours owed with source ``programme``); what it cannot
give is a row of the hours owed with an empty target. Where the programme makes the promise imperative, the composition
puts it before every hour owed, and a stay without support breaks the rule even when it is listed. Nothing to enforce
at the stages of times and rooms, which hold the time of barrettes and open periods anyway.
"""

from collections.abc import Iterator
from datetime import date

from planner.domain import ApprenticeId, Learner, Problem, Session, Timetable
from planner.domain.offer import NO_SUPPORT
from planner.domain.watched import only_watched
from planner.rule import Finding, Rule
from planner.words import say_day

KEY = "H9a"


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Each run of n stays has a support session that the learner attends, or a row that says why not."""
    listed: dict[ApprenticeId, list[date]] = {}
    for row in timetable.debts:
        if row.source == "programme" and not row.target and row.planned < row.due:
            listed.setdefault(row.apprentice_id, []).append(row.deadline)
    for learner in problem.learners.values():
        given = [s.day for s in timetable.by_apprentice.get(learner.id, ()) if _is_support(problem, s)]
        for first, last, hard in _due(problem, learner):
            days = [*given, *(listed.get(learner.id, ()) if not hard else ())]
            if not any(first <= d <= last for d in days):
                span = f"du {say_day(first)} au {say_day(last)}"
                why = "promesse impérative du diplôme" if hard else "et rien ne le dit dans les heures dues"
                text = f"{learner.name} : aucun accompagnement {span}, {why}."
                yield Finding(KEY, text, people=(learner.id,))


def _due(problem: Problem, learner: Learner) -> Iterator[tuple[date, date, bool]]:
    """First and last day of each run of n stays in one programme and year, and whether its promise is imperative."""
    run: list[list[date]] = []
    before = None
    for stay in _stays(problem, learner):
        if all(_busy(problem, learner, day) for day in stay):
            continue
        home = learner.membership(stay[0])
        group = problem.classes.get(home.class_id) if home else None
        programme = problem.programmes.get(group.programme_id) if group else None
        same = (programme.id, group.year) if programme and group else None
        run = [*run, stay] if same == before else [stay]
        before = same
        if programme is not None and len(run) == programme.promise_every:
            yield run[0][0], run[-1][-1], programme.promise_hard
            run = []


def _stays(problem: Problem, learner: Learner) -> list[list[date]]:
    """Runs of days at the centre of one learner that no other open day interrupts."""
    runs: list[list[date]] = []
    inside = False
    for day in problem.days:
        here = bool(problem.presence(learner, day))
        if here and inside:
            runs[-1].append(day)
        elif here:
            runs.append([day])
        inside = here
    return runs


def _busy(problem: Problem, learner: Learner, day: date) -> bool:
    """Whether events of the learner and absences leave nothing of a day at the centre (exams, mobility)."""
    home, mask, weekday = learner.membership(day), problem.presence(learner, day), day.weekday()
    if home is None or not mask:
        return False
    bells = problem.bells_of(home.class_id)
    spans = [(a.start, a.end) for a in learner.absences if a.hard and a.on(day)]
    for event in problem.events:
        mine = home.class_id in event.class_ids and event.part in ("", home.part) and not event.apprentice_ids
        if event.day == day and (mine or learner.id in event.apprentice_ids):
            spans.append((event.start, event.end))
    free = {m for s in bells.days[weekday] if not bells.half(weekday, s.start, s.end) & ~mask
            for m in range(s.start, s.end, 5)}  # fmt: skip
    return bool(spans) and free <= {m for start, end in spans for m in range(start, end)}


def _is_support(problem: Problem, session: Session) -> bool:
    if only_watched(problem, session):
        return False
    module = problem.modules.get(session.module_id) if session.module_id else None
    return module.theme not in NO_SUPPORT if module is not None else bool(session.strand)


RULE = Rule(
    KEY,
    "Chaque apprenant a un accompagnement à chaque séjour au CFA (ou tous les n séjours, ceux pris par un examen ou "
    "une absence mis à part) si son diplôme le promet ; "
    "ce qui manque est listé dans les heures dues, et ne passe pas si la promesse est impérative.",
    "shortfall",
    check,
    asks_people=True,
)
