"""The reference page of the workbook, written from the schema so that it is never out of date."""

from collections.abc import Iterator

from data.building.defaults import MODULES, NEED_RULES, SCALES
from data.building.settings import SETTINGS
from data.sheets.columns import EXAMPLE_MARK, KINDS, Column, Sheet
from data.sheets.modules import STRAND_NAMES
from data.sheets.schema import BY_ID, SHEETS
from planner.domain import NeedRule, clock

HEAD = f"""# Référence du classeur

<!-- Page écrite par le programme d'après la déclaration des feuilles : ne la modifiez pas à la main. -->

Sept feuilles sont obligatoires, les autres facultatives : « barrette check » dit ce qui tient lieu de chacune. Les
intitulés sont reconnus quels que soient leur ordre, les majuscules, les accents et les espaces ; les colonnes inconnues
sont ignorées et nommées une fois. Dates et heures : vraies ou en texte (`14h30`, `07/09/2026`, `2026-09-07`). Décimales
avec virgule ou point. Plusieurs valeurs se séparent par `;` ou un retour à la ligne. Les formules sont lues par leur
valeur enregistrée. Pas de cellules fusionnées dans les intitulés et les colonnes obligatoires. Une personne se désigne
par son code, ou par son nom s'il est unique. Une ligne dont la première cellule remplie commence par `{EXAMPLE_MARK}`
n'est pas lue. Les colonnes de données inutiles à l'emploi du temps (numéro de sécurité sociale, adresse, nationalité,
reconnaissance de handicap …) ne sont jamais lues.
"""


def reference() -> str:
    """The whole page, in Markdown."""
    return "\n".join([HEAD, *(line for sheet in SHEETS for line in _sheet(sheet)), *_settings(), *_catalogue()]) + "\n"


def _sheet(sheet: Sheet) -> Iterator[str]:
    yield f"## {sheet.name}"
    yield ""
    need = "Feuille obligatoire." if sheet.required else f"Feuille facultative ; sans elle : {sheet.default}."
    yield f"{need} Une ligne est {sheet.about}."
    yield ""
    yield from _table("Colonne", "Obligatoire", "Contenu", "Exemple", "Aussi reconnue sous")
    for column in sheet.columns:
        example = "" if column.example is None else f"`{column.example}`"
        also = ", ".join(f"`{name}`" for name in column.synonyms)
        need = {"cell": "oui", "column": "colonne"}.get(column.need, "")
        yield _line(f"**{column.header}**", need, _content(column), example, also)
    yield ""


def _content(column: Column) -> str:
    parts = [column.note, KINDS[column.kind]]
    if column.words:
        parts[1] = ", ".join(f"`{word}`" for word in column.words)
    elif column.sheets:
        parts[1] = f"{KINDS[column.kind]} : {', '.join(BY_ID[sheet].name for sheet in column.sheets)}"
    return " — ".join(filter(None, parts))


def _settings() -> Iterator[str]:
    yield "## Réglages de la feuille Paramètres"
    yield ""
    yield "Les seuils sont des réglages modifiables, à vérifier par le centre. Un réglage inconnu est ignoré, et nommé."
    yield ""
    yield from _table("Paramètre", "Obligatoire", "Contenu", "Valeur habituelle")
    for setting in SETTINGS:
        content = f"{setting.column.note} — {KINDS[setting.column.kind]}"
        yield _line(f"**{setting.column.header}**", "oui" if setting.required else "", content, setting.default)
    yield ""


def _catalogue() -> Iterator[str]:
    strands = {value: name for name, value in reversed(STRAND_NAMES.items())}
    yield "## Ce qui tient lieu des feuilles absentes"
    yield ""
    yield "### Modules"
    yield ""
    yield from _table("Module", "Libellé", "Volet", "Effectif maximal", "Durée")
    for module in MODULES:
        yield _line(
            f"`{module.id}`", module.label, strands.get(module.strand, ""), str(module.max_size), clock(module.minutes)
        )
    yield ""
    yield "### Échelles"
    yield ""
    yield from _table("Échelle", "De", "À", "Niveau")
    for band in SCALES:
        yield _line(band.scale, band.low, band.high, str(band.level))
    yield ""
    yield "### Règles de besoins"
    yield ""
    yield from _table("Cible", "Domaine", "Niveau", "Condition", "Durée due", "Priorité")
    for rule in NEED_RULES:
        levels = " ; ".join(map(str, sorted(rule.levels)))
        condition = _condition(rule)
        due = _due(rule)
        yield _line(f"`{rule.target}`", rule.domain, levels, condition, due, str(rule.priority))


def _condition(rule: NeedRule) -> str:
    if rule.remote:
        return "suit à distance, en tout ou en partie"
    if rule.statuses:
        return "sans contrat, ou contrat rompu, tant que les droits durent"
    year = {True: ", dernière année", False: ", avant la dernière année", None: ""}[rule.final]
    return f"choix d'orientation : {rule.choice}{year}" if rule.choice else ""


def _due(rule: NeedRule) -> str:
    if rule.minutes_per_week:
        return f"{clock(rule.minutes_per_week)} par semaine{'' if rule.statuses or rule.remote else ' au CFA'}"
    stay = rule.minutes_per_stay
    return f"{clock(stay)} par séjour" if stay else f"{clock(rule.minutes_total)} en tout"


def _table(*heads: str) -> Iterator[str]:
    yield _line(*heads)
    yield "|" + "---|" * len(heads)


def _line(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
