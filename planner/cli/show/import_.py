"""What `barrette import` prints."""

from planner.cli.show.out import LONG_LISTING, listing, say
from planner.cli.work.import_ import FromFet
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


def tell(done: FromFet) -> None:
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
