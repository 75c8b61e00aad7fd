"""Arguments and options that several commands have."""

from collections.abc import Callable
from math import isfinite
from pathlib import Path
from typing import Any

import click

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


class Number(click.ParamType[float]):
    """A number between two limits, both allowed; ``whole``: without decimals. A decimal comma is read too."""

    name = "nombre"

    def __init__(self, low: float | None = None, high: float | None = None, *, whole: bool = True) -> None:
        self.low, self.high, self.whole = low, high, whole

    def convert(self, value: str | float, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number that is typed; fails with what is allowed."""
        try:
            found = int(value) if self.whole else float(str(value).replace(",", "."))
        except ValueError:
            self.fail(f"« {value} » n’est pas un nombre{' entier' if self.whole else ''}.", param, ctx)
        below, above = self.low is not None and found < self.low, self.high is not None and found > self.high
        if below or above or (isinstance(found, float) and not isfinite(found)):
            self.fail(f"« {value} » ne convient pas : écrivez {self.allowed()}.", param, ctx)
        return found

    def allowed(self) -> str:
        """« un nombre entre 1 et 64 », « un nombre, 1 au moins »."""
        if self.low is None:
            return "un nombre"
        low, high = (f"{x:.15g}".replace(".", ",") if x is not None else "" for x in (self.low, self.high))
        return f"un nombre entre {low} et {high}" if high else f"un nombre, {low} au moins"


class TypedPath(click.ParamType[Path]):
    """A file or a folder; an empty name is none, and would be the folder at work."""

    name = "chemin"

    def convert(self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path that is typed; fails for nothing, and for what no name can hold."""
        text = str(value)
        if not text.strip() or "\0" in text:
            self.fail("le nom est vide : écrivez celui du fichier ou du dossier.", param, ctx)
        return Path(text)


BOOK = TypedPath()
FOLDER = TypedPath()

UNTOLD = "Pourquoi, pour l'historique et le résumé : n'est dit à personne."
EFFORT = "Temps de recherche : 1 = normal, 2 = deux fois plus."
NAMED = "par son identifiant ou par « matière, classe, date heure »"
ACCOUNT = "(par défaut : le compte de l'ordinateur)"

workbook = click.argument("file", metavar="CLASSEUR.xlsx", type=BOOK)
results = click.argument("folder", metavar="DIR", type=FOLDER)
effort = click.option("--effort", type=Number(0.01, 100, whole=False), default=1.0, show_default="1", help=EFFORT)
seed = click.option("--seed", type=Number(0, 10**9), default=0, show_default=True, help="Graine du calcul.")
first = click.option(
    "--from", "first", metavar="DATE", help="Premier jour qui peut changer (par défaut : aujourd'hui)."
)
dry_run = click.option("--dry-run", is_flag=True, help="Dit ce qui changerait, sans rien changer.")
keep_past = click.option("--keep-past", is_flag=True, help="Laisse les jours passés tels qu'annoncés.")
rewrite_past = click.option("--rewrite-past", is_flag=True, help="Change aussi les jours passés des calendriers.")
other_workbook = click.option(
    "--workbook", metavar="CLASSEUR.xlsx", type=BOOK, help="Classeur à utiliser au lieu de celui du calcul."
)

typed_since = click.option(
    "--workbook",
    metavar="CLASSEUR.xlsx",
    type=BOOK,
    help="Classeur dont les feuilles Présences, Actions et Réalisé comptent, sans mise à jour de l'emploi du temps.",
)


def as_json(what: str = "Résultat") -> Decorator:
    """``--json``."""
    return click.option("--json", "as_json", is_flag=True, help=f"{what} en JSON, pour un autre logiciel.")


def author(what: str = f"Qui, dans l'historique {ACCOUNT}.") -> Decorator:
    """``--author``."""
    return click.option("--author", metavar="NOM", default="", help=what)


def reason(what: str = "Pourquoi, dans l'historique.") -> Decorator:
    """``--reason``."""
    return click.option("--reason", metavar="TEXTE", default="", help=what)
