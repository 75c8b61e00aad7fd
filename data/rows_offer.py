"""Problem → *Diplômes*, *Classes*, *Salles*, *Cours*, *Modules*, *Barrettes* …: what the centre offers."""

from collections.abc import Iterable

from data.defaults import MODULES
from data.rows_cells import Line, Lines, hours, moments, names, site, weekdays, word, yes
from data.sheets_offer import AP_TYPES, GUIDANCE_NAMES, MODULE_MODALITY, NATURE, POLICY, STRAND_NAMES, THEMES
from data.sheets_people import SHORT_WEEK
from planner.domain import ORDINARY_ROOMS, STRANDS, Barrette, Course, Module, Problem, Programme, Volume, iso_clock, key


def programme_rows(problem: Problem) -> Lines:
    """Diplomas, with everything that was said or stood in."""
    return [_programme(programme) for programme in problem.programmes.values()]


def _programme(programme: Programme) -> Line:
    years = range(1, programme.years + 1)
    strands = [names(hours(programme.strand_minutes.get((year, strand), 0)) for year in years) for strand in STRANDS]
    weeks = [programme.weeks_per_year.get(year, 0) for year in years]
    every = programme.promise_every
    return {
        "name": programme.name or programme.id,
        "level": programme.level,
        "years": programme.years,
        "consolidation": strands[0],
        "personal": strands[1],
        "guidance": strands[2],
        "weeks": names(weeks) if all(weeks) else None,
        "promise": "chaque séjour" if every == 1 else str(every) if every else "non",
        "promise_hard": yes(programme.promise_hard),
        "cycle": hours(programme.cycle_minutes),
        "regulated": yes(programme.regulated),
    }


def class_rows(problem: Problem) -> Lines:
    """Classes."""
    found: Lines = []
    for group in problem.classes.values():
        programme = problem.programmes.get(group.programme_id)
        found.append(
            {
                "name": group.name,
                "programme": (programme.name if programme else "") or group.programme_id,
                "year": group.year,
                "code": group.id,
                "site": site(problem, group.site_id),
                "size": group.planned_size,
                "bells": site(problem, group.bells_id),
                "room": group.home_room,
                "min_day": hours(group.min_day or None),
                "min_day_hard": yes(group.min_day_hard),
                "arrival": moments(group.off_hours, first=True),
                "departure": moments(group.off_hours, first=False),
            }
        )
    return found


def room_rows(problem: Problem) -> Lines:
    """Places; what lies outside their only hours stands in *Indisponibilités*."""
    return [
        {
            "name": room.name,
            "type": room.type,
            "seats": room.seats,
            "code": room.id,
            "site": site(problem, room.site_id),
            "features": names(sorted(room.features)),
            "accessible": yes(room.accessible),
            "shared": room.shared,
            "adult": room.supervised_by,
        }
        for room in problem.rooms.values()
    ]


def course_rows(problem: Problem) -> Lines:
    """Courses, with the hours as they were typed."""
    ordinary = tuple(dict.fromkeys(r.type for r in problem.rooms.values() if key(r.type) in ORDINARY_ROOMS))
    return [_course(course, ordinary) for course in problem.courses.values()]


def _course(course: Course, ordinary: tuple[str, ...]) -> Line:
    return {
        "classes": names(course.class_ids),
        "subject": course.subject,
        "volume": _volume(course.volume),
        "teams": names(" + ".join(team) for team in course.teams),
        "code": course.id,
        "lengths": "+".join(str(hours(m)) for m in course.lengths) or None,
        "room_types": names(course.room_types) if course.room_types != ordinary else None,
        "features": names(sorted(course.room_features)),
        "parts": course.parts if course.parts > 1 else None,
        "crossed": course.crossed_with,
        "max_day": course.max_per_day if course.max_per_day != 1 else None,
        "after": course.after,
        "barrette": course.barrette_id,
        "meal": yes(course.meal),
        "short_week": word(SHORT_WEEK, course.short_week) if course.short_week != "prorata" else None,
        "heavy": yes(course.heavy),
        "regulated": yes(course.regulated),
        "max_group": course.max_group,
    }


def _volume(volume: Volume) -> str:
    if volume.weekly is not None:
        return f"{hours(volume.weekly)}/sem"
    if volume.weekly_slots is not None:
        return f"{volume.weekly_slots} créneaux/sem"
    return str(hours(volume.total or 0))


def module_rows(problem: Problem) -> Lines:
    """Modules that are not as in the usual catalogue, and those that were taken out of it."""
    usual = {module.id: module for module in MODULES}
    found = [_module(module) for module in problem.modules.values() if usual.get(module.id) != module]
    gone: Lines = [{"id": item, "active": "non"} for item in usual if item not in problem.modules]
    return found + gone


def _module(module: Module) -> Line:
    return {
        "id": module.id,
        "label": module.label,
        "public": module.public_label or None,
        "theme": word(THEMES, module.theme),
        "strand": word(STRAND_NAMES, module.strand) if module.strand else None,
        "ap_type": word(AP_TYPES, module.ap_type) if module.ap_type else None,
        "subject": module.subject or None,
        "domains": names(sorted(module.domains)),
        "levels": names(sorted(module.levels)),
        "modality": word(MODULE_MODALITY, module.modality),
        "guidance": word(GUIDANCE_NAMES, module.guidance),
        "supervision": module.supervision,
        "min_size": module.min_size,
        "max_size": module.max_size,
        "mix_classes": "oui" if module.mix_classes else "non",
        "mix_levels": "oui" if module.mix_levels else "non",
        "minutes": f"{module.minutes} min",
        "trainers": names(module.trainer_ids),
        "room_types": names(module.room_types),
        "whole_class": "oui" if module.whole_class else "non",
        "order": module.order,
    }


def barrette_rows(problem: Problem) -> Lines:
    """Barrettes, with the day and hour that they keep."""
    return [_barrette(problem, barrette) for barrette in problem.barrettes.values()]


def _barrette(problem: Problem, barrette: Barrette) -> Line:
    fixed = barrette.fixed_weekday
    return {
        "name": barrette.name,
        "classes": names(barrette.class_ids),
        "minutes": f"{barrette.minutes} min",
        "code": barrette.id,
        "per_week": barrette.per_week or None,
        "per_stay": barrette.per_stay or None,
        "nature": word(NATURE, barrette.nature) if barrette.course_ids or barrette.nature != "support" else None,
        "courses": names(barrette.course_ids),
        "modules": names(barrette.module_ids),
        "trainers": names(barrette.trainer_ids),
        "rooms": names(barrette.room_ids),
        "day": weekdays([fixed]) if fixed is not None else None,
        "hour": iso_clock(barrette.fixed_start) if barrette.fixed_start is not None else None,
        "policy": word(POLICY, barrette.policy) if barrette.policy != "homogeneous" else None,
        "min_size": barrette.min_size,
        "max_size": barrette.max_size,
        "mix_levels": None if barrette.mix_levels else "non",
        "otherwise": None if barrette.otherwise == "autonomous" else barrette.otherwise,
        "site": site(problem, barrette.site_id),
    }


def open_rows(problem: Problem) -> Lines:
    """Hours kept open for support."""
    return [
        {
            "name": period.name,
            "classes": names(period.class_ids),
            "minutes": f"{period.minutes} min",
            "code": period.id,
            "per_stay": period.per_stay or None,
            "per_week": period.per_week or None,
            "free_share": period.free_share,
            "room": period.room_id,
            "adults_free": yes(period.adults_free),
            "site": site(problem, period.site_id),
        }
        for period in problem.open_periods
    ]


def skill_rows(problem: Problem) -> Lines:
    """What each adult may lead, in the spelling of the other sheets; accreditations on a line of their own."""
    shown: dict[str, str] = {}
    for module in problem.modules.values():
        for name in (module.id, module.subject, *module.domains):
            shown.setdefault(key(name), name)
    for course in problem.courses.values():
        shown[key(course.subject)] = course.subject
    found: Lines = []
    for trainer in problem.trainers.values():
        free = [shown.get(name, name) for name in sorted(trainer.skills) if name not in trainer.skill_until]
        if free:
            found.append({"trainer": trainer.id, "skills": names(free)})
        found += _dated(trainer.id, shown, trainer.skill_until.items())
    return found


def _dated(trainer: str, shown: dict[str, str], until: Iterable[tuple[str, object]]) -> Lines:
    return [{"trainer": trainer, "skills": shown.get(name, name), "until": day} for name, day in sorted(until)]
