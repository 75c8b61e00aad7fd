"""Cures about what is asked: fewer hours, another hour or day, a lock, an event, a link, a rule, other rooms."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from planner.check.precheck.case import Case
from planner.check.precheck.locked import sessions_of_locks
from planner.check.precheck.locks import LockMoves
from planner.courses.volumes import possible_lengths
from planner.domain import Course, CourseId, Lock, Problem, RoomId, Volume, clock
from planner.explain.cure import Cure, ProblemChange
from planner.explain.cures_people import other_trainers
from planner.explain.facts import Fact, absences_of, cell, with_absences_of
from planner.explain.facts_rooms import rooms_for, say_room, with_rooms_more, with_seats
from planner.explain.question import Question
from planner.words import count, course_name, of_name, room_name, say_day, say_minutes, say_some

MOST_ROOMS = 4
"""Rooms more that are proposed."""
MOST_PIECES = (2, 3, 4)
"""Into how many sessions a long one is cut."""
SEATS_MORE = (2, 4, 6, 8, 12, 16, 24, 40)
"""Seats more that are proposed of the largest room."""


def course_cures(question: Question, fact: Fact) -> Iterator[Cure]:
    """Another trainer, shorter sessions, or fewer hours."""
    yield from other_trainers(question, fact)
    yield from shorter_sessions(question, fact)
    yield from fewer_hours(question, fact)


def courses_cures(question: Question, fact: Fact) -> Iterator[Cure]:
    """Fewer hours of one of the courses of a class."""
    names = fact.about["courses"]
    assert isinstance(names, tuple)
    for name in names:
        where = cell(question.problem, "course", str(name), "volume")
        yield from fewer_hours(question, replace(fact, about={"course": name}, cells=where))


def shorter_sessions(question: Question, fact: Fact) -> Iterator[Cure]:
    """The longest sessions that a course names cut in two, three or four, where the bells have such ones."""
    problem, course = question.problem, question.problem.courses[CourseId(str(fact.about["course"]))]
    longest = max(course.lengths, default=0)
    fitting = possible_lengths(problem, course)
    for number in MOST_PIECES:
        each = longest // number
        if each * number != longest or each not in fitting:
            continue
        now = tuple(m for one in course.lengths for m in ([each] * number if one == longest else [one]))

        def change(found: Problem, now: tuple[int, ...] = now) -> Problem:
            return replace(found, courses={**found.courses, course.id: replace(found.courses[course.id], lengths=now)})

        name = of_name(course_name(problem, course.id))
        text = f"faire en séances de {say_minutes(each)} celles de {say_minutes(longest)} {name}"
        yield Cure("shorter sessions", text, change, number - 1, fact.cells, counts=True)


def fewer_hours(question: Question, fact: Fact) -> Iterator[Cure]:
    """A course with one session less, two, and so on, in every week or in all; never none: that cures nothing."""
    problem, course = question.problem, question.problem.courses[CourseId(str(fact.about["course"]))]
    lengths = sorted({m for (c, _part), rows in question.wanted.items() if c == course.id for _week, m in rows})
    volume, name = course.volume, course_name(problem, course.id)
    step = lengths[0] if lengths else 60
    if volume.weekly_slots is not None:
        choices = [(s, Volume(weekly_slots=s)) for s in range(volume.weekly_slots - 1, 0, -1)]
        for slots, new in choices:
            text = (
                f"demander {count(slots, 'créneau', 'créneaux')} par semaine {of_name(name)}, pas {volume.weekly_slots}"
            )
            yield Cure("hours", text, _with_volume(course, new), volume.weekly_slots - slots, fact.cells, counts=True)
        return
    now = volume.weekly if volume.weekly is not None else volume.total or 0
    per = " par semaine" if volume.weekly is not None else " en tout"
    # Less than the shortest session is a shorter one.
    for left in (*range(now - step, 0, -step), *range(min(step, now) - 60, 0, -60)):
        new = Volume(weekly=left) if volume.weekly is not None else Volume(total=left)
        text = f"demander {say_minutes(left)}{per} {of_name(name)}, pas {say_minutes(now)}"
        text += ", sans en dire la durée des séances" if course.lengths and left < min(course.lengths) else ""
        units, series = (now - left) / 60, str(course.id)
        yield Cure("hours", text, _with_volume(course, new), units, fact.cells, counts=True, series=series)


def _with_volume(course: Course, volume: Volume) -> ProblemChange:
    """A course with other hours; a list of lengths that says the week in full goes with its hours.

    Where even the last length is more than these, none is said any more.
    """

    def change(found: Problem) -> Problem:
        lengths = course.lengths
        while len(lengths) > 1 and volume.weekly is not None and sum(lengths) > volume.weekly:
            lengths = lengths[:-1]
        if lengths and min(lengths) > (volume.weekly or volume.total or max(lengths)):
            lengths = ()
        return replace(found, courses={**found.courses, course.id: replace(course, volume=volume, lengths=lengths)})

    return change


def more_rooms(question: Question, fact: Fact) -> Iterator[Cure]:
    """Other rooms for the courses of the clash; else some rooms more."""
    problem = question.problem
    types, features = fact.about["types"], fact.about["features"]
    courses = [c for c in question.courses if (c.room_types, c.room_features) == (types, features)]
    if not courses:
        return
    like = rooms_for(problem, courses[0])
    others = dict.fromkeys(room.type for room in problem.rooms.values() if room not in like)
    for course in courses:
        for kind in others:

            def change(found: Problem, course: Course = course, kind: str = kind) -> Problem:
                now = replace(
                    found.courses[course.id], room_types=(*course.room_types, kind), room_features=frozenset()
                )
                return replace(found, courses={**found.courses, course.id: now})

            if course.room_types:
                text = f"admettre aussi pour {course_name(problem, course.id)} une salle de type « {kind} »"
                yield Cure("other rooms", text, change, 1.0, fact.cells)
    for number in range(1, MOST_ROOMS + 1):
        what = say_room(courses[0].room_types, courses[0].room_features)
        text = f"ouvrir {f'une {what}' if number == 1 else f'{number} {what}'.replace('salle', 'salles', 1)} de plus"
        add = partial(with_rooms_more, course=courses[0], like=like, number=number)
        yield Cure("one room more", text, add, number, fact.cells)


def more_seats(question: Question, fact: Fact) -> Iterator[Cure]:
    """The largest room with some seats more, and if one is not enough all rooms of the kind with as many."""
    ids = fact.about["rooms"]
    assert isinstance(ids, tuple)
    rooms = sorted(
        (question.problem.rooms[r] for r in ids if r in question.problem.rooms), key=lambda room: -room.seats
    )
    for number in dict.fromkeys((1, len(rooms))):
        some = rooms[:number]
        for more in SEATS_MORE:
            seats = some[0].seats + more
            text = f"une salle de {seats} places (« {some[0].name} » en a {some[0].seats})"
            if number > 1:
                text = f"{number} salles de {seats} places ({say_some(room.name for room in some)})"
            add = partial(with_seats, rooms=some, seats=seats)
            yield Cure("larger room", text, add, number * (1 + more / 10), fact.cells)


def room_back(question: Question, fact: Fact) -> Iterator[Cure]:
    """A room that is there after all."""
    name, gone = str(fact.about["room"]), fact.about["absences"]
    assert isinstance(gone, tuple)

    def change(found: Problem) -> Problem:
        now = tuple(a for a in absences_of(found, "room", name) if a not in gone)
        return with_absences_of(found, "room", name, now)

    yield Cure(
        "room's absence", f"rendre {room_name(question.problem, RoomId(name))} libre alors", change, 1.0, fact.cells
    )


LIFTED = {
    "lock": ("lock", "retirer ce verrou"),
    "event": ("event", "déplacer ou retirer cet événement"),
    "standing": ("standing", "déplacer ou retirer cette séance existante"),
    "link": ("link", "retirer ce lien, ou en faire un souhait"),
    "limit": ("limit", "retirer cette limite, ou en faire un souhait"),
    "rule": ("rule", "mettre cette règle hors service (feuille « Règles »)"),
    "arrangement": ("arrangement", "revoir cet aménagement"),
    "fixed_hour": ("fixed hour", "laisser libre l’heure de cette barrette"),
    "only_hours": ("only hours", "permettre d’autres heures à ce cours"),
    "after": ("link", "ne plus demander cet ordre"),
    "crossed": ("link", "ne plus croiser ces cours"),
    "max_group": ("rule", "relever cet effectif maximal"),
    "together": ("together", "ne demander qu’un de ces formateurs à la fois"),
    "barrette": ("support", "retirer cette barrette, ou une de ses séances"),
    "open": ("support", "retirer ce temps d’accompagnement, ou une de ses séances"),
    "class_away": ("class day", "déplacer ou retirer cette absence de la classe"),
    "class_hours": ("class day", "élargir les heures d’arrivée et de départ de la classe"),
    "trainer_sites": ("half-day", "le faire venir sur ce site aussi"),
}
"""Kind of fact → kind of cure and its words, where the cure is that the fact is no more."""


def moved_lock(question: Question, fact: Fact) -> Iterator[Cure]:
    """A lock at the nearest hour that passes what `check` asks of it, and away from other locks; then none at all."""
    lock, case = fact.about["lock"], Case(question.problem)
    assert isinstance(lock, Lock)
    rows = {row.lock: row for row in sessions_of_locks(case)}
    course = question.problem.courses.get(lock.course_id) if lock.course_id and lock.day else None
    best = LockMoves(case, rows).move(course, lock, [rows[lock]]) if course is not None and lock in rows else None
    if best is not None:
        there = replace(lock, day=best[0], start=best[1])

        def change(found: Problem) -> Problem:
            return replace(found, locks=tuple(there if one == lock else one for one in found.locks))

        text = f"écrire ce verrou le {say_day(best[0])} à {clock(best[1])} : {fact.text}"
        yield Cure("lock moved", text, change, 1.0, fact.cells)
    yield from as_if_not(question, fact)


def as_if_not(question: Question, fact: Fact) -> Iterator[Cure]:
    """The workbook without the fact."""
    kind, text = LIFTED[fact.kind]
    yield Cure(
        kind, f"{text} : {fact.text}", lambda p: fact.lift(question.under(p)).problem, 1.0, fact.cells, counts=True
    )


def more_a_day(question: Question, fact: Fact) -> Iterator[Cure]:
    """One session more on one day, or two."""
    course = question.problem.courses[CourseId(str(fact.about["course"]))]
    for most in (course.max_per_day + 1, course.max_per_day + 2):

        def change(found: Problem, most: int = most) -> Problem:
            now = replace(found.courses[course.id], max_per_day=most)
            return replace(found, courses={**found.courses, course.id: now})

        text = f"permettre {count(most, 'séance')} par jour {of_name(course_name(question.problem, course.id))}"
        yield Cure("sessions a day", text, change, most - course.max_per_day, fact.cells)
