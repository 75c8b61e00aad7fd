"""*Apprenants*, *Résultats* → learners with their class, part, dates and results."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from data.building.calendar import Calendars
from data.building.context import Context
from data.building.defaults import DEFAULT_SCALE, LITERACY, NUMERACY
from data.building.offer import Absences
from data.building.time import off_hours, span
from data.reading.parse_time import day
from data.reading.parse_values import blank, number, text
from data.reading.table import Row
from data.sheets.columns import fold
from data.sheets.plain import plain
from data.writing.places import letters
from planner.domain import ApprenticeId, ClassId, Learner, Membership, Result, ScaleBand
from planner.words import count, did_you_mean

ENTRY_DONE = "entry"


def build_learners(
    context: Context, calendars: Calendars, absences: Absences, scales: Iterable[ScaleBand]
) -> dict[ApprenticeId, Learner]:
    """Learners by id; their parts are given by `with_parts`."""
    results = _results(context, Scales(context, scales))
    found: dict[ApprenticeId, Learner] = {}
    for row in context.rows("learners"):
        item = ApprenticeId(context.id_of(row))
        learner = _learner(context, row)
        found[item] = replace(
            learner,
            calendar=calendars.learners.get(item),
            makeup=calendars.makeup.get(item, ""),
            absences=absences.get(("learners", item), ()),
            results=tuple(sorted(results.get(item, ()), key=lambda r: (r.on, r.domain))),
        )
    unknown = sum(learner.birth is None for learner in found.values())
    if unknown:
        adult = "comptée comme majeure" if unknown < 2 else "comptées comme majeures"
        context.faults.notice(f"Feuille « Apprenants » : {count(unknown, 'personne')} sans date de naissance, {adult}.")
    return found


STAND_INS = {
    "date inscription formation": ("entry", "date entree formation"),
    "date fin formation": ("exit", "date exclusion formation"),
}
"""Headings of the State's table whose date counts where that of entry, or of exit, is empty."""


def date_columns(context: Context) -> dict[int, str]:
    """Column index of *Apprenants* → the column (id) for which its date stands in, when both have the State's names."""
    table = context.tables.get("learners")
    found = {}
    for index, head in table.extra.items() if table else ():
        column, first = STAND_INS.get(fold(text(head)), ("", ""))
        if column and table and table.heads.get(column) == first:
            found[index] = column
    return found


def _date(context: Context, row: Row, column: str) -> date | None:
    """Date of a column, else the one that stands in for it."""
    if row[column]:
        return row[column]  # type: ignore[no-any-return]
    return next(
        (on for i, name in date_columns(context).items() if name == column and (on := _day(context, row, i))), None
    )


def _day(context: Context, row: Row, index: int) -> date | None:
    """Date in a column that the schema does not list, a fault when it is none."""
    value = row.raw[index] if index < len(row.raw) else None
    if blank(value):
        return None
    try:
        return day(row.table.dated(value))
    except ValueError as error:
        context.faults.add(row.table.name, f"{letters(index)}{row.number}", text(value), str(error))
        return None


def _learner(context: Context, row: Row) -> Learner:
    class_id = context.ref(row, "class")
    said = Learner(**plain(context, row))
    for first, last in (
        ("contract_start", "contract_end"), ("contract_start", "break"), ("break", "contract_end"),
        ("birth", "entry"), ("birth", "contract_start"), ("birth", "regulated_ok"),
        ("birth", "free_exit"),
    ):  # fmt: skip
        span(context, row, first, last)
    span(context, row, "entry", "exit", " ; pour qui n'est pas venu, retirez sa ligne")
    if row["choice_on"] and not row["choice"]:
        context.fault(
            row, "choice_on", "n'a pas de choix à côté : remplissez « choix d'orientation », ou videz la date."
        )
    membership = Membership(ClassId(class_id), row.get("part", "")) if class_id else None
    start, end, broken = _contract(context, row)
    return replace(
        said,
        memberships=(membership,) if membership else (),
        employer=said.employer or said.siret,
        blended=row["modality"] == "blended",
        entry=_date(context, row, "entry"),
        exit=_date(context, row, "exit"),
        contract_start=start,
        contract_end=end,
        contract_break=broken,
        off_hours=off_hours(context, row, hard=False),
        done_minutes={ENTRY_DONE: row["entry_done"]} if row["entry_done"] else {},
    )


def contract_columns(context: Context) -> dict[int, tuple[int, int]]:
    """Column index of *Apprenants* → (contract number, which of its dates) in the State's table of up to four."""
    table = context.tables.get("learners")
    found = {}
    for index, head in table.extra.items() if table else ():
        parts = re.fullmatch(r"contrat date (debut|fin|rupture) ([234])", fold(text(head)))
        if parts:
            found[index] = (int(parts[2]), ("debut", "fin", "rupture").index(parts[1]))
    return found


def _contract(context: Context, row: Row) -> tuple[date | None, date | None, date | None]:
    """Start, end and break of the last contract that has begun to be typed."""
    dates: dict[int, list[date | None]] = {1: [row["contract_start"], row["contract_end"], row["break"]]}
    for index, (contract, which) in contract_columns(context).items():
        on = _day(context, row, index)
        if on is not None:
            dates.setdefault(contract, [None, None, None])[which] = on
    start, end, broken = dates[max(number for number in dates if dates[number][0] or number == 1)]
    return start, end, broken


class Scales:
    """Scales by name, and whether a result is on one."""

    def __init__(self, context: Context, bands: Iterable[ScaleBand]) -> None:
        self.bands: dict[str, list[ScaleBand]] = {}
        for band in bands:
            self.bands.setdefault(fold(band.scale), []).append(band)
        self._known: set[tuple[str, str]] = set()
        self.usual = context.options.get("scale") or DEFAULT_SCALE
        if fold(self.usual) not in self.bands:
            row = next((r for r in context.rows("settings") if r["value"] == self.usual), None)
            if row is not None:
                context.fault(row, "value", f"n'est pas une échelle connue.{self._near(self.usual)}")

    def _near(self, name: str) -> str:
        names = [rows[0].scale for rows in self.bands.values()]
        return did_you_mean(name, names) or f" Échelles : {', '.join(names)}."

    def on_scale(self, result: Result) -> Result:
        """A result in its scale's own spelling; refused in French when the scale or the value is not known."""
        name = result.scale or self.usual
        bands = self.bands.get(fold(name))
        if bands is None:
            raise ValueError(f"l'échelle « {name} » n'existe pas dans la feuille « Échelles ».{self._near(name)}")
        own = bands[0].scale
        if (own, result.value) not in self._known and not any(_holds(band, result.value) for band in bands):
            raise ValueError(f"n'est pas un résultat de l'échelle « {own} » : corrigez-le, ou indiquez son échelle.")
        self._known.add((own, result.value))
        return result if result.scale == own else replace(result, scale=own)


def _holds(band: ScaleBand, value: str) -> bool:
    if fold(value) and fold(value) in (fold(band.low), fold(band.high)):
        return True
    try:
        # a little room between two bands written 7,99 and 8
        return number(band.low) <= number(value) <= number(band.high) + 0.01
    except ValueError:
        return False


def _results(context: Context, scales: Scales) -> dict[str, list[Result]]:
    found: dict[str, list[Result]] = {}
    seen: dict[tuple[object, ...], tuple[str, int]] = {}
    for row in context.rows("results"):
        learner = context.ref(row, "learner")
        if learner is None or not row["domain"] or row["value"] is None or row["date"] is None:
            continue
        try:
            result = scales.on_scale(Result(**plain(context, row)))
        except ValueError as error:
            unknown = fold(row.get("scale", "")) not in scales.bands and row["scale"]
            message = str(error).partition("» ")[2] if unknown else str(error)
            context.fault(row, "scale" if unknown else "value", message)
        else:
            found.setdefault(learner, []).append(result)
            same = learner, fold(result.domain), result.on, result.scale
            value, number = seen.setdefault(same, (result.value, row.number))
            if value != result.value:
                context.fault(row, "value", f"contredit la ligne {number} : même personne, même domaine, même jour.")
    for learner, wide in _wide_results(context, scales):
        found.setdefault(learner, []).append(wide)
    return found


def domain_columns(context: Context) -> dict[int, tuple[str, str]]:
    """Column index of *Apprenants* → (domain, scale or nothing) for headings that name a tested domain."""
    table = context.tables.get("learners")
    known = {fold(name): name for name in (LITERACY, NUMERACY)}
    for sheet in ("modules", "need_rules", "results"):
        for row in context.rows(sheet):
            for name in row.get("domains", ()) or ((row["domain"],) if row["domain"] else ()):
                known.setdefault(fold(name), name)
    found = {}
    for index, head in table.extra.items() if table else ():
        parts = re.fullmatch(r"\s*(résultats?\s+(?:en\s+)?)?(.+?)\s*(?:\((.+)\))?\s*", text(head), re.IGNORECASE)
        if parts and (parts[1] or fold(parts[2]) in known):
            found[index] = (known.get(fold(parts[2]), parts[2]), parts[3] or "")
    return found


def _wide_results(context: Context, scales: Scales) -> Iterable[tuple[str, Result]]:
    columns = domain_columns(context)
    typed = context.options.get("results_day")
    for row in context.rows("learners"):
        for index, (domain, scale) in columns.items():
            value = text(row.raw[index]) if index < len(row.raw) else ""
            if not value:
                continue
            entry = max(row["entry"] or context.first, context.first)
            on = typed if isinstance(typed, date) else entry - timedelta(days=1)
            try:
                yield context.id_of(row), scales.on_scale(Result(domain, value, scale, on))
            except ValueError as error:
                context.faults.add(row.table.name, f"{letters(index)}{row.number}", value, str(error))


def with_parts(
    learners: Mapping[ApprenticeId, Learner],
    parts: Mapping[ClassId, tuple[str, ...]],
    before: Mapping[ApprenticeId, Learner] | None = None,
) -> dict[ApprenticeId, Learner]:
    """Learners with a part each where their class is split: the typed one, else that of before, else the smallest.

    ``before``: learners as they were, with their parts. The smallest part is chosen in order of names, once everybody
    who has a part already is counted: an entrant takes nobody else's.
    """
    found = {key: _with_part_of(before, learner, parts) for key, learner in learners.items()}
    members_of: dict[ClassId, dict[ApprenticeId, None]] = {}
    for key, learner in found.items():
        for membership in learner.memberships:
            members_of.setdefault(membership.class_id, {})[key] = None
    for class_id, letters_ in parts.items():
        if not letters_:
            continue
        here = [found[key] for key in members_of.get(class_id, ())]
        counts = {
            letter: sum(any(m.class_id == class_id and m.part == letter for m in x.memberships) for x in here)
            for letter in letters_
        }
        for learner in sorted(here, key=lambda x: (fold(x.last_name), fold(x.first_name), x.id)):
            mine = [m for m in learner.memberships if m.class_id == class_id]
            if not all(m.part for m in mine):
                known = next((m.part for m in mine if m.part), "")
                letter = known or min(letters_, key=lambda name: (counts[name], name))
                counts[letter] = counts.get(letter, 0) + (not known)
                members = (
                    replace(m, part=m.part or letter) if m.class_id == class_id else m for m in learner.memberships
                )
                found[learner.id] = replace(learner, memberships=tuple(members))
    return found


def _with_part_of(
    before: Mapping[ApprenticeId, Learner] | None, learner: Learner, parts: Mapping[ClassId, tuple[str, ...]]
) -> Learner:
    """A learner with the parts that they had before, in the classes whose part is not typed and still exists."""
    was = (before or {}).get(learner.id)
    if was is None:
        return learner
    had = {m.class_id: m.part for m in was.memberships if m.part in parts.get(m.class_id, ())}
    mine = {m.class_id: m.part for m in learner.memberships if m.part}
    return replace(
        learner,
        memberships=tuple(
            replace(m, part=m.part or mine.get(m.class_id) or had.get(m.class_id, "")) for m in learner.memberships
        ),
    )
