"""Fictional centres, drawn from a seed: ``minimal`` (the required sheets only), ``small`` and ``medium``.

``small`` (about 120 learners) and ``medium`` (about 600) are planted: every week is planted first, so that a full
timetable exists; then trainers are absent when the plant does not need them, their weekly limits stand a little over
their planted hours, and there are as few workshops as possible. Numbers of trainers, rooms and workshop seats follow
from this tightness, not from ``domain.md`` 12; the rest (classes, learners, special publics) does. The entry module is
shortened to seven hours in four blocks: safety 3 h, rights 1 h, behaviour 2 h, tools 1 h. All people are invented.
"""

from pathlib import Path
from random import Random

from data.samples import minimal
from data.samples.measure import Tightness, measure
from data.samples.people import SHARES, learners
from data.samples.plan import Plan, make_plan
from data.samples.results import results
from data.samples.rows import case_rows, fixed_rows, learner_rows, offer_rows, staff_rows
from data.samples.staff import Staff, hire
from data.samples.week import Planted, plant
from data.template import write_workbook

PLANTED = ("small", "medium")
"""Samples of which a full timetable is known to exist."""
NAMES = ("minimal", *PLANTED)
"""Samples that can be drawn."""


def planted(name: str, seed: int) -> tuple[Plan, Staff, Planted]:
    """The plan of a sample, its staff and the timetable planted to prove it feasible; never given to the engine."""
    if name not in PLANTED:
        raise KeyError(name)
    rng = Random(f"{name}-{seed}")
    plan = make_plan(name, rng)
    while True:
        staff = hire(plan, rng)
        found = plant(plan, staff, rng)
        if found is not None:
            return plan, staff, found


def build(name: str, seed: int) -> dict[str, list[dict[str, object]]]:
    """Rows by sheet name and French header. The same name and seed give the same rows; another seed, another centre."""
    if name == "minimal":
        return minimal.build(seed)
    plan, staff, found = planted(name, seed)
    rng, shares = Random(f"{name}-{seed}-people"), SHARES[name]
    everybody = learners(plan, shares, rng)
    offer = Random(f"{name}-{seed}-offer")
    rows = fixed_rows(plan, offer) | offer_rows(plan, staff, found, offer) | staff_rows(staff, found)
    rows["Apprenants"] = learner_rows(everybody, staff.referents(plan))
    rows["Résultats"] = list(results(everybody, rng))
    rows |= case_rows(everybody, shares.exempt, shares.arranged, shares.athletes, rng)
    return {sheet: lines for sheet, lines in rows.items() if lines}


def write(path: Path | str, name: str, seed: int) -> None:
    """Write the workbook of a sample."""
    write_workbook(path, build(name, seed))


def tightness(name: str, seed: int) -> Tightness:
    """How tight the plant of a sample is in its full weeks."""
    return measure(*planted(name, seed))
