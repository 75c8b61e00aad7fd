"""Lines and cells that are well written and change nothing: said, with what they would need, since they hide a slip."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import reduce
from operator import and_

from data.building.context import Context
from data.building.defaults import DEFAULT_SCALE
from data.building.time import A_YEAR
from data.reading.table import Row
from data.sheets.columns import fold
from planner.domain import AM, PM, ApprenticeId, BarretteId, ClassId, Problem, days_between, key
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


def say_no_effect(context: Context, problem: Problem) -> None:
    """Every check of this file."""
    _say_alone(context)
    _say_locks(context)
    _say_barrette_locks(context, problem)
    _say_twice(context)
    _say_twice_in_teams(context)
    _say_teaching(context, problem)
    _say_both(context)
    _say_of_effects(context)
    _say_idle_skills(context, problem)
    _say_idle_programmes(context)
    _say_idle_scales(context, problem)
    _say_idle_exemptions(context, problem)
    _say_same_class(context)
    _say_idle_windows(context, problem)
    if context.dated:
        _say_idle_absences(context, problem)
        _say_absent_elsewhere(context, problem)
        _say_never_together(context, problem)
        _say_dates(context, problem)
        _say_days_without_period(context, problem)


def _say_alone(context: Context) -> None:
    """A yes that goes with another cell, which is empty."""
    for sheet, column, other in BESIDE:
        for row in context.rows(sheet):
            if row[column] and not row[other]:
                context.notice(
                    row, column, f"ne dit rien tant que « {row.table.sheet.column(other).header} » est vide."
                )
    for row in context.rows("programmes"):
        if row["promise_hard"] and fold(row.text("promise")) == "non":
            context.notice(row, "promise_hard", "ne dit rien : aucun accompagnement n'est promis à cette formation.")
    for row in context.rows("courses"):
        if row["all_needed"] and not any(len(team) > 1 for team in row.get("teams", ())):
            context.notice(row, "all_needed", "ne dit rien : ce cours n'a qu'un formateur à la fois (« A + B » : deux "
                           "ensemble).")  # fmt: skip


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


def _say_barrette_locks(context: Context, problem: Problem) -> None:
    """A lock of a barrette that holds nothing, or somebody who has no such barrette."""
    for row in context.rows("locks"):
        found = context.names("barrettes").find(row["barrette"] or "")
        barrette = problem.barrettes.get(BarretteId(min(found))) if len(found) == 1 and not row["course"] else None
        if barrette is None:
            continue
        if not any(row[column] for column in ("module", "learner", "day", "start", "room", "trainers")):
            context.notice(row, "barrette", "ne verrouille rien : indiquez un module, une personne, une date, une "
                           "salle ou des formateurs.")  # fmt: skip
        who = context.names("learners").find(row["learner"] or "")
        learner = problem.learners.get(ApprenticeId(min(who))) if len(who) == 1 else None
        if learner is not None and not {m.class_id for m in learner.memberships} & {*barrette.class_ids}:
            context.notice(
                row, "learner", f"n'est dans aucune classe de « {barrette.name} » : ce verrou ne change rien."
            )


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


def _say_twice_in_teams(context: Context) -> None:
    """The same trainer twice in the team of a course, or two teams that are one."""
    for row in context.rows("courses"):
        teams = [tuple(min(context.names("trainers").find(name), default=fold(name)) for name in team)
                 for team in row.get("teams", ())]  # fmt: skip
        if any(len(set(team)) < len(team) for team in teams):
            context.notice(row, "teams", "nomme deux fois la même personne : une seule animera la séance. Corrigez "
                           "l'un des deux noms.")  # fmt: skip
        elif len(set(map(frozenset, teams))) < len(teams):
            context.notice(row, "teams", "propose deux fois le même choix : corrigez l'un des deux, ou retirez-le.")


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


def _say_idle_scales(context: Context, problem: Problem) -> None:
    """Scales that no result is of, once there are results; that of *Paramètres* may wait for some."""
    used = {fold(result.scale) for learner in problem.learners.values() for result in learner.results}
    usual, said = fold(context.options.get("scale") or DEFAULT_SCALE), set[str]()
    for row in context.rows("scales") if used else ():
        name = fold(row["scale"] or "")
        if name and name not in {*used, usual, *said}:
            said.add(name)
            context.notice(row, "scale", "n'est l'échelle d'aucun résultat : ses lignes ne changent rien."
                           f"{did_you_mean(row['scale'], used)}")  # fmt: skip


def _say_idle_exemptions(context: Context, problem: Problem) -> None:
    """Exemptions from a subject that the person does not have."""
    taught: dict[ClassId, set[str]] = {}
    for course in problem.courses.values():
        for class_id in course.class_ids:
            taught.setdefault(class_id, set()).add(fold(course.subject))
    for row in context.rows("exemptions"):
        found = context.names("learners").find(row.get("learner", ""))
        learner = problem.learners.get(ApprenticeId(min(found))) if len(found) == 1 else None
        if learner is None:
            continue
        had = set[str]().union(*(taught.get(m.class_id, ()) for m in learner.memberships))
        followed = (path.follows for path in problem.paths if path.apprentice_id == learner.id)
        had |= {fold(problem.courses[c].subject) for c in followed if c and c in problem.courses}
        for name in row.get("subjects", ()):
            if fold(name) not in had:
                context.notice(
                    row, "subjects", "n'est pas une matière de sa classe : cette ligne ne change rien.", name
                )


def _say_same_class(context: Context) -> None:
    """A dated class that is the usual one of a person, without another part."""
    usual = {context.id_of(row): fold(row.get("class", "")) for row in context.rows("learners")}
    for row in context.rows("memberships"):
        who = context.names("learners").find(row.get("learner", ""))
        if row["class"] and not row["part"] and len(who) == 1 and usual.get(min(who)) == fold(row["class"]):
            context.notice(row, "class", "est déjà la classe de cette personne (feuille « Apprenants ») : cette ligne "
                           "ne change rien.")  # fmt: skip


def _say_idle_windows(context: Context, problem: Problem) -> None:
    """Only hours of a place that meet no slot: it is never used."""
    for row in context.rows("rooms"):
        slots = [(day, s) for b in problem.bells.values() for day in range(7) for s in b.days[day]]
        windows = [(day, start, end) for day, _half, start, end in row["only"] or ()]
        if windows and not any(
            day == d and s.start < end and start < s.end for day, start, end in windows for d, s in slots
        ):
            context.notice(row, "only", "ne tombe sur aucun créneau des horaires : cette salle ne sert jamais. "
                           "Vérifiez les jours et les heures.")  # fmt: skip


def _say_never_together(context: Context, problem: Problem) -> None:
    """People to keep together who are never at the centre on one half-day."""
    for row in context.rows("pairings"):
        if row["rule"] != "together":
            continue
        found = [context.names("learners").find(name) for name in row.get("learners", ())]
        people = [problem.learners[ApprenticeId(min(one))] for one in found if len(one) == 1]
        met = any(reduce(and_, (problem.presence(learner, day) for learner in people), AM | PM) for day in problem.days)
        if len(people) > 1 and not met:
            context.notice(row, "learners", "ne sont jamais ensemble au CFA : cette ligne ne change rien.")


def _say_absent_elsewhere(context: Context, problem: Problem) -> None:
    """Dated absences of a class in days on which it is not at the centre: mostly a wrong week, or a wrong class."""
    for row in context.rows("unavailable"):
        names = [context.names("classes").find(name) for name in row.get("who", ())]
        classes = [ClassId(min(one)) for one in names if len(one) == 1 and min(one) in problem.classes]
        days = list(_days(context, row, "unavailable")) if row["first"] and len(classes) == len(names) else []
        if days and not any(_at_centre(problem, one, row, day) for one in classes for day in days):
            context.notice(row, "who", "n'est pas au CFA à ces dates : cette ligne ne change rien. Vérifiez les "
                           "dates et la classe.")  # fmt: skip


def _at_centre(problem: Problem, class_id: ClassId, row: Row, day: date) -> bool:
    """Whether the calendar of a class, or of its part that a line names, has a day on which the centre is open."""
    return bool(problem.class_calendar(class_id, row.get("part", "")).get(day, 0) & problem.open_for(class_id, day))


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
    start, end, mask = row.get("start", 0), row.get("end", 24 * 60), halves[day.weekday()]
    return any(
        s.start < end and start < s.end and b.half(day.weekday(), s.start, s.end) & mask
        for b in problem.bells.values()
        for s in b.days[day.weekday()]
    )


def _say_dates(context: Context, problem: Problem) -> None:
    """Results that come after the timetable, or before the person, and dates of people more than a year after it."""
    for row in context.rows("results"):
        if row["date"] and row["date"] > context.last:
            context.outside(row, "date", "ce résultat ne compte pas. Corrigez la date, si c'est une erreur.")
        who = context.names("learners").find(row.get("learner", ""))
        birth = problem.learners[ApprenticeId(min(who))].birth if len(who) == 1 else None
        if row["date"] and birth and row["date"] < birth:
            context.notice(row, "date", "vient avant la naissance de cette personne : corrigez l'une des deux dates.")
    for row in context.rows("learners"):
        for column in FAR_DATES:
            if row[column] and row[column] > context.last + A_YEAR:
                context.outside(row, column, "elle ne change rien. Corrigez l'année, si c'est une erreur.")


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
