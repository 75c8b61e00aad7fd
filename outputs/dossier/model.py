"""What the dossier of a regulation holds, in words: proposals, decisions on them, notes to companies."""

from typing import NamedTuple

TITLES = {"Apprenant": "Apprenants", "Classe": "Classes", "Entreprise": "Entreprises"}
"""What stands above all the proposals of one aim."""


class Said(NamedTuple):
    """One decision; ``version``: the first that was made under it."""

    when: str
    decision: str
    by: str
    reason: str
    version: int | None


class Line(NamedTuple):
    """One proposal in words; ``decision`` is empty where there is none."""

    number: int
    aim: str
    name: str
    group: str
    why: str
    what: str
    effect: str
    state: str
    decision: str
    by: str
    reason: str
    when: str
    key: str
    history: tuple[Said, ...]


class Dossier(NamedTuple):
    """All proposals of a period."""

    id: str
    period: str
    title: str
    lines: tuple[Line, ...]

    @property
    def sections(self) -> list[tuple[str, list[Line]]]:
        """Lines under what they aim at."""
        aims = dict.fromkeys(line.aim for line in self.lines)
        return [(TITLES.get(aim, aim), [line for line in self.lines if line.aim == aim]) for aim in aims]


class Note(NamedTuple):
    """A word to the company of one apprentice."""

    file: str
    company: str
    person: str
    contact: str
