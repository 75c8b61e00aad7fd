"""What differs between two versions, by person, class and trainer: lines, a CSV file and a page for the planner."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from outputs.folders import replacing
from outputs.grid import span
from outputs.labels import KIND_NAMES
from outputs.lists.tables import class_names, class_of, person, target_name
from outputs.pages.html import templates
from outputs.summary import horizon
from outputs.views import Reader
from planner.domain import ApprenticeId, Guidance, Kind, Noticed, Problem, Session, Timetable, name_order
from planner.report.compare import Diff, MembershipChange, SessionChange
from planner.words import DAY_NAMES

FILE, PAGE = "differences.csv", "differences.html"
CHANGES_FILE = "changements.csv"
"""What changed in the workbook of the last update, where the screen told it shorter."""
FEW_PEOPLE = 6
"""Up to so many people the page shows what changes for each; of more, only their names until one is opened."""
SCOPES = {"apprenant": "Apprenants", "classe": "Classes", "formateur": "Formateurs"}
COLUMNS = ("pour", "code", "nom", "classe", "changement", "date", "séance", "intitulé", "avant", "maintenant", "raison")
WHAT = {
    "added": "Ajoutée",
    "cancelled": "Annulée",
    "moved": "Déplacée",
    "trainer": "Formateur changé",
    "room": "Salle changée",
    "content": "Contenu changé",
    "joins": "Ajoutée",
    "leaves": "Retirée",
    "group": "Groupe changé",
    "seat": "Séance changée",
    "alone": "Sans cours",
    "stays_out": "Ne vient pas",
    "loses": "Cours manqué",
    "support": "Accompagnement perdu",
    "short_day": "Journée courte",
    "unhelped": "Sans la personne qui aide",
    "no_seat": "Plus de place",
}
"""What happened to a session as a planner reads it."""
CHANGED_WORDS = {
    "added": ("ajoutée", "ajoutées"),
    "cancelled": ("annulée", "annulées"),
    "moved": ("déplacée", "déplacées"),
    "trainer": ("avec un autre formateur", "avec un autre formateur"),
    "room": ("dans une autre salle", "dans une autre salle"),
    "content": ("au contenu changé", "au contenu changé"),
    "group": ("changement de groupe", "changements de groupe"),
    "seat": ("changement de séance", "changements de séance"),
}
"""The same beside a number: one of them, several of them."""


@dataclass(frozen=True, slots=True, order=True)
class Line:
    """One thing that differs for somebody, or a session, or a minor to be watched, or a notice.

    ``scope``: a key of `SCOPES`, ``séance``, ``encadrement`` or ``personne``; ``what``: one of `WHAT`.
    """

    scope: str
    code: str
    name: str
    class_name: str
    day: date
    session_id: str
    what: str
    title: str
    before: str
    after: str
    reason: str = ""
    """Why this, where it is known; else what is said of the versions holds."""


Reasons = Mapping[tuple[str, str], str]
"""Why groups changed: (apprentice, empty) or (barrette, period) → a sentence."""
Causes = Mapping[tuple[str, str], str]
"""What differences follow from: (session, empty), or (session, apprentice) where it is that person's alone; a session
that is empty stands for the groups of an apprentice."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A version as the page names it: number, when it was made (UTC), why; ``published``: what people have."""

    number: int
    made: datetime
    reason: str
    published: bool = False


@dataclass(frozen=True)
class Differences:
    """Two versions and all that differs, in order of scope, person and time."""

    before: Edition
    after: Edition
    reason: str
    lines: tuple[Line, ...]
    counts: Mapping[str, int]
    """Sessions by what happened to them, once each, changes of group, and people who are in another session."""
    sessions: tuple[Line, ...] = ()
    """Each session that differs once; then minors to be watched, and what is noticed of people."""
    causes: Causes = field(default_factory=dict)
    rest: str = ""
    """Said of what has no cause of its own; empty: ``reason``."""

    def why(self, line: Line) -> str:
        """What one line follows from."""
        own, shared = ((line.session_id, code) for code in (line.code, ""))
        return line.reason or self.causes.get(own) or self.causes.get(shared) or self.rest or self.reason

    def people(self, scope: str) -> tuple[tuple[str, str, tuple[Line, ...]], ...]:
        """(name, class, lines) of everyone of a scope."""
        found: dict[tuple[str, str, str], list[Line]] = {}
        for line in self.lines:
            if line.scope == scope:
                found.setdefault((line.name, line.class_name, line.code), []).append(line)
        return tuple((name, group, tuple(lines)) for (name, group, _code), lines in found.items())


@dataclass(frozen=True)
class _Two:
    """Both versions with their readers."""

    old: Reader
    new: Reader

    def person(self, name: ApprenticeId) -> tuple[str, str]:
        """Name and class of somebody, also of who has left the workbook."""
        problem = self.new.problem if name in self.new.problem.learners else self.old.problem
        return person(problem, name), class_of(problem, name)

    def says(self, session: Session | None, reader: Reader) -> str:
        """Day, hours, place and adults of a session."""
        if session is None:
            return ""
        adults = reader.trainers(session)
        if session.guidance == Guidance.AUTONOMOUS and session.kind in (Kind.COURSE, Kind.BARRETTE, Kind.SUPPORT):
            adults = f"en autonomie, {adults}" if adults else "en autonomie"
        return ", ".join(part for part in (when(session), reader.room(session), adults) if part)

    def around(self, change: SessionChange) -> tuple[str, str]:
        """A session before and after."""
        return self.says(change.before, self.old), self.says(change.after, self.new)


def when(session: Session) -> str:
    """``lundi 07/09, 8 h 30 – 10 h 30``."""
    return _at(session.day, session.start, session.end)


def _at(day: date, start: int, end: int) -> str:
    return f"{DAY_NAMES[day.weekday()]} {day:%d/%m}, {span(start, end)}"


def lines_of(
    before: tuple[Problem, Timetable], after: tuple[Problem, Timetable], diff: Diff, reasons: Reasons | None = None
) -> tuple[Line, ...]:
    """Everything that differs, for each person, class and trainer concerned."""
    two = _Two(Reader(*before, public=False), Reader(*after, public=False))
    found = [*_people(two, diff, reasons or {}), *_classes(two, diff), *_trainers(two, diff)]
    order = list(SCOPES)
    return tuple(
        sorted(found, key=lambda x: (order.index(x.scope), name_order(x.name), x.code, x.day, x.before or x.after, x))
    )


def session_lines(
    before: tuple[Problem, Timetable],
    after: tuple[Problem, Timetable],
    diff: Diff,
) -> tuple[Line, ...]:
    """Each session that differs, once, in order of time."""
    two = _Two(Reader(*before, public=False), Reader(*after, public=False))
    found = []
    for change in diff.sessions:
        session, problem = change.session, two.new.problem if change.after else two.old.problem
        line = _line(
            "séance", session.id, "", class_names(problem, session.class_ids), change.what, session, *two.around(change)
        )
        found.append(replace(line, name=line.title))
    return tuple(found)


def alone_line(problem: Problem, minor: ApprenticeId, lost: Sequence[Session], who: str) -> Line:
    """A minor without a course at the hour of some that are cancelled; ``who``: who could watch them, in words."""
    session = replace(lost[0], label=" ; ".join(s.label for s in lost))
    name, group = person(problem, minor), class_of(problem, minor)
    return _line("encadrement", minor, name, group, "alone", session, when(session), who)


def notice_line(problem: Problem, notice: Noticed) -> Line:
    """What is noticed of somebody, at its hour, and why."""
    name, group = person(problem, notice.apprentice_id), class_of(problem, notice.apprentice_id)
    hour = _at(notice.day, notice.start, notice.end)
    about = notice.session_id, notice.what, notice.title
    return Line("personne", notice.apprentice_id, name, group, notice.day, *about, "", hour, notice.why)


def _people(two: _Two, diff: Diff, reasons: Reasons) -> Iterator[Line]:
    swapped = {(s.apprentice_id, key) for s in diff.seats for key in (s.before.id, s.after.id)}
    for seat in diff.seats:
        both = two.says(seat.before, two.old), two.says(seat.after, two.new)
        yield _line("apprenant", seat.apprentice_id, *two.person(seat.apprentice_id), "seat", seat.after, *both)
    # Who only loses hours of a group is told of by these hours.
    members = [m for m in diff.memberships if m.other or not (m.before and m.after)]
    grouped = {(m.apprentice_id, m.barrette_id, m.period_id) for m in members}
    for change in diff.sessions:
        there = [
            {row.apprentice_id for row in reader.timetable.attendees.get(change.session.id, ())}
            for reader in (two.old, two.new)
        ]
        for name in sorted(there[0] | there[1]):
            session = change.session
            if (name, session.id) in swapped and len({name in t for t in there}) > 1:
                continue  # told as another session
            if (name, session.barrette_id, session.period_id) in grouped and len({name in t for t in there}) > 1:
                continue  # told as a change of group
            what = change.what if name in there[0] and name in there[1] else "joins" if name in there[1] else "leaves"
            what = change.what if change.what in ("added", "cancelled") else what
            yield _line("apprenant", name, *two.person(name), what, session, *_shown(two, change, what))
    for row in diff.people:
        if row.session.id in {c.session.id for c in diff.sessions} or (row.apprentice_id, row.session.id) in swapped:
            continue
        if (row.apprentice_id, row.session.barrette_id, row.session.period_id) in grouped:
            continue
        says = two.says(row.session, two.new)
        what, texts = ("joins", ("", says)) if row.joins else ("leaves", (says, ""))
        yield _line("apprenant", row.apprentice_id, *two.person(row.apprentice_id), what, row.session, *texts)
    for member in members:
        own, groups = ((member.apprentice_id, ""), (member.barrette_id, member.period_id))
        yield replace(_member(two, member), reason=reasons.get(own) or reasons.get(groups, ""))


def _shown(two: _Two, change: SessionChange, what: str) -> tuple[str, str]:
    before, after = two.around(change)
    return ("" if what in ("added", "joins") else before), ("" if what in ("cancelled", "leaves") else after)


def _member(two: _Two, member: MembershipChange) -> Line:
    problem = two.new.problem
    barrette = problem.barrettes.get(member.barrette_id)
    period = next((p for p in problem.periods if p.id == member.period_id), None)
    title = " – ".join(
        str(t) for t in (barrette.name if barrette else member.barrette_id, period.label if period else "") if t
    )
    names = [" ; ".join(target_name(problem, m) for m in modules) for modules in (member.before, member.after)]
    first = period.first if period else problem.first
    name, group = two.person(member.apprentice_id)
    # Whoever comes or goes has no group instead of another.
    what = "group" if member.before and member.after else "joins" if member.after else "leaves"
    return Line("apprenant", member.apprentice_id, name, group, first, "", what, title, *names)


def _classes(two: _Two, diff: Diff) -> Iterator[Line]:
    for change in diff.sessions:
        for code in sorted({*_of(change.before, "class_ids"), *_of(change.after, "class_ids")}):
            problem = two.new.problem if code in two.new.problem.classes else two.old.problem
            name = class_names(problem, [code])  # type: ignore[list-item]
            yield _line("classe", code, name, "", change.what, change.session, *two.around(change))


def _trainers(two: _Two, diff: Diff) -> Iterator[Line]:
    for change in diff.sessions:
        before, after = _of(change.before, "trainer_ids"), _of(change.after, "trainer_ids")
        for code in sorted({*before, *after}):
            what: str = change.what
            if what not in ("added", "cancelled"):
                what = "joins" if code not in before else "leaves" if code not in after else what
            reader = two.new if code in two.new.problem.trainers else two.old
            name = reader.names([code])  # type: ignore[list-item]
            yield _line("formateur", code, name, "", what, change.session, *_shown(two, change, what))


def _of(session: Session | None, name: str) -> tuple[str, ...]:
    return getattr(session, name) if session else ()


def _line(scope: str, code: str, name: str, group: str, what: str, session: Session, before: str, after: str) -> Line:
    title = session.label or KIND_NAMES.get(session.kind, session.kind)
    return Line(scope, code, name, group, session.day, session.id, what, title, before, after)


def counts(diff: Diff) -> dict[str, int]:
    """How many sessions had each thing happen to them, how many have another group, or another session instead."""
    found = {what: sum(c.what == what for c in diff.sessions) for what in WHAT}
    found |= {"group": len(diff.regrouped), "seat": len(diff.seats)}
    return {what: number for what, number in found.items() if number}


def write_csv_lines(path: Path, found: Differences) -> None:
    """One line a row, as a file that a spreadsheet opens (UTF-8 with its mark, semicolons)."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for line in (*found.sessions, *found.lines):
        row = (
            line.scope, line.code, line.name, line.class_name, WHAT[line.what], line.day.isoformat(), line.session_id,
            line.title, line.before, line.after, found.why(line),
        )  # fmt: skip
        writer.writerow([_still_text(cell) for cell in row])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(stream.getvalue().encode("utf-8-sig"))


def write_changes(folder: Path, changes: Iterable[str]) -> Path:
    """Write ``interne/changements.csv``: each change of a workbook, in its sentence."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(("changement",))
    writer.writerows([_still_text(text)] for text in changes)
    with replacing(folder / "interne", lambda path: str(path) == CHANGES_FILE) as fresh:
        (fresh / CHANGES_FILE).write_bytes(stream.getvalue().encode("utf-8-sig"))
    return folder / "interne" / CHANGES_FILE


def _still_text(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@")) else cell


def write_differences(folder: Path, problem: Problem, found: Differences) -> None:
    """Write ``interne/differences.csv`` and ``interne/differences.html``, both or neither."""
    with replacing(folder / "interne", lambda path: str(path) in (FILE, PAGE)) as fresh:
        write_csv_lines(fresh / FILE, found)
        (fresh / PAGE).write_bytes(page(problem, found).encode("utf-8"))


def page(problem: Problem, found: Differences) -> str:
    """The page of the differences: what happened, then everyone concerned."""
    sections = [(title, scope, found.people(scope)) for scope, title in SCOPES.items()]
    return (
        templates()
        .get_template("differences.html.j2")
        .render(
            found=found,
            sections=[section for section in sections if section[2]],
            counts=[(CHANGED_WORDS[what][number > 1], number) for what, number in found.counts.items()],
            what=WHAT,
            few=sum(len(people) for _title, _scope, people in sections) <= FEW_PEOPLE,
            centre=problem.settings.name,
            horizon=horizon(problem),
        )
    )
