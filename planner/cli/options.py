"""Arguments and options that several commands have."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

BOOK = click.Path(path_type=Path, dir_okay=True)
FOLDER = click.Path(path_type=Path, file_okay=True)

UNTOLD = "Pourquoi, pour l'historique et le résumé : n'est dit à personne."
ACCOUNT = "(par défaut : le compte de l'ordinateur)"

results = click.argument("folder", metavar="DIR", type=FOLDER)
effort = click.option(
    "--effort", type=click.FloatRange(0.01, 100), default=1.0, show_default=True, help="Travail de calcul."
)
seed = click.option("--seed", type=int, default=0, show_default=True, help="Graine du calcul.")
first = click.option(
    "--from", "first", metavar="DATE", help="Premier jour qui peut changer (par défaut : aujourd'hui)."
)
dry_run = click.option("--dry-run", is_flag=True, help="Dit ce qui changerait, sans rien changer.")
keep_past = click.option("--keep-past", is_flag=True, help="Laisse les jours passés tels qu'annoncés.")
rewrite_past = click.option("--rewrite-past", is_flag=True, help="Change aussi les jours passés des calendriers.")
other_workbook = click.option("--workbook", type=BOOK, help="Classeur à utiliser au lieu de celui du calcul.")


def as_json(what: str = "Le résultat") -> Decorator:
    """``--json``."""
    return click.option("--json", "as_json", is_flag=True, help=f"{what} pour un programme.")


def author(what: str = f"Qui, dans l'historique {ACCOUNT}.") -> Decorator:
    """``--author``."""
    return click.option("--author", default="", help=what)


def reason(what: str = "Pourquoi, dans l'historique.") -> Decorator:
    """``--reason``."""
    return click.option("--reason", default="", help=what)
