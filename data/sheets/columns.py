"""What a sheet and a column of the workbook are; `data.sheets.schema` lists them all."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from planner.domain import key

KINDS: Mapping[str, str] = {
    "text": "texte",
    "code": "code court, sans espace",
    "phone": "texte (`06 12 34 56 78`)",
    "link": "adresse (`https://www.mon-cfa.fr/edt`)",
    "part": "texte",
    "date": "date (`07/09/2026`)",
    "time": "heure (`14h30`)",
    "hours": "durée (`24 h`, `1 h 30`, `90 min` ; un nombre seul est en heures)",
    "length": "durée (`1 h 30`, `90 min` ; un nombre seul est en heures jusqu'à 12, en minutes au-delà)",
    "int": "nombre entier",
    "float": "nombre",
    "bool": "`oui` ou `non`",
    "choice": "choix dans une liste",
    "list": "textes séparés par `;`",
    "ints": "nombres entiers séparés par `;`",
    "ref": "renvoi à une ligne d'une autre feuille",
    "refs": "renvois séparés par `;`",
    "days": "jours (`lu-ma ; me am`)",
    "windows": "jours, avec ou sans heures (`ma 14:00-16:00 ; je am`)",
    "clocks": "heure, par jour si besoin (`16h45`, `ve 15h30`)",
    "starts": "heures, par jour si besoin (`8h ; 10h15`, `ma 14h ; je 8h`)",
    "hours_list": "durées en heures, une par année, séparées par `;`",
    "volume": "volume (`24 h`, `2 h/sem`, `3 créneaux/sem`)",
    "teams": "formateurs (`A`, `A ou B`, `A + B` ensemble)",
    "lengths": "longueurs de séances (`4+4+2`, en heures)",
    "any": "texte ou nombre",
}
"""Kinds of cell, with what the planner is told of each."""
YES_NO: Mapping[str, str] = {"oui": "yes", "non": "no"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``need``: ``cell`` (every row fills it), ``column`` (the header must exist), empty (facultatif)."""

    id: str
    header: str
    kind: str = "text"
    need: str = ""
    note: str = ""
    """What, unit: one French line, shown on the header and in the reference page."""
    example: object = None
    synonyms: tuple[str, ...] = ()
    choices: Mapping[str, str] = field(default_factory=dict)
    """Word of the planner → value of the program."""
    sheets: tuple[str, ...] = ()
    """For references: the sheets (ids) in which the row must exist."""
    low: float | None = None
    """Least value of a number or duration (minutes)."""
    high: float | None = None
    shown: bool = False
    """Handed out as typed: a telling word in it is worth a notice."""
    field: str = ""
    """Field of `Sheet.of`, read and written by `data.sheets.plain`. Empty: `data.building` and `data.rows` do it."""
    true: str = ""
    """For a choice that is a yes or no in its field: the value that means yes."""

    @property
    def words(self) -> tuple[str, ...]:
        """Words to choose from, without those that mean the same."""
        firsts: dict[str, str] = {}
        for name, value in (YES_NO if self.kind == "bool" else self.choices).items():
            firsts.setdefault(value, name)
        return tuple(firsts.values())

    @property
    def names(self) -> tuple[str, ...]:
        """Header and synonyms."""
        return (self.header, *self.synonyms)


OPEN_GROUPS = ("Temps", "Accompagnement")
"""Groups of optional sheets that the template shows; the others are hidden until they are needed."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: ``id`` in English, ``name`` as on the tab."""

    id: str
    name: str
    about: str
    """What a row is, in French."""
    columns: tuple[Column, ...]
    required: bool = False
    default: str = ""
    """What stands in for a missing or empty sheet, in French."""
    group: str = ""
    """Group of optional sheets in the template."""
    weekly: bool = False
    """Further columns are weeks (``S36`` or a Monday)."""
    domains: bool = False
    """Further columns are tested domains (results in the wide form)."""
    synonyms: tuple[str, ...] = ()
    of: type | None = None
    """What a row says is a value of this dataclass, in the fields that its columns name."""

    @property
    def folded_away(self) -> bool:
        """Whether the workbooks that we write hide the sheet as long as it is empty."""
        return not self.required and self.group not in OPEN_GROUPS

    @property
    def shown(self) -> tuple[str, ...]:
        """Headers in order."""
        return tuple(column.header for column in self.columns)

    def column(self, column_id: str) -> Column:
        """A column by its id."""
        return next(c for c in self.columns if c.id == column_id)


@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """A heading folded for comparison: no case, accents, punctuation, or optional plural mark."""
    plain = key(text).replace("(s)", "s").replace("œ", "oe").replace("æ", "ae")
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())


MAKEUP: Mapping[str, str] = {"non": "", "oui": "led", "autonomie": "study"}
MAKEUP_NOTE = "oui : avec un formateur du cours ; autonomie : sinon seul et encadré, sur le travail donné [non]"
MOST_OF_YEAR = 2500 * 60
"""Minutes that no year of work or of training exceeds: more is a slip of the keyboard."""
EXAMPLE_MARK = "exemple :"
"""A row whose first filled cell starts with these words is an example and is not read."""
CODE = Column("code", "code", "code", note="Code stable de la ligne ; vide : tiré du nom", field="id")
APPRENTICE = Column(
    "learner",
    "apprenant",
    "ref",
    "cell",
    "Apprenant",
    "Martin Léa",
    ("nom", "qui"),
    sheets=("learners",),
    field="apprentice_id",
)
FROM = Column("first", "du", "date", note="Vide : dès le début", field="first")
UNTIL = Column("last", "au", "date", note="Vide : jusqu'à la fin", field="last")
PART = Column("part", "partie", "part", note="Partie de la classe", field="part")
