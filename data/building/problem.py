"""Tables → `Problem`: the order in which names are given, references resolved and defaults stand in."""

from dataclasses import replace
from datetime import date

from data.building import cases as build_cases
from data.building import needs as build_needs
from data.building import offer as build_offer
from data.building import paths as build_paths
from data.building import people as build_people
from data.building import support as build_support
from data.building import time as build_time
from data.building.balances import with_balances
from data.building.calendar import build_calendars, with_part_calendars
from data.building.check_parts import check_parts
from data.building.closures import build_closures, with_shut_sites
from data.building.context import Context
from data.building.courses import build_courses, check_lengths, name_courses
from data.building.done import build_realised
from data.building.events import build_events
from data.building.hours import check_hours, with_hours
from data.building.joined_rooms import join_rooms
from data.building.learners import build_learners, with_parts
from data.building.limits import build_limits
from data.building.links import build_links
from data.building.lists import read_lists
from data.building.meetings import build_meetings, name_meetings
from data.building.namesakes import say_namesakes, with_marks
from data.building.reserved import Options, build_reserved, check_reserved, with_options
from data.building.rolls import build_actions, build_rolls
from data.building.settings import build_settings
from data.building.standing import with_standing
from data.building.visits import build_visits
from data.doubts.across import check_across
from data.doubts.astray import say_astray
from data.doubts.empty_hours import say_empty_hours
from data.doubts.no_effect import say_no_effect
from data.doubts.unlikely import say_unlikely
from data.sheets.schema import SHEETS
from planner.domain import ClassId, Problem, days_between

NEVER = ": ces classes ne sont jamais ensemble au CFA ; retirez-en une, ou corrigez le calendrier."
TEACH = ("formateur", "vacataire", "référent", "référent handicap", "référent mobilité", "")
CONTACTS = ("référent handicap", "référent")
"""Roles of those who hold a permanence and interviews where nobody is named: the first that somebody has."""


def build(context: Context, before: Problem | None = None) -> Problem:
    """The problem that the tables tell; every fault goes to the context, and the problem is then not to be used.

    ``before``: what stood before, whose shares of the split classes are kept.
    """
    build_settings(context)
    _name(context)
    bells = build_time.build_bells(context, _typed_lengths(context))
    closed = build_closures(context)
    calendars = build_calendars(context)
    absences = build_people.build_absences(context, bells)
    scales = build_needs.build_scales(context)
    options = Options(context)
    learners = build_paths.with_memberships(context, build_learners(context, calendars, absences, scales))
    problem = Problem(
        context.first,
        context.last,
        context.settings,
        bells,
        closed.days,
        closed.halves,
        closed.sites,
        travel=build_time.build_travel(context),
        site_names=build_offer.site_names(context),
        programmes=build_offer.build_programmes(context),
        classes=build_offer.build_classes(context, calendars, absences) | build_meetings(context),
        rooms=join_rooms(
            context, with_shut_sites(build_offer.build_rooms(context, absences, bells), closed.typed, bells)
        ),
        modules=build_support.build_modules(context),
        scales=scales,
        learners=with_options(context, learners, options),
        arrangements=build_cases.build_arrangements(context, bells),
        pairings=build_cases.build_pairings(context),
        locks=build_cases.build_locks(context),
        realised=build_realised(context),
        rolls=build_rolls(context),
        actions=build_actions(context),
        origins=context.origins,
        closures=closed.typed,
        matches=build_cases.build_matches(context),
        cure_prices=build_cases.build_cure_prices(context),
    )
    return _finish(context, _with_offer(context, problem, absences, options), before)


def _name(context: Context) -> None:
    """Ids and names of everything, before any reference is looked up."""
    build_people.name_people(context)
    build_offer.name_sites(context)
    build_offer.name_offer(context)
    name_meetings(context)
    read_lists(context)  # courses are named after their classes
    name_courses(context)
    build_support.name_support(context)
    read_lists(context)


def _with_offer(context: Context, problem: Problem, absences: build_offer.Absences, options: Options) -> Problem:
    """Courses, barrettes, who can lead them, needs: what is told in terms of the rest."""
    classes, modules = problem.classes, problem.modules
    sites = {item: group.site_id for item, group in classes.items()}
    reserved = build_reserved(context, problem.learners.values(), options)
    courses = build_courses(context, problem.rooms.values(), _sizes(context, problem), reserved)
    courses = with_hours(context, problem, courses)
    barrettes = build_support.build_barrettes(context, courses, sites)
    taught = build_support.taught(courses, modules, barrettes, build_support.named_in_skills(context))
    skills, until = build_people.build_skills(context, taught)
    skills = build_support.widen_skills(context, skills, modules, _teachers(context), _contacts(context))
    off, weights = build_cases.build_rules(context)
    events, later = build_events(context, problem)
    return replace(
        problem,
        courses=courses,
        barrettes=barrettes,
        trainers=build_people.build_trainers(context, problem.bells, absences, skills, until),
        open_periods=build_support.build_open_periods(context, sites),
        need_rules=build_needs.build_need_rules(context, modules),
        explicit_needs=build_needs.build_needs(context, modules),
        exemptions=build_cases.build_exemptions(context, courses),
        events=events,
        later_events=later,
        paths=build_paths.build_paths(context, problem.learners, courses),
        visits=build_visits(context),
        links=build_links(context, problem, courses),
        week_limits=build_limits(context, courses),
        rules_off=off,
        rule_weights=weights,
    )


def _finish(context: Context, problem: Problem, before: Problem | None) -> Problem:
    """What needs the whole: parts of learners, periods, checks across sheets."""
    problem = with_part_calendars(context, problem)
    known = before.learners if before else {}
    problem = replace(problem, learners=with_parts(problem.learners, problem.parts, known))
    problem = replace(problem, learners=with_marks(problem.learners, problem.classes))
    problem = build_paths.with_followed_parts(problem, before.paths if before else ())
    stays = [len(problem.stays(class_id)) for class_id in problem.classes]
    problem = replace(problem, periods=build_time.build_periods(context, [n for n in stays if n]))
    problem = with_balances(context, problem)
    check_lengths(context, problem)
    check_hours(context, problem)
    problem = with_standing(context, problem)
    check_parts(context, problem)
    check_reserved(context, problem)
    check_across(context, problem)
    say_no_effect(context, problem)
    say_unlikely(context, problem)
    say_empty_hours(context, problem)
    say_namesakes(context)
    say_astray(context, problem)
    _check_retired(context, problem)
    _check_together(context, problem)
    build_time.say_far_dates(context)
    _say_defaults(context)
    return problem


def _typed_lengths(context: Context) -> list[int]:
    """Lengths that the workbook asks for by name."""
    found = [length for row in context.rows("courses") for length in row.get("lengths", ())]
    found += [
        row["minutes"] for sheet in ("barrettes", "open_periods") for row in context.rows(sheet) if row["minutes"]
    ]
    return found


def _sizes(context: Context, problem: Problem) -> dict[ClassId, int]:
    """Learners of each class: the larger of the list, on its fullest day, and what is planned."""
    count = build_paths.sizes_over_time(context, problem.learners.values())
    return {item: max(count.get(item, 0), group.planned_size or 0) for item, group in problem.classes.items()}


def _contacts(context: Context) -> list[str]:
    rows = context.rows("trainers")
    found = ([context.id_of(row) for row in rows if row.get("role", "") == role] for role in CONTACTS)
    return next((some for some in found if some), [])


def _teachers(context: Context) -> list[str]:
    return [context.id_of(row) for row in context.rows("trainers") if row.get("role", "") in TEACH]


def _check_retired(context: Context, problem: Problem) -> None:
    """A barrette or a lock that names a module taken out of the catalogue."""
    for sheet, column in (("barrettes", "modules"), ("locks", "module")):
        for row in context.rows(sheet):
            names = row[column] if sheet == "barrettes" else (row[column],)
            for name in names or ():
                found = context.names("modules").find(name or "")
                if found and not found & set(problem.modules):
                    context.fault(
                        row, column, "est retiré du catalogue (actif : non) : remettez-le, ou enlevez-le ici.", name
                    )


def _check_together(context: Context, problem: Problem) -> None:
    """Classes of a barrette, of an open period or of a course that are never at the centre on the same half-day."""
    if not context.dated:
        return
    for sheet in ("barrettes", "open_periods", "courses"):
        for row in context.rows(sheet):
            names = [context.names("classes").find(name) for name in row.get("classes", ())]
            classes = [ClassId(min(found)) for found in names if len(found) == 1]
            if len(classes) < 2 or any(not problem.stays(class_id) for class_id in classes):
                continue
            if not any(_common(problem, classes, day) for day in days_between(problem.first, problem.last)):
                context.fault(row, "classes", NEVER)


def _common(problem: Problem, classes: list[ClassId], day: date) -> int:
    mask = 3
    for class_id in classes:
        mask &= problem.class_presence(class_id, day)
    return mask


def _say_defaults(context: Context) -> None:
    for sheet in SHEETS:
        if not sheet.required and sheet.default and not context.rows(sheet.id):
            context.faults.default(sheet.name, sheet.default)
