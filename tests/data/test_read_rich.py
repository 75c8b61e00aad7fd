"""A workbook that fills every sheet is read back as it was meant."""

from datetime import date
from pathlib import Path

import pytest

import data
from data.sheets.schema import SHEETS
from data.writing.template import write_workbook
from planner.domain import AM, PM, Absence, Problem, Volume
from tests.data.rich import rich


@pytest.fixture(scope="module")
def problem(tmp_path_factory: pytest.TempPathFactory) -> Problem:
    """The problem of the rich workbook."""
    path = tmp_path_factory.mktemp("rich") / "classeur.xlsx"
    write_workbook(path, rich())
    reading = data.read(path)
    assert [str(fault) for fault in reading.faults] == []
    assert reading.problem is not None
    return reading.problem


def test_rich_workbook_fills_every_sheet() -> None:
    """The tests below would otherwise miss a sheet."""
    assert set(rich()) == {sheet.name for sheet in SHEETS}


def test_settings_are_read_and_text_like_a_formula_stays_text(problem: Problem) -> None:
    """The salt begins with ``=``; the lunch is one hour; the saved date comes from the file."""
    assert problem.settings.name == "CFA du Val"
    assert problem.settings.salt == "=sel-de-test"
    assert problem.settings.lunch_minutes == 60
    assert problem.settings.saved == date(2026, 8, 24)
    assert (problem.first, problem.last) == (date(2026, 9, 7), date(2026, 11, 27))


def test_calendar_in_columns_and_in_rows(problem: Problem) -> None:
    """A whole week, three mornings, two days; a span of four weekdays; one learner's own days."""
    cooks, bakers, bp = (problem.classes[c] for c in ("CAP-CUI-1", "CAP-BOU-1", "BP-CUI-2"))
    assert [problem.class_presence(cooks.id, date(2026, 9, d)) for d in (7, 11, 14)] == [3, 3, 0]
    assert [cooks.calendar.get(date(2026, 9, d), 0) for d in (28, 29, 30)] == [AM, AM, AM]
    assert date(2026, 10, 1) not in cooks.calendar
    assert [d.day for d in bakers.calendar if d.month == 11] == [10, 12]
    assert [d.day for d in bp.calendar] == [14, 15, 16, 17, 5, 6, 7, 8, 9]
    assert list(problem.learners["PETIT-HUGO"].calendar or {}) == [date(2026, 9, 7), date(2026, 9, 8)]


def test_closures_join_public_holidays(problem: Problem) -> None:
    """All Saints' week, 11 November from the zone, one afternoon."""
    assert {date(2026, 10, 26), date(2026, 10, 30), date(2026, 11, 11)} <= problem.closed
    assert problem.closed_halves == {date(2026, 10, 7): PM}


def test_bells_and_periods_are_read(problem: Problem) -> None:
    """Four slots from Monday to Thursday, two on Friday; only the third may be cut."""
    (bells,) = problem.bells.values()
    assert [len(day) for day in bells.days] == [4, 4, 4, 4, 2, 0, 0]
    assert [slot.inside for slot in bells.days[0]] == [False, False, True, False]
    assert [period.id for period in problem.periods] == ["PERIODE-1", "PERIODE-2"]


def test_trainers_absences_come_from_every_column(problem: Problem) -> None:
    """Absent days, only-available days, even weeks only, and a dated absence."""
    paul, anne = problem.trainers["DURAND-PAUL"], problem.trainers["ROUX-ANNE"]
    assert Absence(2) in paul.absences
    assert any(a.weekday == 4 and a.start > 0 for a in paul.absences)
    assert Absence(first=date(2026, 10, 5), last=date(2026, 10, 9)) in paul.absences
    assert paul.max_week == 20 * 60
    assert {a.weekday for a in anne.absences if a.weekday is not None} == {2, 3, 4, 5, 6}
    assert Absence(parity=1) in anne.absences
    assert problem.trainers["EN"].role == "documentaliste"


def test_other_absences_find_their_owner(problem: Problem) -> None:
    """A wish for a room, an afternoon of a class, one day of a learner."""
    (wish,) = problem.rooms["CUISINE-1"].absences
    assert (wish.weekday, wish.start, wish.end, wish.hard) == (4, 780, 1020, False)
    assert problem.classes["CAP-BOU-1"].absences[0].weekday == 2
    assert problem.learners["A3"].absences == (Absence(first=date(2026, 9, 8), last=date(2026, 9, 8)),)


def test_skills_come_from_courses_and_skills_sheet(problem: Problem) -> None:
    """Who teaches mathematics serves numeracy; a habilitation has its last day."""
    assert {"mathematiques", "numeratie", "eps"} <= problem.trainers["DURAND-PAUL"].skills
    assert problem.trainers["ROUX-ANNE"].skill_until["lit1"] == date(2026, 10, 30)
    assert not problem.trainers["EN"].skills


def test_courses_are_read(problem: Problem) -> None:
    """Volumes, alternatives, co-teaching, crossed automatic parts, order."""
    bread, cook, theory = (problem.courses[f"CAP-{c}"] for c in ("BOU-1-MATHEMATIQUES", "CUI-1-TP-CUISINE",
                                                                  "CUI-1-TECHNOLOGIE"))  # fmt: skip
    sport = problem.courses["CAP-CUI-1-CAP-BOU-1-EPS"]
    assert bread.teams == (("DURAND-PAUL",), ("ROUX-ANNE",))
    assert (cook.parts, cook.crossed_with, cook.lengths) == (2, theory.id, (240,))
    assert (theory.parts, theory.crossed_with, theory.short_week) == (2, cook.id, "makeup")
    assert theory.after == "CAP-CUI-1-MATHEMATIQUES"
    assert (sport.teams, sport.co_taught) == ((("DURAND-PAUL", "ROUX-ANNE"),), True)
    assert sport.volume == Volume(total=1440)
    assert problem.courses["BP-CUI-2-GESTION"].volume == Volume(weekly_slots=3)
    assert problem.courses["BP-CUI-2-GESTION"].teams == ()
    assert problem.courses["CAP-CUI-1-FRANCAIS"].barrette_id == "BARRETTE-F"


def test_learners_are_read(problem: Problem) -> None:
    """The typed part stays, the other one is balanced; a learner without class has only modules."""
    lea, hugo = problem.learners["MARTIN-LEA"], problem.learners["PETIT-HUGO"]
    assert (lea.memberships[0].part, hugo.memberships[0].part) == ("A", "B")
    assert hugo.remote
    assert hugo.ref_trainer == "DURAND-PAUL"
    assert problem.learners["LIBRE-SAM"].memberships == ()


def test_results_in_columns_and_in_rows(problem: Problem) -> None:
    """Columns of *Apprenants* date from before the first day; rows have their own date and scale."""
    found = [(r.domain, r.value, r.scale, r.on) for r in problem.learners["MARTIN-LEA"].results]
    assert found == [
        ("littératie", "1", "niveaux 1-4", date(2026, 9, 6)),
        ("numératie", "9,5", "note /20", date(2026, 9, 6)),
        ("littératie", "2", "niveaux 1-4", date(2026, 10, 15)),
    ]
    assert problem.learners["A3"].results[0].scale == "lettres"


def test_programmes_are_typed_or_usual(problem: Problem) -> None:
    """Typed targets replace the usual ones, strand by strand; a BP has none."""
    cooks = problem.programmes["CAP-CUISINE"]
    assert cooks.strand_minutes[1, "CONSOLIDATION"] == 1200
    assert cooks.strand_minutes[1, "PERSONAL"] > 0
    assert (cooks.promise_every, cooks.cycle_minutes, cooks.weeks_per_year[1]) == (2, 48000, 12)
    assert problem.programmes["CAP-BOULANGER"].promise_every == 1
    assert not problem.programmes["BP-ARTS-DE-LA-CUISINE"].three_strands


def test_support_is_read(problem: Problem) -> None:
    """Modules replaced, added and retired; two barrettes, one of teaching; an open period."""
    assert problem.modules["LIT1"].max_size == 6
    assert problem.modules["LIT1"].strand == "CONSOLIDATION"
    assert problem.modules["CUISINE-PLUS"].levels == {1, 2}
    assert "ORI-DECOUVERTE" not in problem.modules
    support, teaching = problem.barrettes["BARRETTE-A"], problem.barrettes["BARRETTE-F"]
    assert (support.fixed_weekday, support.fixed_start, support.minutes, support.nature) == (1, 480, 120, "support")
    assert support.module_ids == ("LIT1", "AP-METHODE")
    assert (teaching.nature, teaching.course_ids, teaching.minutes) == ("teaching", ("CAP-CUI-1-FRANCAIS",), 120)
    (open_period,) = problem.open_periods
    assert (open_period.free_share, open_period.room_id, open_period.per_stay) == (0.4, "CDR", 1)


def test_needs_are_read(problem: Problem) -> None:
    """Typed rules replace the usual ones but the module of one's choice; needs of a learner and of a class."""
    literacy, guidance, *kept = problem.need_rules
    assert [rule.target for rule in kept] == ["ORI-POURSUITE", "ORI-INSERTION"] * 2
    assert (literacy.target, literacy.minutes_per_week, literacy.levels) == ("LIT1", 60, {1, 2})
    assert (guidance.target, guidance.statuses, guidance.recurrent) == ("GUIDANCE", {"ENROLLED_NO_CONTRACT"}, False)
    one, whole = problem.explicit_needs
    assert (one.apprentice_ids, one.minutes_total, one.source) == (("A3",), 240, "conseil")
    assert (whole.class_id, whole.target, whole.minutes_per_stay) == ("CAP-BOU-1", "PERSONAL", 60)


def test_particular_cases_are_read(problem: Problem) -> None:
    """Arrangements, an exemption in the course's spelling, people apart, events, locks, rules."""
    effects = [(a.effect, a.minutes, a.text) for a in problem.arrangements]
    assert effects[:3] == [("max_day", 360, ""), ("room_feature", 0, "accessible"), ("helper", 0, "EN")]
    assert [a.window.weekday for a in problem.arrangements if a.window] == [0, 1]
    assert problem.exemptions[0].subject == "Mathématiques"
    assert problem.exemptions[0].instead == "support"
    assert not problem.pairings[0].together
    assert [(e.label, e.public_label, e.rest) for e in problem.events[:2]] == [
        ("CCF", "CCF", "study"), ("Bilan", "Rendez-vous", "maintained"),
    ]  # fmt: skip
    assert problem.locks[0].course_id == "CAP-CUI-1-MATHEMATIQUES"
    assert problem.locks[1].module_id == "LIT1"
    assert problem.rules_off == {"H5c"}
    assert problem.rule_weights == {"P4": 2.5}
    assert [(c.kind, c.proposed, c.price) for c in problem.cure_prices] == [
        ("one room more", True, 2.5), ("rule", False, None),
    ]  # fmt: skip
    assert problem.travel["ANNEXE", "CENTRE"] == 20


def test_origins_name_the_cell(problem: Problem) -> None:
    """Where a thing stands in the workbook."""
    assert problem.origins["course:CAP-CUI-1-MATHEMATIQUES"] == "Cours!A2"
    assert problem.origins["learner:A3"] == "Apprenants!A4"


def test_ids_survive_an_inserted_row(problem: Problem, tmp_path: Path) -> None:
    """A line inserted before the others changes no id."""
    rows = rich()
    for name, new in (("Cours", "Anglais"), ("Salles", "Salle 9"), ("Apprenants", "Abel")):
        first = dict(rows[name][0])
        first["matière" if name == "Cours" else "salle" if name == "Salles" else "nom"] = new
        rows[name].insert(0, first)
    write_workbook(tmp_path / "plus.xlsx", rows)
    more = data.read(tmp_path / "plus.xlsx").problem
    assert more is not None
    assert set(problem.courses) < set(more.courses)
    assert set(problem.rooms) < set(more.rooms)
    assert set(problem.learners) < set(more.learners)


def test_same_file_gives_same_problem_and_bytes(problem: Problem, tmp_path: Path) -> None:
    """Writing twice gives the same bytes, reading twice the same problem."""
    for name in ("a.xlsx", "b.xlsx"):
        write_workbook(tmp_path / name, rich())
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    reading = data.read(tmp_path / "a.xlsx")
    assert reading.problem == problem
    assert len(reading.hash) == 64


def test_what_took_place_is_kept_for_the_update(problem: Problem) -> None:
    """A session cancelled, and one that somebody missed."""
    cancelled, missed = problem.realised
    assert (cancelled.session_id, cancelled.cancelled) == ("CAP-CUI-1-MATHEMATIQUES-01", True)
    assert (missed.cancelled, missed.absent_ids) == (False, ("A3",))


def test_existing_sessions_are_courses_or_events(problem: Problem) -> None:
    """A subject of the class is a session of its course, another is an event; the trainer is found by last name."""
    (stands,) = problem.standing
    assert (stands.day, stands.start, stands.end, stands.minutes) == (date(2026, 9, 8), 600, 720, 120)
    assert (problem.courses[stands.course_id].subject, stands.trainer_ids) == ("Mathématiques", ("DURAND-PAUL",))
    (event,) = (e for e in problem.events if e.label == "Vie de classe")
    assert (event.start, event.end, event.class_ids) == (480, 570, ("CAP-BOU-1",))
