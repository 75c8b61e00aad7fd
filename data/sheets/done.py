"""The optional sheet about what has taken place, typed week after week."""

from data.sheets.columns import Column, Sheet
from planner.domain import Realised

REALISED = Sheet(
    "realised",
    "Réalisé",
    "une séance publiée qui n'a pas eu lieu, ou à laquelle des personnes ont manqué",
    (
        Column(
            "session",
            "séance",
            "text",
            "cell",
            "Référence de la feuille d'émargement, ou `session_id` de csv/sessions.csv",
            "CAP-CUI-1-ANGLAIS-02",
            ("session_id", "session", "identifiant"),
            field="session_id",
        ),
        Column("cancelled", "annulée", "bool", note="La séance n'a pas eu lieu", example="non", field="cancelled"),
        Column(
            "absent",
            "absents",
            "refs",
            note="Apprenants qui n'y étaient pas",
            example="Martin Léa",
            synonyms=("absent", "apprenants absents", "absence"),
            sheets=("learners",),
            field="absent_ids",
        ),
    ),
    default="tout ce qui est passé a eu lieu comme prévu",
    group="Suivi",
    of=Realised,
)

DONE_SHEETS = (REALISED,)
