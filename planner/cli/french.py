"""What click says by itself, in French: headings of the help, and what is wrong with a command line.

click asks for its sentences through gettext, under the names ``_`` and ``ngettext`` of each of its modules. There they
are given ours, filled with click's own values (``{value}``, ``{choices}`` …); what has none stays as it is, and a test
compares the table with the source of click. The options and commands that it names there are in the quotes of
`quoted` and `hinted`, in place of the functions by which it quotes them; a test reads every refusal for others.
"""

import re
from collections.abc import Callable, Sequence
from types import ModuleType

from click import core, decorators, exceptions, formatting, parser, termui, types

FRENCH = {
    "Aborted!": "Arrêté.",
    "Usage:": "Utilisation :",
    "Options": "Options ",
    "Positional arguments": "Arguments ",
    "Commands": "Commandes ",
    "Show this message and exit.": "Affiche cette aide.",
    "Show the version and exit.": "Affiche la version de Barrette.",
    "default: {default}": "par défaut : {default}",
    "env var: {var}": "variable d’environnement : {var}",
    "required": "obligatoire",
    "deprecated": "abandonné",
    "(dynamic)": "(selon le cas)",
    "Error: {message}": "Erreur : {message}",
    "Try '{command} {option}' for help.": "Pour l’aide : {command} {option}",
    "Invalid value: {message}": "Valeur refusée : {message}",
    "Invalid value for {param_hint}: {message}": "Valeur refusée pour {param_hint} : {message}",
    "Missing command.": "Il manque la commande.",
    "Missing argument": "Il manque",
    "Missing option": "Il manque",
    "Missing parameter": "Il manque",
    "Missing {param_type}": "Il manque",
    "Missing parameter: {param_name}": "Il manque {param_name}",
    "No such option {name!r}.": "L’option « {name} » n’existe pas.",
    "No such command {name!r}.": "La commande « {name} » n’existe pas.",
    "Did you mean {possibility}?": "Vouliez-vous dire {possibility} ?",
    "(Did you mean one of: {possibilities}?)": "(Vouliez-vous dire l’un de ceux-ci : {possibilities} ?)",
    "Got unexpected extra argument ({args})": "De trop : {args}",
    "Got unexpected extra arguments ({args})": "De trop : {args}",
    "Option {name!r} does not take a value.": "L’option « {name} » ne prend pas de valeur.",
    "Option {name!r} requires an argument.": "L’option « {name} » demande une valeur.",
    "Option {name!r} requires {nargs} arguments.": "L’option « {name} » demande {nargs} valeurs.",
    "Argument {name!r} takes {nargs} values.": "« {name} » demande {nargs} valeurs.",
    "Takes {nargs} values but 1 was given.": "{nargs} valeurs sont demandées, une est donnée.",
    "Takes {nargs} values but {len} were given.": "{nargs} valeurs sont demandées, {len} sont données.",
    "Choose from:\n\t{choices}": "Choix possibles :\n\t{choices}",
    "{value!r} is not {choice}.": "« {value} » n’est pas {choice}.",
    "{value!r} is not one of {choices}.": "« {value} » n’est pas l’un des choix possibles : {choices}.",
    "{value!r} is not a valid {number_type}.": "« {value} » n’est pas un nombre de la forme attendue.",
    "{value} is not in the range {range}.": "{value} est hors des limites ({range}).",
    "{value!r} is not a valid boolean. Recognized values: {states}": (
        "« {value} » n’est ni oui ni non. Valeurs possibles : {states}"
    ),
    "path": "chemin",
    "file": "fichier",
    "directory": "dossier",
    "unknown error": "erreur inconnue",
    "Could not open file {filename!r}: {message}": "« {filename} » ne peut pas être ouvert : {message}",
    "{name} {filename!r} does not exist.": "« {filename} » n’existe pas.",
    "{name} {filename!r} is a file.": "« {filename} » est un fichier ; un dossier est attendu.",
    "{name} {filename!r} is a directory.": "« {filename} » est un dossier ; un fichier est attendu.",
    "{name} {filename!r} is not readable.": "« {filename} » ne peut pas être lu : vérifiez vos droits sur ce fichier.",
    "{name} {filename!r} is not writable.": "« {filename} » ne peut pas être modifié : vérifiez vos droits.",
    "{name} {filename!r} is not executable.": "« {filename} » n’est pas un programme.",
    "Error: invalid input": "Erreur : réponse non comprise",
}
"""click's sentence → ours."""
SPEAKING = (core, decorators, exceptions, formatting, parser, termui, types)
"""Modules of click that say something to whoever types."""


def said(text: str) -> str:
    """A sentence of click in French."""
    return FRENCH.get(text, text)


def said_of(one: str, many: str, number: int) -> str:
    """One of two sentences of click in French; as in English, zero takes the plural here."""
    return said(one if number == 1 else many)


def quoted(name: str) -> str:
    """An option, a command or a choice that click proposes."""
    return f"« {name} »"


def hinted(names: Sequence[str] | str | None) -> str | None:
    """The options or arguments of which click says that something is wrong: several names, or one text in quotes."""
    if names is None or isinstance(names, str):
        return names and re.sub("'([^']*)'", r"« \1 »", names)
    return " / ".join(quoted(name) for name in names)


QUOTING: tuple[tuple[ModuleType, str, Callable[..., object]], ...] = (
    (exceptions, "repr", quoted), (types, "repr", quoted), (exceptions, "_join_param_hints", hinted),
)  # fmt: skip
"""What click quotes names by, where → ours."""


def in_french() -> None:
    """Have click speak French; before the first command line is read."""
    for module, name, quotes in QUOTING:
        setattr(module, name, quotes)
    says: tuple[tuple[str, Callable[..., str]], ...] = (("_", said), ("ngettext", said_of))
    for module in SPEAKING:
        for name, function in says:
            if hasattr(module, name):
                setattr(module, name, function)
