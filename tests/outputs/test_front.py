"""The planner's first page: its figures, counted by hand on the tiny centre, and where its links lead."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from outputs.lists.tables import alert_table, debt_name, target_name
from outputs.pages.front import front
from outputs.pages.html import internal_page
from planner.domain import (
    Absence,
    ApprenticeId,
    ClassId,
    CourseId,
    Debt,
    FixedEvent,
    Kind,
    Module,
    ModuleId,
    NeedRule,
    Problem,
    RoomId,
    SessionId,
    Timetable,
    TrainerId,
    Unmet,
    Unplaced,
    VisitRule,
)
from planner.report.figures import overview

MONDAY = date(2026, 10, 19)
ENTRANT = ApprenticeId("A08")


def test_hours_left_are_counted_by_module_and_by_person(centre: Problem, finished: Timetable) -> None:
    """2 h 20 of LIT1 with 2 h planned, 1 h 40 of NUM2 all planned; the programme's own volume is not added."""
    found = overview(centre, finished)
    assert (found.due, found.planned) == (240, 220)
    assert [(row.target, row.due, row.planned, row.people) for row in found.targets] == [
        ("LIT1", 140, 120, 1),
        ("NUM2", 100, 100, 0),
    ]
    assert [(row.apprentice_id, row.due - row.planned) for row in found.people] == [("A01", 20)]


def test_hours_given_by_the_level_beside_are_told_under_the_module_that_is_owed(
    centre: Problem, finished: Timetable
) -> None:
    """LIT1 is owed and the group of NUM2 gives it, as `debts.csv` says: tables and figures say LIT1, and by what."""
    rule = NeedRule("LIT1-N1", "LIT1", "littératie", frozenset({1}), minutes_per_week=60)
    problem = replace(centre, need_rules=(*centre.need_rules, rule))
    why = "donnée avec « Numératie : renforcer », groupe du niveau voisin (1 h)"
    row = Debt(ENTRANT, "LIT1-N1-P1", "NUM2", 120, 60, date(2026, 10, 30), 1, rule.source, why)
    other = Debt(ENTRANT, "NUM2-N2-P1", "NUM2", 60, 60, date(2026, 10, 30), 1, rule.source)
    shown = replace(finished, debts=(row, other))
    assert [(found.target, found.due) for found in overview(problem, shown).targets] == [("LIT1", 120), ("NUM2", 60)]
    assert [debt_name(problem, d) for d in (row, other)] == [target_name(problem, m) for m in ("LIT1", "NUM2")]
    entry = replace(row, need_id="recherche", target="EMPLOI", source="situation", reason=why)
    module = Module(ModuleId("EMPLOI"), "Emploi", theme="employer_search")
    seeking = replace(centre, modules={**centre.modules, module.id: module})
    (alert,) = [r for r in alert_table(seeking, replace(finished, debts=(entry,))).rows if r[1].startswith("Recherche")]
    assert "restant à placer. Donnée avec" in alert[4]


def test_each_need_of_a_person_has_its_own_reason(centre: Problem, finished: Timetable) -> None:
    """Two courses for one reason are one line, a module for another is the next; a single reason stands alone."""
    rows = (("LIT1", 120, "trop peu"), ("C-MAT", 60, "semaine pleine"), ("C-CUI", 120, "semaine pleine"))
    debts = [
        Debt(ENTRANT, f"besoin-{target}", target, due, 0, date(2026, 10, 30), 1, "situation", why)
        for target, due, why in rows
    ]
    shown = front(centre, finished, overview(centre, replace(finished, debts=tuple(debts)))).people
    first, second = shown[0].values[3].splitlines()
    assert first.endswith("rattrapage) (3\u00a0h)\u00a0: semaine pleine")
    assert second.endswith("(2\u00a0h)\u00a0: trop peu")
    alone = front(centre, finished, overview(centre, replace(finished, debts=tuple(debts[1:])))).people
    assert alone[0].values[3] == "semaine pleine"


def test_a_course_to_make_up_is_named_with_its_class(centre: Problem) -> None:
    """The same subject of two classes is two rows, which are told apart."""
    course = centre.courses[CourseId("C-MAT")]
    name = centre.classes[course.class_ids[0]].name
    assert target_name(centre, course.id) == f"{course.subject} ({name}, rattrapage)"


def test_hours_that_no_bound_is_known_of_are_not_planned_and_no_more(centre: Problem, finished: Timetable) -> None:
    """A first solve knows what its hours could give at most; an update does not, and says what is not planned."""
    for bound, said in (
        (
            {"hours_payable": 3.75},
            ["prévues", "réalisables aux heures retenues, non prévues", "non réalisables à ces heures"],
        ),
        ({}, ["prévues", "non prévues"]),
    ):
        known = {k: v for k, v in finished.summary.items() if k != "hours_payable"} | bound
        page = front(centre, replace(finished, summary=known), overview(centre, finished))
        assert [bar.text.split("\u00a0:")[0] for bar in page.hours] == said


def test_strand_is_the_mean_of_the_class_against_its_share_of_the_year(centre: Problem, finished: Timetable) -> None:
    """Two of four cooks have an hour of consolidation a week: 1 h each; 20 h a year of 13 weeks make 3 h 05 for two."""
    rows = [row for row in overview(centre, finished).strands if row.class_id == "CUI1"]
    consolidation = next(row for row in rows if row.strand == "CONSOLIDATION")
    assert consolidation.planned == 60
    assert round(consolidation.target) == 185
    assert consolidation.short
    assert not next(row for row in rows if row.strand == "PERSONAL").short


def test_modular_share_counts_hours_of_learners(centre: Problem, finished: Timetable) -> None:
    """Seven people twice an hour in the barrette; six in the open hour and two called for support."""
    whole = overview(centre, finished).shares[0]
    minutes = sum(finished.session[row.session_id].minutes for row in finished.attendance)
    assert (whole.class_id, whole.barrette, whole.support, whole.total) == (None, 840, 480, minutes)


def test_load_counts_groups_watched_at_once_once(centre: Problem, finished: Timetable) -> None:
    """The librarian has three hours in the first week; a second group in the same room and hour adds none."""
    open_hour = next(s for s in finished.sessions if s.id == "TB#1")
    twice = replace(finished, sessions=(*finished.sessions, replace(open_hour, id=SessionId("TB#2"))))
    for timetable in (finished, twice):
        load = next(row for row in overview(centre, timetable).loads if row.trainer_id == "DOC")
        assert load.weeks == {MONDAY: 180, MONDAY + timedelta(days=7): 60}
        assert not load.over


def test_load_over_the_limit_is_marked_and_leads_to_its_week(centre: Problem, finished: Timetable) -> None:
    """With two hours a week at most, the first week of the librarian is over, the second is not."""
    librarian = replace(centre.trainers[TrainerId("DOC")], max_week=120)
    strict = replace(centre, trainers={**centre.trainers, librarian.id: librarian})
    found = overview(strict, finished)
    assert found.loads[0].trainer_id == "DOC"
    assert found.loads[0].over == (MONDAY,)
    page = front(strict, finished, found)
    assert page.loads[0][1][2].href == "#f/DOC/2026-10-19"
    assert page.loads[0][1][2].alert
    assert page.loads[0][1][3].href == ""


def test_rooms_are_counted_by_type_with_the_most_at_once(centre: Problem, finished: Timetable) -> None:
    """Both ordinary rooms hold a group of the barrette at 10:15; the kitchen is used 8 h of 80."""
    found = {row.type: row for row in overview(centre, finished).rooms}
    assert found["salle"].peak == 2
    assert (found["salle"].peak_day, found["salle"].peak_start) == (MONDAY + timedelta(days=1), 615)
    assert [(use.room_id, use.used, use.open) for use in found["cuisine"].rooms] == [("K1", 480, 4800)]


def test_closed_half_days_do_not_count_as_open(centre: Problem, finished: Timetable) -> None:
    """A closed afternoon takes four hours from every room."""
    shut = replace(centre, closed_halves={MONDAY: 2})
    room = next(use for row in overview(shut, finished).rooms for use in row.rooms if use.room_id == RoomId("S1"))
    assert room.open == 4800 - 240


def test_entrant_in_the_company_before_the_end_of_the_module_is_listed(centre: Problem, finished: Timetable) -> None:
    """The module is placed on the 26th, the company begins on the 20th: four hours are late."""
    learner = replace(centre.learners[ENTRANT], first_company_day=date(2026, 10, 20))
    late = replace(centre, learners={**centre.learners, ENTRANT: learner})
    debt = Debt(ENTRANT, "entree-1", "ENTREE-SECURITE", 240, 0, date(2026, 10, 19), 1, "entrée", "aucun jour possible")
    timetable = replace(finished, debts=(*finished.debts, debt))
    (row,) = overview(late, timetable).entrants
    assert (row.company, row.ends, row.left) == (date(2026, 10, 20), date(2026, 10, 26), 240)
    assert not overview(centre, finished).entrants
    (shown,) = front(late, timetable, overview(late, timetable)).entrants
    assert shown.alert
    assert shown.links[0].href == "#a/A08/2026-10-26"
    assert "26 octobre" in str(shown.values[2])


def test_what_comes_late_is_told_once(centre: Problem, finished: Timetable) -> None:
    """The row has the hours of all blocks that come late; the reason of one of them does not add its own figure."""
    block = next(s for s in finished.sessions if s.kind == Kind.ONBOARDING and s.module_id == "ENTREE-SECURITE")
    late = f"{block.minutes // 60} h après l'échéance ({block.day:%d/%m/%Y})"
    debt = Debt(
        ENTRANT, "entree-1", "ENTREE-SECURITE", 240, 0, date(2026, 10, 19), 1, "entrée", "aucun jour possible", late
    )
    assert debt.told == f"aucun jour possible ; {late}"
    (row,) = overview(centre, replace(finished, debts=(*finished.debts, debt))).entrants
    assert row.reason == "aucun jour possible"


def test_block_given_late_is_no_hour_left_to_place(centre: Problem, finished: Timetable) -> None:
    """All of it is planned, after its deadline: late on the first page and in the alerts, and nothing left to place."""
    block = next(s for s in finished.sessions if s.kind == Kind.ONBOARDING and s.module_id == "ENTREE-SECURITE")
    debt = Debt(
        *(ENTRANT, "entree-1", "ENTREE-SECURITE", block.minutes, block.minutes, date(2026, 10, 19), 1, "entrée"),
        reason="aucun jour possible",
        late="3 h après l'échéance",
    )
    timetable = replace(finished, debts=(*finished.debts, debt))
    found, before = overview(centre, timetable), overview(centre, finished)
    assert found.due - found.planned == before.due - before.planned
    (row,) = found.entrants
    assert (row.left, row.never) == (block.minutes, 0)
    told = [row[4] for row in alert_table(centre, timetable).rows if "non terminée dans les délais" in row[1]]
    assert [text.split(" : ", 1)[1] for text in told] == ["en retard. Aucun jour possible ; 3 h après l'échéance"]


def test_each_block_that_is_late_has_its_own_reason(centre: Problem, finished: Timetable) -> None:
    """Two blocks for two reasons: each is named; for one reason, the reason alone."""
    ids = ("ENTREE-SECURITE", "ENTREE-PRO")
    debts = [Debt(ENTRANT, m, m, 240, 0, date(2026, 10, 19), 1, "entrée", f"rien pour {m}") for m in ids]
    (row,) = overview(centre, replace(finished, debts=tuple(debts))).entrants
    assert sorted(row.reason.split(" ; ")) == sorted(f"« {target_name(centre, m)} » : rien pour {m}" for m in ids)
    same = tuple(replace(d, reason="fermé") for d in debts)
    assert overview(centre, replace(finished, debts=same)).entrants[0].reason == "fermé"


def test_module_that_is_never_finished_says_so_instead_of_its_end(centre: Problem, finished: Timetable) -> None:
    """Safety is given, four hours of another block nowhere: the day of the last block is not the end of the module."""
    debt = Debt(ENTRANT, "entree-2", "ENTREE-PRO", 240, 0, date(2026, 10, 30), 1, "entrée", "aucune heure")
    timetable = replace(finished, debts=(*finished.debts, debt))
    (row,) = overview(centre, timetable).entrants
    assert (row.left, row.never) == (240, 240)
    (shown,) = front(centre, timetable, overview(centre, timetable)).entrants
    assert shown.alert
    assert shown.values[2] == "non terminé : 4\u00a0h sans place"


@pytest.mark.parametrize(
    ("dates", "broken", "last"),
    [
        ({"contract_start": None, "entry": date(2026, 10, 19)}, False, date(2027, 1, 17)),
        ({"contract_break": date(2026, 10, 20)}, True, date(2027, 4, 18)),
    ],
)
def test_rights_end_after_90_or_180_days(
    centre: Problem, finished: Timetable, dates: dict[str, date], broken: bool, last: date
) -> None:
    """Without a contract 90 days from the entry, after a broken one 180 days from the break; others are not listed."""
    learner = replace(centre.learners[ApprenticeId("A05")], **dates)  # type: ignore[arg-type]
    found = overview(replace(centre, learners={**centre.learners, learner.id: learner}), finished).rights
    assert [(row.apprentice_id, row.broken, row.last) for row in found] == [("A05", broken, last)]
    assert not overview(centre, finished).rights


def test_points_are_what_is_wrong_and_nothing_else(centre: Problem, finished: Timetable) -> None:
    """One session is missing and 20 minutes are left; an empty timetable has nothing to point at."""
    found = front(centre, finished, overview(centre, finished))
    assert [point.href for point in found.points if point.grave] == ["#p-non-place", "#p-heures"]
    empty = replace(centre, learners={}, programmes={})
    assert not front(empty, Timetable(), overview(empty, Timetable())).points


def test_links_lead_to_people_and_parts_that_exist(centre: Problem, finished: Timetable) -> None:
    """Every address of the first page is a part of it, a list, or somebody of the centre."""
    page = internal_page(centre, finished, overview(centre, finished))
    ids = set(re.findall(r'id="([^"]+)"', page))
    known = {
        "a": set(centre.learners), "c": set(centre.classes), "f": set(centre.trainers), "s": set(centre.rooms),
        "heures-dues": None, "non-place": None, "alertes": None,
    }  # fmt: skip
    addresses = re.findall(r'href="#([^"]+)"', page)
    assert len(addresses) > 15
    for address in addresses:
        sort, _, rest = address.partition("/")
        assert address in ids or sort in known, address
        assert not known.get(sort) or rest.split("/")[0] in known[sort], address


def missing(number: int, reason: str) -> Unplaced:
    """A session of maths that the cooks do not have."""
    return Unplaced(SessionId(f"X#{number}"), "course", 60, reason, (CourseId("C-MAT"),), class_ids=(ClassId("CUI1"),))


def test_long_lists_are_cut_with_the_number_left(centre: Problem, finished: Timetable) -> None:
    """Of 20 missing sessions, each for a reason of its own, 12 are shown, and 8 are said to be on their own page."""
    timetable = replace(finished, unplaced=tuple(missing(n, f"faute de salle {n}") for n in range(20)))
    page = internal_page(centre, timetable, overview(centre, timetable))
    assert len(re.findall(r"faute de salle \d+</td>", page)) == 12
    assert "Voir aussi les 8 autres" in page


def test_sessions_missing_for_the_same_reason_are_one_row(centre: Problem, finished: Timetable) -> None:
    """Three hours of maths without a room make one row of three hours, and the count above stays three."""
    timetable = replace(finished, unplaced=tuple(missing(n, "faute de salle") for n in range(3)))
    page = front(centre, timetable, overview(centre, timetable))
    assert [row.values for row in page.unplaced] == [("Mathématiques (×\u00a03)", "3\u00a0h", "faute de salle")]
    assert page.points[0].count == "3"


def test_what_is_missing_is_named_without_ids(centre: Problem, finished: Timetable) -> None:
    """An event by its name, the study of the rest of a class by what it is: nobody reads an id."""
    event = FixedEvent("CCF-1", "CCF de cuisine", MONDAY, 480, 600)
    lost = (Unplaced(SessionId("fixe-CCF-1"), Kind.FIXED, 120, "tous pris"),
            Unplaced(SessionId("etude-CUI1-20260907-0800"), Kind.STUDY, 60, "aucune salle"))  # fmt: skip
    problem, timetable = replace(centre, events=(event,)), replace(finished, unplaced=lost)
    page = front(problem, timetable, overview(problem, timetable))
    assert [row.values[0] for row in page.unplaced] == ["CCF de cuisine", "Autonomie encadrée"]


def test_visits_to_make_are_counted_by_visitor(centre: Problem, finished: Timetable) -> None:
    """Who has no visitor comes first; the cooks' trainer has a visit for each company, with half-days left for it."""
    settings = {"contract_start": date(2026, 10, 1), "employer": "Chez Paul"}
    learners = {
        key: replace(learner, ref_trainer=None if key == "A05" else TrainerId("ROUX"), **settings)  # type: ignore[arg-type]
        for key, learner in centre.learners.items()
    }
    visited = replace(centre, learners=learners, visits=tuple(VisitRule(ApprenticeId(i), 1) for i in learners))
    nobody, roux = overview(visited, finished).visits
    assert (nobody.trainer_id, nobody.due, nobody.dated, nobody.blocked) == (None, 1, 0, 1)
    assert (roux.trainer_id, roux.due, roux.employers, roux.dated) == ("ROUX", 7, 1, 0)
    page = front(visited, finished, overview(visited, finished))
    assert page.visits[0].links[0].text == "Personne n’est indiqué"
    assert page.visits[1].links[0].href == "#f/ROUX"
    assert "#p-visites" in [point.href for point in page.points]


def test_hours_missed_are_counted_by_person(centre: Problem, finished: Timetable) -> None:
    """Somebody absent all the first week misses what the class has then; the list of the page names who and why."""
    absent = Absence(first=MONDAY, last=MONDAY + timedelta(days=4), makeup="led")
    learner = replace(centre.learners[ApprenticeId("A05")], absences=(absent,))
    gone = replace(centre, learners={**centre.learners, learner.id: learner})
    theirs = {s.id for s in finished.by_apprentice[learner.id] if s.day < MONDAY + timedelta(days=5)}
    rows = tuple(r for r in finished.attendance if r.apprentice_id != learner.id or r.session_id not in theirs)
    timetable = replace(finished, attendance=rows)
    found = {row.apprentice_id: row for row in overview(gone, timetable).missed}
    before = {row.apprentice_id for row in overview(centre, finished).missed}
    assert set(found) - before == {"A05"}
    assert found[learner.id].minutes == found[learner.id].makeup > 0
    (shown,) = (
        row for row in front(gone, timetable, overview(gone, timetable)).missed if "ESNAULT" in row.links[0].text
    )
    assert shown.values[1] == shown.values[2] != "–"


def test_wishes_not_kept_stand_by_name(centre: Problem, finished: Timetable) -> None:
    """Each wish says whose it is, and leads to the week of its apprentice; the first page says how many there are."""
    unmet = (
        Unmet("P16", "Souhait d’indisponibilité", "Roux Anne souhaitait être libre lundi : « Cuisine ».", MONDAY),
        Unmet("P10b", "Heures de trajet", "Aubry Camille a « Cuisine » à 17 h.", MONDAY, ApprenticeId("A01")),
    )
    page = front(centre, finished, overview(centre, finished, unmet))
    assert [row.links[0].href for row in page.unmet] == ["", "#a/A01/2026-10-19"]
    assert ("2", "souhaits non suivis") in [(point.count, point.text) for point in page.points]
    assert "Roux Anne souhaitait" in internal_page(centre, finished, overview(centre, finished, unmet))


def test_preferences_stand_with_their_bound_the_widest_gap_first(centre: Problem, finished: Timetable) -> None:
    """Statement, cost, bound and gap of each; nothing of a timetable without a bound."""
    rows = {
        "P1": {"statement": "Les heures dues sont prévues.", "cost": 1500.0, "bound": 1450.5, "gap": 0.033},
        "P4": {"statement": "Aucune heure creuse.", "cost": 200, "bound": 0.0, "gap": 1.0},
    }
    known = replace(finished, summary={**finished.summary, "bounds": rows})
    shown = front(centre, known, overview(centre, finished)).bounds
    assert [row.links[0].text for row in shown] == ["P4", "P1"]
    assert shown[1].values == ("Les heures dues sont prévues.", "1\u202f500", "1\u202f450", "3,3\u00a0%")
    assert shown[0].values == ("Aucune heure creuse.", "200", "aucune", "–")
    assert front(centre, finished, overview(centre, finished)).bounds == ()
