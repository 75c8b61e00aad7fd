"""Why a session of a course cannot be at an hour that the workbook says: its class, its trainers, its room."""

from datetime import date

from planner.courses.teams import teams_of
from planner.domain import ClassId, Course, Problem, Room, RoomId, TrainerId, away
from planner.words import class_name, say_all, say_span, trainer_name


def class_hindered(problem: Problem, class_id: ClassId, part: str, day: date, start: int, end: int) -> str:
    """A class that is not at the centre then, has no course, has not arrived, or has left."""
    if not problem.in_halves(class_id, day, start, end, problem.class_presence(class_id, day, part)):
        return f"la classe {class_name(problem, class_id)} n'est pas au CFA à ce moment (feuille Calendrier)"
    for pause in problem.paused(class_id, day, part):
        if pause.start < end and start < pause.end:
            name = class_name(problem, class_id)
            if not pause.event_id:
                return f"les cours de {name} sont reportés pendant une absence (feuille Indisponibilités)"
            return f"{name} n'a pas cours pendant « {pause.label} »"
    if away(problem.classes[class_id].off_hours, day, start, end):
        name = class_name(problem, class_id)
        return f"{name} n'est pas encore arrivée ou est déjà repartie {say_span(start, end)} (feuille Classes)"
    return ""


def class_off(problem: Problem, class_id: ClassId, part: str, day: date) -> str:
    """Why a class has no course on a day at all, with the one sheet that says so; empty where it has."""
    if problem.course_presence(class_id, day, part):
        return ""
    name = class_name(problem, class_id)
    if not problem.bells_of(class_id).days[day.weekday()]:
        return f"la classe {name} n'a aucune heure de cours ce jour de la semaine (feuille Horaires)"
    planned = problem.class_calendar(class_id, part).get(day, 0)
    if not planned:
        return f"la classe {name} n'est pas au CFA ce jour-là, elle est en entreprise (feuille Calendrier)"
    if not planned & problem.open_for(class_id, day):
        return "le CFA est fermé ce jour-là (feuille Fermetures)"
    events = dict.fromkeys(p.label for p in problem.paused(class_id, day, part) if p.event_id)
    if events and problem.class_presence(class_id, day, part):
        labels = say_all([f"« {label} »" for label in events])
        return f"la classe {name} n'a pas cours ce jour-là, à cause de {labels} (feuille Événements)"
    return f"la classe {name} est absente ce jour-là (feuille Indisponibilités)"


def without_means(
    problem: Problem,
    course: Course,
    day: date,
    start: int,
    end: int,
    trainer_ids: tuple[TrainerId, ...] = (),
    room_id: RoomId | None = None,
) -> str:
    """Who leads no session of a course at an hour, and where there is none: both, where both are in the way."""
    led = nobody_leads(problem, course, day, start, end, trainer_ids)
    return both(led, nowhere(problem, course, day, start, end, room_id))


def both(*reasons: str) -> str:
    """Every reason that there is, in one clause."""
    return ", et ".join(filter(None, reasons))


def nobody_leads(
    problem: Problem, course: Course, day: date, start: int, end: int, trainer_ids: tuple[TrainerId, ...] = ()
) -> str:
    """No team of the course, or not the one that is asked for, is there and has hours left beside its events."""
    teams = (trainer_ids,) if trainer_ids else teams_of(problem, course)
    busy = [next((t for t in team if _taken(problem, t, day, start, end)), None) for team in teams]
    if not teams or None in busy:
        return ""
    names = say_all([trainer_name(problem, t) for t in dict.fromkeys(busy) if t is not None])
    there = "ne sont pas disponibles" if len(set(busy)) > 1 else "n'est pas disponible"
    return f"{names} {there} {say_span(start, end)} (feuilles Formateurs, Indisponibilités et Événements)"


def _taken(problem: Problem, who: TrainerId, day: date, start: int, end: int) -> bool:
    trainer = problem.trainers.get(who)
    return trainer is not None and (
        away(trainer.absences, day, start, end) or problem.kept_by_events(who, day, start, end)
    )


def nowhere(problem: Problem, course: Course, day: date, start: int, end: int, room_id: RoomId | None = None) -> str:
    """No room of the course is open then where one of its teams works, or not the one that is asked for."""
    asked = problem.rooms.get(room_id) if room_id else None
    site = problem.course_site(course)
    rooms = [asked] if asked else [r for r in problem.course_rooms(course) if r.site_id in ("", site) or not site]
    if not rooms or any(_may_hold(problem, course, room, day, start, end) for room in rooms):
        return ""
    if asked is not None:
        return (
            room_shut(asked, day, start, end) or f"{asked.name} est sur un site où aucun de ses formateurs ne travaille"
        )
    return f"aucune salle du cours n'est ouverte {say_span(start, end)} là où ses formateurs travaillent"


def room_shut(room: Room, day: date, start: int, end: int) -> str:
    """A room that is not available then; empty where it is."""
    shut = away(room.absences, day, start, end)
    return f"{room.name} n'est pas disponible (feuilles Salles et Indisponibilités)" if shut else ""


def _may_hold(problem: Problem, course: Course, room: Room, day: date, start: int, end: int) -> bool:
    """Whether a room is open, and on a site of somebody who may lead the course."""
    works = [[problem.trainers[t].sites for t in team if t in problem.trainers] for team in teams_of(problem, course)]
    led = not works or any(all(not sites or room.site_id in ("", *sites) for sites in team) for team in works)
    return led and not away(room.absences, day, start, end)
