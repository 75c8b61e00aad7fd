"""Cases 24 to 26, and the re-solves of the middle of a cycle: who comes, who goes, what closes, what is missed."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from constraints import RULES
from planner.check.verify import verify
from planner.domain import ApprenticeId, BarretteId, Lock, Problem, Timetable
from planner.engine.change.options import UpdateOptions, notice
from planner.engine.flow import update
from tests.cases import updating as mid
from tests.cases import workbooks as book

THURSDAY, MONDAY = date(2026, 9, 17), date(2026, 9, 28)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> tuple[Problem, Timetable]:
    """The published timetable of the centre, solved once for all the cases."""
    return mid.begin(mid.centre(), tmp_path_factory.mktemp("avant"))


def test_case_24_three_entrants_on_a_thursday(begun: tuple[Problem, Timetable], tmp_path: Path) -> None:
    """A free place first: they join the courses and the groups that are there, and no session moves."""

    def enter(rows: book.Rows) -> None:
        rows["Apprenants"] += [mid.newcomer(n, mid.COOKS, "17/09/2026") for n in ("Un", "Deux", "Trois")]
        rows["Résultats"].append({"apprenant": "UN", "domaine": "littératie", "résultat": 1, "date": "17/09/2026"})

    found = mid.carry(begun, mid.centre(), enter, THURSDAY, tmp_path)
    assert mid.moved(found) == set()
    for who in ("UN", "DEUX", "TROIS"):
        kinds = {s.kind for s in found.attended(who)}
        assert {"course", "barrette", "onboarding"} <= kinds
        # two hours of the barrette in each of the three stays to come, one of which the late entry module may take
        assert sum(s.kind == "barrette" for s in found.attended(who)) >= 5
        # 14 h of entry module, as early as possible though the company has begun
        assert sum(s.minutes for s in found.attended(who) if s.kind == "onboarding") == 14 * 60
        assert max(s.day for s in found.attended(who) if s.kind == "onboarding") <= date(2026, 10, 2)
    assert found.planned("UN", "LIT1") > 0
    # nobody else's groups, rooms or trainers change
    # (an open place that was empty gets its adult for who waits there)
    attended = [c for c in found.result.diff.counted if found.before.attendees.get(c.session.id)]
    assert attended == []
    assert {m.apprentice_id for m in found.result.diff.memberships} <= {"UN", "DEUX", "TROIS"}
    assert {p.apprentice_id for p in found.result.diff.people} <= {"UN", "DEUX", "TROIS"}


def test_case_25_a_missed_group_session_falls_due_again(begun: tuple[Problem, Timetable], tmp_path: Path) -> None:
    """Five apprentices missed a group session: their hour falls due again and is placed; the past stays."""
    _old, before = begun
    groups = [s for s in before.sessions if s.kind == "barrette" and s.module_id == "LIT1" and s.day < MONDAY]
    session = groups[0]
    absent = sorted(a.apprentice_id for a in before.attendees[session.id])[:5]

    def miss(rows: book.Rows) -> None:
        rows["Réalisé"] = [{"séance": session.id, "absents": " ; ".join(absent)}]

    found = mid.carry(begun, mid.centre(), miss, MONDAY, tmp_path)
    assert len(absent) == 5
    for who in absent:
        assert found.planned(who, "LIT1") == found.planned(who, "LIT1", before)
        mine = [s for s in found.attended(who) if s.module_id == "LIT1"]
        # one more session than before: the one missed stays where it was
        assert len(mine) == 1 + sum(s.module_id == "LIT1" for s in found.attended(who, before))
    assert mid.moved(found) == set()
    # the line stays in the workbook: a later update places nothing more
    assert mid.carry((found.new, found.after), mid.centre(), miss, MONDAY, tmp_path).result.diff.empty


def test_a_cancelled_group_session_falls_due_again_for_all(begun: tuple[Problem, Timetable], tmp_path: Path) -> None:
    """Nobody had it: everyone of the group is given the hour again, and the planned hours are as before."""
    _old, before = begun
    groups = [s for s in before.sessions if s.kind == "barrette" and s.module_id == "LIT1" and s.day < MONDAY]
    people = [a.apprentice_id for a in before.attendees[groups[0].id]]

    def cancel(rows: book.Rows) -> None:
        rows["Réalisé"] = [{"séance": groups[0].id, "annulée": "oui"}]

    found = mid.carry(begun, mid.centre(), cancel, MONDAY, tmp_path)
    assert groups[0].id in found.after.session
    for who in people:
        assert found.planned(who, "LIT1") == found.planned(who, "LIT1", before)
        assert sum(s.module_id == "LIT1" for s in found.attended(who)) == 1 + sum(
            s.module_id == "LIT1" for s in found.attended(who, before)
        )


def test_a_cancelled_course_gets_its_hours_again(begun: tuple[Problem, Timetable], tmp_path: Path) -> None:
    """The session stays in the past, cancelled; its hours come back under a name of their own."""
    _old, before = begun
    session = next(s for s in before.sessions if s.kind == "course" and "MATH" in s.id and s.day < MONDAY)

    def cancel(rows: book.Rows) -> None:
        rows["Réalisé"] = [{"séance": session.id, "annulée": "oui"}]

    found = mid.carry(begun, mid.centre(), cancel, MONDAY, tmp_path)
    again = found.after.session[f"{session.id}-r1"]  # type: ignore[index]
    assert again.minutes == session.minutes
    assert again.day >= found.moves
    assert found.people(again.id) == {a.apprentice_id for a in before.attendees[session.id]}
    # once: an update that reads the same line again places nothing more
    twice = mid.carry((found.new, found.after), mid.centre(), cancel, MONDAY, tmp_path)
    assert twice.result.diff.empty


def test_case_26_a_contract_is_broken_on_a_monday(begun: tuple[Problem, Timetable], tmp_path: Path) -> None:
    """Employer search from the same week on, company days become available, and the calendar tells nothing."""

    def break_off(rows: book.Rows) -> None:
        mid.line(rows, "Apprenants", code="CAP-CUI-1-06")["rupture"] = "28/09/2026"

    found = mid.carry(begun, mid.centre(), break_off, MONDAY, tmp_path)
    search = [s for s in found.attended("CAP-CUI-1-06") if s.module_id == "EMPLOI"]
    assert [s.day.isocalendar().week for s in search] == [40, 41, 42, 43, 44, 45, 46]
    assert all("mploi" not in s.public_label for s in search)
    assert mid.moved(found) == set()


def test_six_late_entrants_company_first(begun: tuple[Problem, Timetable], tmp_path: Path) -> None:
    """They began in the company: courses and groups from the first day there, the entry module late but soon."""
    names = [f"Tard{n}" for n in range(1, 7)]

    def enter(rows: book.Rows) -> None:
        for n, name in enumerate(names):
            started = {"contrat début": "10/09/2026", "premier jour en entreprise": "10/09/2026"}
            rows["Apprenants"].append(mid.newcomer(name, (mid.COOKS, mid.BAKERS)[n % 2], "21/09/2026", **started))

    # 14 cooks would not fit a kitchen of 12: three of the entrants are cooks, so 11 fit
    found = mid.carry(begun, mid.centre(), enter, date(2026, 9, 21), tmp_path)
    assert mid.moved(found) == set()
    for name in names:
        mine = found.attended(name.upper())
        assert sum(s.minutes for s in mine if s.kind == "onboarding") == 14 * 60
        assert {s.day.isocalendar().week for s in mine if s.kind == "course"} == {40, 43, 46}
        late = [d for d in found.after.debts if d.apprentice_id == name.upper() and d.source == "entrée"]
        assert all(d.reason for d in late)


def test_end_of_a_period_with_new_needs_and_two_trainers_swapped(
    begun: tuple[Problem, Timetable], tmp_path: Path
) -> None:
    """Groups of the next period follow the new results, hours of the barrettes do not move."""
    changed = [f"{c.replace(' ', '-')}-{n:02d}" for c in (mid.COOKS, mid.BAKERS) for n in (5, 6, 7)]

    def results(rows: book.Rows) -> None:
        rows["Résultats"] += [
            {"apprenant": who, "domaine": "numératie", "résultat": 1, "date": "09/10/2026"} for who in changed
        ]
        for row in rows["Compétences"][:2]:
            row["formateur"] = "Anglais Anne" if "LIT1" in str(row["matière ou module"]) else row["formateur"]
        mid.line(rows, "Compétences", matière_ou_module="Français ; Mathématiques ; Anglais ; EMPLOI").update(
            {"matière ou module": "EMPLOI"}
        )

    found = mid.carry(begun, mid.centre(), results, date(2026, 10, 12), tmp_path)
    assert mid.moved(found) == set()
    for who in changed:
        assert found.planned(who, "NUM1") > 0
    led = [s for s in found.after.sessions if s.kind == "barrette" and s.day >= found.first]
    teams = {t for s in led if str(s.module_id).startswith(("LIT", "NUM")) for t in s.trainer_ids}
    assert mid.id_of(found.new, "Soutien Sam") not in teams
    assert mid.id_of(found.new, "Anglais Anne") in teams


def test_a_trainer_absent_three_weeks(begun: tuple[Problem, Timetable], tmp_path: Path) -> None:
    """A colleague takes the hours, or they go to other weeks; inside the notice no hour moves."""

    def ill(rows: book.Rows) -> None:
        rows["Indisponibilités"] = [{"qui": "Français Fatou", "du": "28/09/2026", "au": "18/10/2026"}]

    found = mid.carry(begun, mid.centre(), ill, MONDAY, tmp_path)
    for session in found.after.by_trainer.get(mid.id_of(found.new, "Français Fatou"), ()):
        assert not date(2026, 9, 28) <= session.day <= date(2026, 10, 18)
    french = [s for s in found.before.sessions if s.kind == "course" and "FRANCAIS" in s.id and mid.week(s.day) == 40]
    for session in french:
        # week 40 is announced: the hour stays, with Sam or as supervised autonomy
        assert found.after.session[session.id].day == session.day
    assert found.after.unplaced == ()


def test_groups_without_a_trainer_keep_their_people_in_a_watched_place(
    begun: tuple[Problem, Timetable], tmp_path: Path
) -> None:
    """Sam and Marc are away in week 46: where Fatou has a group, Denise watches the others; theirs alone is lost."""
    away = [{"qui": who, "du": "09/11/2026", "au": "13/11/2026"} for who in ("Soutien Sam", "Maths Marc")]
    found = mid.carry(begun, mid.centre(), lambda rows: rows.update({"Indisponibilités": away}), MONDAY, tmp_path)
    fatou = mid.id_of(found.old, "Français Fatou")
    was = [s for s in found.before.sessions if s.kind == "barrette" and mid.week(s.day) == 46]
    hours = {(s.day, s.start) for s in found.after.sessions if s.kind == "barrette" and mid.week(s.day) == 46}
    assert hours == {(s.day, s.start) for s in was if fatou in s.trainer_ids} != set()
    for day, start in hours:
        groups = [s for s in found.after.sessions if s.kind == "barrette" and (s.day, s.start) == (day, start)]
        assert sum(len(found.people(s.id)) for s in groups) == 16
        assert all(s.trainer_ids for s in groups)
    lost = [row for row in found.after.unplaced if row.kind in ("barrette", "open")]
    assert len(lost) == len({(s.day, s.start) for s in was}) - len(hours)
    assert all("heures dues de nouveau" in row.reason for row in lost)


def test_minors_whom_nobody_can_watch_are_listed(begun: tuple[Problem, Timetable], tmp_path: Path) -> None:
    """Only Fatou is left in week 46: her group is held, and the minors of the others are named in the list.

    Adults work by themselves meanwhile; no minor is with them, which is checked with everything else.
    """
    names = ("Soutien Sam", "Maths Marc", "Anglais Anne", "Cuisine Carole", "Pain Paul", "Doc Denise")
    away = [{"qui": who, "du": "09/11/2026", "au": "13/11/2026"} for who in names]

    def leave(rows: book.Rows) -> None:
        rows["Indisponibilités"] = away
        mid.line(rows, "Apprenants", code="CAP-BOU-1-08")["naissance"] = date(2010, 5, 1)

    found = mid.carry(begun, mid.centre(), leave, MONDAY, tmp_path)
    held = [s for s in found.after.sessions if s.kind == "barrette" and mid.week(s.day) == 46]
    assert {s.trainer_ids for s in held} == {(), (mid.id_of(found.new, "Français Fatou"),)}
    lines = [row for row in found.after.unplaced if row.session_id.startswith("encadrement-BARRETTE-A")]
    name = next(p.name for p in found.new.learners.values() if p.id == "CAP-BOU-1-08")
    assert lines
    assert all(f"aucun adulte ni lieu libre pour {name}" in row.reason for row in lines)


def test_a_workshop_closed_for_a_week(begun: tuple[Problem, Timetable], tmp_path: Path) -> None:
    """The kitchen is closed in week 43: its hours are given in weeks whose half-days support leaves whole."""

    def close(rows: book.Rows) -> None:
        rows["Indisponibilités"] = [
            {"qui": "Cuisine", "nature de qui": "salle", "du": "19/10/2026", "au": "23/10/2026"}
        ]

    found = mid.carry(begun, mid.centre(), close, MONDAY, tmp_path)
    cooking = [s for s in found.after.sessions if "CUISINE" in s.id and s.kind == "course"]
    assert not [s for s in cooking if mid.week(s.day) == 43]
    assert len(cooking) == len([s for s in found.before.sessions if "CUISINE" in s.id and s.kind == "course"])
    assert found.after.unplaced == ()


def test_broken_contracts_and_one_who_goes_on_at_a_distance(begun: tuple[Problem, Timetable], tmp_path: Path) -> None:
    """Four contracts are broken; one of the four goes on at a distance and takes no seat any more."""
    broken = [f"CAP-CUI-1-{n:02d}" for n in (5, 6, 7, 8)]

    def break_off(rows: book.Rows) -> None:
        for who in broken:
            mid.line(rows, "Apprenants", code=who)["rupture"] = "28/09/2026"
        mid.line(rows, "Apprenants", code=broken[0])["modalité"] = "distance"

    found = mid.carry(begun, mid.centre(), break_off, MONDAY, tmp_path)
    for who in broken[1:]:
        assert [mid.week(s.day) for s in found.attended(who) if s.module_id == "EMPLOI"] == [40, 41, 42, 43, 44, 45, 46]
    rows = [a for a in found.after.attendance if a.apprentice_id == broken[0]]
    after = [a for a in rows if found.after.session[a.session_id].day >= found.first]
    assert after
    assert all(a.remote for a in after)
    assert mid.moved(found) == set()


def test_a_new_arrangement_of_hours_and_room(begun: tuple[Problem, Timetable], tmp_path: Path) -> None:
    """Six hours a day at most and an accessible room: the person's own days and rooms change, nobody else's hours."""
    who = "CAP-BOU-1-03"

    def arrange(rows: book.Rows) -> None:
        for row in rows["Salles"]:
            row["accessible"] = "non" if row["salle"] == "Salle 2" else "oui"
        rows["Aménagements"] = [
            {"apprenant": who, "effet": "max par jour", "durée": "6 h", "du": "28/09/2026"},
            {"apprenant": who, "effet": "salle", "valeur": "accessible", "du": "28/09/2026"},
        ]

    found = mid.carry(begun, mid.centre(), arrange, MONDAY, tmp_path)
    days: dict[date, int] = {}
    for session in found.attended(who):
        if session.day >= found.first:
            days[session.day] = days.get(session.day, 0) + session.minutes
            assert session.room_id is None or found.new.rooms[session.room_id].accessible
    assert max(days.values()) <= 6 * 60


def test_a_revision_week_is_added(begun: tuple[Problem, Timetable], tmp_path: Path) -> None:
    """The bakers come one week more, and an event of the whole class takes three of its days."""

    def revise(rows: book.Rows) -> None:
        mid.line(rows, "Calendrier", qui=mid.BAKERS)["S45"] = "X"
        rows["Événements"] = [
            {"libellé": "Révisions", "date": f"0{day}/11/2026", "début": "08:00", "fin": "17:00", "classes": mid.BAKERS}
            for day in (3, 4, 5)
        ]  # fmt: skip

    found = mid.carry(begun, mid.centre(), revise, MONDAY, tmp_path)
    events = [s for s in found.after.sessions if s.kind == "fixed"]
    assert [s.day.day for s in events] == [3, 4, 5]
    assert all(len(found.people(s.id)) == 8 for s in events)
    # 2 h more of support a week are owed, which no barrette of the week gives: that is no reason to change groups
    assert found.result.diff.cost == 0


def test_a_strand_found_at_nothing(begun: tuple[Problem, Timetable], tmp_path: Path) -> None:
    """The bakers have had no guidance so far: an extra session of the class gives it, and the target is counted."""

    def ask(rows: book.Rows) -> None:
        rows["Besoins"] = [
            {"classe": mid.BAKERS, "cible": "ORI-DECOUVERTE", "en tout": "2 h", "séance commune": "oui",
             "origine": "conseil", "ouvert le": "12/10/2026", "échéance": "13/11/2026"},
        ]  # fmt: skip

    found = mid.carry(begun, mid.centre(), ask, date(2026, 10, 12), tmp_path)
    for n in range(1, 9):
        rows = [d for d in found.after.debts if d.apprentice_id == f"CAP-BOU-1-{n:02d}" and d.need_id.startswith("B-")]
        assert sum(d.planned for d in rows) == 120
        mine = [s for s in found.attended(f"CAP-BOU-1-{n:02d}") if s.id.startswith("ORI-DECOUVERTE-B-")]
        assert sum(s.minutes for s in mine) == 120
    # extra sessions of the whole class, and nobody's group or room changes for them
    assert found.result.diff.cost == 0


def limited(
    begun: tuple[Problem, Timetable], folder: Path, who: str, days: tuple[str, str], **limits: int
) -> tuple[Timetable, list[str]]:
    """The timetable when somebody or a room is away on two days of two weeks, and why some courses have no place."""
    rows = mid.centre()
    rows["Indisponibilités"] = [{"qui": who, "du": day, "au": day} for day in days]
    old, before = begun
    new = mid.read(rows, folder / "apres.xlsx")
    options = UpdateOptions(MONDAY, notice(new, MONDAY), seed=1, workers=1, front=False, **limits)  # type: ignore[arg-type]
    after = update(old, new, before, RULES, options).timetable
    assert verify(new, RULES, after).passed
    return after, [row.reason for row in after.unplaced if row.kind == "course"]


@pytest.mark.parametrize("most", [0, 1, 3])
def test_limit_of_a_trainer_holds_for_all_weeks(begun: tuple[Problem, Timetable], tmp_path: Path, most: int) -> None:
    """Lessons of two weeks cannot stand: so many change in all, the others say that it is for the limit."""
    before, marc = begun[1], mid.id_of(begun[0], "Maths Marc")
    days = mid.fullest_days([s.day for s in before.by_trainer[marc] if s.kind == "course"])
    after, left = limited(begun, tmp_path, "Maths Marc", days, most_per_trainer=most)
    mine = [s for s in before.by_trainer[marc] if s.kind == "course" and s.id in after.session]
    hit = [s for s in before.by_trainer[marc] if s.kind == "course" and f"{s.day:%d/%m/%Y}" in days]
    assert len(hit) >= 3
    assert sum(s != after.session[s.id] for s in mine) == most
    assert len(left) == len(hit) - most
    assert all("la place existe, mais les changements sont limités à" in reason for reason in left)


@pytest.mark.parametrize("most", [0, 1])
def test_limit_of_an_apprentice_holds_for_all_weeks(
    begun: tuple[Problem, Timetable], tmp_path: Path, most: int
) -> None:
    """The kitchen is closed for a lesson in each of two weeks: so many of a cook's move, the rest is listed."""
    before = begun[1]
    mine = before.by_apprentice[ApprenticeId("CAP-CUI-1-01")]
    rooms = begun[0].rooms
    days = mid.fullest_days([s.day for s in mine if s.room_id and rooms[s.room_id].name == "Cuisine"])
    after, left = limited(begun, tmp_path, "Cuisine", days, most_per_apprentice=most)
    times = mid.when(after)
    moved = [s for s in mine
             if s.id in times and times[s.id] != (s.day, s.start, s.end)]  # fmt: skip
    assert len(moved) == most
    assert len(left) == 2 - most
    assert all(f"limités à {most} par apprenant" in reason for reason in left)


@pytest.mark.parametrize(("day", "past"), [(date(2026, 9, 8), True), (date(2026, 10, 20), False)])
def test_a_lock_that_is_not_kept_is_past_only_if_its_day_is(
    begun: tuple[Problem, Timetable], day: date, past: bool
) -> None:
    """What no update can mend is told apart; an hour to come at which nothing stands breaks the rule."""
    problem, before = begun
    lock = Lock(barrette_id=BarretteId("BARRETTE-A"), day=day, start=1)
    timetable = replace(before, summary={**before.summary, "since": "2026-10-12"})
    report = verify(replace(problem, locks=(lock,)), RULES, timetable)
    assert [f.key for f in report.past] == ["H15"] * past
    assert [f.key for f in report.hard] == ["H15"] * (not past)


def test_a_group_that_everybody_leaves_is_closed(begun: tuple[Problem, Timetable], tmp_path: Path) -> None:
    """Both members of a group need another one from the second period on: it has no session more beside that one."""
    both = ("CAP-CUI-1-04", "CAP-BOU-1-04")

    def worse(rows: book.Rows) -> None:
        rows["Résultats"] += [
            {"apprenant": person, "domaine": "littératie", "résultat": 1, "date": "09/10/2026"} for person in both
        ]

    later = [s for s in begun[1].sessions if s.kind == "barrette" and s.module_id == "LIT2" and s.period_id == "P2"]
    assert {a.apprentice_id for s in later for a in begun[1].attendees[s.id]} == set(both)
    found = mid.carry(begun, mid.centre(), worse, date(2026, 10, 9), tmp_path)
    second = [s for s in found.after.sessions if s.kind == "barrette" and s.period_id == "P2"]
    bases = {(s.day, s.start) for s in second if s.module_id == "LIT1"}
    assert bases & {(s.day, s.start) for s in later}
    assert not [s for s in second if s.module_id == "LIT2" and (s.day, s.start) in bases]
    assert all(found.planned(who, "LIT1") for who in both)
