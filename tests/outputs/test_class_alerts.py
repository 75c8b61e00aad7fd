"""Lessons to nobody, and days on which a whole class comes for little."""

from dataclasses import replace

from outputs.alerts.classes import brief_days, class_lines, lonely_permanences, untaught_sessions
from outputs.alerts.people import alone_alerts, order_alerts
from outputs.lists.tables import alert_table
from planner.domain import ApprenticeId, Attendance, Kind, Module, Problem, Realised, Session, SessionId, Timetable
from tests.rules import build as b

LESSON = replace(b.session("cours", course_ids=(b.COURSE,)), label="Cuisine")
PLAIN = b.problem(learners=[b.learner(), b.learner("loin", remote=True)])
PROBLEM = replace(PLAIN, settings=replace(PLAIN.settings, least_presence=120))


def table(*both: tuple[Session, tuple[str, ...]]) -> Timetable:
    """Sessions with their people; the second learner follows from elsewhere."""
    rows = tuple(Attendance(s.id, PROBLEM.learners[p].id, p == "loin") for s, people in both for p in people)  # type: ignore[index]
    return Timetable(tuple(s for s, _people in both), rows)


def test_a_lesson_to_nobody_is_told() -> None:
    """The sheet and the line name it; one that somebody follows, even at a distance, is not."""
    assert untaught_sessions(PROBLEM, table((LESSON, ("loin",)))) == []
    nobody = table((LESSON, ()))
    (line,) = class_lines(PROBLEM, nobody)
    assert line.startswith("1 séance sans aucun apprenant : Cuisine, lundi")
    assert "Séance sans aucun apprenant" in {row[1] for row in alert_table(PROBLEM, nobody).rows}


def test_a_class_that_comes_for_an_hour_is_told() -> None:
    """An hour for a least presence of two; a second hour, or only people on days of their own, is no such day."""
    assert [row.minutes for row in brief_days(PROBLEM, table((LESSON, (b.LEARNER, "loin"))))] == [60]
    later = replace(LESSON, id=b.session("suite").id, start=540, end=600)
    assert brief_days(PROBLEM, table((LESSON, (b.LEARNER,)), (later, (b.LEARNER,)))) == []
    own = replace(LESSON, kind=b.session("suivi", kind="support").kind, course_ids=())
    assert brief_days(PROBLEM, table((own, (b.LEARNER,)))) == []
    (line,) = class_lines(PROBLEM, table((LESSON, (b.LEARNER,))))
    assert line.startswith("1 jour où une classe entière vient pour moins que sa présence minimale")


def test_a_permanence_to_nobody_is_told() -> None:
    """At the hour of a lesson of everybody; not where one of them only waits in the place of an open period."""
    module = replace(b.module("PERM"), theme="permanence")
    problem = replace(PROBLEM, modules={module.id: module})
    held = replace(LESSON, id=b.session("permanence").id, kind=Kind.SUPPORT, course_ids=(), module_id=module.id)
    busy, waits = (table((held, ()), (replace(LESSON, kind=k), (b.LEARNER, "loin"))) for k in (Kind.COURSE, Kind.OPEN))
    assert ("Permanence sans personne de libre" in {row[1] for row in alert_table(problem, busy).rows}) is True
    assert lonely_permanences(problem, waits) == []


def test_who_is_alone_in_a_group_for_several_is_told() -> None:
    """Twice alone with a trainer is one row; not where two come, nor where the module is for one person."""
    support = replace(LESSON, kind=Kind.SUPPORT, course_ids=(), module_id=b.module().id)
    again = replace(support, id=b.session("encore").id, day=b.TUESDAY)
    for changes, people, told in (
        ({}, (b.LEARNER,), True),
        ({}, (b.LEARNER, "loin"), False),
        ({"max_size": 1}, (b.LEARNER,), False),
        ({"theme": "interview"}, (b.LEARNER,), False),
    ):
        module = replace(b.module(), min_size=None, **changes)  # type: ignore[arg-type]
        problem = replace(PROBLEM, modules={module.id: module})
        rows = list(alone_alerts(problem, table((support, people), (again, people))))
        assert [learner.id for _urgency, _name, learner, _text in rows] == [b.LEARNER] * told
        assert all("(07/09 et 08/09)" in text for *_rest, text in rows)


def test_safety_after_another_block_of_the_entry_module_is_told() -> None:
    """Rights on Monday and safety on Tuesday: said, with both; in order, or once the person was away, nothing is."""
    safety, rights = (b.module(f"ENTREE-{n}", theme=theme) for n, theme in (("S", "safety"), ("D", "rights")))
    problem = b.problem(learners=[b.learner()], modules=[safety, rights])

    def said(problem: Problem, first: Module, second: Module) -> list[str]:
        rows = [
            b.session(str(m.id), day, kind=Kind.ONBOARDING, module_id=m.id, label=m.label)
            for m, day in ((first, b.MONDAY), (second, b.TUESDAY))
        ]
        held = Timetable(tuple(rows), tuple(Attendance(s.id, b.LEARNER) for s in rows))
        return [text for _urgency, name, _who, text in order_alerts(problem, held) if name.startswith("Sécurité")]

    (text,) = said(problem, rights, safety)
    assert text.startswith(f"« {rights.label} » (lundi 7 septembre) avant « {safety.label} » (mardi 8 septembre)")
    assert said(problem, safety, rights) == []
    away = replace(problem, realised=(Realised(SessionId(str(rights.id)), absent_ids=(ApprenticeId(b.LEARNER),)),))
    assert said(away, rights, safety) == []
