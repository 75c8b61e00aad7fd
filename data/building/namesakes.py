"""People of one name, and employers of one name: what tells them apart, or that nothing does."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from data.building.context import Context
from data.reading.table import Row
from planner.domain import ApprenticeId, ClassGroup, ClassId, Learner, email_addresses, key
from planner.words import MOST_LINES, count

EMAILS = {
    "learners": ("email", "guardian_email", "employer_email"),
    "trainers": ("email",),
}
"""Sheet → its columns that people are written to by."""


def with_marks(
    learners: Mapping[ApprenticeId, Learner], classes: Mapping[ClassId, ClassGroup]
) -> dict[ApprenticeId, Learner]:
    """Learners; those who share first and last name with a mark: their class where it tells them, else the code."""
    same: dict[tuple[str, str], list[Learner]] = defaultdict(list)
    for learner in learners.values():
        same[key(learner.first_name), key(learner.last_name)].append(learner)
    found = dict(learners)
    for people in same.values():
        names = [_class(person, classes) for person in people]
        for person, name in zip(people, names, strict=True) if len(people) > 1 else ():
            alone = name and names.count(name) == 1
            found[person.id] = replace(person, mark=name if alone else str(person.id))
    return found


def _class(learner: Learner, classes: Mapping[ClassId, ClassGroup]) -> str:
    return next((classes[m.class_id].name for m in learner.memberships if m.class_id in classes), "")


def say_namesakes(context: Context) -> None:
    """Rows of one employer of which nothing says whether it is one company or several, and addresses that are none."""
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in context.rows("learners"):
        if row["employer"]:
            rows[key(row["employer"])].append(row)
    unclear = [found for found in rows.values() if len(found) > 1 and not all(map(_told, found))]
    if unclear:
        names = sorted(found[0]["employer"] for found in unclear)
        more = f" et {count(len(names) - MOST_LINES, 'autre')}" if len(names) > MOST_LINES else ""
        one = len(names) < 2
        context.faults.notice(
            "Feuille « Apprenants » : "
            + ("l'employeur " if one else "les employeurs ")
            + ", ".join(f"« {name} »" for name in names[:MOST_LINES])
            + more
            + (" est nommé" if one else " sont nommés")
            + " sur plusieurs lignes sans rien qui dise si c'est la même entreprise. Les lignes qui ont aussi le même "
            "secteur sont comptées comme une seule, dont le calendrier montre tous les apprentis. Solution : remplir "
            "« siret de l'employeur », ou « adresse de l'employeur »."
        )
    for sheet, columns in EMAILS.items():
        for row in context.rows(sheet):
            for column in columns:
                if row[column] and not email_addresses(row[column]):
                    context.notice(
                        row, column, "n'est pas une adresse de courriel : aucun message n'y est préparé. Corrigez-la."
                    )


def _told(row: Row) -> bool:
    return bool(row["siret"] or row["employer_address"])
