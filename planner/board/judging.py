"""Whether one more session, or one more person in it, may stand on a board, by the rules; and what it would cost.

A hard rule that has no quick way of its own (`planner.rule.Enforce.refuse`) is asked by its check, on the sessions
around the placement: what is found with it and was not found without it is why not.

Nothing here changes the board: a placement is a value, judged beside what stands. It reads the rules that the workbook
leaves on and returns their findings, whose sentences the reports use as they are.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from planner.domain import ApprenticeId, Attendance, ClassId, Problem, Session, SessionId, Timetable
from planner.placement import BoardView, Placement, horizon
from planner.rule import Finding, Rule, Rules, weights


def refusals(rules: Rules, problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """Why a placement breaks some hard rule: nothing where it is allowed.

    Rules come in the order of the list: those that look at the session and its day, then those that look further, then
    those that have no quick way; whoever only wants to know whether there is a reason takes the first one. ``rules``:
    those that the workbook leaves on.
    """
    # Cheap rules first: those that look at one day, then at a horizon, then those whose whole check is run: whoever
    # takes the first reason only seldom pays for the others.
    late, slow = [], []
    for rule in rules:
        refuse = rule.enforce.refuse
        if rule.kind != "hard":
            continue
        if refuse is None:
            slow.append(rule)
        elif rule.enforce.late:
            late.append(refuse)
        else:
            yield from refuse(problem, board, placement)
    for refuse in late:
        yield from refuse(problem, board, placement)
    if slow:
        before, after = around(problem, board, placement)
        for rule in slow:
            yield from by_check(rule, problem, before, after, placement)


def cost(rules: Rules, problem: Problem, board: BoardView, placement: Placement) -> float:
    """What a placement adds to the weighted cost of the preferences that a single placement moves."""
    return sum(costs(rules, problem, board, placement).values())


def costs(rules: Rules, problem: Problem, board: BoardView, placement: Placement) -> dict[str, float]:
    """The same preference by preference: key → weighted cost; 0 where a preference does not mind."""
    weighing = [rule for rule in rules if rule.enforce.weigh is not None]
    factors = weights(tuple(weighing), problem)
    return {r.key: factors[r.key] * r.enforce.weigh(problem, board, placement) for r in weighing if r.enforce.weigh}


def by_check(
    rule: Rule, problem: Problem, before: Timetable, after: Timetable, placement: Placement
) -> Iterator[Finding]:
    """What a rule's check finds in a timetable with a placement, and does not find without it.

    Right and slow: the check reads two timetables. It is the answer with which the quick ways are compared in tests.
    """
    return added(rule.check(problem, before), rule.check(problem, after), placement)


def added(before: Iterable[Finding], after: Iterable[Finding], placement: Placement) -> Iterator[Finding]:
    """Findings of a timetable with a placement that are new, or worse than before; what is to be verified aside.

    What was said of the placed session itself, while it was off the board (that it is missing), excuses nothing. Each
    finding of before excuses one of after at most.
    """
    name = placement.session.id
    known = [f for f in before if not f.to_verify and not (placement.moves and name in f.sessions)]
    # Counted, not a set: a check may find the same thing twice, and the second one may be new.
    same = Counter(_words(f) for f in known)
    left = []
    for finding in (f for f in after if not f.to_verify):
        words = _words(finding)
        if same[words]:
            same[words] -= 1
        else:
            left.append(finding)
    # A placement that makes something better (a shorter gap, a smaller excess) changes the words of what was wrong
    # before. It is not to be blamed for what is left of it.
    older = [f for f in known if same[_words(f)]]
    for finding in left:
        match = next((f for f in older if _no_worse(finding, f, name)), None)
        if match is None:
            yield finding
        else:
            older.remove(match)


def _words(finding: Finding) -> tuple[object, ...]:
    """What makes two findings the same: the sentence, whom and what it names, and how much."""
    return finding.text, finding.sessions, finding.people, finding.amount


def _no_worse(finding: Finding, older: Finding, placed: SessionId) -> bool:
    """The same thing as before, the placed session among others: of a smaller amount, or in the same words."""
    rest = tuple(s for s in finding.sessions if s != placed)
    if finding.people != older.people or older.sessions not in (finding.sessions, rest):
        return False
    return finding.amount < older.amount or (finding.amount == older.amount and finding.text == older.text)


def around(problem: Problem, board: BoardView, placement: Placement) -> tuple[Timetable, Timetable]:
    """The sessions that share somebody, a class or a room with a placement, over the horizon: without it, and with it.

    Lists (hours due, what is not placed, rosters) are not on a board, so a rule that reads them finds nothing here.
    """
    placed = placement.session
    known: dict[SessionId, Session] = {}
    classes, people = _classes(problem, placed), _people(problem, placement)
    for day in problem.once(horizon):
        found = [s for person in people for s in board.attended(person, day)]
        found += [s for trainer in placed.trainer_ids for s in board.led(trainer, day)]
        found += [s for class_id in classes for s in board.of_class(class_id, day)]
        found += board.held(placed.room_id, day) if placed.room_id else ()
        known.update((s.id, s) for s in found if s.id != placed.id)
    rows = [Attendance(key, who, far) for key in known for who, far in board.people_of(key).items()]
    there = [Attendance(placed.id, who, far) for who, far in placement.people.items()]
    after = Timetable((*known.values(), placed), (*rows, *there))
    if placement.moves:
        return Timetable(tuple(known.values()), tuple(rows)), after
    # Who joins is not in it before: the session stands in both timetables, with fewer people in the first.
    stay = (row for row in there if row.apprentice_id not in placement.joining)
    return Timetable(after.sessions, (*rows, *stay)), after


def _classes(problem: Problem, placed: Session) -> tuple[ClassId, ...]:
    """Classes of a session, of its barrette and of the courses that *Liens* ties to it."""
    barrette = problem.barrettes.get(placed.barrette_id) if placed.barrette_id else None
    tied = [c for link in problem.links if placed.course_id in link.course_ids for c in link.course_ids]
    linked = [c for course in tied for c in problem.courses[course].class_ids]
    return tuple(dict.fromkeys((*placed.class_ids, *(barrette.class_ids if barrette else ()), *linked)))


def _people(problem: Problem, placement: Placement) -> Iterable[ApprenticeId]:
    """Who is in a session, and who could be expected there: its classes, and those who follow its course."""
    placed, found = placement.session, dict.fromkeys(placement.people)
    for class_id in _classes(problem, placed):
        if class_id in problem.classes:
            found |= dict.fromkeys(p.id for p in problem.roster(class_id, placed.day))
    if placed.course_id:
        found |= dict.fromkeys(p.id for p in problem.followers(placed.course_id, placed.day, placed.part))
    return found
