"""Problem → *Diplômes*, *Classes*, *Salles*, *Cours*, *Modules*, *Barrettes* …: what the centre offers."""

from collections.abc import Iterable, Iterator, Sequence

from data.building.defaults import MODULES
from data.rows.cells import Line, Lines, duration, hours, moments, names, on_days, weekdays, word
from data.rows.plain import SEVERAL, Cells
from data.sheets.limits import EVERYBODY, LIMITS
from data.sheets.links import LINKS, RELATIONS
from data.sheets.modules import MODULES as MODULE_SHEET
from data.sheets.offer import BARRETTES, NATURE, OPEN_PERIODS, PROGRAMMES
from data.sheets.people import COURSES
from data.sheets.required import CLASSES, ROOMS
from planner.domain import (
    ORDINARY_ROOMS,
    STRANDS,
    Barrette,
    Course,
    CourseId,
    Programme,
    Relation,
    Volume,
    iso_clock,
    key,
)


def programme_rows(cells: Cells) -> Lines:
    """Diplomas, with everything that was said or stood in."""
    return [_programme(cells, programme) for programme in cells.problem.programmes.values()]


def _programme(cells: Cells, programme: Programme) -> Line:
    years = range(1, programme.years + 1)
    strands = [names(hours(programme.strand_minutes.get((year, strand), 0)) for year in years) for strand in STRANDS]
    weeks = [programme.weeks_per_year.get(year, 0) for year in years]
    every = programme.promise_every
    return {
        **cells.of(PROGRAMMES, programme),
        "name": programme.name or programme.id,
        "level": programme.level,
        "years": programme.years,
        "consolidation": strands[0],
        "personal": strands[1],
        "guidance": strands[2],
        "weeks": names(weeks) if all(weeks) else None,
        "promise": "chaque séjour" if every == 1 else str(every) if every else "non",
    }


def class_rows(cells: Cells) -> Lines:
    """Classes."""
    found: Lines = []
    for group in (one for one in cells.problem.classes.values() if not one.meeting):
        programme = cells.problem.programmes.get(group.programme_id)
        found.append(
            {
                **cells.of(CLASSES, group),
                "programme": (programme.name if programme else "") or group.programme_id,
                "site": cells.site(group.site_id),
                "bells": cells.site(group.bells_id),
                "arrival": moments(group.off_hours, first=True),
                "departure": moments(group.off_hours, first=False),
            }
        )
    return found


def room_rows(cells: Cells) -> Lines:
    """Places; what lies outside their only hours stands in *Indisponibilités*."""
    return [
        {
            **cells.of(ROOMS, room),
            "type": room.type,
            "site": cells.site(room.site_id),
            "features": names(sorted(room.features)),
        }
        for room in cells.problem.rooms.values()
        if not room.implied
    ]


def course_rows(cells: Cells) -> Lines:
    """Courses, with the hours as they were typed."""
    rooms, courses = cells.problem.rooms.values(), cells.problem.courses.values()
    ordinary = tuple(dict.fromkeys(room.type for room in rooms if key(room.type) in ORDINARY_ROOMS))
    return [_course(cells, course, ordinary) for course in courses]


def _course(cells: Cells, course: Course, ordinary: tuple[str, ...]) -> Line:
    nobody = any(cells.problem.classes[c].meeting for c in course.class_ids)
    return {
        **cells.of(COURSES, course),
        **({"classes": "aucune"} if nobody else {}),
        "volume": _volume(course.volume),
        "teams": "aucun" if course.unled else _teams(cells, course),
        "room_types": names(course.room_types) if course.room_types != ordinary else None,
        "features": names(sorted(course.room_features)),
        "parts": "auto" if course.auto_parts else course.parts if course.parts > 1 else None,
        "reserved": names(f"{column}={value}" for column, value in course.reserved),
        "hours": on_days(((w, f"{iso_clock(a)}-{iso_clock(b)}") for w, a, b in course.hours), bare=False),
        "starts": on_days((w, iso_clock(at)) for w, at in course.starts),
        "crossed": cells.course(course.crossed_with),
        "after": cells.course(course.after),
    }


def _teams(cells: Cells, course: Course) -> str | None:
    teams = ([cells.name(trainer, "trainers", among=True) for trainer in team] for team in course.teams)
    return " ou ".join(map(" + ".join, teams)) or None


def _volume(volume: Volume) -> str:
    if volume.weekly is not None:
        return f"{hours(volume.weekly)}/sem"
    if volume.weekly_slots is not None:
        return f"{volume.weekly_slots} créneaux/sem"
    return str(hours(volume.total or 0))


def module_rows(cells: Cells) -> Lines:
    """Modules that are not as in the usual catalogue, and those that were taken out of it."""
    problem = cells.problem
    usual = {module.id: module for module in MODULES}
    found = [
        {**cells.of(MODULE_SHEET, module, every=True), "room_types": names(module.room_types)}
        for module in problem.modules.values()
        if usual.get(module.id) != module
    ]
    gone: Lines = [{"id": item, "active": "non"} for item in usual if item not in problem.modules]
    return found + gone


def barrette_rows(cells: Cells) -> Lines:
    """Barrettes, with the day and hour that they keep."""
    return [_barrette(cells, barrette) for barrette in cells.problem.barrettes.values()]


def _barrette(cells: Cells, barrette: Barrette) -> Line:
    fixed = barrette.fixed_weekday
    return {
        **cells.of(BARRETTES, barrette),
        "per_week": barrette.per_week or None,
        "per_stay": barrette.per_stay or None,
        "nature": word(NATURE, barrette.nature) if barrette.course_ids or barrette.nature != "support" else None,
        "courses": _carried(cells, barrette),
        "day": weekdays([fixed]) if fixed is not None else None,
        "otherwise": None if barrette.otherwise == "autonomous" else barrette.otherwise,
        "site": cells.site(barrette.site_id),
    }


def _carried(cells: Cells, barrette: Barrette) -> str | None:
    """Courses carried: a subject where they are all those that the classes have of it."""
    courses, found = cells.problem.courses, dict[str, None]()
    for item in barrette.course_ids:
        subject = courses[item].subject
        same = [c for c in courses.values() if key(c.subject) == key(subject)]
        here = {c.id for c in same if set(c.class_ids) & set(barrette.class_ids)}
        whole = here <= set(barrette.course_ids) and not SEVERAL.search(subject)
        found[subject if whole else cells.name(item, "courses", among=True)] = None
    return names(found)


def open_rows(cells: Cells) -> Lines:
    """Hours kept open for support."""
    return [
        {
            **cells.of(OPEN_PERIODS, period),
            "per_stay": period.per_stay or None,
            "per_week": period.per_week or None,
            "site": cells.site(period.site_id),
        }
        for period in cells.problem.open_periods
    ]


def link_rows(cells: Cells) -> Lines:
    """What ties courses to one another."""
    words = {value: name for name, value in RELATIONS.items()}
    return [
        {
            **cells.of(LINKS, link),
            "relation": words[link.relation],
            "courses": names(cells.name(c, "courses", among=True) for c in link.course_ids),
            "days": link.days if link.relation is Relation.DAYS_APART else None,
            "hours": duration(link.minutes) if link.relation is Relation.HOURS_APART else None,
            "hard": None if link.hard else "non",
        }
        for link in cells.problem.links
    ]


def limit_rows(cells: Cells) -> Lines:
    """What weeks may hold; everybody by the words for them."""
    problem, words = cells.problem, {sheet: said for said, sheet in EVERYBODY.items()}
    found: Lines = []
    for limit in problem.week_limits:
        who = []
        for ids, sheet, every in (
            (limit.trainer_ids, "trainers", problem.trainers),
            (limit.class_ids, "classes", problem.classes),
            (limit.room_ids, "rooms", [room.id for room in problem.rooms.values() if not room.implied]),
        ):
            whole = len(ids) > 1 and set(ids) == set(every)
            who += [words[sheet]] if whole else [cells.name(one, sheet, among=True) for one in ids]
        some = names(_asked_courses(cells, limit.course_ids))
        hard = None if limit.hard else "non"
        found.append({**cells.of(LIMITS, limit), "who": names(who), "courses": some or None, "hard": hard})
    return found


def _asked_courses(cells: Cells, ids: Sequence[CourseId]) -> Iterator[str]:
    """Courses by name; all of a subject by the subject."""
    asked, known = set(ids), cells.problem.courses
    for item in ids:
        same = [c.id for c in known.values() if key(c.subject) == key(known[item].subject)]
        subject = known[item].subject
        if asked.issuperset(same) and not SEVERAL.search(subject):
            if item == min(same):
                yield subject
        else:
            yield cells.name(item, "courses", among=True)


def skill_rows(cells: Cells) -> Lines:
    """What each adult may lead, in the spelling of the other sheets; accreditations on a line of their own."""
    problem, shown = cells.problem, dict[str, str]()
    for module in problem.modules.values():
        for name in (module.id, module.subject, *module.domains):
            shown.setdefault(key(name), name)
    for course in problem.courses.values():
        shown[key(course.subject)] = course.subject
    found: Lines = []
    for trainer in problem.trainers.values():
        free = [shown.get(name, name) for name in sorted(trainer.skills) if name not in trainer.skill_until]
        if free:
            found.append({"trainer": cells.name(trainer.id, "trainers"), "skills": names(free)})
        found += _dated(cells.name(trainer.id, "trainers"), shown, trainer.skill_until.items())
    return found


def _dated(trainer: str, shown: dict[str, str], until: Iterable[tuple[str, object]]) -> Lines:
    return [{"trainer": trainer, "skills": shown.get(name, name), "until": day} for name, day in sorted(until)]
