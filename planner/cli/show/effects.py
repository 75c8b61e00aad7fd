"""What an update does, folded: a line for each change of the workbook, for each move, for each reason of a lack."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from planner.board.numbering import first_id
from planner.cli.work.update import Changed
from planner.domain import Guidance, Kind, Missing, Problem, Session, name_order
from planner.domain.left_groups import left
from planner.engine.change.made_up import Told, told_instead
from planner.engine.change.swapped import place_of, swaps_known
from planner.engine.change.week_sessions import support_hour
from planner.engine.missing import why
from planner.hours.support import OWED_TO_PEOPLE
from planner.report.compare import SessionChange
from planner.report.effects import Effect, behind
from planner.words import (
    class_name,
    count,
    course_name,
    room_name,
    say_all,
    say_day,
    say_minutes,
    say_some,
    say_when,
    trainer_name,
)

GROUP_SIZE = "H8a"
SAID = "sans place depuis plus longtemps (motifs : csv/unplaced.csv)"
"""Why something has no place that an earlier version had listed."""
MOVED = "séance déplacée", "séances déplacées"
HOME = "séance revient là où elle était", "séances reviennent là où elles étaient"
INSTEAD = "donnée à un autre moment", "données à un autre moment"
WAS_INSTEAD = "qui la remplaçait n’est plus donnée", "qui les remplaçaient ne sont plus données"
"""Hours of support for those lost: one, several of them."""


def effect_lines(done: Changed) -> list[str]:
    """A line for each change of the workbook that does something: what it touches and for whom, what becomes of it.

    Seats of people come last, as the last lines may be cut off.
    """
    found = sorted(done.effects, key=lambda effect: effect.change is not None and effect.change.personal)
    return [line for effect in found if (line := _effect(done, effect))]


def _effect(done: Changed, effect: Effect) -> str:
    parts = [part for part in (*_of_direct(done, effect), *_of_follows(done, effect)) if part]
    if _event(effect) and not parts:
        parts = ["aucune autre séance ne change"]
    if effect.expected and not parts:
        parts = ["aucune séance ne change"]
    return f"{effect.name} : {' ; '.join(parts)}" if parts else ""


def _event(effect: Effect) -> bool:
    return effect.change is not None and effect.change.kind == "event"


def _told(effect: Effect, rows: Iterable[SessionChange]) -> list[SessionChange]:
    """What is to be counted: not the event that the change itself is."""
    return [c for c in rows if not (_event(effect) and c.session.kind == Kind.FIXED)]


def _lessons(effect: Effect, rows: Iterable[SessionChange]) -> list[SessionChange]:
    """The same without the study of those who do not follow a lesson beside it, which gives or takes no hour."""
    found = _told(effect, rows)
    return [c for c in found if c.session.kind != Kind.STUDY] or found


def _of_direct(done: Changed, effect: Effect) -> Iterator[str]:
    """What lies under the change: how much, for whom, and what becomes of it."""
    direct = (c for c in effect.direct if c.before is not None and c.what != "content" and not _at_home(done, c))
    hit = _lessons(effect, direct)
    if hit:
        people = {r.apprentice_id for c in hit for r in done.before.attendees.get(c.session.id, ())}
        what = f"{count(len(hit), 'séance')}{_of_classes(done, hit)} {'touchées' if len(hit) > 1 else 'touchée'}"
        yield f"{what} ({_hours(c.before for c in hit)}, {count(len(people), 'apprenant')})"
    yield from _fates(done, hit)
    for joins, words in ((True, "rejointe"), (False, "quittée")):
        sessions = sum(person.joins is joins for person in effect.people)
        if sessions:
            yield count(sessions, f"séance {words}", f"séances {words}s")


def _fates(done: Changed, hit: Sequence[SessionChange]) -> Iterator[str]:
    """What becomes of sessions that a change takes their place: fallen, to be given again, led or held otherwise."""
    fell = {row.session_id for row in done.result.fell}
    gone = [c for c in hit if c.what == "cancelled"]
    fallen = [c for c in gone if c.session.id in fell]
    if fallen:
        yield f"{_hours(c.before for c in fallen)} en moins (semaine courte), rien à redonner"
    moved = [c.after for c in hit if c.what == "moved"]
    moved += [done.result.timetable.session[done.again[c.session.id]] for c in gone if c.session.id in done.again]
    without = [c for c in gone if c.session.id not in (*fell, *done.again) and c.session.kind == Kind.COURSE]
    waiting = {first_id(row.session_id) for row in done.result.waiting}
    lost = [c for c in without if first_id(c.session.id) in waiting]
    yield _to_place([s for s in moved if s], [c.before for c in lost if c.before])
    if dropped := [c.before for c in without if c not in lost]:
        yield f"{_hours(dropped)} en moins, que le classeur ne demande plus"
    support = [c for c in gone if c.session.kind in OWED_TO_PEOPLE]
    if support:
        minutes = _minutes(c.before for c in support)
        yield f"{say_minutes(minutes)} d’accompagnement en moins, {'dues' if minutes >= 120 else 'due'} de nouveau"
    yield from _otherwise(hit)


def _to_place(moved: Sequence[Session], lost: Sequence[Session]) -> str:
    """How much needs another hour, and how much of it has one."""
    if not moved and not lost:
        return ""
    text = f"{_hours([*moved, *lost])} à replacer"
    if not moved:
        return f"{text}, sans place pour l’instant"
    part = f"dont {_hours(moved)} " if lost else ""
    return f"{text}, {part}{'placée' if _minutes(moved) < 120 else 'placées'} {_days(s.day for s in moved)}"


def _otherwise(changes: Sequence[SessionChange]) -> Iterator[str]:
    """Sessions that keep their hour, with another adult or in another room."""
    alone = [c for c in changes if c.what == "trainer" and _led_no_more(c)]
    other = [c for c in changes if c.what == "trainer" and c not in alone]
    room = [c for c in changes if c.what == "room"]
    for rows, words in ((other, "avec un autre formateur"), (alone, "en autonomie"), (room, "dans une autre salle")):
        if rows:
            yield f"{count(len(rows), 'séance')} {words}"


def _led_no_more(change: SessionChange) -> bool:
    """Whether a session that somebody led goes on in autonomy."""
    was, now = change.before, change.after
    return was is not None and now is not None and was.guidance == Guidance.LED != now.guidance


def _of_follows(done: Changed, effect: Effect) -> Iterator[str]:
    """What comes back, or makes room for it, or is given for it."""
    again = set(done.again.values())
    rows = [c for c in effect.follows if c.session.id not in again]
    added = _told(effect, (c for c in (*effect.direct, *rows) if c.what == "added"))
    gives = effect.change is not None and effect.change.back
    back = _lessons(effect, added) if gives else [c for c in added if _own_hour(done, c)]
    yield from _back(done, back)
    home = [c for c in (*effect.direct, *rows) if _at_home(done, c)]
    if home:
        yield f"{count(len(home), *HOME)}"
    beside = moved_with(done.honoured.new, effect)
    if beside:
        yield f"avec {count(len(beside), 'autre groupe', 'autres groupes')} de la même heure"
    rows = [c for c in rows if c not in (*home, *beside)]
    moved = _lessons(effect, (c for c in rows if c.what == "moved"))
    if moved:
        yield f"{'pour leur faire place, ' if back or effect.direct else ''}{count(len(moved), *MOVED)}"
    yield from _gone(done, effect, [c for c in rows if c.what == "cancelled" and c.session.kind == Kind.COURSE])
    yield from _otherwise(rows)
    told = {row.given.id for row in _told_instead(done)}
    added = [c for c in added if c.session.id not in told and c not in back]
    if added and not gives:
        yield f"{count(len(added), 'séance ajoutée', 'séances ajoutées')} ({_names(done, added)})"
        yield from _other_weeks(done, added)
    yield from _instead(done, effect)


def moved_with(problem: Problem, effect: Effect) -> list[SessionChange]:
    """Groups that go to another hour because one of theirs, which lies under the change, has to: they make no room."""
    direct = [c.before for c in effect.direct if c.what == "moved" and c.before]
    hours = {support_hour(problem, session) for session in direct} - {""}
    return [c for c in effect.follows if c.what == "moved" and c.before and support_hour(problem, c.before) in hours]


def _instead(done: Changed, effect: Effect) -> Iterator[str]:
    """Hours of support that people have at another moment for those that a change takes; or no more, once it goes."""
    told = [
        row for row in _told_instead(done) if behind(done.effects, row.lost, row.row.person, back=row.back) is effect
    ]
    for back in (False, True):
        days: dict[str, list[date]] = {}
        mine = [row for row in told if row.back is back]
        for row in mine:
            days.setdefault(done.honoured.new.learners[row.row.person].name, []).append(row.given.day)
        if mine:
            minutes = sum(row.given.minutes for row in mine)
            one, many = WAS_INSTEAD if back else INSTEAD
            who = say_some(f"{name} {_days(found)}" for name, found in days.items())
            yield f"{say_minutes(minutes)} d’accompagnement {many if minutes >= 120 else one} ({who})"


def _told_instead(done: Changed) -> list[Told]:
    """Seats given, or taken back, for hours lost or had again, of people whom the workbook has."""
    found = told_instead(done.before, done.result.timetable)
    return [row for row in found if row.row.lost and row.row.person in done.honoured.new.learners]


def _back(done: Changed, back: Sequence[SessionChange]) -> Iterator[str]:
    """What a change gives back: at the hour that it had, or at another one."""
    at_home = [c for c in back if _own_hour(done, c)]
    elsewhere = [c for c in back if c not in at_home]
    if at_home:
        verb, its = ("reviennent", "leur") if len(at_home) > 1 else ("revient", "son")
        what = f"{count(len(at_home), 'séance')}{_of_classes(done, at_home)} {verb} à {its} heure"
        yield f"{what} ({_hours(c.after for c in at_home)})"
    if elsewhere:
        are = "sont replacées" if len(elsewhere) > 1 else "est replacée"
        what = f"{count(len(elsewhere), 'séance')}{_of_classes(done, elsewhere)} {are}"
        days = _days(c.session.day for c in elsewhere)
        yield f"{what} {days} ({_hours(c.after for c in elsewhere)})"


def _at_home(done: Changed, change: SessionChange) -> bool:
    """Whether a session is again where it stood before an update put it elsewhere."""
    stood = swaps_known(done.before.summary).get(change.session.id)
    return change.counted and change.after is not None and stood is not None and place_of(change.after) == stood[0]


def _other_weeks(done: Changed, added: Sequence[SessionChange]) -> Iterator[str]:
    """Hours by the week of a course that their own week could not take, and where they are instead."""
    weeks = done.result.elsewhere
    for own in sorted({weeks[c.session.id] for c in added if c.session.id in weeks}):
        mine = [c.session for c in added if weeks.get(c.session.id) == own]
        given = "données" if _minutes(mine) >= 120 else "donnée"
        yield (
            f"sans place pour {_hours(mine)} de plus la semaine du {say_day(own)}, {given} {_days(s.day for s in mine)}"
        )


def _own_hour(done: Changed, change: SessionChange) -> bool:
    """Whether a session that comes back stands at the hour that it lost, which the timetable before has noted."""
    session, summary = change.session, done.before.summary
    lost = {**summary.get("hours", {}), **summary.get("taken", {})}
    names = (session.id, first_id(session.id), support_hour(done.honoured.new, session))
    hour = [session.day.isoformat(), session.start, session.end]
    return any(lost[name][:3] == hour for name in names if name in lost)


def _gone(done: Changed, effect: Effect, gone: Sequence[SessionChange]) -> Iterator[str]:
    """Courses that give up their hour without lying under the change: crossed with one that does, or for another."""
    courses = done.honoured.new.courses
    hit = {k for c in effect.direct for k in c.session.course_ids}
    beside = {courses[k].crossed_with for k in hit if k in courses} | {
        c.id for c in courses.values() if c.crossed_with in hit
    }
    crossed = [c for c in gone if not beside.isdisjoint(c.session.course_ids)]
    others = [c for c in gone if c not in crossed]
    for rows, one, many in (
        (crossed, "séance croisée retirée aussi", "séances croisées retirées aussi"),
        (others, "autre séance retirée", "autres séances retirées"),
    ):
        if rows:
            yield f"{count(len(rows), one, many)} ({_courses(done, rows)})"


def _courses(done: Changed, rows: Sequence[SessionChange]) -> str:
    """The courses of some sessions, both parts of a class as one."""
    problem = done.honoured.new
    return say_some(dict.fromkeys(course_name(problem, k) for c in rows for k in c.session.course_ids))


def _names(done: Changed, rows: Sequence[SessionChange]) -> str:
    return say_some(dict.fromkeys(c.session.label for c in rows))


def _of_classes(done: Changed, rows: Sequence[SessionChange]) -> str:
    problem = done.honoured.new
    classes = sorted({c for row in rows for c in row.session.class_ids})
    if not classes:
        return ""
    return f" de {class_name(problem, classes[0])}" if len(classes) == 1 else f" de {len(classes)} classes"


def _hours(sessions: Iterable[Session | None]) -> str:
    """Hours of some sessions, in words."""
    return say_minutes(_minutes(sessions))


def _minutes(sessions: Iterable[Session | None]) -> int:
    """Minutes of some sessions; groups of a barrette and parts of a class side by side count once."""
    found: dict[tuple[object, ...], int] = {}
    for s in (s for s in sessions if s is not None):
        together = s.barrette_id or (s.class_ids if s.kind == Kind.COURSE else s.id)
        found[s.day, s.start, together] = max(s.minutes, found.get((s.day, s.start, together), 0))
    return sum(found.values())


def _days(days: Iterable[date]) -> str:
    """« le lundi 12 octobre et le mardi 13 octobre », or from the first to the last."""
    found = sorted(set(days))
    if len(found) > 2:
        return f"entre le {say_day(found[0])} et le {say_day(found[-1])}"
    return say_all(f"le {say_day(day)}" for day in found)


def move_lines(done: Changed) -> list[str]:
    """A line for each session of which place or adult differs; what moves side by side is one line.

    That is the groups of a barrette, and a course with the study of those who do not follow it.
    """
    found: dict[tuple[object, ...], list[SessionChange]] = {}
    lessons = {(*_way(c), c.session.class_ids) for c in done.result.diff.counted if c.session.kind == Kind.COURSE}
    for change in done.result.diff.counted:
        if change.session.kind == Kind.STUDY and (*_way(change), change.session.class_ids) in lessons:
            continue
        found.setdefault((*_way(change), change.session.barrette_id or change.session.id), []).append(change)
    return [_move(done.honoured.new, rows) for rows in found.values()]


def _way(change: SessionChange) -> tuple[object, ...]:
    """What happened, from where to where."""
    was, now = change.before, change.after
    assert was is not None
    assert now is not None
    return change.what, was.day, was.start, now.day, now.start


def _move(problem: Problem, rows: Sequence[SessionChange]) -> str:
    was, now = rows[0].before, rows[0].after
    assert was is not None
    assert now is not None
    barrette = problem.barrettes.get(was.barrette_id) if was.barrette_id else None
    label = f"{barrette.name}, {len(rows)} groupes" if barrette and len(rows) > 1 else was.label
    if rows[0].what == "moved":
        return f"{label} : {say_when(was)} → {say_when(now)}"
    if rows[0].what == "room":
        names = {room_name(problem, c.after.room_id) for c in rows if c.after and c.after.room_id}
        return f"{label} : {say_when(was)}, désormais {say_all(sorted(names, key=name_order)) or 'sans salle'}"
    people = sorted({trainer_name(problem, t) for c in rows if c.after for t in c.after.trainer_ids}, key=name_order)
    alone = "en autonomie, " if _led_no_more(rows[0]) else ""
    return f"{label} : {say_when(was)}, désormais {alone}{f'avec {say_all(people)}' if people else 'sans adulte'}"


def left_lines(done: Changed) -> list[str]:
    """A line for each reason why something has no place, with how much of what.

    What an earlier update listed already is one line at the end: its reasons are in the list.
    """
    problem = done.honoured.new
    known = {row.session_id for row in done.before.unplaced}
    found: dict[str, list[Missing]] = {}
    for row in done.result.waiting:
        reason = SAID if row.session_id in known else why(problem, row)
        found.setdefault(reason, []).append(row)
    lines = sorted(found.items(), key=lambda line: line[1][0].session_id in known)
    return [_left(done, rows, reason) for reason, rows in lines]


def _left(done: Changed, rows: Sequence[Missing], reason: str) -> str:
    """How much of it there is: what stood side by side counts once, as in the line of the change that takes it."""
    had = done.before.session
    names = say_some(dict.fromkeys(_name(done.honoured.new, row) for row in rows))
    minutes = _minutes(had.get(row.session_id) for row in rows)
    minutes += sum(row.minutes for row in rows if row.session_id not in had)
    return f"{count(len(rows), 'séance')}, {say_minutes(minutes)} ({names}) : {reason}"


def _name(problem: Problem, row: Missing) -> str:
    """What a row of the list is of, in words."""
    if row.course_ids:
        return course_name(problem, row.course_ids[0])
    if row.barrette_id and row.barrette_id in problem.barrettes:
        return problem.barrettes[row.barrette_id].name
    return "accompagnement"


def small_groups(done: Changed) -> list[str]:
    """A line for each group that people leave now, and that goes on with fewer than its smallest size."""
    after = done.result.timetable
    shrunk = {group.apprentice_ids for group in after.groups if left(after, group) != left(done.before, group)}
    return [f.text for f in done.report.to_verify if f.key == GROUP_SIZE and f.people in shrunk]
