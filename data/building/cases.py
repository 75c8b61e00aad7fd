"""*Aménagements*, *Dispenses*, *Ensemble ou séparés*, *Verrous*, *Règles*, *Solutions* → particular cases."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from data.building.context import Context
from data.building.courses import course_ref
from data.building.people import EVENING
from data.building.time import span
from data.reading.table import Row
from data.sheets.columns import fold
from data.sheets.plain import plain
from planner.domain import (
    AM,
    PM,
    WITH_LENGTH,
    Absence,
    Arrangement,
    Bells,
    Course,
    CourseId,
    CurePrice,
    Exemption,
    Lock,
    Match,
    Pairing,
)
from planner.words import did_you_mean

ACCESSIBLE = "accessible"
RULE = re.compile(r"[HP]\d+[a-z]?")


def build_arrangements(context: Context, bells: Mapping[str, Bells]) -> tuple[Arrangement, ...]:
    """Scheduling effects, one per weekday concerned."""
    return tuple(found for row in context.rows("arrangements") for found in _arrangements(context, row, bells))


def _arrangements(context: Context, row: Row, bells: Mapping[str, Bells]) -> Iterable[Arrangement]:
    said = replace(Arrangement(**plain(context, row)), text="")
    effect = said.effect
    span(context, row)
    if not said.apprentice_id or not effect:
        return
    if effect in WITH_LENGTH:
        if row["minutes"] is None:
            context.fault(row, "minutes", "« durée » est vide : cet effet a besoin d'une durée.")
        yield replace(said, minutes=row.get("minutes", 0))
    elif effect in ("room_feature", "helper"):
        yield replace(said, text=_value(context, row, effect))
    else:
        for window in _windows(context, row, next(iter(bells.values())), effect):
            yield replace(said, window=window)


def _value(context: Context, row: Row, effect: str) -> str:
    typed = str(row.get("value", ""))
    if not typed:
        context.fault(row, "value", "« valeur » est vide : indiquez l'équipement de la salle, ou l'adulte qui aide.")
        return ""
    if effect == "helper":
        return context.resolve(row, "value", typed, ("trainers",)) or ""
    if fold(typed) == ACCESSIBLE:
        return ACCESSIBLE
    names = context.names("features")
    if not names.find(typed):
        near = did_you_mean(typed, [*names.shown, ACCESSIBLE])
        context.fault(row, "value", f"n'est pas un équipement de la feuille « Salles ».{near}")
    return min(names.find(typed), default=typed)


def _windows(context: Context, row: Row, bells: Bells, effect: str) -> Iterable[Absence]:
    start, end = row.get("start", 0), row.get("end", EVENING)
    if end <= start:
        context.fault(row, "end", "vient avant l'heure de début : corrigez l'une des deux heures.")
        return
    if effect == "rest_day" and row["days"] is None:
        context.fault(row, "days", "« jours » est vide : indiquez le jour de repos.")
    if effect == "forbidden" and row["days"] is None and row["start"] is None and row["end"] is None:
        context.fault(row, "days", "indiquez des jours, des heures, ou les deux.")
    for weekday, half in row["days"] or (((None, AM | PM),) if effect == "forbidden" else ()):
        noon = bells.noon(weekday) if weekday is not None else 0
        low = start if half & AM or weekday is None else max(start, noon)
        high = end if half & PM or weekday is None else min(end, noon)
        if low < high:
            yield Absence(weekday, start=low, end=high)


def build_exemptions(context: Context, courses: Mapping[CourseId, Course]) -> tuple[Exemption, ...]:
    """Exemptions, one per subject, in the spelling of *Cours*."""
    subjects = {fold(course.subject): course.subject for course in courses.values()}
    found = []
    for row in context.rows("exemptions"):
        span(context, row)
        said = Exemption(subject="", **plain(context, row))
        for name in row.get("subjects", ()):
            if fold(name) not in subjects:
                near = did_you_mean(name, subjects.values())
                context.fault(row, "subjects", f"n'est pas une matière de la feuille « Cours ».{near}", name)
            elif said.apprentice_id:
                found.append(replace(said, subject=subjects[fold(name)]))
    return tuple(found)


def build_pairings(context: Context) -> tuple[Pairing, ...]:
    """People to keep together or apart."""
    found: list[Pairing] = []
    for row in context.rows("pairings"):
        pairing = Pairing(**plain(context, row))
        people = pairing.apprentice_ids
        if len(people) < 2 and len({fold(name) for name in row.get("learners", ())}) < 2:
            context.fault(row, "learners", "indiquez au moins deux personnes, séparées par « ; ».")
        if len(people) >= 2 and row["rule"]:
            if any(p.together != pairing.together and len(p.apprentice_ids & people) > 1 for p in found):
                context.fault(
                    row, "learners", "sont à la fois à garder ensemble et à séparer : gardez une seule ligne."
                )
            found.append(pairing)
    return tuple(found)


def build_locks(context: Context) -> tuple[Lock, ...]:
    """Locked sessions and memberships."""
    found = []
    for row in context.rows("locks"):
        course = course_ref(context, row, "course", row["course"]) if row["course"] else None
        lock = Lock(course_id=CourseId(course) if course else None, origin=row.origin, **plain(context, row))
        if not row["course"] and not row["barrette"]:
            context.fault(row, "course", "indiquez ce qui est verrouillé : un cours, ou une barrette.")
        if context.dated and row["day"] and not context.first <= row["day"] <= context.last:
            context.fault(row, "day", "est hors de l'emploi du temps : corrigez la date ou retirez le verrou.")
        if row["learner"] and not row["module"]:
            context.fault(row, "module", "indiquez le module dans lequel garder cette personne.")
        if row["end"] is not None:
            continue  # a whole session that stays: see `data.building.standing`
        found.append(lock)
    return tuple(found)


def build_matches(context: Context) -> tuple[Match, ...]:
    """What the reading has used already, as typed."""
    rows = context.rows("matches")
    return tuple(Match(**plain(context, row)) for row in rows if row["theirs"] and row["ours"])


def build_cure_prices(context: Context) -> tuple[CurePrice, ...]:
    """Prices of the kinds of cures, each kind once."""
    seen = dict[str, int]()
    for row in context.rows("cure_prices"):
        if row["kind"] in seen:
            context.fault(row, "kind", f"est en double (déjà à la ligne {seen[row['kind']]}) : gardez une seule ligne.")
        seen.setdefault(row["kind"], row.number)
    rows = (row for row in context.rows("cure_prices") if row["kind"])
    return tuple(CurePrice(**plain(context, row)) for row in rows)


def build_rules(context: Context) -> tuple[frozenset[str], dict[str, float]]:
    """Rules put out of service, and weights."""
    off, weights, seen = set(), {}, dict[str, int]()
    for row in context.rows("rules"):
        name = str(row.get("key", ""))
        name = name[:1].upper() + name[1:].lower()
        if not RULE.fullmatch(name):
            if name:
                context.fault(row, "key", "n'est pas un numéro de règle : écrivez par exemple P4 ou H5c.")
            continue
        if name in seen:
            context.fault(row, "key", f"est en double (déjà à la ligne {seen[name]}) : gardez une seule ligne.")
        seen[name] = row.number
        context.origin("rule", name, row)
        if row["on"] is False:
            off.add(name)
        if row["weight"] is not None:
            weights[name] = row["weight"]
    return frozenset(off), weights
