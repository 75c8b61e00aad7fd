"""What `barrette explain` prints."""

from collections.abc import Mapping
from typing import Any

from planner.cli.show.out import fields, say
from planner.cli.work.check import split_origin
from planner.cli.work.explain import Explained, ToldClash
from planner.explain.told import heading, weeks_told
from planner.words import bulleted, count, say_all, say_week


def plain(done: Explained) -> Mapping[str, Any]:
    """The clashes for a program."""
    return {
        "clashes": [_plain_clash(done, told) for told in done.clashes],
        "unproven_weeks": [str(week) for week in done.unknown],
        "unexplained": [str(row.session_id) for row in done.unexplained],
        **({"marked": str(done.marked), "lost": done.lost} if done.lost is not None else {}),
    }


def _plain_clash(done: Explained, told: ToldClash) -> dict[str, Any]:
    clash = told.clash
    return {
        "text": heading(done.problem, clash, told.sessions),
        "weeks": [str(week) for week in clash.weeks] if not clash.anywhere else [],
        "nowhere": clash.nowhere,
        "sessions": told.sessions,
        "minimal": clash.found.minimal,
        "proven": clash.found.proven,
        "facts": [
            {"kind": fact.kind, "key": fact.key, "text": fact.text, "cells": [split_origin(c) for c in fact.cells]}
            for fact in clash.facts
        ],
        "cures": [
            {**fields(tried.cure, "kind", "text", "price"), "all_of_it": tried.all_of_it} for tried in told.cures
        ],
    }


def tell(done: Explained) -> None:
    """Each clash, its facts and its cures; then what nothing explains."""
    if done.unplaced:
        say(f"{count(len(done.unplaced), 'séance')} de cours sans place.")
    for number, told in enumerate(done.clashes, start=1):
        if number > 1 or done.unplaced:
            say()
        _tell_clash(done, number, told)
    if not done.clashes and not done.unplaced:
        say("Rien ne se contredit : chaque semaine a de la place pour tous ses cours, ses barrettes et ses événements.")
    if done.unexplained:
        say()
        say("Rien de prouvé n’empêche les séances suivantes ; relancez le calcul avec --effort plus grand :")
        for line in bulleted([f"{row.session_id} : {row.reason}" for row in done.unexplained]):
            say(line)
    if done.unknown:
        say(f"Sans réponse dans le temps de recherche : {say_all(say_week(w) for w in dict.fromkeys(done.unknown))}.")
    if done.lost:
        say(f"Copie annotée : {done.marked}. Première feuille : la liste, avec des liens vers les cellules.")
        say(f"Elle ne reprend que les valeurs lues ; restent dans votre classeur : {done.lost}.")


def _tell_clash(done: Explained, number: int, told: ToldClash) -> None:
    clash = told.clash
    say(f"{number}. {heading(done.problem, clash, told.sessions)}")
    if len(clash.facts) == 1:
        say("Ce fait, à lui seul, l’empêche :")
    else:
        say("Ces faits, ensemble, l’empêchent :")
    for fact in clash.facts:
        say(f"  • {fact.line}.")
    if clash.found.minimal and len(clash.facts) > 1:
        say("Sans un seul d’entre eux, tout tient.")
    if len(clash.weeks) > 1 and not clash.anywhere:
        say(f"De même, {weeks_told(clash)}.")
    if not clash.found.proven:
        say("(Une seconde recherche ne l’a pas confirmé : à prendre comme une piste.)")
    if told.cures:
        say("Ce qui le guérit (essayé) :")
        for rank, tried in enumerate(told.cures, start=1):
            text = tried.cure.text
            part = "" if tried.all_of_it else " (pour ce cours seul)"
            say(f"  {rank}. {text[0].upper()}{text[1:]}{part}.")
    else:
        say("Aucun changement simple de ces seuls faits ne suffit : plusieurs contradictions se mêlent peut-être.")
