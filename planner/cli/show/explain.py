"""What `barrette explain` prints."""

from collections.abc import Mapping
from typing import Any

from planner.cli.show.out import fields, say
from planner.cli.work.check import split_origin
from planner.cli.work.explain import Explained, ToldClash, closing, in_words, lead
from planner.explain.told import heading


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
            {**fields(tried.cure, "kind", "text"), **fields(tried, "price", "all_of_it")} for tried in told.cures
        ],
    }


def tell(done: Explained) -> None:
    """Each clash, its facts and its cures; then what nothing explains."""
    say(lead(done))
    for number, told in enumerate(done.clashes, start=1):
        words = in_words(done.problem, told)
        say()
        say(f"{number}. {words.heading}")
        say(words.lead)
        for where, text in words.facts:
            say(f"  • {f'{where} : ' if where else ''}{text}")
        for note in words.notes:
            say(note)
        if words.cures:
            say("Solutions essayées, qui marchent :")
        for rank, text in enumerate(words.cures, start=1):
            say(f"  {rank}. {text}")
    for note in closing(done):
        say()
        say(note)
    if done.page is not None:
        say(f"Page : {done.page}.")
    if done.lost:
        say(f"Copie annotée : {done.marked}. Première feuille : la liste, avec des liens vers les cellules.")
        say(f"Elle ne reprend que les valeurs lues ; restent dans votre classeur : {done.lost}.")
