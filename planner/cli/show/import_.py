"""What `barrette import` prints."""

from planner.cli.show.import_lists import tell_lists
from planner.cli.show.out import LONG_LISTING, listing, say
from planner.cli.work.import_ import FromFet
from planner.cli.work.import_attendance import FromAttendance
from planner.cli.work.import_lists import FromLists
from planner.words import count

COUNTED = (
    ("classes", "classe"),
    ("courses", "cours"),
    ("trainers", "formateur"),
    ("rooms", "salle"),
    ("links", "lien"),
    ("limits", "limite"),
    ("unavailable", "indisponibilité"),
)


def tell(done: FromFet | FromAttendance | FromLists) -> None:
    """What is read, what is left out, what comes next."""
    if isinstance(done, FromLists):
        tell_lists(done)
    elif isinstance(done, FromAttendance):
        _attendance(done)
    else:
        _term(done)


def _parted(done: FromAttendance) -> str:
    """What separates the cells of a text, else the sheet that was read."""
    name = done.found.separator
    return f"feuille « {name} »" if done.found.encoding == "classeur" else f"séparateur {name}"


def _attendance(done: FromAttendance) -> None:
    found = done.found
    known = f", {count(done.known, 'ligne')} y {'était' if done.known == 1 else 'étaient'} déjà" if done.known else ""
    say(f"{count(done.added, 'présence ajoutée', 'présences ajoutées')} à « Présences » de {done.file}{known}.")
    say(f"« {done.source.name} » : {found.encoding}, {_parted(done)}. Colonnes reconnues :")
    listing([f"« {theirs} » : {ours}" for theirs, ours in found.columns.items()], LONG_LISTING)
    if found.ignored:
        say(f"Colonnes non reprises : {', '.join(f'« {name} »' for name in found.ignored)}.")
    if found.unknown:
        say(f"Personne de ce nom dans le classeur ({len(found.unknown)}) :")
        listing([f"{name} ({count(lines, 'ligne')})" for name, lines in sorted(found.unknown.items())], LONG_LISTING)
    if found.refused:
        say(f"Lignes non lues ({len(found.refused)}) :")
        listing(found.refused, LONG_LISTING)
    if found.outside:
        say(f"{count(found.outside, 'ligne')} hors des dates de l’emploi du temps : non reprises.")
    if found.elsewhere:
        say(f"{count(found.elsewhere, 'ligne')} sur des jours où ces personnes ne sont pas au CFA : non reprises.")
    say("Ensuite : barrette check, puis barrette update, qui dit ce qui ne correspond à aucune séance.")


def _term(done: FromFet) -> None:
    """What is in the workbook, what was chosen, what is left out, what comes next."""
    rows, made = done.found.rows, f", dans un dossier créé pour lui : {done.folder}" if done.folder else ""
    said = [
        count(len(rows[sheet]), word, "cours" if word == "cours" else None) for sheet, word in COUNTED if rows[sheet]
    ]
    say(f"{done.file} est écrit{made}, d’après « {done.source.name} » : {', '.join(said)}.")
    say(f"Choisi, car FET ne le dit pas ({len(done.found.chosen)}) :")
    listing(done.found.chosen, LONG_LISTING)
    if done.found.left:
        say(f"Non repris ({len(done.found.left)}), avec le nom de FET et quoi faire :")
        listing([str(one) for one in done.found.left], LONG_LISTING)
    else:
        say("Non repris : rien.")
    say("La feuille « Lisez-moi » garde ces deux listes. Ensuite : barrette check, barrette solve.")
