"""*Formateurs*, *Compétences*, *Indisponibilités* → trainers; absences of anyone and any place."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from data.building.context import Context, identify
from data.building.offer import site_named
from data.building.time import span
from data.reading.parse_time import Days
from data.reading.table import Row
from data.sheets.plain import plain
from planner.domain import ALL_DAY, AM, PM, Absence, Bells, SiteId, Trainer, TrainerId, key

PARITY = {"even": 0, "odd": 1}
EVENING = 24 * 60


def name_people(context: Context) -> None:
    """Give trainers and learners their ids, so that every sheet can find them by code or name."""
    identify(context, "trainers", _trainer_name)
    for row in context.rows("trainers"):
        item, name = context.id_of(row), _trainer_name(row)
        context.names("trainers").add(item, item, name, *_turned(row))
        context.origin("trainer", item, row)
    identify(context, "learners", _learner_name, lambda row: (_learner_name(row), row["birth"]), "last_name")
    for row in context.rows("learners"):
        item, first, last = context.id_of(row), row.get("first_name", ""), row.get("last_name", "")
        context.names("learners").add(item, item, f"{last} {first}", f"{first} {last}")
        context.origin("learner", item, row)


def _trainer_name(row: Row) -> str:
    return f"{row.get('name', '')} {row.get('given', '')}".strip()


def _turned(row: Row) -> tuple[str, ...]:
    """The name the other way round, when it is two words or two cells."""
    words = [row["name"], row["given"]] if row["given"] else (row["name"] or "").split()
    return (f"{words[1]} {words[0]}",) if len(words) == 2 else ()


def _learner_name(row: Row) -> str:
    return f"{row.get('last_name', '')} {row.get('first_name', '')}"


def build_absences(context: Context, bells: Mapping[str, Bells]) -> dict[tuple[str, str], tuple[Absence, ...]]:
    """(sheet id, id) → absences typed in *Indisponibilités*."""
    found: dict[tuple[str, str], list[Absence]] = {}
    noons = next(iter(bells.values()))
    for row in context.rows("unavailable"):
        sheets = (row["kind"],) if row["kind"] else ()
        absences = tuple(_absences(context, row, noons))
        kinds = set()
        for name in row.get("who", ()):
            item = context.resolve(row, "who", name, sheets)
            if item is None:
                continue
            known = sheets or row.table.sheet.column("who").sheets
            sheet = next(s for s in known if item in context.names(s).find(name))
            kinds.add(sheet)
            found.setdefault((sheet, item), []).extend(absences)
            for absence in absences:
                context.origin("absence", f"{item}:{absence.mark}", row)
        _check_effects(context, row, kinds)
    return {who: tuple(rows) for who, rows in found.items()}


def _check_effects(context: Context, row: Row, kinds: set[str]) -> None:
    """What only makes sense for learners or classes, said of others."""
    if row["part"] and kinds and kinds != {"classes"}:
        context.fault(row, "part", "n'a de sens que pour une classe : videz cette cellule, ou indiquez une classe.")
    for column in ("makeup", "lessons"):
        if row[column] in ("led", "study", "postponed") and kinds - {"classes", "learners"}:
            context.fault(row, column, "n'a de sens que pour un apprenant ou une classe : videz cette cellule.")
    if row["lessons"] == "postponed" and "classes" in kinds and not row["part"]:
        message = "est inutile quand toute la classe est absente : écrivez plutôt « oui » dans « à rattraper »."
        context.fault(row, "lessons", message)


def _absences(context: Context, row: Row, bells: Bells) -> Iterable[Absence]:
    first, last = span(context, row)
    if last is None and first is not None and row["days"] is None and row["parity"] in (None, ""):
        last = first
    start, end = row.get("start", 0), row.get("end", EVENING)
    if end <= start:
        context.fault(row, "end", "vient avant l'heure de début : corrigez l'une des deux heures.")
        return
    said = replace(Absence(**plain(context, row)), parity=PARITY.get(row["parity"] or ""), first=first, last=last)
    for weekday, half in row["days"] or ((None, ALL_DAY),):
        low, high = _hours(bells, weekday, half) if weekday is not None else (0, EVENING)
        if max(start, low) < min(end, high):
            yield replace(said, weekday=weekday, start=max(start, low), end=min(end, high))


def _hours(bells: Bells, weekday: int, half: int) -> tuple[int, int]:
    noon = bells.noon(weekday)
    return (0 if half & AM else noon, EVENING if half & PM else noon)


def build_trainers(
    context: Context,
    bells: Mapping[str, Bells],
    absences: Mapping[tuple[str, str], tuple[Absence, ...]],
    skills: Mapping[str, frozenset[str]],
    until: Mapping[str, Mapping[str, date]],
) -> dict[TrainerId, Trainer]:
    """Trainers by id; ``skills`` and ``until`` by trainer id, as keys."""
    found = {}
    usual = next(iter(bells.values()))
    for row in context.rows("trainers"):
        item = TrainerId(context.id_of(row))
        sites = tuple(SiteId(site_named(context, row, "sites", site)) for site in row.get("sites", ()))
        found[item] = Trainer(
            name=_trainer_name(row),
            sites=sites,
            absences=(
                *_weekly(row, bells.get(sites[0], usual) if sites else usual),
                *absences.get(("trainers", item), ()),
            ),
            skills=skills.get(item, frozenset()),
            skill_until=until.get(item, {}),
            **plain(context, row),
        )
    return found


def _weekly(row: Row, bells: Bells) -> tuple[Absence, ...]:
    absences = [_half_absence(bells, weekday, half) for weekday, half in row.get("absent", ())]
    if row["only"]:
        here: Days = row["only"]
        away = ((weekday, ALL_DAY & ~dict(here).get(weekday, 0)) for weekday in range(7))
        absences += [_half_absence(bells, weekday, half) for weekday, half in away if half]
    if row["parity"]:
        absences.append(Absence(parity=1 - PARITY[row["parity"]]))
    return tuple(absences)


def _half_absence(bells: Bells, weekday: int, half: int) -> Absence:
    start, end = _hours(bells, weekday, half)
    return Absence(weekday, start=start, end=end)


def build_skills(
    context: Context, taught: Mapping[str, Iterable[str]]
) -> tuple[dict[str, frozenset[str]], dict[str, dict[str, date]]]:
    """Skills by trainer id, as keys: what *Compétences* says and what is ``taught``; with ends of *habilitations*."""
    skills: dict[str, set[str]] = {trainer: {key(name) for name in names} for trainer, names in taught.items()}
    until: dict[str, dict[str, date]] = {}
    for row in context.rows("skills"):
        trainer = context.ref(row, "trainer")
        if trainer is None:
            continue
        for name in row.get("skills", ()):
            modules = context.names("modules").find(name)
            name = key(next(iter(modules)) if len(modules) == 1 else name)
            skills.setdefault(trainer, set()).add(name)
            if row["until"]:
                until.setdefault(trainer, {})[name] = row["until"]
    return {trainer: frozenset(names) for trainer, names in skills.items()}, until
