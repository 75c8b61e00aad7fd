"""*Solutions*: what each kind of cure of a contradiction costs, and whether it is proposed."""

from data.sheets.columns import Column, Sheet
from planner.domain import CurePrice

CURE_WORDS = {
    "déplacer un verrou": "lock moved",
    "retirer un verrou": "lock",
    "plus de séances par jour": "sessions a day",
    "séances plus courtes": "shorter sessions",
    "plus d'heures d'un formateur": "trainer's hours",
    "d'autres heures pour un cours": "only hours",
    "une demi-journée de plus d'un formateur": "half-day",
    "une salle libre malgré une indisponibilité": "room's absence",
    "retirer un lien": "link",
    "retirer une limite": "limit",
    "un autre formateur": "other trainer",
    "libérer l'heure d'une barrette": "fixed hour",
    "un autre type de salle": "other rooms",
    "un seul formateur au lieu de deux": "together",
    "déplacer un événement": "event",
    "déplacer une séance existante": "standing",
    "un jour de plus d'une classe": "class day",
    "une compétence de plus": "skill",
    "moins d'heures d'un cours": "hours",
    "ouvrir un jour de fermeture": "closure",
    "une salle plus grande": "larger room",
    "une salle de plus": "one room more",
    "retirer une barrette ou un temps d'accompagnement": "support",
    "revoir un aménagement": "arrangement",
    "mettre une règle hors service": "rule",
}
CURES = Sheet(
    "cure_prices",
    "Solutions",
    "une sorte de solution que `barrette explain` propose ou non à une contradiction, et son prix",
    (
        Column(
            "kind",
            "solution",
            "choice",
            "cell",
            "Ce qui changerait",
            "une salle de plus",
            choices=CURE_WORDS,
            field="kind",
        ),
        Column("proposed", "proposée", "bool", note="[oui]", example="oui", field="proposed"),
        Column(
            "price",
            "prix",
            "float",
            note="D'une heure, d'une demi-journée, d'une salle, de 1 à 20 d'habitude ; la moins chère est dite d'abord",
            example=8,
            low=0,
            high=1000,
            field="price",
        ),
    ),
    default="toutes les solutions, à leurs prix habituels",
    group="Réglages",
    of=CurePrice,
)
