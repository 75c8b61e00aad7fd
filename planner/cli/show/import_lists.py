"""What `barrette import` prints of lists, and asks before it changes a workbook."""

import sys
from collections.abc import Mapping

import click

from data.lists.mapped import Listed
from data.lists.merge import Merge
from planner.cli.show.edit import KEEP, YES
from planner.cli.show.out import LONG_LISTING, listing, say
from planner.cli.work.import_lists import FromLists
from planner.words import count

NEW: Mapping[str, tuple[str, str]] = {
    "classes": ("classe nouvelle", "classes nouvelles"),
    "trainers": ("formateur nouveau", "formateurs nouveaux"),
    "rooms": ("salle nouvelle", "salles nouvelles"),
    "courses": ("cours nouveau", "cours nouveaux"),
    "learners": ("apprenant nouveau", "apprenants nouveaux"),
    "standing": ("séance nouvelle", "séances nouvelles"),
}
FEMININE = ("classes", "rooms", "standing")


def wanted(done: FromLists, *, yes: bool) -> bool:
    """Show what lists make of a workbook; whether it is to be written: nothing to agree to, ``--yes``, or a word."""
    for one in done.lists:
        _columns(one)
    if done.left:
        say(f"Non repris : {' ; '.join(done.left)}.")
    if done.kept:
        say("Ces intitulés sont gardés dans « Correspondances » du classeur : c’est là que chacun se corrige.")
    for found in done.merges:
        _merge(found)
    if done.doubts:
        say(f"À regarder ({len(done.doubts)}) :")
        listing(list(done.doubts), LONG_LISTING)
    if yes or not done.asks or not done.changes:
        return True
    if not sys.stdin.isatty():
        return False
    return click.prompt(KEEP, default="n", show_default=False).strip().casefold() in YES


def tell_lists(done: FromLists) -> None:
    """Whether the workbook is changed, and what comes next."""
    if not done.changes:
        say(f"Rien à écrire : {done.file} a déjà tout ce que disent ces listes.")
        return
    if not done.written:
        say("Rien n’a été écrit : relancez avec --yes pour écrire ce qui est montré ici.")
        return
    say(f"{done.file} est {'écrit' if done.made else 'complété'}. Ensuite : barrette check {done.file}.")


def _columns(one: Listed) -> None:
    lines = count(len(one.table.rows), "ligne")
    say(f"« {one.source.file} » : {one.source.said}, {lines}, pour la feuille « {one.sheet.name} ».")
    listing([f"« {theirs} » : {ours}" for theirs, ours in one.columns.items()], LONG_LISTING)
    if one.ignored:
        say(f"Colonnes non reprises : {', '.join(f'« {name} »' for name in one.ignored)}.")
    if one.private:
        say(f"{count(one.private, 'colonne')} de données personnelles inutiles ici : ni lues, ni gardées.")
    for line in one.chosen:
        say(f"Choisi : {line}.")


def _merge(found: Merge) -> None:
    feminine = "e" if found.sheet.id in FEMININE else ""
    parts = [
        count(len(found.new), *NEW[found.sheet.id]),
        count(len(found.changes), f"changé{feminine}"),
        f"{found.same} sans changement",
    ]
    if found.absent:
        parts.append(f"{len(found.absent)} absent{feminine}{'s' if len(found.absent) > 1 else ''} du fichier")
    say(f"{found.sheet.name} : {', '.join(parts)}.")
    listing([f"nouveau : {name}" if not feminine else f"nouvelle : {name}" for name in found.new])
    listing([f"{name} : {' ; '.join(said)}" for name, said in found.changes.items()], LONG_LISTING)
    if found.absent:
        say("Pas dans le fichier, et laissés dans le classeur :" if not feminine else
            "Pas dans le fichier, et laissées dans le classeur :")  # fmt: skip
        listing(found.absent)
