"""`barrette new NEXT.xlsx --after DIR`: the workbook of the next term, from the published or last version."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from data.filled import write_filled
from data.parse_time import day as read_day
from planner.cli import show
from planner.cli.main import NOTHING
from planner.cli.workbook import refused_file
from planner.domain import Problem, Timetable
from planner.next_term import NextTerm, next_dates, next_term
from planner.store.database import StoreError, open_store
from planner.store.keeping import recall
from planner.store.links import way_to
from planner.store.terms import fresh_mark, latest, terms

LONGEST = 400
"""Days of a horizon at most."""
SHOWN = 20


def make_next(file: Path, folder: Path, first: str | None, last: str | None, *, sample: str | None = None) -> int:
    """The whole command; returns the exit code."""
    refused = refused_file(file)
    if sample is not None:
        refused = "--sample et --after ne vont pas ensemble : choisir un CFA fictif, ou la suite d’un emploi du temps."
    if refused:
        show.complain(refused)
        return 2
    try:
        problem, timetable, number, known = _version(folder)
    except StoreError as error:
        show.complain(str(error))
        return NOTHING
    dates = _dates(problem, first, last)
    if isinstance(dates, str):
        show.complain(dates)
        return 2
    term = next_term(problem, timetable, *dates)
    settings = replace(
        problem.settings, term=fresh_mark(dates[0], known), after=Path(way_to(file.parent, folder)).as_posix()
    )
    term = replace(term, problem=replace(term.problem, settings=settings))
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_filled(file, term.problem, _notes(term, folder, number), date.today())
    except OSError as error:
        show.complain(f"Impossible d’écrire « {file} » : {show.why(error)}.")
        return NOTHING
    _tell(file, term, number)
    return 0


def _version(folder: Path) -> tuple[Problem, Timetable, int, frozenset[str]]:
    """What is published of the term that ends last, else its last version; the marks of all terms."""
    with open_store(folder) as store:
        term = latest(store)
        version = store.version() if term is None else term.published[0] if term.published else term.version
        problem, timetable = recall(store, version)
        return problem, timetable, version.number, frozenset(terms(store))


def _dates(problem: Problem, first: str | None, last: str | None) -> tuple[date, date] | str:
    """First and last day of the next term; a message where they cannot be."""
    usual = next_dates(problem)
    found = []
    for name, typed, stand_in in (("--from", first, usual[0]), ("--to", last, None)):
        try:
            found.append(read_day(typed) if typed else stand_in)
        except ValueError:
            return f"{name} : « {typed} » n’est pas une date ; écrire par exemple 2027-01-04 ou 04/01/2027."
    begins = found[0] or usual[0]
    ends = found[1] or begins + (usual[1] - usual[0])
    if begins <= problem.last:
        return f"--from : le {begins:%d/%m/%Y} est dans l’emploi du temps à suivre (jusqu’au {problem.last:%d/%m/%Y})."
    if ends < begins:
        return f"--to : le {ends:%d/%m/%Y} vient avant le premier jour ({begins:%d/%m/%Y})."
    if (ends - begins).days > LONGEST:
        return f"--to : le {ends:%d/%m/%Y} est à plus de {LONGEST} jours du premier jour ; raccourcir."
    return begins, ends


def _notes(term: NextTerm, folder: Path, number: int) -> list[tuple[str, str]]:
    """The first sheet: where the workbook comes from, what to fill and to look at, in order."""
    problem = term.problem
    notes = [
        ("La suite d’un emploi du temps", ""),
        ("", f"Repris de la version {number} du dossier « {folder.resolve().name} », pour la période du "
             f"{problem.first:%d/%m/%Y} au {problem.last:%d/%m/%Y}."),
        ("À remplir", ""),
        ("Calendrier", "Les semaines au CFA de chaque ligne : X, lu-ma … ; une ligne vide est une absence du CFA."),
        ("Fermetures", "Les vacances et les ponts qui n’y sont pas ; les jours fériés de la zone y sont d’office."),
        ("Périodes", "Les périodes de formation ; vide : des périodes égales."),
        ("À relire", ""),
        ("Classes", "L’année du cycle, si une année scolaire commence ; les personnes gardent leur classe."),
        ("Cours", "Les heures données en tout sont celles de la période finie ; celles par semaine restent justes."),
        ("Paramètres", "Le repère distingue les rendez-vous de cette période, et « suite de » dit où reprendre les "
                       "adresses : ne les changez pas ; si un dossier a changé de place, corrigez « suite de »."),
        ("Formateurs", "Les heures déjà faites dans l’année, calculées ; corrigez ce que vous savez mieux."),
        ("Apprenants", "Entrées, sorties et contrats ; le code d’une personne et le sel ne changent jamais : les "
                       "adresses des calendriers en dépendent."),
        ("Résultats", "Chaque résultat est devenu son niveau, de 1 à 4 ; ajoutez les nouveaux à leur date."),
        ("Reprise", "Heures faites et groupes de la dernière période, calculés ; corrigez ce que vous savez mieux."),
        ("Besoins", "Ceux qui restent ouverts ; leurs heures déjà données sont dans « Reprise », à leur code."),
    ]  # fmt: skip
    for title, lines in _told(term):
        notes += [(title, ""), *(("", line) for line in lines)]
    notes += [("Ensuite", ""), ("", "« barrette check » dit ce qui manque, « barrette solve » calcule.")]
    return notes


def _told(term: NextTerm) -> list[tuple[str, tuple[str, ...]]]:
    """What could not be carried over as it was, title by title."""
    told = [
        ("Barrettes : leurs heures habituelles, à remettre si vous voulez les garder", term.hours),
        ("Heures d’avant inconnues : complétez leur total dans « Reprise »", term.unknown),
        ("Heures de cours restant à rattraper, à décider", term.left),
        ("Personnes sorties, non reprises", term.gone),
    ]
    return [(title, lines) for title, lines in told if lines]


def _tell(file: Path, term: NextTerm, number: int) -> None:
    problem = term.problem
    needs = show.count(len(problem.explicit_needs), "besoin ouvert", "besoins ouverts")
    show.say(
        f"{file} est écrit, d’après la version {number} : du {problem.first:%d/%m/%Y} au {problem.last:%d/%m/%Y}, "
        f"{show.count(len(problem.learners), 'apprenant')}, {needs}."
    )
    show.say("À remplir : les semaines de « Calendrier » ; la feuille « Lisez-moi » dit quoi relire.")
    for title, lines in _told(term):
        show.say(f"{title} ({len(lines)}) :")
        show.listing(list(lines), SHOWN)
