"""A password asked for: from a file, from the environment, or at the terminal, which does not show it."""

import os
import sys
from pathlib import Path

import click

from planner.answer import USAGE, Refused

VARIABLE = "BARRETTE_PASSWORD"
PASSWORD_WAYS = (
    f"--host demande un mot de passe : --password-file FICHIER, la variable {VARIABLE}, ou un terminal où le taper."
)


def asked_password(file: Path | None) -> str:
    """The password; raises Refused where there is no way to get it."""
    if file is not None:
        try:
            return file.read_text(encoding="utf-8").removesuffix("\n").removesuffix("\r")
        except (OSError, UnicodeDecodeError):
            raise Refused(USAGE, f"Le mot de passe ne peut pas être lu dans « {file} ».") from None
    if os.environ.get(VARIABLE):
        return os.environ[VARIABLE]
    if not sys.stdin.isatty():
        raise Refused(USAGE, PASSWORD_WAYS)
    typed: str = click.prompt("Mot de passe du tableau", hide_input=True, confirmation_prompt="Encore une fois")
    return typed
