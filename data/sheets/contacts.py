"""Columns by which people are written to, and employers of one name told apart; handed out nowhere."""

from data.sheets.columns import Column


def contact_columns(
    whose: str = "", before: str = "", mail: tuple[str, ...] = (), phone: tuple[str, ...] = ()
) -> tuple[Column, Column]:
    """Where somebody is written to; ``whose`` and ``before`` (of ids): of whom, where it is not the row's own."""
    return (
        Column(
            f"{before}email",
            f"courriel{whose}",
            "text",
            note="Pour les messages de « barrette publish » ; plusieurs : séparés par `;`",
            synonyms=(f"email{whose}", f"mail{whose}", *mail),
            field=f"{before}email",
        ),
        Column(
            f"{before}phone",
            f"téléphone{whose}",
            "phone",
            note="Pour qui n'a pas de courriel",
            synonyms=(f"tél{whose}", f"portable{whose}", *phone),
            field=f"{before}phone",
        ),
    )


LEARNER_CONTACTS = (
    *contact_columns(mail=("email_contact", "courriel apprenant"), phone=("tel_apprenant",)),
    Column(
        "guardian",
        "représentant légal",
        "text",
        note="Nom du représentant légal, qui reçoit aussi les messages d'un mineur",
        synonyms=("responsable légal", "représentant"),
        field="guardian",
    ),
    *contact_columns(" du représentant", "guardian_", ("responsable_apprenant_mail1", "courriel du responsable")),
    Column(
        "siret",
        "siret de l'employeur",
        "text",
        note="Distingue les employeurs de même nom",
        synonyms=("siret", "siret_employeur", "siret employeur"),
        field="siret",
    ),
    Column(
        "employer_address",
        "adresse de l'employeur",
        "text",
        note="Distingue les employeurs de même nom, sans SIRET",
        synonyms=("adresse employeur", "adresse_employeur"),
        field="employer_address",
    ),
    *contact_columns(" de l'employeur", "employer_", ("courriel employeur", "courriel du maître d'apprentissage")),
)
"""Of *Apprenants*: the person, whoever answers for a minor, the company."""
