"""The figures of the reports of a folder, counted again from its CSV and its workbook; nothing of the program is used.

    python -m tests.evidence.recount DIR [CLASSEUR.xlsx]

reads the Excel files that `barrette report DIR` wrote, and says each row that comes out otherwise. It knows what the
samples hold: people by code, weeks of the calendar by ``X``, *Présences* by class or code for whole days.
"""

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.evidence.folder_read import Cells, Counted, birthday, hours, monday, slug

VOLETS = {
    "CONSOLIDATION": ("Consolidation des acquis", "consolidation"),
    "PERSONAL": ("Accompagnement personnalisé", "accompagnement personnalisé"),
    "GUIDANCE": ("Accompagnement au choix d’orientation", "orientation"),
}
BROKEN, ALONE, LICENCE = 180, 90, 17
"""Days at the centre without contract after its end, and after the entry; age of the licence: where none is typed."""
SEARCH = "Recherche d'employeur"
THREE = ("Heures prévues", "Heures données", "Heures suivies")
HOLIDAYS = (date(2026, 11, 1), date(2026, 11, 11))
"""Of the weeks of the samples."""
MODES = ("on_site", "remote_sync", "remote_async", "blended")


class Recount(Counted):
    """What the reports of a folder should say."""

    def support(self, code: str) -> list[Cells]:
        """Sessions of a person that are support, follow-up or entry module."""
        return [s for s in self.held[code] if s["strand"] or (s["module_id"] and not s["course_id"])]

    def files(self) -> Iterator[tuple[str, str, Sequence[str], list[tuple[Any, ...]]]]:
        """Report, table, columns, and the rows that those columns should have."""
        everybody = list(self.people)
        results = ("Apprenant", "Domaine", "Le", "Niveau (1 à 4)")
        yield "fiches", "Positionnement pédagogique", results, list(self.levels())
        needs = [(c, d) for c in everybody for d in self.owed(c, programme=False)]
        columns: tuple[str, ...] = ("Apprenant", "Origine", "Échéance", "Heures dues", "Heures prévues")
        yield (
            "fiches",
            "Besoins",
            columns,
            [(self.names[c], d["source"], date.fromisoformat(d["deadline"]), *self.due(d)) for c, d in needs],
        )
        columns = ("Apprenant", "Période", "Du", "Au", "Séances", *THREE)
        yield "fiches", "Groupes", columns, list(self.groups())
        columns = ("Apprenant", "Volet", "Heures dues", *THREE, "Reste à placer")
        yield "fiches", "Heures par volet", columns, [row for c in everybody for row in self.strands(c)]
        columns = ("Apprenant", "Date", "Horaire", "Personnes", *THREE)
        yield "fiches", "Séances d’accompagnement", columns, [
            (self.names[c], *self.when(s), self.heads[s["session_id"]], *self.three(c, [s]))
            for c in everybody for s in self.support(c)
        ]  # fmt: skip
        yield "fiches", "Absences", ("Apprenant", "Date", "Horaire", "Heures non suivies"), [
            (self.names[c], *self.when(s), hours(int(s["minutes"])))
            for c in everybody for s in self.held[c] if self.over(s) and self.calls.get((s["date"], c)) is False
        ]  # fmt: skip
        columns = ("Apprenant", "Date", "Horaire", *THREE)
        searched = [(c, s) for c in everybody for s in self.held[c] if s["label"] == SEARCH]
        for report, title, found in (
            ("recherche", "Séances de recherche", searched),
            ("entrants", "Blocs du module", [(c, s) for c in everybody for s in self.entered(c)]),
        ):
            yield report, title, columns, [(self.names[c], *self.when(s), *self.three(c, [s])) for c, s in found]
        columns = ("Apprenant", "Maintien au CFA jusqu’au", "Jours restants", "Séances de recherche", *THREE)
        yield "recherche", "Sans contrat et ruptures", columns, [row for c in everybody for row in self.searches(c)]
        columns = ("Apprenant", "Naissance", "Possible à partir du")
        yield "aides", "Permis de conduire", columns, [self.licence(c) for c in everybody]
        columns = ("Apprenant", "Module du", "Au", "Heures dues", *THREE, "Dont avant l’entreprise")
        yield "entrants", "Entrants", columns, [row for c in everybody for row in self.entrant(c)]
        yield from self.of_all(everybody)

    def of_all(self, everybody: list[str]) -> Iterator[tuple[str, str, Sequence[str], list[tuple[Any, ...]]]]:
        """The same of the reports on classes, barrettes, hours and arrangements."""
        columns: tuple[str, ...] = ("Classe", "Période", "Volet", "Apprenants", "Heures prévues par apprenant")
        columns += ("Données par apprenant", "Suivies par apprenant", "Repère de la période", "Part du repère")
        yield "volets", "Volets par classe", (*columns, "Sans aucune heure"), list(self.classes())
        columns = ("Apprenant", "Période", *(name for name, _typed in VOLETS.values()), "Total")
        yield "volets", "Volets par apprenant", columns, [row for c in everybody for row in self.volets(c)]
        yield "volets", "Sans un volet", ("Apprenant", "Volet"), [row for c in everybody for row in self.without(c)]
        columns = ("Barrette", "Période", "Séances", "Heures", "Groupes", "Apprenants", "Changent de groupe")
        yield "barrettes", "Par barrette et période", columns, list(self.barrettes())
        columns = ("Barrette", "Période", "Effectif", "Séances", "Heures", "Apprenants")
        yield "barrettes", "Groupes", columns, list(self.rosters())
        columns = ("Barrette", "Période", "Date", "Horaire", "Groupes", "Apprenants")
        yield "barrettes", "Heures de barrette", columns, list(self.occurrences())
        columns = ("Apprenant", "Barrette", "De", "À")
        yield "barrettes", "Qui a changé de groupe", columns, list(self.moves())
        columns = ("Apprenant", "Durée du contrat (mois)", *THREE, "Données sans relevé de présence")
        yield "heures", "Heures du cycle", columns, [
            (self.names[c], self.month(p["contrat début"], p["contrat fin"]), *self.three(c, self.held[c]),
             hours(self.sums(c, self.held[c])[3])) for c, p in self.people.items()
        ]  # fmt: skip
        columns = ("Apprenant", "Sur place", "À distance, en direct", "À distance, en différé", "Module hybride")
        yield (
            "heures",
            "Heures par modalité",
            (*columns, "Total prévu", "Part à distance"),
            [(self.names[c], *self.modes(c)) for c in everybody],
        )
        columns = ("Apprenant", "Concernés", "Respectés", "Exceptions")
        yield "amenagements", "Aménagements", columns, list(self.arranged())

    def searches(self, code: str) -> Iterator[tuple[Any, ...]]:
        """Whoever has no contract, broke it, or looks for an employer; how long they may stay without."""
        row, day = self.people[code], min(max(self.today, self.first), self.last)
        mine = [s for s in self.held[code] if s["label"] == SEARCH]
        broken = row["rupture"]
        if mine or broken or not row["contrat début"]:
            without = broken <= day if broken else not row["contrat début"]
            until = (
                (broken + timedelta(days=BROKEN) if broken else row["entrée"] + timedelta(days=ALONE))
                if without
                else ""
            )
            left = max(0, (until - max(self.today, day)).days) if until else ""
            yield self.names[code], until, left, len(mine), *self.three(code, mine)

    def licence(self, code: str) -> tuple[Any, ...]:
        """From when an apprentice may have the licence: of age, with a contract in force."""
        row = self.people[code]
        born, begins, ends = row["naissance"], row["contrat début"], row["rupture"] or row["contrat fin"]
        may = max(begins, birthday(born, LICENCE)) if begins else ""
        return self.names[code], born, may if may and (not ends or may < ends) else ""

    def due(self, debt: Cells) -> tuple[float, float]:
        """Hours due and planned of a row."""
        return round(float(debt["hours_due"]), 2), round(float(debt["hours_planned"]), 2)

    def levels(self) -> Iterator[tuple[Any, ...]]:
        """Each result with its level by the scale that it names."""
        for row in self.book["Résultats"]:
            scale = [s for s in self.book["Échelles"] if s["échelle"] == row["échelle"]]
            (level,) = [s["niveau"] for s in scale if s["de"] <= row["résultat"] <= s["à"]]
            yield self.names[row["apprenant"]], row["domaine"], row["date"], level

    @cached_property
    def called(self) -> dict[str, str]:
        """Id of a period → its name, by the sessions that have it."""
        return {s["period_id"]: self.period(s["date"]) for s in self.sessions.values() if s["period_id"]}

    def groups(self) -> Iterator[tuple[Any, ...]]:
        """Each group of each person with their sessions there."""
        for row in self.csv("groups"):
            code = row["apprentice_id"]
            mine = self.of(code, group_id=row["group_id"])
            days = sorted(date.fromisoformat(s["date"]) for s in mine) or ["", ""]
            yield self.names[code], self.called[row["period_id"]], days[0], days[-1], len(mine), *self.three(code, mine)

    def strands(self, code: str) -> Iterator[tuple[Any, ...]]:
        """Volets that are owed to a person or given."""
        for strand, (name, _typed) in VOLETS.items():
            owed = [self.due(d) for d in self.owed(code, programme=True) if d["module_or_strand"] == strand]
            mine = self.of(code, strand=strand)
            if owed or mine:
                left = sum(max(0, due - planned) for due, planned in owed)
                due = round(sum(due for due, _planned in owed), 2)
                yield self.names[code], name, due, *self.three(code, mine), round(left, 2)

    def entered(self, code: str) -> list[Cells]:
        """Sessions of the entry module of a person."""
        return [s for s in self.held[code] if s["module_id"] in self.entry]

    def entrant(self, code: str) -> Iterator[tuple[Any, ...]]:
        """Whoever owes the entry module, or has it."""
        owed = [self.due(d)[0] for d in self.owed(code, programme=False) if d["source"] == "entrée"]
        mine, company = self.entered(code), self.people[code]["premier jour en entreprise"]
        if owed or mine:
            days = sorted(date.fromisoformat(s["date"]) for s in mine) or ["", ""]
            early = [s for s in mine if not company or date.fromisoformat(s["date"]) < company]
            figures = sum(owed), *self.three(code, mine), hours(self.sums(code, early)[0])
            yield self.names[code], days[0], days[-1], *figures

    def target(self, row: Cells, period: tuple[str, date, date], typed: str) -> float:
        """Minutes of a volet that the weeks of a class at the centre in a period should give."""
        (programme,) = [p for p in self.book["Diplômes"] if p["formation"] == row["formation"]]
        if not programme[typed]:
            return 0
        year = int(row["année"]) - 1
        (weeks,) = [r for r in self.book["Calendrier"] if r["qui"] == row["classe"]]
        closed = set(HOLIDAYS)
        for gone in self.book["Fermetures"]:
            end = gone.get("au") or gone["du"]
            closed |= {gone["du"] + timedelta(days=n) for n in range((end - gone["du"]).days + 1)}
        days = [period[1] + timedelta(days=n) for n in range((period[2] - period[1]).days + 1)]
        here = [d for d in days if d.weekday() < 5 and d not in closed and weeks.get(f"S{d.isocalendar().week}")]
        share = len({monday(d) for d in here}) / int(str(programme["semaines par an"]).split(" ; ")[year])
        return float(str(programme[typed]).split(" ; ")[year]) * 60 * share

    def classes(self) -> Iterator[tuple[Any, ...]]:
        """Means of each class, period and volet, beside what the programme sets."""
        for row in self.book["Classes"]:
            for period in self.periods:
                own = {
                    code: [s for s in self.held[code] if self.period(s["date"]) == period[0]]
                    for code, p in self.people.items() if p["classe"] == row["classe"]
                }  # fmt: skip
                own = {code: some for code, some in own.items() if some}
                for strand, (name, typed) in VOLETS.items():
                    had = [self.sums(c, [s for s in some if s["strand"] == strand]) for c, some in own.items()]
                    target = self.target(row, period, typed)
                    if not target and not any(one[0] for one in had):
                        continue
                    planned, given, came, untold = (sum(one[n] for one in had) for n in range(4))
                    heads = len(own) or 1
                    told = round(came / heads / 60, 2) if not given or untold < given else ""
                    beside = (hours(target), round(planned / heads / target, 4)) if target else ("", "")
                    figures = len(own), hours(planned / heads), hours(given / heads), told, *beside
                    yield row["classe"], period[0], name, *figures, sum(not one[0] for one in had)

    def volets(self, code: str) -> Iterator[tuple[Any, ...]]:
        """Hours of each volet in each period in which a person is at the centre."""
        for period, _first, _last in self.periods:
            mine = [s for s in self.held[code] if self.period(s["date"]) == period]
            if mine:
                own = [self.sums(code, [s for s in mine if s["strand"] == strand])[0] for strand in VOLETS]
                yield self.names[code], period, *map(hours, own), hours(sum(own))

    def without(self, code: str) -> Iterator[tuple[Any, ...]]:
        """Volets of the programme of which a person who comes to the centre has no hour."""
        (row,) = [r for r in self.book["Classes"] if r["classe"] == self.people[code]["classe"]]
        (programme,) = [p for p in self.book["Diplômes"] if p["formation"] == row["formation"]]
        for strand, (name, typed) in VOLETS.items():
            if programme[typed] and self.held[code] and not self.of(code, strand=strand):
                yield self.names[code], name

    @cached_property
    def modules(self) -> dict[tuple[str, str, str], set[str]]:
        """(barrette, name of the period, person) → modules."""
        found: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        for row in self.csv("groups"):
            found[row["barrette_id"], self.called[row["period_id"]], row["apprentice_id"]].add(row["module_id"])
        return found

    @cached_property
    def titles(self) -> dict[str, str]:
        """Id of a barrette → its name, in the order of both."""
        ids = {row["barrette_id"] for row in self.csv("groups")} - {""}
        titles = {slug(row["barrette"]): row["barrette"] for row in self.book["Barrettes"]}
        return {one: titles[one] for one in sorted(ids)}

    def moves(self) -> Iterator[tuple[Any, ...]]:
        """Who is in other modules than in the period before in which they had a group."""
        for one, title in self.titles.items():
            for code in self.people:
                had = [p for p, _f, _l in self.periods if (one, p, code) in self.modules]
                for was, now in pairwise(had):
                    if self.modules[one, was, code] != self.modules[one, now, code]:
                        yield self.names[code], title, was, now

    def of_barrette(self, one: str, period: str) -> list[Cells]:
        """Sessions of a barrette in a period."""
        mine = (s for s in self.sessions.values() if s["barrette_id"] == one)
        return [s for s in mine if self.period(s["date"]) == period]

    def barrettes(self) -> Iterator[tuple[Any, ...]]:
        """Each barrette and period."""
        changed = Counter((title, now) for _name, title, _was, now in self.moves())
        for one, title in self.titles.items():
            for period, _first, _last in self.periods:
                times = {(s["date"], s["start"]): int(s["minutes"]) for s in self.of_barrette(one, period)}
                wanted = [
                    r for r in self.csv("groups") if (r["barrette_id"], self.called[r["period_id"]]) == (one, period)
                ]
                heads = len({r["apprentice_id"] for r in wanted})
                if times or wanted:
                    counts = len(times), hours(sum(times.values())), len({r["group_id"] for r in wanted}), heads
                    yield title, period, *counts, changed[title, period]

    def rosters(self) -> Iterator[tuple[Any, ...]]:
        """Each group with its people."""
        found: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        for row in self.csv("groups"):
            at = self.titles[row["barrette_id"]], self.called[row["period_id"]], row["group_id"]
            found[at].add(row["apprentice_id"])
        for (title, period, group), people in found.items():
            own = [int(s["minutes"]) for s in self.sessions.values() if s["group_id"] == group]
            yield title, period, len(people), len(own), hours(sum(own)), tuple(sorted(self.names[c] for c in people))

    def occurrences(self) -> Iterator[tuple[Any, ...]]:
        """Each hour of each barrette, with its groups and who is in them."""
        inside: dict[str, set[str]] = defaultdict(set)
        for row in self.csv("attendance"):
            inside[row["session_id"]].add(row["apprentice_id"])
        for one, title in self.titles.items():
            at: dict[tuple[date, str], list[str]] = defaultdict(list)
            for session in (s for s in self.sessions.values() if s["barrette_id"] == one):
                at[self.when(session)].append(session["session_id"])
            for (day, said), some in at.items():
                heads = len(set().union(*(inside[s] for s in some)))
                yield title, self.period(day.isoformat()), day, said, len(some), heads

    def modes(self, code: str) -> tuple[Any, ...]:
        """Hours of a person by how they follow them, their sum, and the share at a distance."""
        hybrid = {row["module"] for row in self.book["Modules"] if row.get("modalité") == "hybride"}
        sums = dict.fromkeys(MODES, 0)
        for s in self.held[code]:
            mode = s["modality"]
            if mode in ("on_site", "blended"):
                mode = "blended" if s["module_id"] in hybrid else "on_site"
                mode = "remote_sync" if (s["session_id"], code) in self.far else mode
            sums[mode] += int(s["minutes"])
        whole = sum(sums.values())
        share = round((sums["remote_sync"] + sums["remote_async"]) / whole, 4) if whole else ""
        return *map(hours, sums.values()), hours(whole), share

    def arranged(self) -> Iterator[tuple[Any, ...]]:
        """Days or sessions that each arrangement is about, and those that keep to it."""
        rooms = {slug(row["salle"]): row["accessible"] == "oui" for row in self.book["Salles"]}
        for row in self.book["Aménagements"]:
            code = row["apprenant"]
            here = [s for s in self.held[code] if s["modality"] != "remote_async"]
            days: dict[str, list[Cells]] = defaultdict(list)
            for session in here:
                days[session["date"]].append(session)
            if row["effet"] == "salle":
                kept = [rooms[s["room_id"]] for s in here if s["room_id"] and (s["session_id"], code) not in self.far]
            elif row["effet"] == "max par jour":
                most = int(str(row["durée"]).split(" ")[0]) * 60
                kept = [sum(int(s["minutes"]) for s in some) <= most for some in days.values()]
            else:
                weekday = ("lu", "ma", "me", "je", "ve").index(row["jours"])
                ends = f"{row['de']:%H:%M}", f"{row['à']:%H:%M}"
                some_days = [some for d, some in days.items() if date.fromisoformat(d).weekday() == weekday]
                kept = [all(s["end"] <= ends[0] or s["start"] >= ends[1] for s in some) for some in some_days]
            yield self.names[code], len(kept), sum(kept), len(kept) - sum(kept)

    def untrue(self) -> Iterator[str]:
        """Rows that contradict the CSV: days told to companies, and hours missed by who was there."""
        namesakes = Counter(self.names.values())
        codes = {name: code for code, name in self.names.items() if namesakes[name] == 1}
        for row in self.told["entreprises"]["Entreprises informées"]:
            said = re.search(r": (\d+) jours?, du (\S+) au (\S+)$", str(row["Ce que l’entreprise a su"]))
            code = codes.get(row["Apprenant"])
            if said and code and row["Version"] == self.version:
                ends = self.people[code]["rupture"] or date.max
                days = sorted({day for s in self.held[code] if (day := date.fromisoformat(s["date"])) < ends})
                if said.groups() != (str(len(days)), f"{days[0]:%d/%m/%Y}", f"{days[-1]:%d/%m/%Y}"):
                    yield f"entreprises, Entreprises informées, écrit : {row}"
        for row in self.told["fiches"]["Heures manquées et rattrapage"]:
            at = row["Date"], str(row["Horaire"]).replace("\u00a0", " ")
            code = codes.get(row["Apprenant"])
            taught = [s for s in self.taught.get(at, []) if s["label"].startswith(row["Matière"])]
            lengths = {hours(int(s["minutes"])) for s in taught}
            busy = [s for s in self.held[code] if s in taught] if code else []
            if row["Date"] and (row["Durée (h)"] not in lengths or busy):
                yield f"fiches, Heures manquées et rattrapage, écrit : {row}"

    @cached_property
    def taught(self) -> dict[tuple[date, str], list[Cells]]:
        """Courses by their day and hours."""
        found: dict[tuple[date, str], list[Cells]] = defaultdict(list)
        for session in self.sessions.values():
            if session["course_id"]:
                found[self.when(session)].append(session)
        return found

    def differences(self) -> Iterator[str]:
        """Each row that the reports have and should not, or should have and have not; what is right is silent."""
        for report, title, columns, rows in self.files():
            told = Counter(tuple(_told(name, row[name]) for name in columns) for row in self.told[report][title])
            expected = Counter(rows)
            yield from (f"{report}, {title}, écrit : {row}" for row in (told - expected).elements())
            yield from (f"{report}, {title}, compté : {row}" for row in (expected - told).elements())
        yield from self.untrue()


def _told(column: str, cell: Any) -> Any:
    """A cell as it is compared: spaces that do not break as others, a list of names in an order."""
    if isinstance(cell, str):
        plain = cell.replace("\u00a0", " ")
        return tuple(sorted(plain.split(", "))) if column == "Apprenants" else plain
    return cell


def main() -> None:
    """Say each difference of a folder, and how many rows were compared."""
    folder = Path(sys.argv[1])
    named = json.loads((folder / "csv/summary.json").read_text(encoding="utf-8"))["workbook"]
    recount = Recount(folder, Path(sys.argv[2]) if len(sys.argv) > 2 else folder / named)
    found = list(recount.differences())
    print(*found, sep="\n")
    rows = sum(len(rows) for _report, _title, _columns, rows in recount.files())
    print(f"{rows} lignes comptées, {len(found)} écarts")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
