"""The sentences about a clash as a whole: what does not fit, and when."""

from collections.abc import Sequence

from planner.domain import CourseId, Problem, Unplaced
from planner.domain.recovered import recovered
from planner.explain.clash import FactClash
from planner.explain.cures import TriedCure
from planner.words import count, course_name, of_name, say_all, say_day

COURSES_NAMED = 3
"""Courses that the heading names."""
FACTS_NAMED = 4
"""Facts that the line of a session names."""
ARRANGED = "un aménagement qui compte pour toute la classe"


def heading(problem: Problem, clash: FactClash, sessions: int) -> str:
    """``2 séances de Maths (CAP 1) ne tiennent pas, semaine du lundi 7 septembre.``"""
    names = [course_name(problem, CourseId(name)) for name in clash.courses]
    others = [fact.text for fact in clash.facts if fact.kind in ("barrette", "open", "event", "standing")]
    when = "" if clash.anywhere else f", semaine du {say_day(clash.weeks[0])}"
    nowhere = " ni dans une autre" if clash.nowhere and not clash.anywhere else ""
    if len(names) == 1:
        what = (
            f"{count(sessions, 'séance')} {of_name(names[0])}"
            if sessions
            else f"Toutes les séances {of_name(names[0])}"
        )
        verb = "ne tient pas" if sessions == 1 else "ne tiennent pas"
        return f"{what} {verb}{when or ' dans l’emploi du temps'}{nowhere}."
    if names:
        named = say_all(of_name(n) for n in names) if len(names) <= COURSES_NAMED else f"de {len(names)} cours"
        return f"Les séances {named} ne tiennent pas toutes{when or ' dans l’emploi du temps'}{nowhere}."
    return (
        f"{capitalised(others[0])} : rien d’autre ne tient{when}." if others else f"Ces demandes ne tiennent pas{when}."
    )


def explains(clash: FactClash, row: Unplaced) -> bool:
    """Whether a clash keeps out a session that has no place: one that it is about, in one of its weeks."""
    here = clash.anywhere or recovered(row).week in clash.weeks
    about = clash.family | clash.found.question.things
    return here and any(("course", str(course)) in about for course in row.course_ids)


def reason_told(clash: FactClash, cures: Sequence[TriedCure]) -> str:
    """What clashes, and what was tried, for the line of a session, which is handed out with the timetable.

    Nobody is named whose arrangement it is, and events have the names that everybody may read.
    """
    labels = {e.id: (e.label, e.public_label) for e in clash.near.problem.events}
    facts = []
    for fact in clash.facts:
        inside, outside = labels.get(str(fact.about.get("event")), ("", ""))
        facts.append(
            ARRANGED
            if fact.kind == "arrangement"
            else fact.text.replace(f"« {inside} »", f"« {outside or 'événement'} »")
        )
    more = len(facts) - FACTS_NAMED
    rest = [] if more <= 0 else ["et un autre fait"] if more == 1 else [f"et {more} autres faits"]
    told = " ; ".join([*facts[:FACTS_NAMED], *rest])
    what = f"ne tiennent pas ensemble : {told}" if len(facts) > 1 else f"ne tient pas : {told}"
    open_ones = (tried.cure for tried in cures if tried.cure.kind not in ("arrangement", "event"))
    best = next(open_ones, None)
    tried = f"solution essayée : {best.text}" if best else "aucun changement simple essayé ne suffit"
    return f"{what} ; {tried}"


def capitalised(text: str) -> str:
    """A sentence with its first letter in capitals."""
    return text[:1].upper() + text[1:]


def weeks_told(clash: FactClash) -> str:
    """``semaines du 14 et du 21 septembre``: the other weeks of a clash."""
    rest = clash.weeks[1:]
    label = "semaine" if len(rest) == 1 else "semaines"
    return f"{label} {say_all(f'du {say_day(week)}'.replace('du lundi', 'du') for week in rest)}"
