"""Problem → *Formateurs*, *Apprenants* and the sheets about particular people."""

from data.rows_cells import END, Line, Lines, going_on, hours, moments, names, site, time, weekdays, word, yes
from data.rows_time import weekly_absences
from data.sheets_needs import EFFECTS
from data.sheets_paths import INSTEAD
from planner.domain import Absence, Arrangement, Learner, Membership, Problem, Trainer

ENTRY = "entry"


def trainer_rows(problem: Problem) -> tuple[Lines, dict[str, tuple[Absence, ...]]]:
    """Trainers, and the absences of each that *Indisponibilités* has to say."""
    found: Lines = []
    kept: dict[str, tuple[Absence, ...]] = {}
    usual = next(iter(problem.bells.values()))
    for trainer in problem.trainers.values():
        bells = problem.bells.get(trainer.sites[0], usual) if trainer.sites else usual
        week, kept[trainer.id] = weekly_absences(trainer, bells)
        found.append(_trainer(problem, trainer) | week)
    return found, kept


def _trainer(problem: Problem, trainer: Trainer) -> Line:
    return {
        "name": trainer.name,
        "code": trainer.id,
        "sites": names(site(problem, s) for s in trainer.sites),
        "max_day": hours(trainer.max_day),
        "max_week": hours(trainer.max_week),
        "max_month": hours(trainer.max_month),
        "year": hours(trainer.year_minutes),
        "free_halves": trainer.free_half_days or None,
        "same_free": yes(trainer.same_free),
        "min_day": hours(trainer.min_day or None),
        "min_day_hard": yes(trainer.min_day_hard),
        "role": trainer.role or None,
    }


def learner_rows(problem: Problem) -> Lines:
    """People, in the class that they have on the first day."""
    return [_learner(problem, learner) for learner in problem.learners.values()]


def home(problem: Problem, learner: Learner) -> Membership | None:
    """The class of somebody on the first day, else the first one after it, else the last one before."""
    now = learner.membership(problem.first)
    later = [m for m in learner.memberships if going_on(m.last, problem.first)]
    return now or next(iter(later), None) or next(iter(reversed(learner.memberships)), None)


def _learner(problem: Problem, learner: Learner) -> Line:
    here = home(problem, learner)
    return {
        "last_name": learner.last_name,
        "first_name": learner.first_name,
        "birth": learner.birth,
        "class": here.class_id if here else None,
        "entry": learner.entry,
        "code": learner.id,
        "exit": learner.exit,
        "contract_start": learner.contract_start,
        "contract_end": learner.contract_end,
        "break": learner.contract_break,
        "company_day": learner.first_company_day,
        "employer": learner.employer or None,
        "referent": learner.ref_trainer,
        "modality": "distance" if learner.remote else None,
        "part": (here.part or None) if here else None,
        "choice": learner.guidance_choice or None,
        "choice_on": learner.choice_on if learner.guidance_choice else None,
        "company_hours": hours(learner.company_minutes),
        "sector": learner.sector or None,
        "arrival": moments(learner.off_hours, first=True),
        "departure": moments(learner.off_hours, first=False),
        "regulated_ok": learner.regulated_ok,
        "free_exit": learner.free_exit,
        "entry_done": hours(learner.done_minutes.get(ENTRY)),
    }


def membership_rows(problem: Problem) -> Lines:
    """Changes of class that are still to come."""
    return [
        {"learner": learner.id, "class": m.class_id, "part": m.part or None, "first": m.first, "last": m.last}
        for learner in problem.learners.values()
        for m in learner.memberships
        if m.first is not None and m.first > problem.first
    ]


def result_rows(problem: Problem) -> Lines:
    """Results, in the scale in which they are known."""
    return [
        {
            "learner": learner.id,
            "domain": result.domain,
            "value": result.value,
            "date": result.on,
            "scale": result.scale,
            "assessor": result.assessor or None,
        }
        for learner in problem.learners.values()
        for result in learner.results
        if result.value
    ]


def arrangement_rows(problem: Problem) -> Lines:
    """Effects that still hold."""
    return [_arrangement(row) for row in problem.arrangements if going_on(row.last, problem.first)]


def _arrangement(row: Arrangement) -> Line:
    window = row.window
    length = row.minutes if row.effect in ("max_day", "extra_break") else None
    return {
        "learner": row.apprentice_id,
        "effect": word(EFFECTS, row.effect),
        "minutes": f"{length} min" if length is not None else None,
        "days": weekdays([window.weekday]) if window is not None and window.weekday is not None else None,
        "start": time(window.start, 0) if window is not None else None,
        "end": time(window.end, END) if window is not None else None,
        "value": row.text or None,
        "first": row.first,
        "last": row.last,
    }


def exemption_rows(problem: Problem) -> Lines:
    """Exemptions that still hold."""
    return [
        {
            "learner": row.apprentice_id,
            "subjects": row.subject,
            "first": row.first,
            "last": row.last,
            "instead": word(INSTEAD, row.instead),
        }
        for row in problem.exemptions
        if going_on(row.last, problem.first)
    ]


def path_rows(problem: Problem) -> Lines:
    """Individual paths that still hold."""
    return [
        {
            "learner": row.apprentice_id,
            "first": row.first,
            "last": row.last,
            "leaves": row.leaves,
            "follows": row.follows,
            "part": row.part or None,
            "instead": word(INSTEAD, row.instead),
        }
        for row in problem.paths
        if going_on(row.last, problem.first)
    ]


def pairing_rows(problem: Problem) -> Lines:
    """People to keep together or apart."""
    return [
        {"learners": names(sorted(row.apprentice_ids)), "rule": "ensemble" if row.together else "séparés"}
        for row in problem.pairings
    ]


def visit_rows(problem: Problem) -> Lines:
    """What is asked about visits, in windows that are not over."""
    return [
        {
            "learner": row.apprentice_id,
            "number": row.number,
            "first": row.first,
            "last": row.last,
            "done": row.done,
            "dated": yes(row.dated),
            "trainer": row.trainer_id,
        }
        for row in problem.visits
        if going_on(row.last, problem.first)
    ]
