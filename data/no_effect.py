"""Lines and cells that are well written and change nothing: said, with what they would need, since they hide a slip."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from data.build_context import Context
from data.build_time import A_YEAR
from data.columns import fold
from data.reader_table import Row
from planner.domain import AM, PM, BarretteId, ClassId, Problem, days_between, key
from planner.words import did_you_mean, say_day

BESIDE = (
    ("classes", "min_day_hard", "min_day"),
    ("trainers", "min_day_hard", "min_day"),
    ("trainers", "same_free", "free_halves"),
)
"""(sheet, cell, another cell of the line without which a yes says nothing)."""
OF_BARRETTES = ("barrette", "module", "learner")
"""Cells of *Verrous* that are read only where no course is locked."""
OF_EFFECT: Mapping[str, tuple[str, ...]] = {
    "max_day": ("minutes",),
    "extra_break": ("minutes",),
    "least_presence": ("minutes",),
    "room_feature": ("value",),
    "helper": ("value",),
    "forbidden": ("days", "start", "end"),
    "rest_day": ("days", "start", "end"),
}
"""Effect of *Aménagements* → the cells that it reads, beside the person and the dates."""
ARRANGED = ("minutes", "days", "start", "end", "value")
FAR_DATES = ("entry", "break", "company_day", "choice_on", "regulated_ok", "free_exit")
"""Dates of *Apprenants* that say nothing of a timetable that ends more than a year before them."""
YOUNGEST, OLDEST = 13, 80
"""Years between which the age of a learner is likely."""


def say_no_effect(context: Context, problem: Problem) -> None:
    """Every check of this file."""
    _say_alone(context)
    _say_locks(context)
    _say_twice(context)
    _say_teaching(context, problem)
    _say_both(context)
    _say_of_effects(context)
    _say_idle_skills(context, problem)
    _say_idle_programmes(context)
    _say_idle_exemptions(context, problem)
    if context.dated:
        _say_idle_absences(context, problem)
        _say_dates(context)
        _say_days_without_period(context, problem)


def _say_alone(context: Context) -> None:
    """A yes that goes with another cell, which is empty."""
    for sheet, column, other in BESIDE:
        for row in context.rows(sheet):
            if row[column] and not row[other]:
                context.notice(
                    row, column, f"ne dit rien tant que « {row.table.sheet.column(other).header} » est vide."
                )


def _say_locks(context: Context) -> None:
    """Cells that a lock of a course does not read; a lock that holds nothing."""
    for row in context.rows("locks"):
        if not row["course"]:
            continue
        for column in OF_BARRETTES:
            if row[column]:
                context.notice(row, column, "ne compte pas pour le verrou d'un cours : cette cellule est ignorée. "
                               "Videz-la, ou videz « cours » et indiquez la barrette.")  # fmt: skip
        if not any(row[column] for column in ("day", "start", "end", "room", "trainers")):
            context.notice(row, "course", "ne verrouille rien : indiquez une date, une salle ou des formateurs.")


def _say_twice(context: Context) -> None:
    """Names that stand twice in one cell."""
    for sheet, table in context.tables.items():
        for column in (c for c in table.sheet.columns if c.kind == "refs"):
            for row in context.rows(sheet):
                seen: set[object] = set()
                for name in row.get(column.id, ()):
                    found = frozenset().union(*(context.names(other).find(name) for other in column.sheets))
                    one = found or fold(name)
                    if one in seen:
                        context.notice(row, column.id, "est nommé deux fois dans la cellule et compte une fois : "
                                       "retirez l'un des deux, ou corrigez-le.", name)  # fmt: skip
                    seen.add(one)


def _say_teaching(context: Context, problem: Problem) -> None:
    """Barrettes of teaching that no course is given in."""
    for row in context.rows("barrettes"):
        barrette = problem.barrettes.get(BarretteId(context.id_of(row)))
        if row["nature"] in ("teaching", "both") and barrette is not None and not barrette.course_ids:
            context.notice(row, "nature", "va avec des cours, et cette barrette n'en porte aucun : remplissez « cours "
                           "portés », ou écrivez « accompagnement ».")  # fmt: skip


def _say_both(context: Context) -> None:
    """Needs of some people and of a class: they are of both."""
    for row in context.rows("needs"):
        if row["learners"] and row["class"]:
            context.notice(row, "class", "s'ajoute aux personnes de « apprenants » : le besoin vaut pour elles et pour "
                           "toute la classe. Videz l'une des deux cellules, si c'est une erreur.")  # fmt: skip


def _say_of_effects(context: Context) -> None:
    """Cells of *Aménagements* that the effect of their line does not read."""
    for row in context.rows("arrangements"):
        reads = OF_EFFECT.get(row["effect"] or "", ARRANGED)
        for column in ARRANGED:
            if row[column] is not None and column not in reads:
                context.notice(row, column, f"ne compte pas pour l'effet « {row.text('effect')} » : cette cellule est "
                               "ignorée.")  # fmt: skip


def _say_idle_skills(context: Context, problem: Problem) -> None:
    """Skills that are no module, subject or domain, or that ended before the timetable begins."""
    subjects = {course.subject for course in problem.courses.values()}
    of_modules = {name for m in problem.modules.values() for name in (m.subject, *m.domains) if name}
    modules = context.names("modules")
    known = {key(name) for name in subjects | of_modules}
    for row in context.rows("skills"):
        for name in row.get("skills", ()):
            if key(name) not in known and not modules.find(name):
                near = did_you_mean(name, [*sorted(subjects | of_modules), *modules.shown])
                message = "n'est ni une matière des cours, ni un module, ni un domaine : cette compétence ne sert pas."
                context.notice(row, "skills", f"{message}{near}", name)
        if context.dated and row["until"] and row["until"] < context.first:
            context.notice(row, "until", "vient avant le début de l'emploi du temps : cette compétence ne sert plus.")


def _say_idle_programmes(context: Context) -> None:
    """Lines of *Diplômes* that no class follows."""
    followed = {fold(row["programme"]): row["programme"] for row in context.rows("classes") if row["programme"]}
    for row in context.rows("programmes"):
        if row["name"] and fold(row["name"]) not in followed:
            near = did_you_mean(row["name"], followed.values())
            context.notice(row, "name", f"n'est la formation d'aucune classe : cette ligne ne change rien.{near}")


def _say_idle_exemptions(context: Context, problem: Problem) -> None:
    """Exemptions from a subject that the person does not have."""
    courses = problem.courses.values()
    for row in context.rows("exemptions"):
        found = context.names("learners").find(row.get("learner", ""))
        learner = next((one for item, one in problem.learners.items() if found == {item}), None)
        if learner is None:
            continue
        mine = {m.class_id for m in learner.memberships}
        paths = {path.follows for path in problem.paths if path.apprentice_id == learner.id}
        had = {fold(c.subject) for c in courses if mine & {*c.class_ids} or c.id in paths}
        for name in row.get("subjects", ()):
            if fold(name) not in had:
                context.notice(
                    row, "subjects", "n'est pas une matière de sa classe : cette ligne ne change rien.", name
                )


def _say_idle_absences(context: Context, problem: Problem) -> None:
    """Absences and arranged hours that meet no slot: another weekday than the date, a Sunday, an evening."""
    for sheet, column in (("unavailable", "who"), ("arrangements", "days")):
        for row in context.rows(sheet):
            if sheet == "arrangements" and row["effect"] not in ("forbidden", "rest_day"):
                continue
            days = list(_days(context, row, sheet))
            if days and not any(_meets(problem, row, day) for day in days):
                context.notice(row, column, "ne tombe sur aucun créneau des horaires : cette ligne ne change rien. "
                               "Vérifiez les jours, les dates et les heures.")  # fmt: skip


def _days(context: Context, row: Row, sheet: str) -> Iterable[date]:
    """Days of the timetable that the dates of a line take in; none where it lies outside."""
    first, last = row["first"], row["last"]
    if sheet == "unavailable" and last is None and first is not None and not row["days"] and not row["parity"]:
        last = first
    return days_between(max(first or context.first, context.first), min(last or context.last, context.last))


def _meets(problem: Problem, row: Row, day: date) -> bool:
    """Whether a line takes some slot of a day, under any bells."""
    halves = dict(row["days"] or ((weekday, AM | PM) for weekday in range(7)))
    odd = day.isocalendar().week % 2 == 1
    if day.weekday() not in halves or row["parity"] == ("even" if odd else "odd"):
        return False
    start, end = row.get("start", 0), row.get("end", 24 * 60)
    return any(s.start < end and start < s.end for b in problem.bells.values() for s in b.days[day.weekday()])


def _say_dates(context: Context) -> None:
    """Results that come after the timetable, dates of people more than a year after it, and unlikely ages."""
    for row in context.rows("results"):
        if row["date"] and row["date"] > context.last:
            context.outside(row, "date", "ce résultat ne compte pas. Corrigez la date, si c'est une erreur.")
    for row in context.rows("learners"):
        for column in FAR_DATES:
            if row[column] and row[column] > context.last + A_YEAR:
                context.outside(row, column, "elle ne change rien. Corrigez l'année, si c'est une erreur.")
        age = (context.first - row["birth"]) // timedelta(days=1) // 365 if row["birth"] else YOUNGEST
        if not YOUNGEST <= age <= OLDEST:
            context.notice(row, "birth", f"donne {age} ans au début de l'emploi du temps : vérifiez l'année.")


def _say_days_without_period(context: Context, problem: Problem) -> None:
    """Days at the centre in none of the typed periods, in which no group is composed."""
    rows = context.rows("periods")
    left = [day for day in problem.days if rows and problem.period_of(day) is None and _somebody(problem, day)]
    if left:
        context.faults.notice(
            f"Feuille « Périodes » : {len(left)} jours au CFA ne sont dans aucune période, du {say_day(left[0])} au "
            f"{say_day(left[-1])} ; aucun groupe d'accompagnement n'y est composé. Solution : prolonger une période "
            "ou en ajouter une.",
            f"{rows[0].table.name}!{rows[0].cell('first')}",
        )


def _somebody(problem: Problem, day: date) -> bool:
    """Whether some class is at the centre."""
    return any(problem.class_presence(ClassId(class_id), day) for class_id in problem.classes)
