"""H4e: a break after so much work: 30 minutes after 4 h 30 for minors, 20 minutes after 6 h for adults."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from planner.domain import Bells, Problem, Session, Timetable
from planner.model import Item, WeekModel, audiences
from planner.placement import BoardView, Placement, others
from planner.rule import Enforce, Finding, Rule
from planner.words import learner_name, say_day, say_minutes


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Runs of work without a real break longer than the age allows."""
    settings = problem.settings
    for learner_id, sessions in timetable.by_apprentice.items():
        learner = problem.learners.get(learner_id)
        days: dict[date, list[Session]] = {}
        for session in sessions:
            if session.modality != "remote_async":
                days.setdefault(session.day, []).append(session)
        for day, held in days.items():
            minor = learner is not None and learner.minor(day)
            most = settings.minor_break_after if minor else settings.adult_break_after
            pause = settings.minor_break if minor else settings.adult_break
            longest = _longest_run(problem, held, pause)
            if longest > most:
                name = f"{learner_name(problem, learner_id)}{', moins de 18 ans,' if minor else ''}"
                text = (
                    f"{name} travaille {say_minutes(longest)} "
                    f"sans pause de {say_minutes(pause)} le {say_day(day)}, pour {say_minutes(most)} au plus."
                )
                yield Finding("H4e", text, amount=longest - most, people=(learner_id,))


def _longest_run(problem: Problem, held: Sequence[Session], pause: int) -> int:
    """Most minutes of work between two breaks; the meal of a session that holds it is one."""
    pieces = sorted(piece for session in held for piece in _pieces(problem, session))
    longest = run = until = 0
    for start, end, minutes in pieces:
        run = minutes if start - until >= pause else run + minutes
        longest, until = max(longest, run), max(until, end)
    return longest


def _pieces(problem: Problem, session: Session) -> list[tuple[int, int, int]]:
    """(start, end, minutes of work) of a session, one piece a slot when it follows the bells."""
    known = [c for c in session.class_ids if c in problem.classes]
    bells = problem.bells_of(known[0]) if known else problem.bells_at(session.site_id)
    slots = [(max(s.start, session.start), min(s.end, session.end)) for s in bells.days[session.day.weekday()]]
    found = [(a, b, b - a) for a, b in slots if a < b]
    on_bells = sum(minutes for _a, _b, minutes in found) == session.minutes
    return found if on_bells else [(session.start, session.end, session.minutes)]


def enforce_week(problem: Problem, model: WeekModel) -> None:
    """Over each shortest span of the bells that would be too long a run, some minute stays free."""
    settings = problem.settings
    ages = (
        (True, settings.minor_break_after, settings.minor_break),
        (False, settings.adult_break_after, settings.adult_break),
    )
    days = sorted({option.day for _item, option in model.options})
    tables = {b: problem.bells_at(b) for item in model.items for b in item.bells_ids or (item.site_id,)}
    for minor, most, pause in ages:
        spans = {day: _too_long(tables.values(), day, most, pause) for day in days}
        if not any(spans.values()):
            continue
        for learner, variables in audiences(problem, model, lambda one: tuple(one.minor(day) for day in days)):
            for day, ids in model.by_day(variables).items():
                if learner.minor(day) == minor:
                    for start, end in spans[day]:
                        _some_free(problem, model, ids, start, end)


def _too_long(tables: Iterable[Bells], day: date, most: int, pause: int) -> set[tuple[int, int]]:
    """Shortest spans of slots, no break of ``pause`` between them, with more than ``most`` minutes of work."""
    found: set[tuple[int, int]] = set()
    for bells in tables:
        slots = bells.days[day.weekday()]
        for first, slot in enumerate(slots):
            total, until = 0, slot.start
            for later in slots[first:]:
                if later.start - until >= pause:
                    break
                total, until = total + later.end - later.start, later.end
                if total > most:
                    found.add((slot.start, until))
                    break
    return found


def _some_free(problem: Problem, model: WeekModel, ids: Sequence[int], start: int, end: int) -> None:
    terms = []
    for k in ids:
        number, option = model.options[k]
        item = model.items[number]
        if option.start < end and option.end > start:
            terms.append((k, _taught(problem, item, option.day, max(start, option.start), min(end, option.end))))
    bells = {b for k, _m in terms for b in model.items[model.options[k][0]].bells_ids}
    whole = max(
        (problem.bells_at(b).teaching(model.options[ids[0]][1].day.weekday(), start, end) for b in bells), default=0
    )
    if sum(m for _k, m in terms) >= whole > 0:
        model.add([k for k, _m in terms], [m for _k, m in terms], high=whole - 1)


def _taught(problem: Problem, item: Item, day: date, start: int, end: int) -> int:
    bells = problem.bells_at(item.bells_ids[0] if item.bells_ids else item.site_id)
    return bells.teaching(day.weekday(), start, end)


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """With this session, nobody works longer without a break than before it and than their age allows."""
    placed, settings = placement.session, problem.settings
    if placed.modality == "remote_async":
        return
    least = min(settings.minor_break_after, settings.adult_break_after)
    for person in placement.concerned:
        held = [s for s in others(board.attended(person, placed.day), placement) if s.modality != "remote_async"]
        if placed.minutes + sum(s.minutes for s in held) <= least:
            continue
        learner = problem.learners.get(person)
        minor = learner is not None and learner.minor(placed.day)
        most = settings.minor_break_after if minor else settings.adult_break_after
        pause = settings.minor_break if minor else settings.adult_break
        if _longest_stay([*held, placed], pause) <= most:
            continue  # whatever the breaks inside the sessions
        longest = _unbroken(problem, [*held, placed], pause)
        if longest > most and longest > _unbroken(problem, held, pause):
            text = (
                f"{learner_name(problem, person)}{', moins de 18 ans,' if minor else ''} travaillerait "
                f"{say_minutes(longest)} "
                f"sans pause de {say_minutes(pause)} le {say_day(placed.day)}, avec « {placed.label} », pour "
                f"{say_minutes(most)} au plus."
            )
            brief = f"aucune pause de {say_minutes(pause)} en {say_minutes(most)} de travail"
            yield Finding("H4e", text, longest - most, (placed.id,), (person,), brief=brief)


def _longest_stay(sessions: Iterable[Session], pause: int) -> int:
    """Most minutes of sessions that follow each other with less than a break between them."""
    most = total = 0
    busy = -pause
    for start, end, minutes in sorted([(s.start, s.end, s.minutes) for s in sessions]):
        total = total + minutes if start < busy + pause else minutes
        busy = max(busy, end)
        most = max(most, total)
    return most


def _unbroken(problem: Problem, sessions: Iterable[Session], pause: int) -> int:
    """Most minutes of work of a day that no break of ``pause`` minutes cuts."""
    work: list[tuple[int, int, int]] = []
    for session in sessions:
        work += _work(problem, session)
    most = total = 0
    busy = -pause
    for start, end, minutes in sorted(work):
        total = total + minutes if start < busy + pause else minutes
        busy = max(busy, end)
        most = max(most, total)
    return most


def _work(problem: Problem, session: Session) -> list[tuple[int, int, int]]:
    """Slot by slot, what a session takes of its bells; the whole of it where its minutes are not theirs."""
    home = next((c for c in session.class_ids if c in problem.classes), None)
    bells = problem.bells_of(home) if home is not None else problem.bells_at(session.site_id)
    start, end = session.start, session.end
    cut = [
        (max(start, slot.start), min(end, slot.end))
        for slot in bells.days[session.day.weekday()]
        if slot.start < end and start < slot.end
    ]
    if sum(b - a for a, b in cut) != session.minutes:
        return [(start, end, session.minutes)]
    return [(a, b, b - a) for a, b in cut]


RULE = Rule(
    key="H4e",
    statement="Un apprenant mineur a 30 minutes de pause après 4 h 30 de travail, un majeur 20 minutes après 6 h.",
    kind="hard",
    check=check,
    enforce=Enforce(week=enforce_week, refuse=refuse, late=True, relaxed=frozenset({"week"})),
)
