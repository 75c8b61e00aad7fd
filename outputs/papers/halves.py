"""Attendance sheets by half-day: one a class, for a day or for its week."""

from collections.abc import Iterator
from dataclasses import dataclass

from outputs.labels import names_team
from outputs.lists.tables import Table, Value, person
from outputs.papers.model import REMOTE_WORD, Page, Paper, Today, blanks, expected, halves_in_words, span_of, whole
from outputs.papers.presence import NO_CLASS
from planner.domain import AM, PM, ApprenticeId, ClassId, Session, name_order
from planner.words import DAY_NAMES

NAMES_WIDTH, FORM_WIDTH, SIGN_WIDTH = 40, 20, 68


@dataclass(frozen=True, slots=True)
class Half:
    """One half-day of the sheet of a class."""

    today: Today
    mask: int
    class_id: ClassId | None

    def holds(self, apprentice_id: ApprenticeId) -> bool:
        """Whether somebody who is in the class on that day is expected in it."""
        learner = self.today.problem.learners.get(apprentice_id)
        if learner is None or self.today.class_id(learner) != self.class_id:
            return False
        return any(self.today.half(s) & self.mask for s, _far in self.today.attended.get(apprentice_id, ()))


def half_day_sheets(days: tuple[Today, ...]) -> Iterator[Page]:
    """A sheet per class: one signature a person and half-day, and the trainers of its sessions at the foot."""
    problem = days[0].problem
    for class_id in (*problem.classes, None):
        people = [
            learner.id
            for learner in problem.learners.values()
            if any(learner.id in today.attended and today.class_id(learner) == class_id for today in days)
        ]
        if people:
            people.sort(key=lambda a: (name_order(person(problem, a)), a))
            yield _sheet(days, class_id, people)


def _sheet(days: tuple[Today, ...], class_id: ClassId | None, people: list[ApprenticeId]) -> Page:
    halves = [Half(today, mask, class_id) for today in days for mask in (AM, PM)]
    halves = [half for half in halves if any(half.holds(a) for a in people)]
    form = () if len(days) > 1 else ("Modalité",)
    rows: list[tuple[Value, ...]] = [
        (
            number,
            person(days[0].problem, a),
            *((_form(days[0].attended[a]),) if form else ()),
            *("" if half.holds(a) else "—" for half in halves),
        )
        for number, a in enumerate(people, start=1)
    ]
    headers = ("N°", "Apprenant", *form, *(_column(half, len(days) > 1) for half in halves))
    widths = (5, NAMES_WIDTH, *(FORM_WIDTH for _ in form), *_signing(len(halves), len(days) > 1))
    name = days[0].class_name(class_id) or NO_CLASS
    when = halves_in_words(sum(half.mask for half in halves)).capitalize() if form else ""
    facts = tuple(fact for fact in (when, expected(len(people))) if fact)
    table = Table("", headers, widths, (*rows, *blanks(len(headers))))
    return Page(span_of(days), f"Émargement : {name}", table, facts, under=_lessons(days, set(people)))


def _signing(number: int, week: bool) -> Iterator[int]:
    """Widths of the columns to sign, which share what a sheet leaves."""
    return (((2 * SIGN_WIDTH if week else SIGN_WIDTH) // max(1, number)) for _ in range(number))


def _column(half: Half, week: bool) -> str:
    if not week:
        return f"Signature {'du matin' if half.mask == AM else 'de l’après-midi'}"
    day = half.today.day
    return f"{DAY_NAMES[day.weekday()].capitalize()} {day.day} {halves_in_words(half.mask)}"


def _form(rows: list[tuple[Session, bool]]) -> str:
    far = {far for _session, far in rows}
    return "Sur place" if far == {False} else REMOTE_WORD if far == {True} else "Sur place, à distance"


def _lessons(days: tuple[Today, ...], own: set[ApprenticeId]) -> Table | None:
    """Sessions that people of the sheet attend, for the signatures of trainers; neutral words, and nobody's name."""
    rows = tuple(
        (
            " ".join((*((DAY_NAMES[s.day.weekday()],) if len(days) > 1 else ()), whole(s.start, s.end))),
            today.reader.title(s),
            today.reader.names((t,)) if names_team(s) else "",
            "",
        )
        for today in days
        for s in today.held
        for t in dict.fromkeys(s.trainer_ids)
        if today.listed(s) and any(row.apprentice_id in own for row in today.timetable.attendees.get(s.id, ()))
    )
    return (
        Table("", ("Heure", "Séance", "Formateur", "Signature du formateur"), (22, 46, 34, 34), rows) if rows else None
    )


def half_day_papers(days: tuple[Today, ...]) -> tuple[Paper, ...]:
    """The sheets of a day upright, those of a week across."""
    about = "Une feuille par classe, une signature par demi-journée."
    pages = tuple(half_day_sheets(days))
    title = "Émargement par demi-journée"
    return (Paper("emargement-demi-journees", title, about, pages, landscape=len(days) > 1, to_sign=True),)
