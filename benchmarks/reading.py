"""How long a large valid workbook takes to read: seconds, processor seconds and memory of one ``data.read``."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benchmarks.record import record
from data.writing.template import write_workbook

Rows = dict[str, list[dict[str, object]]]

SHARES: Mapping[str, float] = {
    "Classes": 0.006,
    "Calendrier": 0.006,
    "Formateurs": 0.008,
    "Salles": 0.004,
    "Cours": 0.1,
    "Apprenants": 0.2,
    "Indisponibilités": 0.03,
    "Besoins": 0.04,
    "Dispenses": 0.02,
    "Aménagements": 0.02,
    "Événements": 0.006,
}
"""Part of the rows that stands in each sheet; the rest is *Résultats*."""
FIRST = date(2026, 9, 7)
SUBJECTS = ("Mathématiques", "Français", "Anglais", "EPS", "Technologie", "Gestion", "Arts appliqués", "TP")
MEASURE = (
    "import json, resource, sys, time; begun, before = time.perf_counter(), time.process_time();"
    "from data import read; found = read(sys.argv[1]);"
    "print(json.dumps({'seconds': time.perf_counter() - begun, 'cpu': time.process_time() - before,"
    "'kilobytes': resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, 'faults': [str(f) for f in found.faults][:5],"
    "'learners': len(found.problem.learners) if found.problem else 0,"
    "'courses': len(found.problem.courses) if found.problem else 0}))"
)
"""Run in a process of its own, so that time and memory are those of the reading, imports included."""


def large(rows: int) -> Rows:
    """A valid centre of so many rows in all, spread over the sheets; nobody would solve it, every row is read."""
    count = {sheet: max(2, round(rows * share)) for sheet, share in SHARES.items()}
    count["Calendrier"] = count["Classes"]
    found: Rows = {
        "Paramètres": [
            {"paramètre": name, "valeur": value}
            for name, value in (
                ("établissement", "CFA mesuré"),
                ("zone", "B"),
                ("début", FIRST),
                ("fin", FIRST + timedelta(days=83)),
            )
        ]
    }
    makers: Mapping[str, Callable[[int, Mapping[str, int]], dict[str, object]]] = {
        "Classes": _class,
        "Calendrier": _calendar,
        "Formateurs": lambda n, c: {"nom": f"Formateur{n} Paul", "jours absents": "me ; ve pm", "max par semaine": 20},
        "Salles": lambda n, c: {"salle": f"Salle {n}", "type": "banalisée", "places": 24},
        "Cours": _course,
        "Apprenants": _learner,
        "Indisponibilités": lambda n, c: {"qui": _learner_name(n % c["Apprenants"]), "jours": "me pm"},
        "Besoins": lambda n, c: {"apprenants": _learner_name(n % c["Apprenants"]), "cible": "LIT1", "en tout": "4 h"},
        "Dispenses": lambda n, c: {"apprenant": _learner_name(n % c["Apprenants"]), "matière": "EPS"},
        "Aménagements": lambda n, c: {
            "apprenant": f"A{n % c['Apprenants']}",
            "effet": "max par jour",
            "durée": "6 h",
        },
        "Événements": lambda n, c: {
            "événement": f"CCF {n}",
            "date": FIRST + timedelta(days=n % 5),
            "début": "8h00",
            "fin": "10h00",
            "classes": f"Classe {n % c['Classes']}",
        },
    }
    for sheet, make in makers.items():
        found[sheet] = [make(n, count) for n in range(count[sheet])]
    left = rows - sum(map(len, found.values()))
    found["Résultats"] = [_result(n, count) for n in range(max(0, left))]
    return found


def _class(n: int, _count: Mapping[str, int]) -> dict[str, object]:
    return {"classe": f"Classe {n}", "formation": f"CAP Métier {n % 40}", "année": 1 + n % 2, "effectif prévu": 24}


def _calendar(n: int, _count: Mapping[str, int]) -> dict[str, object]:
    return {"qui": f"Classe {n}", **{f"S{37 + week}": "X" if week % 3 == n % 3 else None for week in range(12)}}


def _course(n: int, count: Mapping[str, int]) -> dict[str, object]:
    trainers = count["Formateurs"]
    row: dict[str, object] = {
        "classes": f"Classe {n % count['Classes']}",
        "matière": SUBJECTS[n // count["Classes"] % len(SUBJECTS)] + (f" {n}" if n >= 8 * count["Classes"] else ""),
        "heures": "2 h/sem" if n % 3 else "24 h",
        "formateurs": f"Formateur{n % trainers} Paul ou Paul Formateur{(n + 7) % trainers}",
        "durées": "1+1" if n % 3 else "2",
    }
    return row


def _learner_name(n: int) -> str:
    return f"Nom{n} Léa"


def _learner(n: int, count: Mapping[str, int]) -> dict[str, object]:
    return {
        "code": f"A{n}",
        "nom": f"Nom{n}",
        "prénom": "Léa",
        "naissance": "14/03/2009" if n % 2 else date(2007, 1 + n % 12, 1 + n % 28),
        "classe": f"Classe {n % count['Classes']}",
        "entrée": "07/09/2026",
        "contrat début": date(2026, 9, 1),
        "contrat fin": "31/08/2028",
        "employeur": f"Maison {n % 900}",
        "littératie": 1 + n % 4,
    }


def _result(n: int, count: Mapping[str, int]) -> dict[str, object]:
    return {
        "apprenant": _learner_name(n % count["Apprenants"]),
        "domaine": "littératie" if n % 2 else "numératie",
        "résultat": 1 + n % 4,
        "date": FIRST + timedelta(days=n % 60),
    }


def measure(rows: int) -> tuple[str, dict[str, Any]]:
    """Write the workbook, read it in a process of its own; the line to print and the record."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "grand.xlsx"
        sheets = large(rows)
        write_workbook(path, sheets)
        megabytes = round(path.stat().st_size / 1e6, 1)
        command: Sequence[str] = [sys.executable, "-c", MEASURE, str(path)]
        found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    if found["faults"]:
        raise SystemExit("\n".join(found["faults"]))
    sizes = {"rows": sum(map(len, sheets.values())), "learners": found["learners"], "courses": found["courses"]}
    seconds, cpu, memory = round(found["seconds"], 2), round(found["cpu"], 2), round(found["kilobytes"] / 1024)
    line = f"{sizes['rows']} rows ({megabytes} MB): read in {seconds} s, {cpu} s of processor, {memory} MB of memory"
    return line, record("reading", sizes=sizes, seconds=seconds, seconds_cpu=cpu, memory_mb=memory)
