"""Every figure of the reports, counted again from the CSV and the workbook by code that shares nothing with them."""

from collections import Counter, defaultdict
from datetime import date

import pytest

from tests.evidence.centre import (
    CYCLE,
    ENTRANT_COMPANY,
    GONE,
    HERE,
    P1,
    P2,
    STRANDS,
    TARGETS,
    Files,
    came,
    days,
    hours,
    over,
    rows,
)

PEOPLE = ("DIALLO Ibrahima", "LEROY Zoé", "MARTIN Léa", "PETIT Hugo", "SOW Awa", "WEBER Tom")
CLASS = {f"{str(row['nom']).upper()} {row['prénom']}": str(row["classe"]) for row in rows()["Apprenants"]}
NAMES = ("Heures prévues", "Heures données", "Heures suivies")


def period(session: dict[str, str]) -> str:
    """The period of a session by the dates of the workbook."""
    return "P1" if P1[0].isoformat() <= session["date"] <= P1[1].isoformat() else "P2"


def three(found: list[tuple[str, dict[str, str]]]) -> tuple[float, float, float | str]:
    """Planned, given and attended hours of (person, session); attended is empty where nothing is typed of any."""
    given = [(name, s) for name, s in found if over(s)]
    told = [(name, s) for name, s in given if s["date"] in (HERE.isoformat(), GONE.isoformat())]
    attended = hours(sum(int(s["minutes"]) for name, s in told if came(name, s)))
    minutes = [sum(int(s["minutes"]) for _name, s in some) for some in (found, given)]
    return hours(minutes[0]), hours(minutes[1]), attended if told or not given else ""


def test_everybody_has_a_file(reported: Files) -> None:
    """In the order of the alphabet."""
    parts = next(r["parts"] for r in reported.reports["reports"] if r["key"] == "fiches")
    assert tuple(part["name"] for part in parts) == PEOPLE
    assert {part["name"]: part["class"] for part in parts} == CLASS


@pytest.mark.parametrize("name", PEOPLE)
def test_hours_of_each_volet_in_a_file(reported: Files, name: str) -> None:
    """Planned, given and attended of each volet that is owed or given; what is owed and left, as debts.csv has it."""
    held = [(who, s) for who, s in reported.held() if who == name]
    due: Counter[str] = Counter()
    left: Counter[str] = Counter()
    for row in reported.csv("debts"):
        if reported.names()[row["apprentice_id"]] == name and row["source"] == "programme":
            due[row["module_or_strand"]] += round(float(row["hours_due"]) * 60)
            left[row["module_or_strand"]] += round((float(row["hours_due"]) - float(row["hours_planned"])) * 60)
    found = {row["Volet"]: row for row in reported.table("fiches", "Heures par volet", name)}
    assert set(found) == {STRANDS[s] for s in STRANDS if due[s] or any(x["strand"] == s for _n, x in held)}
    for strand, label in STRANDS.items():
        if label in found:
            row = found[label]
            assert tuple(row[n] for n in NAMES) == three([(n, s) for n, s in held if s["strand"] == strand])
            assert (row["Heures dues"], row["Reste à placer"]) == (hours(due[strand]), hours(left[strand]))


@pytest.mark.parametrize("name", PEOPLE)
def test_groups_and_support_in_a_file(reported: Files, name: str) -> None:
    """Each group of groups.csv with its sessions and hours; each session of support, with how many people."""
    ids = {v: k for k, v in reported.names().items()}
    mine = {row["group_id"] for row in reported.csv("groups") if row["apprentice_id"] == ids[name]}
    held = [(who, s) for who, s in reported.held() if who == name]
    expected = []
    for group in mine:
        own = [(n, s) for n, s in held if s["group_id"] == group]
        dates = sorted(s["date"] for _n, s in own)
        expected.append((dates[0], dates[-1], len(own), *three(own)))
    found = reported.table("fiches", "Groupes", name)
    assert sorted((r["Du"], r["Au"], r["Séances"], *(r[n] for n in NAMES)) for r in found) == sorted(expected)
    heads = Counter(row["session_id"] for row in reported.csv("attendance"))
    support = [s for _n, s in held if s["strand"] or (s["module_id"] and not s["course_id"])]
    told = reported.table("fiches", "Séances d’accompagnement", name)
    assert sorted((r["Date"], r["Personnes"], r["Heures prévues"]) for r in told) == sorted(
        (s["date"], heads[s["session_id"]], hours(int(s["minutes"]))) for s in support
    )


@pytest.mark.parametrize("name", PEOPLE)
def test_needs_in_a_file(reported: Files, name: str) -> None:
    """What debts.csv says is due and planned, the programme aside; who decided, from the workbook."""
    mine = [
        r for r in reported.csv("debts") if reported.names()[r["apprentice_id"]] == name and r["source"] != "programme"
    ]
    found = reported.table("fiches", "Besoins", name)
    told = sorted((r["Échéance"], r["Heures dues"], r["Heures prévues"], r["Origine"]) for r in found)
    assert told == sorted((r["deadline"], float(r["hours_due"]), float(r["hours_planned"]), r["source"]) for r in mine)
    decided = {r["Décidé par"] for r in found} - {""}
    assert decided == ({"Roux Anne"} if name == "PETIT Hugo" else set())


@pytest.mark.parametrize("name", PEOPLE)
def test_positioning_and_situations_in_a_file(reported: Files, name: str) -> None:
    """The levels typed in the workbook; the contract with its dates."""
    row = next(r for r in rows()["Apprenants"] if str(r["nom"]).upper() == name.split()[0])
    found = {r["Domaine"]: r["Niveau (1 à 4)"] for r in reported.table("fiches", "Positionnement pédagogique", name)}
    assert found == {"littératie": row["littératie"], "numératie": row["numératie"]}
    situation = reported.table("fiches", "Situations", name)[0]
    assert situation["Situation"] == "Apprenti, contrat en cours"
    assert situation["Du"] == str(row["contrat début"])
    assert f"{row['contrat fin']:%d/%m/%Y}" in situation["Détail"]


def test_absences_and_actions_in_a_file(reported: Files) -> None:
    """Of the one who was absent, every session of that day; social follow-up stands elsewhere."""
    missed = [s for n, s in reported.held() if n == "DIALLO Ibrahima" and s["date"] == "2026-09-09"]
    found = reported.table("fiches", "Absences", "DIALLO Ibrahima")
    assert [(r["Constat"], r["Heures non suivies"]) for r in found] == [
        ("absent", hours(int(s["minutes"]))) for s in missed
    ]
    assert all(not reported.table("fiches", "Absences", name) for name in PEOPLE if name != "DIALLO Ibrahima")
    assert [r["Objet"] for r in reported.table("fiches", "Actions", "PETIT Hugo")] == ["Bilan"]
    assert [r["Objet"] for r in reported.table("amenagements", "Fiche de suivi")] == []


def test_volets_of_classes_and_people(reported: Files) -> None:
    """Mean of a class and period, share of the workbook's hours for one CFA week of thirteen, who has none."""
    minutes: Counter[tuple[str, str, str]] = Counter()
    given: Counter[tuple[str, str, str]] = Counter()
    attended: Counter[tuple[str, str, str]] = Counter()
    for name, session in reported.held():
        at = name, period(session), session["strand"]
        minutes[at] += int(session["minutes"])
        given[at] += int(session["minutes"]) if over(session) else 0
        attended[at] += int(session["minutes"]) if over(session) and came(name, session) else 0
    table = reported.table("volets", "Volets par classe")
    assert len(table) == 2 * 2 * 3
    for row in table:
        strand = next(key for key, label in STRANDS.items() if label == row["Volet"])
        people = [name for name in PEOPLE if CLASS[name] == row["Classe"]]
        had = [minutes[name, row["Période"], strand] for name in people]
        mean, target = sum(had) / len(had), TARGETS[strand] * 60 / 13
        assert row["Apprenants"] == len(people)
        assert row["Heures prévues par apprenant"] == hours(mean)
        sums = [sum(found[name, row["Période"], strand] for name in people) for found in (given, attended)]
        assert row["Données par apprenant"] == hours(sums[0] / len(people))
        assert row["Suivies par apprenant"] in (hours(sums[1] / len(people)), "")
        assert row["Repère de la période"] == hours(target)
        assert row["Part du repère"] == pytest.approx(mean / target)
        assert row["Sans aucune heure"] == had.count(0)
    for row in reported.table("volets", "Volets par apprenant"):
        own = [hours(minutes[row["Apprenant"], row["Période"], strand]) for strand in STRANDS]
        assert [row[label] for label in STRANDS.values()] == own
        assert row["Total"] == pytest.approx(sum(own))
    none = {(row["Apprenant"], row["Volet"]) for row in reported.table("volets", "Sans un volet")}
    assert none == {
        (name, label) for name in PEOPLE for strand, label in STRANDS.items()
        if not any(minutes[name, p, strand] for p in ("P1", "P2"))
    }  # fmt: skip


def test_register_of_barrettes(reported: Files) -> None:
    """Hours that the barrette takes, its groups and their people, and who is in other modules than before."""
    sessions = [s for s in reported.csv("sessions") if s["kind"] == "barrette"]
    groups = reported.csv("groups")
    barrettes = {s["barrette_id"] for s in sessions}
    groups = [g for g in groups if g["barrette_id"] in barrettes]
    modules: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in groups:
        modules[row["apprentice_id"], row["period_id"]].add(row["module_id"])
    ids = sorted({g["period_id"] for g in groups})
    table = reported.table("barrettes", "Par barrette et période")
    assert [row["Période"] for row in table] == ["P1", "P2"]
    for row, period_id in zip(table, ids, strict=True):
        mine = [s for s in sessions if period(s) == row["Période"]]
        held = {(s["date"], s["start"]): int(s["minutes"]) for s in mine}
        assert (row["Séances"], row["Heures"]) == (len(held), hours(sum(held.values())))
        assert row["Groupes"] == len({g["group_id"] for g in groups if g["period_id"] == period_id})
        assert row["Apprenants"] == len({a for a, p in modules if p == period_id})
    moved = [a for a, p in modules if p == ids[1] and modules[a, ids[0]] and modules[a, ids[0]] != modules[a, p]]
    assert table[1]["Changent de groupe"] == len(moved) == len(reported.table("barrettes", "Qui a changé de groupe"))
    for row in reported.table("barrettes", "Groupes"):
        names = row["Apprenants"].split(", ")
        assert row["Effectif"] == len(names)
    occurrences = {(s["date"], s["start"], s["end"]) for s in sessions}
    assert len(reported.table("barrettes", "Heures de barrette")) == len(occurrences)


def test_register_of_hours(reported: Files) -> None:
    """The minimum of the workbook by the length of the contract, the three figures, and where they were followed."""
    held: dict[str, list[tuple[str, dict[str, str]]]] = defaultdict(list)
    for name, session in reported.held():
        held[name].append((name, session))
    modes = {row["Apprenant"]: row for row in reported.table("heures", "Heures par modalité")}
    for row in reported.table("heures", "Heures du cycle"):
        name = row["Apprenant"]
        typed = next(r for r in rows()["Apprenants"] if str(r["nom"]).upper() == name.split()[0])
        begins, ends = typed["contrat début"], typed["contrat fin"]
        assert isinstance(begins, date)
        assert isinstance(ends, date)
        months = days(begins, ends) / (365.25 / 12)
        assert row["Minimum du cycle"] == CYCLE
        assert row["Durée du contrat (mois)"] == round(months, 1)
        assert row["Minimum au prorata du contrat"] == pytest.approx(CYCLE * min(1, months / 24), abs=0.02)
        assert tuple(row[n] for n in NAMES) == three(held[name])
        untold = [s for _n, s in held[name] if over(s) and s["date"] not in (HERE.isoformat(), GONE.isoformat())]
        assert row["Données sans relevé de présence"] == hours(sum(int(s["minutes"]) for s in untold))
        total = hours(sum(int(s["minutes"]) for _n, s in held[name]))
        assert modes[name]["Total prévu"] == modes[name]["Sur place"] == total
        assert modes[name]["Part à distance"] == 0
        assert modes[name]["Module hybride"] == 0


def test_entrants(reported: Files) -> None:
    """The one who enters has the module of fourteen hours before the company."""
    blocks = [s for n, s in reported.held() if n == "WEBER Tom" and s["kind"] == "onboarding"]
    (row,) = reported.table("entrants", "Entrants")
    early = [s for s in blocks if s["date"] < ENTRANT_COMPANY.isoformat()]
    assert row["Apprenant"] == "WEBER Tom"
    assert row["Heures prévues"] == hours(sum(int(s["minutes"]) for s in blocks)) == row["Heures dues"] == 14
    assert row["Dont avant l’entreprise"] == hours(sum(int(s["minutes"]) for s in early))
    assert row["Avant l’entreprise"] == ("oui" if early == blocks else "en partie")
    assert (row["Module du"], row["Au"]) == (min(s["date"] for s in blocks), max(s["date"] for s in blocks))
    assert len(reported.table("entrants", "Blocs du module")) == len(blocks)


def test_arrangements(reported: Files) -> None:
    """Days that each is about, and those that keep to it."""
    table = {row["Apprenant"]: row for row in reported.table("amenagements", "Aménagements")}
    assert set(table) == {"MARTIN Léa", "SOW Awa"}
    by_day: Counter[str] = Counter()
    for name, session in reported.held():
        by_day[session["date"]] += int(session["minutes"]) if name == "MARTIN Léa" else 0
    mine = {day: minutes for day, minutes in by_day.items() if minutes}
    row = table["MARTIN Léa"]
    assert (row["Concernés"], row["Respectés"]) == (len(mine), sum(m <= 360 for m in mine.values()))
    mondays = {s["date"] for n, s in reported.held() if n == "SOW Awa" and date.fromisoformat(s["date"]).weekday() == 0}
    early = {
        s["date"] for n, s in reported.held()
        if n == "SOW Awa" and s["date"] in mondays and s["start"] < "10:00" and s["end"] > "08:00"
    }  # fmt: skip
    row = table["SOW Awa"]
    assert (row["Concernés"], row["Exceptions"]) == (len(mondays), len(early))


def test_ties_with_companies(reported: Files) -> None:
    """The visit of the workbook is asked for; the action is told; everybody's days were told by the publication."""
    visit = next(r for r in reported.table("entreprises", "Visites") if r["Apprenant"] == "LEROY Zoé")
    assert (visit["À faire du"], visit["Au"]) == (P1[0].isoformat(), P2[1].isoformat())
    (action,) = reported.table("entreprises", "Échanges avec l’entreprise")
    assert (action["Apprenant"], action["Avec qui"]) == ("PETIT Hugo", "Mme Martel")
    told = {
        r["Apprenant"]: r["Ce que l’entreprise a su"] for r in reported.table("entreprises", "Entreprises informées")
    }
    for name in PEOPLE:
        here = {s["date"] for n, s in reported.held() if n == name}
        assert f"{len(here)} jour" in told[name]
