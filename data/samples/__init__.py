"""Fictional centres, drawn from a seed: ``minimal`` (the required sheets only), and four of growing size.

``small`` (about 120 learners), ``medium`` (about 600), ``large`` (about 3,000, four sites) and ``network`` (about
12,000, sixteen sites) are planted: every week is planted first, so that a full timetable exists; then trainers are
absent when the plant does not need them, their weekly limits stand a little over their planted hours, and there are as
few workshops as possible. Numbers of trainers, rooms and workshop seats follow from this tightness, not from
``domain.md`` 12; the rest (classes, learners, special publics) does. The entry module is shortened to seven hours in
four blocks: safety 3 h, rights 1 h, behaviour 2 h, tools 1 h. All people and places are invented.
"""

from pathlib import Path
from random import Random

from data.samples import minimal
from data.samples.measure import Tightness, measure
from data.samples.people import OF_SITE, SHARES, learners
from data.samples.plan import Plan, make_plan
from data.samples.results import results
from data.samples.rows import case_rows, fixed_rows, learner_rows, offer_rows, staff_rows
from data.samples.sites import SITES, Site, plant_sites, sites_of, together, travel_rows
from data.samples.staff import Staff, hire
from data.samples.week import Planted, plant
from data.writing.template import write_workbook

Rows = dict[str, list[dict[str, object]]]
"""Rows by sheet name and French header."""
PLANTED = ("small", "medium")
"""Samples of one site of which a full timetable is known to exist."""
NAMES = ("minimal", *PLANTED, *SITES)
"""Samples that can be drawn."""
OF_CENTRE = ("Paramètres", "Périodes", "Fermetures", "Échelles", "Modules")
"""Sheets that say the same at every site."""


def planted(name: str, seed: int) -> tuple[Plan, Staff, Planted]:
    """The plan of a sample, its staff and the timetable planted to prove it feasible; never given to the engine."""
    if name in SITES:
        return together(plant_sites(name, seed))
    if name not in PLANTED:
        raise KeyError(name)
    rng = Random(f"{name}-{seed}")
    plan = make_plan(name, rng)
    while True:
        staff = hire(plan, rng)
        found = plant(plan, staff, rng)
        if found is not None:
            return plan, staff, found


def build(name: str, seed: int) -> Rows:
    """Rows of a sample. The same name and seed give the same rows; another seed, another centre."""
    if name == "minimal":
        return minimal.build(seed)
    if name in SITES:
        return _build_sites(name, seed)
    plan, staff, found = planted(name, seed)
    rng, shares = Random(f"{name}-{seed}-people"), SHARES[name]
    everybody = learners(plan, shares, rng)
    offer = Random(f"{name}-{seed}-offer")
    rows = fixed_rows(plan, offer) | offer_rows(plan, staff, found, offer) | staff_rows(staff, found)
    rows["Apprenants"] = learner_rows(everybody, staff.referents(plan))
    rows["Résultats"] = list(results(everybody, rng))
    rows |= case_rows(everybody, shares.exempt, shares.arranged, shares.athletes, rng)
    return {sheet: lines for sheet, lines in rows.items() if lines}


def _build_sites(name: str, seed: int) -> Rows:
    """The rows of every site, one after the other; what is of the centre is said once."""
    sites = plant_sites(name, seed)
    rows: Rows = {}
    for site in sites:
        own = _site_rows(site, f"{name}-{seed}-{site.plan.site}", len(sites))
        for sheet in (sheet for sheet in own if sheet not in OF_CENTRE or sheet not in rows):
            rows.setdefault(sheet, []).extend(own[sheet])
    rows["Diplômes"] = list({row["formation"]: row for row in reversed(rows["Diplômes"])}.values())[::-1]
    _plan, staff, found = together(sites)
    rows |= staff_rows(staff, found)
    where = sites_of(sites)
    rows["Formateurs"] = [row | {"sites": " ; ".join(where[str(row["nom"])])} for row in rows["Formateurs"]]
    rows["Sites"] = travel_rows(sites)
    return {sheet: lines for sheet, lines in rows.items() if lines}


def _site_rows(site: Site, dice: str, sites: int) -> Rows:
    """The rows of one site, but those of its staff. ``dice``: what its draws begin from."""
    plan, staff, offer, rng = site.plan, site.staff, Random(f"{dice}-offer"), Random(f"{dice}-people")
    everybody = learners(plan, OF_SITE, rng, chr(ord("A") + site.number), (site.number, sites))
    rows = fixed_rows(plan, offer) | offer_rows(plan, staff, site.planted, offer)
    rows["Apprenants"] = learner_rows(everybody, staff.referents(plan))
    rows["Résultats"] = list(results(everybody, rng))
    return rows | case_rows(everybody, OF_SITE.exempt, OF_SITE.arranged, OF_SITE.athletes, rng)


def write(path: Path | str, name: str, seed: int) -> None:
    """Write the workbook of a sample."""
    write_workbook(path, build(name, seed))


def tightness(name: str, seed: int) -> Tightness:
    """How tight the plant of a sample is in its full weeks."""
    return measure(*planted(name, seed))
