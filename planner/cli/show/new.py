"""What `barrette new` prints."""

from planner.cli.show.out import listing, say
from planner.cli.work.new import NewWorkbook
from planner.cli.work.next_term import Continued
from planner.words import count


def tell(done: NewWorkbook | Continued) -> None:
    """Where the workbook is, and what to do with it."""
    if isinstance(done, NewWorkbook):
        say(f"{done.file} est écrit{f', dans un dossier créé pour lui : {done.folder}' if done.folder else ''}.")
        if done.empty:
            say("La feuille « Lisez-moi » dit dans quel ordre le remplir ; ensuite : barrette check, barrette solve.")
        return
    problem = done.term.problem
    needs = count(len(problem.explicit_needs), "besoin ouvert", "besoins ouverts")
    say(
        f"{done.file} est écrit, d’après la version {done.version} : du {problem.first:%d/%m/%Y} au "
        f"{problem.last:%d/%m/%Y}, {count(len(problem.learners), 'apprenant')}, {needs}."
    )
    say("À remplir : les semaines de « Calendrier » ; la feuille « Lisez-moi » dit quoi relire.")
    for title, lines in done.left:
        say(f"{title} ({len(lines)}) :")
        listing(lines)
