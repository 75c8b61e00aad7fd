"""What happens to a small centre between two publications: changes of its workbook, drawn at random."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, timedelta

from benchmarks.random_people import actions
from benchmarks.random_rows import ADULTS, FIRST_WEEK, MAKEUP, MONDAY, Cells, Dice, Draw, Rows, newcomer, possible
from planner.domain import Timetable


@dataclass
class Change:
    """A workbook that is being changed on a day, with the timetable that stands."""

    draw: Draw
    timetable: Timetable
    today: date
    number: int = 0
    """Which update it is."""

    def soon(self) -> date:
        """A day from today on."""
        return self.today + timedelta(days=self.draw.dice.randint(0, 6))

    def someone(self) -> Cells:
        """The row of somebody who is in already."""
        rows = self.draw.rows["Apprenants"]
        return self.draw.dice.choice([row for row in rows if str(row["entrée"]) <= str(self.today)] or rows)


def trip(change: Change) -> None:
    """A class is out for half a day, or a day."""
    draw = change.draw
    start, end = draw.dice.choice((("8h", "12h"), ("13h", "17h"), (None, None)))
    draw.rows.setdefault("Événements", []).append({
        "événement": f"Sortie {change.number}", "date": change.soon(), "début": start, "fin": end,
        "classes": draw.dice.choice(draw.classes), "formateurs": draw.dice.choice((None, *ADULTS)),
        "lieu extérieur": "Musée", "à rattraper": draw.dice.choice(MAKEUP),
    })  # fmt: skip


def meeting(change: Change) -> None:
    """Some people have an event of their own, the rest of the class goes on or not."""
    draw = change.draw
    start, end = draw.dice.choice((("8h", "10h"), ("10h", "12h"), ("13h", "17h")))
    draw.rows.setdefault("Événements", []).append({
        "événement": f"Bilan {change.number}", "date": change.soon(), "début": start, "fin": end,
        "apprenants": " ; ".join(draw.dice.some(draw.people)), "à rattraper": draw.dice.choice(MAKEUP),
        "reste de la classe": draw.dice.choice((None, "maintenu", "autonomie", "libéré")),
    })  # fmt: skip


def moved_event(change: Change) -> None:
    """An event of the workbook gets another day or hour."""
    rows = [row for row in change.draw.rows.get("Événements", ()) if str(row["date"]) >= str(change.today)]
    if rows:
        row = change.draw.dice.choice(rows)
        row["date"] = change.soon()
        if row.get("début"):
            row |= {"début": "13h", "fin": "15h"}


def closed(change: Change) -> None:
    """The centre is closed on a day."""
    half = change.draw.dice.choice((None, "matin", "après-midi"))
    change.draw.rows.setdefault("Fermetures", []).append(
        {"libellé": "Neige", "du": change.soon(), "demi-journée": half}
    )


def trainer_away(change: Change) -> None:
    """A trainer is away for some days."""
    first = change.soon()
    last = first + timedelta(days=change.draw.dice.randint(0, 3))
    change.draw.add("Indisponibilités", qui=change.draw.dice.choice(ADULTS), du=first, au=last)


def room_closed(change: Change) -> None:
    """A room is closed for some days."""
    first = change.soon()
    last = first + timedelta(days=change.draw.dice.randint(0, 3))
    room = change.draw.dice.choice(("Salle 1", "Salle 2", "Cuisine", "CDR"))
    change.draw.add("Indisponibilités", qui=room, du=first, au=last)


def class_away(change: Change) -> None:
    """A class is away for a day."""
    draw = change.draw
    draw.add("Indisponibilités", qui=draw.dice.choice(draw.classes), du=change.soon(),
             à_rattraper=draw.dice.choice(MAKEUP))  # fmt: skip


def person_away(change: Change) -> None:
    """Somebody is ill."""
    draw, first = change.draw, change.soon()
    draw.add("Indisponibilités", qui=draw.dice.choice(draw.people), du=first, au=first + timedelta(days=1),
             à_rattraper=draw.dice.choice(MAKEUP), cours_de_la_classe=draw.dice.choice((None, "reportés")))  # fmt: skip


def entrant(change: Change) -> None:
    """Somebody enters a class, or no class yet."""
    draw, day = change.draw, change.soon()
    row = newcomer(draw.dice, f"Nouveau{change.number}", draw.dice.choice((*draw.classes, None)), day)
    if row["contrat début"]:
        row |= {"contrat début": day, "premier jour en entreprise": day + timedelta(days=draw.dice.randint(2, 9))}
    draw.rows["Apprenants"].append(row)


def leaver(change: Change) -> None:
    """Somebody leaves."""
    change.someone()["sortie"] = change.soon()


def result(change: Change) -> None:
    """A new result of positioning."""
    draw = change.draw
    draw.add("Résultats", apprenant=draw.dice.choice(draw.people), résultat=draw.dice.choice((1, 1, 4)),
             domaine=draw.dice.choice(("littératie", "numératie")), date=change.today)  # fmt: skip


def change_of_class(change: Change) -> None:
    """Somebody goes to another class."""
    draw = change.draw
    who = change.someone()
    draw.add("Affectations", apprenant=f"{who['nom']} {who['prénom']}", classe=draw.dice.choice(draw.classes),
             du=change.soon())  # fmt: skip


def need(change: Change) -> None:
    """A new need of somebody, or of some people together."""
    draw = change.draw
    together = draw.dice.choice((None, "oui"))
    draw.add("Besoins", apprenants=" ; ".join(draw.dice.some(draw.people)), cible=draw.dice.choice(("NUM1", "LIT1")),
             en_tout="2 h", séance_commune=together, ouvert_le=change.today)  # fmt: skip


def broken_contract(change: Change) -> None:
    """A contract is broken."""
    rows = [row for row in change.draw.rows["Apprenants"] if row["contrat début"] and not row.get("rupture")]
    if rows:
        row = change.draw.dice.choice(rows)
        row["rupture"] = max(change.today, date.fromisoformat(str(row["contrat début"])))


def realised(change: Change) -> None:
    """Sessions that did not take place, or at which people were missing."""
    past = [s for s in change.timetable.sessions if s.day < change.today]
    known = {row["séance"] for row in change.draw.rows.get("Réalisé", ())}
    for session in change.draw.dice.sample(past, min(3, len(past))):
        there = [row.apprentice_id for row in change.timetable.attendees.get(session.id, ())]
        if session.id in known or not there:
            continue
        if change.draw.dice.chance(0.4):
            change.draw.add("Réalisé", séance=session.id, annulée="oui")
        else:
            change.draw.add("Réalisé", séance=session.id, absents=" ; ".join(change.draw.dice.some(there)))


CAME = ("présent", "présent", "absent", "excusé", "en retard")


def attendance(change: Change) -> None:
    """Attendance of days gone: classes by day or half-day, then people for whom it is otherwise, of one session or not.

    Some lines speak of a day without anything, and some delays are longer than the session: they are told, no more.
    """
    draw, dice = change.draw, change.draw.dice
    past = [s for s in change.timetable.sessions if MONDAY <= s.day < change.today]
    for day in dice.sample(sorted({s.day for s in past}), min(2, len({s.day for s in past}))):
        draw.add("Présences", date=day, classe=dice.choice(draw.classes), état="présent",
                 **{"demi-journée": dice.choice((None, "matin"))})  # fmt: skip
    for session in dice.sample(past, min(3, len(past))):
        there = [row.apprentice_id for row in change.timetable.attendees.get(session.id, ())]
        came = dice.choice(CAME)
        if there:
            late = dice.choice((None, 10, 90)) if came == "en retard" else None
            draw.add("Présences", séance=session.id, apprenants=" ; ".join(dice.some(there)), état=came,
                     minutes_de_retard=late)  # fmt: skip
    if past and dice.chance(0.3):
        day = MONDAY + timedelta(days=dice.randint(0, (change.today - MONDAY).days))
        draw.add("Présences", date=day, apprenants=dice.choice(draw.people), état=dice.choice(CAME))


def action(change: Change) -> None:
    """Something is done for somebody, was done, or is to be."""
    actions(change.draw, change.today)


def hours(change: Change) -> None:
    """A course gets other hours, or another trainer."""
    row = change.draw.course(own=False)
    if change.draw.dice.chance() and row["matière"] not in ("TP cuisine", "Service", "Atelier", "Sciences"):
        row["heures"] = change.draw.dice.choice(("1 h/sem", "3 h/sem"))
    else:
        row["formateurs"] = change.draw.dice.choice(ADULTS)


def arrangement(change: Change) -> None:
    """Somebody needs shorter days, or is exempted."""
    draw, who = change.draw, change.draw.dice.choice(change.draw.people)
    if draw.dice.chance():
        draw.add("Aménagements", apprenant=who, effet="max par jour", durée="4 h", du=change.today)
    else:
        draw.add("Dispenses", apprenant=who, matière=draw.course(own=False)["matière"], du=change.today,
                 à_la_place=draw.dice.choice(("autonomie", "accompagnement", "libre")))  # fmt: skip


def calendar(change: Change) -> None:
    """A class is at the centre on other days in the last week."""
    row = change.draw.rows["Calendrier"][0]
    row[f"S{FIRST_WEEK + change.draw.weeks - 1}"] = change.draw.dice.choice(("X", "lu-me", "me-ve"))


def smaller_room(change: Change) -> None:
    """A room has fewer places than was thought."""
    change.draw.rows["Salles"][change.draw.dice.choice((0, 1, 2))]["places"] = change.draw.dice.choice((3, 5))


def pasted(change: Change) -> None:
    """A session of a course is placed elsewhere, and pasted; or one that was is pasted otherwise."""
    rows = change.draw.rows.setdefault("Séances existantes", [])
    later = [row for row in rows if str(row["date"]) >= str(change.today)]
    if later and change.draw.dice.chance():
        change.draw.dice.choice(later)["début"] = change.draw.dice.choice(("8:00", "13:00"))
        return
    row = change.draw.course()
    if not row.get("parties"):
        rows.append({"date": change.soon(), "début": change.draw.dice.choice(("8:00", "13:00")), "durée": "1 h",
                     "classe": row["classes"], "matière": row["matière"]})  # fmt: skip


def fewer_hours(change: Change) -> None:
    """A trainer may work less, over a day, a week, a month or the year."""
    row = change.draw.dice.choice(change.draw.rows["Formateurs"][:4])
    column, hours = change.draw.dice.choice(
        (("max par jour", "4 h"), ("max par semaine", "8 h"), ("max par mois", "12 h"), ("heures de l'année", "15 h"))
    )
    row[column] = hours


KINDS: Mapping[str, Callable[[Change], None]] = {
    "trip": trip, "meeting": meeting, "moved_event": moved_event, "closed": closed, "trainer_away": trainer_away,
    "room_closed": room_closed, "class_away": class_away, "person_away": person_away, "entrant": entrant,
    "leaver": leaver, "result": result, "change_of_class": change_of_class, "need": need,
    "broken_contract": broken_contract, "realised": realised, "hours": hours, "arrangement": arrangement,
    "calendar": calendar, "smaller_room": smaller_room,
    "pasted": pasted, "fewer_hours": fewer_hours,
}  # fmt: skip
"""Every kind of change."""
TYPED: Mapping[str, Callable[[Change], None]] = {"attendance": attendance, "action": action}
"""What is typed as time goes by, beside whatever changes: drawn by dice of its own, for each update of half of them."""


def changed(
    rows: Rows,
    timetable: Timetable,
    dice: Dice,
    today: date,
    number: int,
    known: Mapping[str, Callable[[Change], None]] = KINDS,
    typed: Mapping[str, Callable[[Change], None]] = TYPED,
) -> tuple[Rows, list[str]]:
    """The rows of a centre after one to three changes that its workbook can have, and their kinds."""
    weeks = 1 + (max(s.day for s in timetable.sessions) - MONDAY).days // 7 if timetable.sessions else 1
    found = deepcopy(rows)
    kinds: list[str] = []
    own = Dice(f"typed {number} {today} {len(found['Apprenants'])}")
    drawn = [(known[kind], kind, dice) for kind in (dice.some(list(known)) if known else ())]
    drawn += [(add, kind, own) for kind, add in typed.items() if own.chance()]
    for add, kind, thrown in drawn:
        trial = deepcopy(found)
        add(Change(Draw(thrown, trial, weeks), timetable, today, number))
        if possible(trial):
            found, kinds = trial, [*kinds, kind]
    return found, kinds
