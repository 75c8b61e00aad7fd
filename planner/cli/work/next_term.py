"""`barrette new NEXT.xlsx --after DIR`: the workbook of the next term, from the published or last version."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from data.writing.filled import write_filled
from data.writing.filled_notes import filled_notes
from planner.answer import NOTHING, USAGE, Done, Refused
from planner.cli.work.typed import typed_day
from planner.domain import Problem, Timetable
from planner.folder.workbook import refuse_place
from planner.next_term import NextTerm, next_dates, next_term
from planner.store.database import open_store
from planner.store.failures import refusing, writing_file
from planner.store.keeping import recall
from planner.store.links import way_to
from planner.store.terms import fresh_mark, latest, terms

LONGEST = 400
"""Days of a horizon at most."""
TERM_EXAMPLE = date(2027, 1, 4)


@dataclass(frozen=True)
class Continued(Done):
    """The workbook of the term that follows a version."""

    file: Path
    term: NextTerm
    version: int

    @property
    def left(self) -> list[tuple[str, tuple[str, ...]]]:
        """What could not be carried over as it was, title by title."""
        told = [
            ("Barrettes : leurs heures habituelles, à remettre si vous voulez les garder", self.term.hours),
            ("Heures d’avant inconnues : complétez leur total dans « Reprise »", self.term.unknown),
            ("Heures de cours restant à rattraper, à décider", self.term.left),
            ("Personnes sorties, non reprises", self.term.gone),
        ]
        return [(title, lines) for title, lines in told if lines]


def continue_term(file: Path, folder: Path, first: str | None, last: str | None) -> Continued:
    """Write the workbook of the next term; ``first`` and ``last``: its days, as typed."""
    refuse_place(file)
    with refusing(NOTHING):
        problem, timetable, number, known = _version(folder)
    dates = _dates(problem, first, last)
    term = next_term(problem, timetable, *dates)
    settings = replace(
        problem.settings, term=fresh_mark(dates[0], known), after=Path(way_to(file.parent, folder)).as_posix()
    )
    done = Continued(file, replace(term, problem=replace(term.problem, settings=settings)), number)
    with writing_file(file):
        write_filled(
            file,
            done.term.problem,
            filled_notes(done.term.problem, done.version, folder.resolve().name, done.left),
            date.today(),
        )
    return done


def _version(folder: Path) -> tuple[Problem, Timetable, int, frozenset[str]]:
    """What is published of the term that ends last, else its last version; the marks of all terms."""
    with open_store(folder) as store:
        term = latest(store)
        version = store.version() if term is None else term.published[0] if term.published else term.version
        problem, timetable = recall(store, version)
        return problem, timetable, version.number, frozenset(terms(store))


def _dates(problem: Problem, first: str | None, last: str | None) -> tuple[date, date]:
    """First and last day of the next term; raises Refused where they cannot be."""
    usual = next_dates(problem)
    begins = typed_day("--from", first, TERM_EXAMPLE) if first else usual[0]
    ends = typed_day("--to", last, TERM_EXAMPLE) if last else begins + (usual[1] - usual[0])
    if begins <= problem.last:
        raise Refused(
            USAGE,
            f"--from : le {begins:%d/%m/%Y} est dans l’emploi du temps à suivre (jusqu’au {problem.last:%d/%m/%Y}).",
        )
    if ends < begins:
        raise Refused(USAGE, f"--to : le {ends:%d/%m/%Y} vient avant le premier jour ({begins:%d/%m/%Y}).")
    if (ends - begins).days > LONGEST:
        raise Refused(
            USAGE, f"--to : le {ends:%d/%m/%Y} est à plus de {LONGEST} jours du premier jour ; raccourcissez."
        )
    return begins, ends
