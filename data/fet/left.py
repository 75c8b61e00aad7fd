"""What no sheet can say of a file of FET: its name there, how many there are, and what to do instead."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from data.fet.file import FetFile, kind_of, text
from data.fet.stated import READERS, WISHES, Stated

WISHED = "un souhait de FET que Barrette ne pèse pas ; s’il compte, écrivez-le comme une obligation : "
INSTEAD: tuple[tuple[str, str], ...] = (
    (r"Building", "donnez leur site aux salles (Salles) et les minutes entre sites (Sites) : le trajet est respecté."),
    (r"RoomChanges", "donnez une « salle préférée » à la classe (Classes) ; les changements sont à regarder."),
    (r"SameRoomIfConsecutive|MaxDifferentRooms", "ne laissez à ces cours qu’une salle (Cours, « type de salle »)."),
    (r"MinRestingHours", "mettez le repos voulu dans « repos majeur » et « repos mineur » (Paramètres), pour tous."),
    (r"IntervalMaxDays|MaxAfternoons|MaxMornings", "bornez les après-midi, ou les jours d’une plage horaire "
     "(Limites)."),
    (r"ActivityTagMinHours", "bornez « heures par jour au moins » (Limites), pour tous leurs cours."),
    (r"MaxSpanPerDay", "bornez les trous et les heures d’une journée (Limites)."),
    (r"ThreeActivitiesGrouped", "écrivez deux lignes « à la suite » (Liens)."),
    (r"OrderedIfSameDay|Ordered", "mettez « dans cet ordre » (Liens) si l’ordre vaut toujours."),
    (r"MaxDaysBetween", "donnez à ces cours leurs jours dans « heures possibles » (Cours)."),
    (r"MinGapsBetween", "écrivez « heures d’écart » entre ces cours (Liens)."),
    (r"TagsNotOverlapping", "écrivez « pas en même temps » entre ces cours (Liens)."),
    (r"MaxSimultaneous|MaxTotalActivities|OccupyM", "bornez le nombre de lieux de leur type (Salles), ou leurs heures "
     "(Cours)."),
    (r"ConsecutiveDays|Weekend|RealDays", "bornez les jours par semaine (Limites), ou fermez des jours "
     "(Indisponibilités)."),
    (r"TeacherRoom", "retirez cette salle des cours du formateur (Cours, « type de salle »)."),
    (r"PreferredStarting|PreferredDay", "« débuts possibles » (Cours)."),
    (r"PreferredTimeSlots", "« heures possibles » (Cours)."),
    (r"PreferredRoom|HomeRoom", "« type de salle » (Cours)."),
    (r"NotAvailable", "« souhait » dans Indisponibilités."),
)  # fmt: skip
NOTHING = "rien n’y répond dans le classeur : à regarder dans l’emploi du temps calculé."
GONE = "elle nomme une personne, une salle ou une activité qui n’est pas dans le fichier, ou une salle virtuelle."
SHOWN = 3
"""Names given with each kind."""
NAMED = ("Teacher", "Teacher_Name", "Students", "Students_Name", "Room", "Subject", "Activity_Tag", "Activity_Tag_Name")


@dataclass(frozen=True, slots=True)
class Left:
    """Something that is not carried over. ``what``: as FET calls it; ``number``: how many there are."""

    what: str
    number: int
    instead: str

    def __str__(self) -> str:
        times = f" (× {self.number})" if self.number > 1 else ""
        return f"{self.what}{times} : {self.instead}"


def left_constraints(stated: Stated) -> list[Left]:
    """Constraints that no sheet can say, by kind and by whether they bind; then those that are switched off."""
    binding = set(map(id, stated.file.binding))
    found: dict[tuple[str, bool], list[str]] = {}
    for row in stated.left:
        name = next((said for cell in NAMED if (said := text(row, cell).strip())), "")
        found.setdefault((kind_of(row), id(row) in binding), []).append(name)
    rows = [_left(kind, hard, names) for (kind, hard), names in sorted(found.items(), key=lambda i: not i[0][1])]
    off = stated.file.idle
    if off:
        kinds = ", ".join(f"{kind} × {n}" for kind, n in sorted(off.items()))
        rows.append(
            Left("Contraintes désactivées dans FET", off.total(), f"elles ne comptaient pas non plus ({kinds}).")
        )
    return rows


def _left(kind: str, hard: bool, names: list[str]) -> Left:
    who = dict.fromkeys(filter(None, names))
    some = ", ".join(list(who)[:SHOWN]) + (" …" if len(who) > SHOWN else "")
    way = next((said for words, said in INSTEAD if re.search(words, kind)), NOTHING)
    if f"Constraint{kind}" in (READERS if hard else WISHES):
        way = GONE
    elif not hard and way is not NOTHING:
        way = WISHED + way
    said = "" if hard else ", souhait"
    return Left(f"{kind}{said}{f' [{some}]' if some else ''}", len(names), way)


def left_features(file: FetFile, *, sites: bool) -> list[Left]:
    """What is no constraint and has no place in the sheets; ``sites``: buildings are sites."""
    tags = {tag for a in file.activities.values() for tag in a.tags}
    buildings = {name for room in file.root.iterfind("Rooms_List/Room") if (name := text(room, "Building").strip())}
    notes = sum(bool((one.text or "").strip()) for one in file.root.iter("Comments"))
    own = sum(bool(text(a, "Number_Of_Students").strip()) for a in file.root.iterfind("Activities_List/Activity"))
    hours = sum(text(t, "Target_Number_of_Hours") not in ("", "0") for t in file.root.iterfind("Teachers_List/Teacher"))
    found = (
        ("Activités désactivées", file.idle_activities, "elles n’étaient pas placées non plus ; ajoutez-les à Cours."),
        ("Étiquettes d’activité (Activity Tags)", len(tags), "elles ont servi à lire les contraintes ; sans colonne."),
        ("Bâtiments (Buildings)", 0 if sites else len(buildings), "donnez leur site aux salles (Salles), "
         "et remplissez Sites."),
        ("Salles virtuelles", sum(not choices for choices in file.virtual.values()), "trop de façons de les réunir, ou "
         "aucune : ajoutez celles qui servent (Salles, « réunit »)."),
        ("Effectifs propres à une activité", own, "toute la classe est comptée : partagez-la, ou changez de "
         "salle, si elle est trop petite (Cours)."),
        ("Heures visées d’un professeur (Target Number of Hours)", hours, "« max par semaine » de Formateurs."),
        ("Commentaires", notes, "ils ne servent pas au calcul."),
    )  # fmt: skip
    return [Left(what, number, instead) for what, number, instead in found if number]


def left_some(what: str, which: Iterable[str], instead: str) -> list[Left]:
    """Things of one sort that are left, by name."""
    names = Counter(which)
    some = ", ".join(list(names)[:SHOWN]) + (" …" if len(names) > SHOWN else "")
    return [Left(f"{what} [{some}]", names.total(), instead)] if names else []
