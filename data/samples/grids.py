"""Hours by subject of each kind of diploma, in whole hours of a normal CFA week, after ``domain.md`` 1.3.

They are laid out so that a week of four days takes clearly less than a normal one (see `planner.courses.volumes`):
patterns such as ``4+4+2`` or ``2+1`` lose a session in it, volumes of the whole term fall elsewhere, one course is made
up.
"""

from dataclasses import dataclass

ORDINARY, COMPUTERS, GYM, RESOURCE, STUDY = "banalisée", "informatique", "gymnase", "centre de ressources", "étude"


@dataclass(frozen=True, slots=True)
class Trade:
    """A trade: its workshop (room type), the seats of it, and the subjects that are its own."""

    id: str
    name: str
    workshop: str
    seats: int
    practice: str
    theory: str
    science: str

    @property
    def craft(self) -> str:
        """Who teaches it: bakers and pastry cooks, cooks and waiters are the same trainers."""
        return {"patissier": "boulanger", "service": "cuisine"}.get(self.id, self.id)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of *Cours* to be: lengths in hours of a normal week; ``field`` is who teaches it."""

    subject: str
    field: str
    lengths: tuple[int, ...]
    room: str = ORDINARY
    second: str = ""
    """Field of the other trainer of a co-taught course."""
    total: bool = False
    """The volume is written for the whole term."""
    makeup: bool = False
    parts: int = 1
    crossed: str = ""
    after: str = ""
    regulated: bool = False

    @property
    def hours(self) -> int:
        """Hours of a normal week, for one part."""
        return sum(self.lengths)


TRADES = {
    trade.id: trade
    for trade in (
        Trade("cuisine", "Cuisine", "cuisine", 12, "TP cuisine", "Technologie culinaire", "Sciences appliquées"),
        Trade(
            "boulanger", "Boulanger", "fournil", 12, "TP boulangerie", "Technologie boulangère", "Sciences appliquées"
        ),
        Trade(
            "patissier",
            "Pâtissier",
            "laboratoire",
            12,
            "TP pâtisserie",
            "Technologie pâtissière",
            "Sciences appliquées",
        ),
        Trade(
            "service", "Service en restauration", "restaurant", 12, "TP service", "Technologie du service", "Œnologie"
        ),
        Trade("menuisier", "Menuisier", "atelier bois", 18, "TP menuiserie", "Technologie du bois", "Dessin technique"),
        Trade("electricien", "Électricien", "atelier électricité", 18, "TP électricité", "Schémas", "Dessin technique"),
        Trade("macon", "Maçon", "halle maçonnerie", 18, "TP maçonnerie", "Technologie du bâti", "Dessin technique"),
        Trade(
            "auto", "Maintenance des véhicules", "atelier automobile", 18, "TP automobile", "Technologie", "Mécanique"
        ),
        Trade("coiffure", "Coiffure", "salon", 20, "TP coiffure", "Technologie capillaire", "Biologie"),
        Trade("esthetique", "Esthétique", "cabine", 20, "TP esthétique", "Techniques esthétiques", "Biologie"),
        Trade("commerce", "Commerce", "magasin", 20, "TP vente", "Relation client", "Marchandisage"),
    )
}


def cap(trade: Trade, crossed: str, short: bool) -> list[Line]:
    """CAP: 32 h and 3 h of support; one hour less where a short week leaves an hour to make up.

    ``crossed``: where the workshop is too small, two parts cross practice and theory, all of it in half-days (``long``)
    or not (``mixed``); empty: whole class.
    """
    trades = {"long": _crossed(trade, (4, 4)), "mixed": _crossed(trade, (4, 2)), "": _whole(trade)}[crossed]
    general = [
        Line("Français", "lettres", (2, 1)),
        Line("Histoire-géographie", "lettres", (1, 1)),
        Line("Mathématiques", "sciences", (1, 1), makeup=True),
        *([] if short else [Line("Physique-chimie", "sciences", (1,))]),
        Line("Anglais", "anglais", (1, 1)),
        Line("EPS", "eps", (2,), GYM),
        Line("PSE", "pse", (1,)),
        Line("Chef-d'œuvre", trade.craft, (1, 1), total=True),
        Line("Co-intervention", trade.craft, (1,), second="lettres" if crossed else "sciences"),
    ]
    if crossed == "long":
        return [*trades, *general]
    return [*trades, Line(trade.science, "pse", (1, 1)), Line("Gestion", "gestion", (1,)), *general]


def _crossed(trade: Trade, lengths: tuple[int, ...]) -> list[Line]:
    theory = f"{trade.theory} appliquée"
    return [
        Line(trade.practice, trade.craft, lengths, trade.workshop, parts=2, crossed=theory, regulated=True),
        Line(theory, trade.craft, lengths, parts=2, crossed=trade.practice),
        *([] if lengths == (4, 4) else [Line(f"{trade.theory} générale", trade.craft, (1,))]),
    ]


def _whole(trade: Trade) -> list[Line]:
    return [
        Line(trade.practice, trade.craft, (4, 4, 2), trade.workshop, regulated=True),
        Line(trade.theory, trade.craft, (2, 1)),
    ]


def bac_pro(trade: Trade) -> list[Line]:
    """Bac pro: 33 h and 2 h of support."""
    return [
        Line(trade.practice, trade.craft, (4, 4, 2) if trade.id == "auto" else (4, 2), trade.workshop, regulated=True),
        Line(trade.theory, trade.craft, (2, 1, 1)),
        Line(trade.science, trade.craft, (2,) if trade.id == "auto" else (2, 1)),
        *([] if trade.id == "auto" else [Line("Espagnol", "espagnol", (1, 1)), Line("Droit", "gestion", (1,))]),
        Line("Éco-gestion", "gestion", (1,)),
        Line("PSE", "pse", (1,)),
        Line("Français", "lettres", (2, 1)),
        Line("Histoire-géographie", "lettres", (1,)),
        Line("Mathématiques", "sciences", (1, 1), makeup=True),
        Line("Physique-chimie", "sciences", (1,)),
        Line("Anglais", "anglais", (1, 1)),
        Line("EPS", "eps", (2,), GYM),
        Line("Arts appliqués", "arts", (1,), total=True),
        Line("Projet", trade.craft, (1, 1), total=True, second="lettres"),
    ]


def bp(trade: Trade) -> list[Line]:
    """BP: 33 h, much of it in the workshop, and 1 h of support."""
    return [
        Line(trade.practice, trade.craft, (4, 4, 4), trade.workshop),
        Line(trade.theory, trade.craft, (2, 1)),
        Line(trade.science, "pse", (2, 1)),
        Line("Gestion", "gestion", (2, 1)),
        Line("Management", "gestion", (1,)),
        Line("Expression et monde", "lettres", (2, 1)),
        Line("Mathématiques", "sciences", (1, 1), makeup=True),
        Line("Anglais", "anglais", (1, 1)),
        Line("Arts appliqués", "arts", (1, 1)),
        Line("Projet", trade.craft, (1, 1), total=True),
    ]


def cs(trade: Trade, guest: Trade | None) -> list[Line]:
    """CS (one year after a CAP): 31 h and the support of its wave; ``guest``: the other workshop where it also goes."""
    practice = [Line(trade.practice, trade.craft, (4, 4, 4) if guest is None else (4, 4, 1), trade.workshop)]
    if guest is not None:
        practice.append(Line(guest.practice, guest.craft, (3,), guest.workshop))
    return [
        *practice,
        Line(trade.theory, trade.craft, (2, 1)),
        Line(trade.science, "pse", (2, 1)),
        Line("Gestion", "gestion", (2,)),
        Line("Management", "gestion", (1,)),
        Line("Expression", "lettres", (2, 1)),
        Line("Anglais professionnel", "anglais", (1, 1), makeup=True),
        Line("Arts appliqués", "arts", (1, 1)),
        Line("Informatique", "gestion", (1,), COMPUTERS),
        Line("Projet", trade.craft, (1, 1), total=True),
    ]
