"""`barrette explain`: the facts of a workbook that clash, or that kept sessions out of a timetable; their cures."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from constraints import RULES
from data.reading.workbook import read_whole
from data.writing.book import Book
from data.writing.marked import BLOCKING, Mark, lost, write_marked
from outputs.pages.explained import ToldInWords, explained_page
from planner.answer import RULE_BROKEN, USAGE, Done, Refused
from planner.cli.work.check import split_origin
from planner.domain import CourseId, Kind, Problem, Timetable, Unplaced
from planner.domain.recovered import recovered
from planner.explain.clash import FactClash
from planner.explain.clashes import Finder
from planner.explain.cures import TriedCure, cures_of
from planner.explain.told import capitalised, explains, heading, weeks_told
from planner.folder.workbook import read_workbook, refuse_place
from planner.folder.written import read_written
from planner.listener import NOBODY, Listener
from planner.store.failures import writing_file
from planner.words import count, course_name, say_all, say_some, say_week


@dataclass(frozen=True)
class ToldClash:
    """A clash with its cures, and how many sessions it leaves out in its first week (0 where that is not counted)."""

    clash: FactClash
    cures: Sequence[TriedCure]
    sessions: int


@dataclass(frozen=True)
class Explained(Done):
    """What clashes in a workbook, or kept something out of a timetable."""

    problem: Problem
    clashes: Sequence[ToldClash]
    unknown: Sequence[date]
    """Weeks of which nothing is proven."""
    solved: bool = False
    """Whether it is about a timetable."""
    unplaced: Sequence[Unplaced] = ()
    """Course sessions of the timetable without a place."""
    unexplained: Sequence[Unplaced] = ()
    """Those of them that no clash keeps out, as far as is proven."""
    marked: Path | None = None
    lost: str | None = None
    page: Path | None = None


def explain_clashes(
    source: Path, workbook: Path | None, marked: Path | None, page: Path | None = None, listener: Listener = NOBODY
) -> Explained:
    """Explain a workbook, or a folder of results.

    ``marked``: where a copy of the workbook shows it in its cells; ``page``: where it is written as a page.
    """
    if marked is not None:
        refuse_place(marked)
    if page is not None and (page.is_dir() or page.suffix.lower() not in (".html", ".htm")):
        raise Refused(USAGE, f"Le nom de la page doit finir par .html : « {page.name} ».")
    found = _explained(source, workbook, marked, listener)
    listener.arrived()
    if page is None:
        return found
    told = [in_words(found.problem, one) for one in found.clashes]
    with writing_file(page):
        page.write_text(explained_page(found.problem, told, lead(found), closing(found)), encoding="utf-8")
    return replace(found, page=page)


def _explained(source: Path, workbook: Path | None, marked: Path | None, listener: Listener) -> Explained:
    if not source.is_dir():
        if workbook is not None:
            raise Refused(USAGE, "--workbook va avec un dossier de résultats : donnez le classeur seul, ou le dossier.")
        found = of_workbook(read_workbook(source)[0], listener)
        return found if marked is None else _with_copy(found, source, marked)
    if marked is not None and workbook is None:
        raise Refused(USAGE, "--marked demande le classeur : ajoutez --workbook CLASSEUR.xlsx.")
    written = read_written(source, workbook, NOBODY)
    found = of_timetable(written.problem, written.timetable, listener)
    return found if marked is None or workbook is None else _with_copy(found, workbook, marked)


def _progress(listener: Listener) -> Callable[[str], None]:
    return lambda where: listener.phase(where, {})


def of_workbook(problem: Problem, listener: Listener = NOBODY) -> Explained:
    """What clashes in a workbook that is not solved yet; its code is that of a check that finds something."""
    finder = Finder(problem, RULES, _progress(listener))
    found = _told(finder, finder.everything())
    return replace(found, code=RULE_BROKEN if found.clashes else 0)


def of_timetable(problem: Problem, timetable: Timetable, listener: Listener = NOBODY) -> Explained:
    """What kept the sessions of courses out that a timetable lists as not placed."""
    finder, left = (
        Finder(problem, RULES, _progress(listener)),
        [row for row in timetable.unplaced if row.kind == Kind.COURSE],
    )
    weeks = dict.fromkeys(week for row in left if (week := recovered(row).week) is not None)
    clashes = finder.clashes(sorted(weeks))
    loose = dict.fromkeys(c for row in left if recovered(row).week is None for c in row.course_ids)
    clashes += finder.of_term(loose)
    return replace(_told(finder, clashes, left), solved=True)


def _told(finder: Finder, clashes: Sequence[FactClash], left: Sequence[Unplaced] = ()) -> Explained:
    told = []
    for number, clash in enumerate(clashes, start=1):
        finder.progress(f"solutions ({number} sur {len(clashes)})")
        told.append(ToldClash(clash, cures_of(finder, clash, clashes), finder.lacking(clash)))
    unexplained = [row for row in left if not any(explains(clash, row) for clash in clashes)]
    return Explained(finder.problem, told, finder.unknown, unplaced=left, unexplained=unexplained)


def _with_copy(found: Explained, file: Path, marked: Path) -> Explained:
    """The same, with a copy of the workbook that shows the facts in their cells."""
    reading, raw, used = read_whole(file)
    if raw is None:
        return found
    with writing_file(marked):
        write_marked(marked, raw, used, list(_marks(found.clashes)), Book(reading.saved))
    return replace(found, marked=marked, lost=lost(raw))


def lead(done: Explained) -> str:
    """What is said first: how many sessions have no place, or that nothing clashes."""
    if done.unplaced:
        return f"{count(len(done.unplaced), 'séance')} de cours sans place."
    if done.clashes:
        return f"{count(len(done.clashes), 'contradiction')} dans le classeur."
    if done.solved:
        return "Toutes les séances de cours ont une place."
    return "Rien ne se contredit : chaque semaine a de la place pour tous ses cours, ses barrettes et ses événements."


def closing(done: Explained) -> list[str]:
    """What is said last: what nothing explains, and what is not known."""
    found = []
    if done.unexplained:
        rows = say_some([f"{row.session_id} ({row.reason})" for row in done.unexplained])
        found.append(f"Rien de prouvé n’empêche ces séances ; relancez le calcul avec --effort plus grand : {rows}.")
    if done.unknown:
        weeks = say_all(say_week(week) for week in dict.fromkeys(done.unknown))
        found.append(f"Sans réponse dans le temps de recherche : {weeks}.")
    return found


def in_words(problem: Problem, told: ToldClash) -> ToldInWords:
    """A clash as a planner reads it."""
    clash, notes = told.clash, list[str]()
    if clash.found.minimal and len(clash.facts) > 1:
        notes.append("Il suffit d’en lever un pour que cela tienne.")
    if len(clash.weeks) > 1 and not clash.anywhere:
        notes.append(f"De même, {weeks_told(clash)}.")
    others = sorted(
        course_name(problem, CourseId(n)) for k, n in clash.family if k == "course" and n not in clash.courses
    )
    if others:
        notes.append(f"La même cause empêche aussi : {say_some(others)}.")
    if not clash.found.proven:
        notes.append("Une seconde recherche ne l’a pas confirmé : à prendre comme une piste.")
    if not told.cures:
        notes.append("Aucun changement simple de l’un de ces faits ne suffit, parmi ceux qui ont été essayés.")
    return ToldInWords(
        heading(problem, clash, told.sessions),
        "Ces faits, ensemble, l’empêchent :" if len(clash.facts) > 1 else "Ce fait, à lui seul, l’empêche :",
        [(next(iter(fact.cells), ""), f"{fact.text}.") for fact in clash.facts],
        notes,
        [f"{capitalised(t.cure.text)}{'' if t.all_of_it else ' (pour ce cours seul)'}." for t in told.cures],
    )


def _marks(clashes: Sequence[ToldClash]) -> Iterator[Mark]:
    for number, told in enumerate(clashes, start=1):
        cures = " ; ".join(tried.cure.text for tried in told.cures)
        for fact in told.clash.facts:
            text = f"contradiction {number} : {fact.text}. Solutions essayées : {cures or 'aucune trouvée'}."
            for where in fact.cells or ("",):
                yield Mark(BLOCKING, *split_origin(where), "", text)
