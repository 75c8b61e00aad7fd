"""*Paramètres* → the horizon, `Settings`, and the options of the reading itself."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from typing import Any

from data.building.context import Context
from data.reading.parse_values import blank
from data.reading.table import Row, parse
from data.sheets.columns import MAKEUP, Column, fold
from planner.words import did_you_mean

LONGEST_TERM = 400


@dataclass(frozen=True, slots=True)
class Setting:
    """One known line of *Paramètres*; ``default`` is what the template proposes."""

    id: str
    column: Column
    default: str = ""
    required: bool = False


USUAL_MOST: Mapping[str, float] = {"int": 400, "float": 1, "hours": 24 * 60, "length": 10 * 60}
"""Greatest value of a setting that names none of its own: days of a term, a share, minutes of a day and of a pause."""


MOST_REST = 16 * 60
"""Minutes of rest between two days that still leave a day of courses."""


def _setting(
    item: str,
    name: str,
    kind: str,
    note: str,
    default: str = "",
    *names: str,
    required: bool = False,
    low: int = 0,
    high: float | None = None,
    choices: Mapping[str, str] | None = None,
) -> Setting:
    most = USUAL_MOST.get(kind) if high is None else high
    column = Column(item, name, kind, note=note, synonyms=names, low=low, high=most, choices=choices or {})
    return Setting(item, column, default, required)


SETTINGS: tuple[Setting, ...] = (
    _setting("name", "établissement", "text", "Nom du CFA", "CFA", "nom", "cfa", required=True),
    _setting("zone", "zone", "text", "A, B, C, Corse, Alsace-Moselle, Guadeloupe …", "B", required=True),
    _setting("first", "début", "date", "Premier jour de l'emploi du temps", "", "du", "date de début", required=True),
    _setting("last", "fin", "date", "Dernier jour, au plus 400 jours après", "", "au", "date de fin", required=True),
    _setting("notice_days", "délai de prévenance", "int", "Jours entre l'annonce et le changement", "7", high=60),
    _setting("displaced", "séances déplacées pour une autre", "int", "Au plus, par une mise à jour, si elle "
             "n'a pas de place sans cela", "3", high=60),
    _setting("salt", "sel", "text", "Secret des calendriers, écrit par « barrette new » : ne le changez pas"),
    _setting("term", "repère", "text", "Distingue les rendez-vous de cette période de ceux des autres ; écrit par "
             "« barrette new --after » : ne le changez pas"),
    _setting("after", "suite de", "text", "Dossier de l'emploi du temps d'avant, dont les adresses sont reprises"),
    _setting("address", "adresse", "text", "Du CFA, montrée dans les calendriers ; par site : `Centre : 3 rue des "
             "Lilas ; Annexe : 5 quai Neuf`", "", "adresse du cfa", "adresse de l'établissement"),
    _setting("public_address", "adresse publique", "link", "Où le contenu de public/ est mis en ligne : donne à chacun "
             "le lien de son calendrier", "", "adresse en ligne"),
    _setting("whole_days", "journées entières", "bool", "`oui` : le calendrier de chaque apprenant montre aussi ses "
             "périodes au CFA et en entreprise", "non"),
    _setting("promise", "promesses par défaut", "text", "`chaque séjour`, un nombre n, ou `non`", "", "promesse"),
    _setting("scale", "échelle des résultats", "text", "Si un résultat n'en nomme pas", "niveaux 1-4"),
    _setting("results_day", "date des résultats", "date", "Date des résultats écrits dans Apprenants"),
    _setting("no_contract_days", "droits sans contrat", "int", "Jours au CFA sans contrat", "90"),
    _setting("broken_days", "droits après rupture", "int", "Jours au CFA après une rupture", "180"),
    _setting("lunch_minutes", "pause de midi", "length", "Durée minimale du repas", "45 min", "repas", low=1),
    _setting("minor_day", "durée max jour mineur", "hours", "Heures par jour au plus", "8 h"),
    _setting("minor_week", "durée max semaine mineur", "hours", "Heures par semaine au plus", "35 h", high=60 * 60),
    _setting("adult_day", "durée max jour majeur", "hours", "Heures par jour au plus", "10 h"),
    _setting("adult_week", "durée max semaine majeur", "hours", "Heures par semaine au plus", "40 h", high=60 * 60),
    _setting("minor_break_after", "pause mineur après", "hours", "Travail continu au plus", "4 h 30"),
    _setting("minor_break", "pause mineur", "length", "Durée de la pause", "30 min"),
    _setting("adult_break_after", "pause majeur après", "hours", "Travail continu au plus", "6 h"),
    _setting("adult_break", "pause majeur", "length", "Durée de la pause", "20 min"),
    _setting("extra_break_after", "pause supplémentaire après", "hours", "Travail continu au plus, de qui y a droit",
             "2 h"),
    _setting("least_presence", "présence minimale", "length", "Pour faire venir quelqu'un un jour sans autre séance",
             "2 h"),
    _setting("entry_makeup", "rattraper le module d'entrée", "choice", "Heures de cours que le module d'entrée prend : "
             "`non`, `oui`, `autonomie`", "non", choices=MAKEUP),
    _setting("unknown_level", "niveau non connu", "int", "Niveau compté sans résultat, de 1 à 4 ; vide : un groupe de "
             "consolidation qui a de la place", low=1, high=4),
    _setting("neighbour_levels", "niveaux voisins", "bool", "Qui n'a aucune heure dans le module de son niveau les a "
             "dans celui d'un niveau voisin", "oui"),
    _setting("rest_under_16", "repos avant 16 ans", "hours", "Repos d'un jour à l'autre", "14 h", high=MOST_REST),
    _setting("rest_minor", "repos mineur", "hours", "Repos d'un jour à l'autre", "12 h", high=MOST_REST),
    _setting("rest_adult", "repos majeur", "hours", "Repos d'un jour à l'autre", "11 h", high=MOST_REST),
    _setting("rights_days", "délai droits et devoirs", "int", "Jours au CFA depuis l'entrée", "5"),
    _setting("licence_age", "âge de l'aide au permis", "int", "Dès lequel un apprenti peut l'avoir (17 d'après la "
             "fiche de l'auditeur, 18 d'après d'autres sources : à vérifier) ; 0 : pas d'aide", "17", high=99),
    _setting("visits_per_half", "visites par demi-journée", "int", "Visites que tient une demi-journée", "2", low=1),
    _setting("visit_minutes", "durée d'une visite", "length", "Trajet compris, pour une visite à dater", "1 h 30"),
    _setting("remote_share", "part à distance maximale", "float", "De 0 à 1", "0,8", "part à distance"),
)  # fmt: skip
OPTIONS = ("promise", "scale", "results_day")
KEPT = ("promise", "scale")
"""Options that hold in the next term too: they are kept as typed, among what planning does not read."""


def build_settings(context: Context) -> None:
    """Read the settings into the context; faults for those that are missing, impossible or told twice."""
    known = {fold(name): setting for setting in SETTINGS for name in setting.column.names}
    values: dict[str, Any] = {}
    lines: dict[str, Row] = {}
    extra: dict[str, str] = {}
    for row in context.rows("settings"):
        name = row.get("name", "")
        setting = known.get(fold(re.sub(r"\(.*?\)", "", name))) or known.get(fold(name))
        if setting is None:
            _unknown(context, name, row, extra)
        elif setting.id in lines:
            context.fault(row, "name", f"est en double (déjà à la ligne {lines[setting.id].number}).")
        else:
            lines[setting.id] = row
            _value(context, setting, row, values)
    _missing(context, lines, values)
    _horizon(context, lines, values)
    context.options.update({item: values.pop(item) for item in OPTIONS if item in values})
    extra |= {s.column.header: context.options[s.id] for s in SETTINGS if s.id in KEPT and s.id in context.options}
    names = {field.name for field in fields(context.settings)}
    context.settings = replace(context.settings, extra=extra, **{k: v for k, v in values.items() if k in names})


def _unknown(context: Context, name: str, row: Row, extra: dict[str, str]) -> None:
    if name:
        near = did_you_mean(name, [setting.column.header for setting in SETTINGS])
        context.faults.notice(
            f"Feuille « Paramètres » : le réglage « {name} » n'est pas connu, il est ignoré.{near}", row.origin
        )
        extra[name] = row.get("value", "")


def _value(context: Context, setting: Setting, row: Row, values: dict[str, Any]) -> None:
    index = row.table.where.get("value")
    raw = row.raw[index] if index is not None and index < len(row.raw) else None
    if blank(raw):
        return
    try:
        values[setting.id] = parse(setting.column, row.table.dated(raw) if setting.column.kind == "date" else raw)
    except ValueError as error:
        context.fault(row, "value", str(error))


def _missing(context: Context, lines: Mapping[str, Row], values: Mapping[str, Any]) -> None:
    if "settings" not in context.tables:
        return
    for setting in SETTINGS:
        if not setting.required or setting.id in values:
            continue
        row = lines.get(setting.id)
        if row is None:
            context.faults.add("Paramètres", "", "", f"il manque la ligne « {setting.column.header} » : ajoutez-la.")
        elif not row.text("value"):
            context.fault(row, "value", f"« {setting.column.header} » est vide : remplissez cette cellule.")


def _horizon(context: Context, lines: Mapping[str, Row], values: dict[str, Any]) -> None:
    if "first" not in values or "last" not in values:
        return
    context.first, context.last, context.dated = values["first"], values["last"], True
    if context.last < context.first:
        context.fault(lines["last"], "value", "vient avant le début : corrigez l'une des deux dates.")
        context.last, context.dated = context.first, False
    elif (context.last - context.first).days > LONGEST_TERM:
        context.fault(lines["last"], "value", f"est à plus de {LONGEST_TERM} jours du début : raccourcissez.")
        context.last = context.first + timedelta(days=LONGEST_TERM)
