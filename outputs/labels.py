"""Words of the files that are handed out: public labels, French names, file names.

`public_label` is the only door through which the title of a session reaches a calendar or a page that leaves the
office; `private` is its safety net.
"""

import re
from collections.abc import Collection, Iterable
from datetime import date
from urllib.parse import quote

from planner.domain import (
    GUIDANCE,
    MEETINGS,
    PERSONAL,
    STRANDS,
    STRANDS_GIVEN,
    ApprenticeId,
    Guidance,
    Kind,
    PeriodId,
    Problem,
    Session,
    Timetable,
    name_order,
)
from planner.labels import EVENT_LABEL, MEETING_LABEL, event_word, neutral_label, neutral_words
from planner.labels import SUPPORT_LABEL as SUPPORT_LABEL
from planner.labels import private as private
from planner.words import DAY_NAMES, MONTH_NAMES

OPEN_LABEL = "Temps d'accompagnement"
REINFORCED_LABEL = "Accompagnement renforcé"
STRANDS_LABEL = f"{REINFORCED_LABEL} : consolidation, AP, orientation"
"""What a barrette that gives all three strands is called in the timetable of its classes."""
REMOTE_PLACE = "À distance"
FEW_NAMED = 3
"""Most people whom an event names and of which their class does not read."""
HELP_MARK = "Aide – "
"""Before the title of a session in the timetable of whoever is beside somebody there, not of whom or why."""

KIND_NAMES = {
    Kind.COURSE: "Cours",
    Kind.BARRETTE: "Barrette",
    Kind.OPEN: OPEN_LABEL,
    Kind.SUPPORT: SUPPORT_LABEL,
    Kind.STUDY: "Autonomie encadrée",
    Kind.ONBOARDING: "Module de préparation à l'entrée en entreprise",
    Kind.VISIT: "Visite en entreprise",
    Kind.FIXED: EVENT_LABEL,
}
STRAND_NAMES = dict(
    zip(
        STRANDS,
        ("Consolidation des acquis", "Accompagnement personnalisé (AP)", "Accompagnement au choix d'orientation"),
        strict=True,
    )
)
SHORT_STRAND_NAMES = {STRANDS[0]: "consolidation", PERSONAL: "AP", GUIDANCE: "orientation"}
MODALITY_NAMES = {
    "on_site": "Sur place",
    "remote_sync": "À distance, en direct",
    "remote_async": "À distance, en différé",
    "blended": "Sur place et à distance",
}
GUIDANCE_NAMES = {Guidance.LED: "Dirigé", Guidance.SEMI_LED: "Semi-dirigé", Guidance.AUTONOMOUS: "En autonomie"}


def public_label(problem: Problem, timetable: Timetable, session: Session) -> str:
    """Title of a session for those who attend or lead it; neutral for everything but courses and events.

    A label with a private word becomes « Accompagnement » (« Rendez-vous » for an event). Where nobody wrote the public
    label of an event, it reads « Rendez-vous » for one person, else what it is (`planner.labels.event_word`).
    """
    text = session.public_label.strip()
    if session.kind == Kind.COURSE:
        return text or _subject(problem, session) or KIND_NAMES[Kind.COURSE]
    if session.kind in (Kind.FIXED, Kind.VISIT):
        return _event_label(problem, timetable, session, text)
    default = {Kind.OPEN: OPEN_LABEL, Kind.STUDY: KIND_NAMES[Kind.STUDY]}.get(session.kind, SUPPORT_LABEL)
    return default if not text or private(text) else text


def names_team(session: Session) -> bool:
    """Whether what is handed out names the adults of a session: of a course alone.

    Beside a support group a trainer tells what it is about, on pages and papers as in calendars.
    """
    return session.kind == Kind.COURSE


def neutral_study(problem: Problem, timetable: Timetable, session: Session) -> str:
    """A neutral group of its own for the autonomy of a barrette, which would tell who needs nothing; else empty."""
    plain = KIND_NAMES[Kind.STUDY]
    if session.kind != Kind.BARRETTE or public_label(problem, timetable, session) != plain:
        return ""
    at = session.barrette_id, session.period_id
    beside = (s for c in session.class_ids[:1] for s in timetable.by_class.get(c, ()))
    taken = {s.public_label for s in beside if (s.barrette_id, s.period_id) == at}
    words = neutral_words(problem.settings.salt, f"{plain}|{at[0]}|{at[1]}")
    found = (neutral_label(SUPPORT_LABEL, word) for word in words)
    return next((label for label in found if label not in taken), SUPPORT_LABEL)


def _event_label(problem: Problem, timetable: Timetable, session: Session, text: str) -> str:
    personal = not session.class_ids and len(timetable.attendees.get(session.id, ())) == 1
    written = text != session.label.strip() or text in problem.public_event_labels
    if private(text) or (not (text and written) and (personal or session.kind == Kind.VISIT)):
        return MEETING_LABEL
    return (text if written else event_word(text)) or KIND_NAMES[Kind.FIXED]


def _subject(problem: Problem, session: Session) -> str:
    course = problem.courses.get(session.course_id) if session.course_id else None
    return course.subject if course else ""


def part_name(problem: Problem, session: Session) -> str:
    """``groupe A (demi-classe)``, or ``groupe C`` of a class in three."""
    course = problem.courses.get(session.course_id) if session.course_id else None
    return f"groupe {session.part}{' (demi-classe)' if course and course.parts == 2 else ''}"


def strands_label(strands: Collection[str]) -> str:
    """Reinforced support with the strands that are given: ``Accompagnement renforcé : consolidation, orientation``.

    One alone is not named: it would tell what everybody in a group of that hour needs.
    """
    named = [SHORT_STRAND_NAMES[strand] for strand in STRANDS if strand in strands]
    return f"{REINFORCED_LABEL} : {', '.join(named)}" if len(named) > 1 else REINFORCED_LABEL


def class_label(problem: Problem, timetable: Timetable, occurrence: Iterable[Session]) -> str:
    """Title of a whole occurrence of a barrette in the timetable of its classes.

    The strands that its groups give in the period are named where it supports; the subjects where it carries courses;
    both where it is both. A timetable of before named all three, and goes on to.
    """
    subjects: set[str] = set()
    given: set[str] = set() if timetable.summary.get(STRANDS_GIVEN) else {*STRANDS}
    supports = False
    for session in occurrence:
        carried = [c for c in problem.courses.values() if c.id in session.course_ids]
        subjects |= {course.subject for course in carried}
        barrette = problem.barrettes.get(session.barrette_id) if session.barrette_id else None
        supports |= not carried and (barrette is None or barrette.nature != "teaching")
        at = session.barrette_id, session.period_id
        groups = (g for g in timetable.groups if (g.barrette_id, g.period_id) == at and g.module_id in problem.modules)
        given |= {problem.modules[group.module_id].strand for group in groups}
    named = [f"{', '.join(sorted(subjects, key=name_order))} (en groupes)"] if subjects else []
    return " · ".join([*named, strands_label(given)] if supports or not named else named)


def public_name(name: str, other: str = "") -> str:
    """A name of a class, a trainer or a room as handed out: itself, or ``other`` (its id), or nothing."""
    return next((text for text in (name, other) if text and not private(text)), "")


def appointment(problem: Problem, session: Session) -> bool:
    """Whether a session is a talk with one person, which nobody else is to know of, nor whom it is with."""
    module = problem.modules.get(session.module_id) if session.module_id else None
    return (module is not None and module.theme in MEETINGS) or len(_named(problem, session)) == 1


def of_named_few(problem: Problem, session: Session) -> bool:
    """Whether a session is an appointment, or an event of a few people by name: their class sees nobody leave."""
    return appointment(problem, session) or 0 < len(_named(problem, session)) <= FEW_NAMED


def _named(problem: Problem, session: Session) -> tuple[ApprenticeId, ...]:
    """The people whom the event of a session names; none where it is for a class."""
    event = problem.event_of.get(session.id)
    return event.apprentice_ids if event else ()


def period_public_label(problem: Problem, period_id: PeriodId) -> str:
    """A formation period with its dates: ``Période 1 (du 7 septembre au 16 octobre 2026)``."""
    period = next((p for p in problem.periods if p.id == period_id), None)
    if period is None:
        return str(period_id)
    name = public_name(period.label, str(period.id)) or "Période"
    first = french_date(period.first, weekday=False, year=period.first.year != period.last.year)
    return f"{name} (du {first} au {french_date(period.last, weekday=False)})"


def french_date(day: date, *, weekday: bool = True, year: bool = True) -> str:
    """``lundi 7 septembre 2026``, or less of it."""
    number = "1er" if day.day == 1 else str(day.day)
    words = [DAY_NAMES[day.weekday()]] if weekday else []
    words += [number, MONTH_NAMES[day.month - 1]]
    return " ".join([*words, str(day.year)] if year else words)


_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)", re.IGNORECASE)


def filename(identifier: str) -> str:
    """An id as a safe file name, percent-encoded where it is not; `urllib.parse.unquote` gives the id back.

    Letters, digits and ``_.-~`` stay; a leading dot and the names that Windows reserves are encoded too.
    """
    if identifier.startswith(".") or _RESERVED.match(identifier):
        return f"%{ord(identifier[0]):02X}{quote(identifier[1:], safe='')}"
    return quote(identifier, safe="")
