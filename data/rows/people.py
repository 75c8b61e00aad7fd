"""Problem → *Formateurs*, *Apprenants* and the sheets about particular people."""

from data.rows.cells import END, Line, Lines, going_on, hours, moments, names, time, weekdays, word
from data.rows.plain import Cells
from data.rows.time import weekly_absences
from data.sheets.cases import ARRANGEMENTS, EXEMPTIONS, PAIRINGS
from data.sheets.needs import RESULTS
from data.sheets.paths import INSTEAD, MEMBERSHIPS, PATHS
from data.sheets.people import LEARNERS, MODALITY
from data.sheets.required import TRAINERS
from data.sheets.rolls import ACTIONS
from data.sheets.visits import VISITS
from planner.domain import WITH_LENGTH, Absence, Arrangement, Learner, Membership, Problem, Trainer

ENTRY = "entry"


def trainer_rows(cells: Cells) -> tuple[Lines, dict[str, tuple[Absence, ...]]]:
    """Trainers, and the absences of each that *Indisponibilités* has to say."""
    found: Lines = []
    kept: dict[str, tuple[Absence, ...]] = {}
    problem = cells.problem
    usual = next(iter(problem.bells.values()))
    for trainer in problem.trainers.values():
        bells = problem.bells.get(trainer.sites[0], usual) if trainer.sites else usual
        week, kept[trainer.id] = weekly_absences(trainer, bells)
        found.append(_trainer(cells, trainer) | week)
    return found, kept


def _trainer(cells: Cells, trainer: Trainer) -> Line:
    sites = names(cells.site(item) for item in trainer.sites)
    name = trainer.name.removesuffix(f" {trainer.given}") if trainer.given else trainer.name
    return {**cells.of(TRAINERS, trainer), "name": name, "sites": sites}


def learner_rows(cells: Cells) -> Lines:
    """People, in the class that they have on the first day."""
    return [_learner(cells, learner) for learner in cells.problem.learners.values()]


def home(problem: Problem, learner: Learner) -> Membership | None:
    """The class of somebody on the first day, else the first one after it, else the last one before."""
    now = learner.membership(problem.first)
    later = [m for m in learner.memberships if going_on(m.last, problem.first)]
    return now or next(iter(later), None) or next(iter(reversed(learner.memberships)), None)


def _learner(cells: Cells, learner: Learner) -> Line:
    here = home(cells.problem, learner)
    return {
        **cells.of(LEARNERS, learner),
        **({"modality": word(MODALITY, "blended")} if learner.blended else {}),
        "class": cells.name(here.class_id, "classes") if here else None,
        "part": (here.part or None) if here else None,
        "arrival": moments(learner.off_hours, first=True),
        "departure": moments(learner.off_hours, first=False),
        "entry_done": hours(learner.done_minutes.get(ENTRY)),
        **{
            head: names(v for h, v in learner.options if option_head(h) == head) for head in option_heads(cells.problem)
        },
    }


def option_heads(problem: Problem) -> dict[str, str]:
    """Columns of *Apprenants* by which courses are reserved: the key of a line → the heading."""
    rows = [p.options for p in problem.learners.values()] + [c.reserved for c in problem.courses.values()]
    return {option_head(head): head for some in rows for head, _value in some}


def option_head(head: str) -> str:
    """The key of such a column in a line: that of no declared column."""
    return f"={head}"


def membership_rows(cells: Cells) -> Lines:
    """Changes of class that are still to come."""
    return [
        {**cells.of(MEMBERSHIPS, member), "learner": cells.name(learner.id, "learners")}
        for learner in cells.problem.learners.values()
        for member in learner.memberships
        if member.first is not None and member.first > cells.problem.first
    ]


def result_rows(cells: Cells) -> Lines:
    """Results, in the scale in which they are known."""
    return [
        {**cells.of(RESULTS, result), "learner": cells.name(learner.id, "learners")}
        for learner in cells.problem.learners.values()
        for result in learner.results
        if result.value
    ]


def arrangement_rows(cells: Cells) -> Lines:
    """Effects that still hold."""
    problem = cells.problem
    return [_arrangement(cells, row) for row in problem.arrangements if going_on(row.last, problem.first)]


def _arrangement(cells: Cells, row: Arrangement) -> Line:
    window = row.window
    length = row.minutes if row.effect in WITH_LENGTH else None
    return {
        **cells.of(ARRANGEMENTS, row),
        "minutes": f"{length} min" if length is not None else None,
        "days": weekdays([window.weekday]) if window is not None and window.weekday is not None else None,
        "start": time(window.start, 0) if window is not None else None,
        "end": time(window.end, END) if window is not None else None,
        "value": cells.name(row.text, "trainers") if row.effect == "helper" else row.text or None,
    }


def exemption_rows(cells: Cells) -> Lines:
    """Exemptions that still hold."""
    problem = cells.problem
    return [
        {**cells.of(EXEMPTIONS, row), "subjects": row.subject}
        for row in problem.exemptions
        if going_on(row.last, problem.first)
    ]


def path_rows(cells: Cells) -> Lines:
    """Individual paths that still hold."""
    problem = cells.problem
    return [
        {
            **cells.of(PATHS, row),
            "leaves": cells.course(row.leaves),
            "follows": cells.course(row.follows),
            "instead": word(INSTEAD, row.instead),
        }
        for row in problem.paths
        if going_on(row.last, problem.first)
    ]


def pairing_rows(cells: Cells) -> Lines:
    """People to keep together or apart."""
    return [cells.of(PAIRINGS, row) for row in cells.problem.pairings]


def action_rows(cells: Cells) -> Lines:
    """What was done for people: their file goes on."""
    return [cells.of(ACTIONS, row) for row in cells.problem.actions]


def visit_rows(cells: Cells) -> Lines:
    """What is asked about visits, in windows that are not over."""
    problem = cells.problem
    return [cells.of(VISITS, row) for row in problem.visits if going_on(row.last, problem.first)]
