"""A file of FET as lines of a workbook: each thing where a planner looks for it, what cannot be said by its name."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import data
from data.fet.chosen import Term, term_from
from data.fet.file import read_fet
from data.fet.lines import Imported, import_fet
from data.fet.notes import import_notes
from data.writing.filled import write_lines
from planner.domain import CourseId, Problem
from tests.fet_school import ROOM, YEAR, activity, away, constraint, school, start, write_school

TERM = Term(date(2027, 1, 4), date(2027, 1, 10), "sel")
THREE = "".join(activity(n, "A", hours, group=1) for n, hours in ((1, 2), (2, 1), (3, 1)))
"""One activity of FET that is cut in three."""


def imported(folder: Path, text: str) -> Imported:
    """What the lines of a file are."""
    return import_fet(read_fet(write_school(folder, text)), TERM)


def read(folder: Path, found: Imported) -> Problem:
    """The same lines written and read back, without any fault."""
    write_lines(folder / "c.xlsx", found.rows, import_notes(found, "school.fet"), date(2026, 11, 30))
    reading = data.read(folder / "c.xlsx")
    assert reading.problem is not None, reading.faults
    return reading.problem


def cells(found: Imported, sheet: str, *columns: str) -> list[tuple[Any, ...]]:
    """Some columns of a sheet."""
    return [tuple(row.get(c) for c in columns) for row in found.rows[sheet]]


def test_groups_are_classes_and_a_year_is_all_of_its_own(tmp_path: Path) -> None:
    """What is taught to the year is a course of both classes; sizes and fictional people are those of the file."""
    found = imported(tmp_path, school())
    assert cells(found, "classes", "name", "size") == [("A", 10), ("B", 10)]
    assert [c for c, *_ in cells(found, "courses", "classes")] == ["A ; B", "A", "B", "A ; B"]
    problem = read(tmp_path, found)
    assert (len(problem.learners), problem.first, problem.last) == (20, TERM.first, TERM.last)
    assert {c.subject for c in problem.courses.values()} == {"S"}


def test_groups_that_nothing_names_are_no_classes(tmp_path: Path) -> None:
    """A year that is only taught as a whole is one class, by its own name."""
    found = imported(tmp_path, school(activities=activity(1, "Y", 1)))
    assert cells(found, "classes", "name", "size") == [("Y", 20)]


def test_a_cut_activity_is_one_course(tmp_path: Path) -> None:
    """Two hours, one and one: four hours a week in three sessions, on as many days as FET allows."""
    found = imported(tmp_path, school(activities=THREE))
    columns = ("code", "volume", "lengths", "max_day")
    assert cells(found, "courses", *columns) == [("FET-1", "4 h/sem", "2 h + 1 h + 1 h", 3)]
    apart = constraint("MinDaysBetweenActivities", Activity_Id=[1, 2, 3], MinDays=1)
    found = imported(tmp_path, school(apart, activities=THREE))
    assert cells(found, "courses", *columns) == [("FET-1", "4 h/sem", "2 h + 1 h + 1 h", None)]
    assert found.rows["links"] == []


@pytest.mark.parametrize("pairs", [[[1, 2, 3]], [[1, 2], [2, 3], [1, 3]]])
def test_days_apart_bind_one_course(tmp_path: Path, pairs: list[list[int]]) -> None:
    """Two days between the sessions, said at once or pair by pair: a line of *Liens* for the course."""
    time = "".join(constraint("MinDaysBetweenActivities", Activity_Id=pair, MinDays=2) for pair in pairs)
    found = imported(tmp_path, school(time, activities=THREE))
    assert cells(found, "links", "relation", "courses", "days") == [("jours d'écart", "FET-1", 2)]


def test_hours_apart_and_one_time_of_day_bind_courses(tmp_path: Path) -> None:
    """Two empty hours between what is on one day; the same hour for all, or for the sessions of one course."""
    time = (
        constraint("MinGapsBetweenActivities", Activity_Id=[1, 4], MinGaps=2)
        + constraint("MinGapsBetweenActivities", Activity_Id=[2, 3], MinGaps=0)
        + constraint("ActivitiesSameStartingHour", "90", Activity_Id=[2, 3])
    )
    found = imported(tmp_path, school(time, activities=THREE + activity(4, "A", 1)))
    assert cells(found, "links", "relation", "courses", "hours", "hard") == [
        ("heures d'écart", "FET-1 ; FET-4", "2 h", None),
        ("même heure", "FET-2", None, "non"),
    ]
    assert found.left == ()
    assert {link.minutes for link in read(tmp_path, found).links} == {120, 60}


def test_a_tie_of_some_sessions_parts_the_course(tmp_path: Path) -> None:
    """Only the first two are two days apart: the third is a course of its own."""
    time = constraint("MinDaysBetweenActivities", "95", Activity_Id=[1, 2], MinDays=2)
    found = imported(tmp_path, school(time, activities=THREE))
    assert cells(found, "courses", "code", "lengths") == [("FET-1", "2 h + 1 h"), ("FET-3", "1 h")]
    assert cells(found, "links", "courses", "days", "hard") == [("FET-1", 2, "non")]


def test_sessions_that_begin_together_one_by_one_are_two_courses(tmp_path: Path) -> None:
    """A1 with B1, A2 with B2: one line of *Liens* for two courses; crosswise ties part them."""
    rows = "".join(activity(n, who, 1, t, group=g) for n, who, t, g in
                   ((1, "A", "T1", 1), (2, "A", "T1", 1), (3, "B", "T2", 3), (4, "B", "T2", 3)))  # fmt: skip
    time = "".join(constraint("ActivitiesSameStartingTime", Activity_Id=pair) for pair in ([1, 3], [2, 4]))
    found = imported(tmp_path, school(time, activities=rows))
    assert cells(found, "links", "relation", "courses") == [("même début", "FET-1 ; FET-3")]
    assert cells(found, "courses", "lengths") == [("1 h + 1 h",), ("1 h + 1 h",)]
    found = imported(tmp_path, school(constraint("TwoActivitiesConsecutive", First_Activity=1, Second_Activity=2),
                                      activities=rows))  # fmt: skip
    assert cells(found, "links", "relation", "courses") == [("à la suite dans cet ordre", "FET-1 ; FET-2")]


def test_fixed_places_are_the_starts_of_one_course(tmp_path: Path) -> None:
    """Two sessions of an hour with a place each; the one of two hours is a course of its own."""
    time = start(1, "Mo", "0") + start(2, "Mo", "3") + start(3, "Tu", "1")
    found = imported(tmp_path, school(time, activities=THREE))
    assert cells(found, "courses", "code", "starts", "max_day") == [
        ("FET-1", "lu 08:00", None),
        ("FET-2", "lu 11:00 ; ma 09:00", 2),
    ]
    assert read(tmp_path, found).courses[CourseId("FET-2")].starts == ((0, 660), (1, 540))


def test_who_is_away_is_in_its_sheet(tmp_path: Path) -> None:
    """Hours on end are one line; those of a class are its own bells, a day off is no day at the centre."""
    time = (
        away("TeacherNotAvailableTimes", "Teacher", "T1", ("Mo", "0"), ("Mo", "1"), ("Tu", "3"))
        + away("StudentsSetNotAvailableTimes", "Students", "A", *(("Tu", str(h)) for h in range(4)))
        + away("RoomNotAvailableTimes", "Room", "R", ("Mo", "2"))
    )
    found = imported(tmp_path, school(time))
    assert cells(found, "unavailable", "who", "kind", "days", "start", "end") == [
        ("T1", "formateur", "lu", "08:00", "10:00"),
        ("T1", "formateur", "ma", "11:00", "12:00"),
        ("R", "salle", "lu", "10:00", "11:00"),
    ]
    assert cells(found, "classes", "name", "bells") == [("A", "Horaires 2"), ("B", None)]
    assert cells(found, "calendar", "who", "days") == [("A", "lu"), ("B", "lu ; ma")]
    problem = read(tmp_path, found)
    assert [len(day) for day in problem.bells_of(next(iter(problem.classes))).days[:2]] == [4, 0]


def test_no_session_goes_over_a_pause(tmp_path: Path) -> None:
    """The second hour is a pause: the session of two hours keeps to the last two, those of one may be anywhere."""
    pause = away("BreakTimes", "", "", ("Mo", "1"), ("Tu", "1"), cell="Break_Time")
    found = imported(tmp_path, school(pause))
    assert [row["start"] for row in found.rows["bells"]] == ["08:00", "10:00", "11:00"]
    assert cells(found, "courses", "hours")[:2] == [
        ("lu 08:00-09:00 ; lu 10:00-12:00 ; ma 08:00-09:00 ; ma 10:00-12:00",),
        (None,),
    ]


def test_bounds_of_the_same_people_are_one_line(tmp_path: Path) -> None:
    """All teachers, one teacher, all students; what is less than binding is a wish; days of students are not empty."""
    time = (
        constraint("TeachersMaxGapsPerWeek", Max_Gaps=0)
        + constraint("TeachersMaxHoursDaily", Maximum_Hours_Daily=3)
        + constraint("TeacherMaxDaysPerWeek", Teacher_Name="T2", Max_Days_Per_Week=1)
        + constraint("StudentsMinHoursDaily", "80", Minimum_Hours_Daily=2, Allow_Empty_Days="false")
    )
    found = imported(tmp_path, school(time))
    columns = ("who", "gaps_week", "most_day", "days", "least_day", "least_days", "hard")
    assert cells(found, "limits", *columns) == [
        ("tous les formateurs", "0 h", "3 h", None, None, None, None),
        ("T2", None, None, 1, None, None, None),
        ("toutes les classes", None, None, None, "2 h", 7, "non"),
    ]


def test_days_in_a_window_are_lines_of_their_own(tmp_path: Path) -> None:
    """Two windows of everybody; one without an end goes on until that of the day; an unknown hour is left."""
    time = (
        constraint("TeachersIntervalMaxDaysPerWeek", Interval_Start_Hour="1", Interval_End_Hour="3",
                   Max_Days_Per_Week=1)
        + constraint("TeachersIntervalMaxDaysPerWeek", "90", Interval_Start_Hour="3", Interval_End_Hour="",
                     Max_Days_Per_Week=0)
        + constraint("StudentsSetIntervalMaxDaysPerWeek", Students="A", Interval_Start_Hour="x", Max_Days_Per_Week=0)
    )  # fmt: skip
    found = imported(tmp_path, school(time))
    assert cells(found, "limits", "who", "window_days", "window_from", "window_to", "hard") == [
        ("tous les formateurs", 1, "09:00", "11:00", None),
        ("tous les formateurs", 0, "11:00", None, "non"),
    ]
    assert [one.what for one in found.left] == ["StudentsSetIntervalMaxDaysPerWeek [A]"]
    limits = read(tmp_path, found).week_limits
    assert [(one.window_days, one.window_from, one.window_to) for one in limits] == [(1, 540, 660), (0, 660, 1440)]


def test_buildings_that_take_time_are_sites(tmp_path: Path) -> None:
    """Two hours of trainers between two buildings, and changes that are bounded; else buildings are only named."""
    rooms = "".join(
        f"<Room><Name>{r}</Name><Building>{b}</Building></Room>" for r, b in (("R1", "Est"), ("R2", "O + P"))
    )
    space = constraint("TeacherMinGapsBetweenBuildingChanges", Teacher="T1", Min_Gaps_Between_Building_Changes=2)
    bound = constraint("StudentsMaxBuildingChangesPerDay", Max_Building_Changes_Per_Day=1)
    found = imported(tmp_path, school(space=space + bound, rooms=rooms))
    assert cells(found, "rooms", "name", "site")[:2] == [("R1", "Est"), ("R2", "O / P")]
    assert cells(found, "sites", "from", "to", "minutes") == [("Est", "O / P", 120)]
    assert cells(found, "limits", "who", "site_changes_day") == [("toutes les classes", 1)]
    assert found.left == ()
    assert any("Trajet entre sites : 2 h, pour tout le monde" in line for line in found.chosen)
    assert set(read(tmp_path, found).travel.values()) == {120}
    plain = imported(tmp_path, school(rooms=rooms))
    assert [one.what for one in plain.left] == ["Bâtiments (Buildings)"]
    assert cells(plain, "rooms", "site")[:2] == [(None,), (None,)]


def test_hours_of_a_tag_are_those_of_its_courses(tmp_path: Path) -> None:
    """Two of three sessions have the tag: they are a course of their own, and the line counts it alone."""
    rows = THREE.replace("<Duration>1<", "<Activity_Tag>T</Activity_Tag><Duration>1<")
    time = constraint("StudentsSetActivityTagMaxHoursDaily", Students="A", Activity_Tag="T", Maximum_Hours_Daily=1)
    time += constraint("TeachersActivityTagMaxHoursContinuously", Activity_Tag_Name="?", Maximum_Hours_Continuously=1)
    found = imported(tmp_path, school(time, activities=rows))
    assert cells(found, "courses", "code", "lengths") == [("FET-1", "2 h"), ("FET-2", "1 h + 1 h")]
    assert cells(found, "limits", "who", "courses", "most_day") == [("A", "FET-2", "1 h")]
    (limit,) = read(tmp_path, found).week_limits
    assert (limit.course_ids, limit.most_day) == ((CourseId("FET-2"),), 60)


def test_rooms_asked_for_together_are_one_type(tmp_path: Path) -> None:
    """Two of three rooms are always asked for together; what asks for none has a place to be named."""
    rooms = "".join(f"<Room><Name>{r}</Name><Capacity>30</Capacity></Room>" for r in ("R1", "R2", "Gym"))
    space = constraint("ActivityPreferredRooms", Activity_Id=1, Preferred_Room=["R1", "R2"]) + constraint(
        "ActivityPreferredRooms", Activity_Id=2, Preferred_Room=["R1", "R2", "Gym"]
    )
    found = imported(tmp_path, school(space=space, rooms=rooms))
    assert cells(found, "rooms", "name", "type") == [
        ("R1", "R1 à R2 (2)"),
        ("R2", "R1 à R2 (2)"),
        ("Gym", "Gym"),
        ("Lieu à préciser", "Lieu à préciser"),
    ]
    asked = [t for (t,) in cells(found, "courses", "room_types")]
    assert asked == ["R1 à R2 (2)", "R1 à R2 (2) ; Gym", "Lieu à préciser", "Lieu à préciser"]
    read(tmp_path, found)


def test_a_home_room_is_asked_for_and_preferred(tmp_path: Path) -> None:
    """What the year does has no home; what a group does alone is in its own room."""
    found = imported(tmp_path, school(space=constraint("StudentsSetHomeRoom", Students="A", Room="R")))
    assert cells(found, "classes", "name", "room") == [("A", "R"), ("B", None)]
    assert [t for (t,) in cells(found, "courses", "room_types")][1] == "R"


def test_hours_without_anybody_have_stand_ins(tmp_path: Path) -> None:
    """No teacher: one to be named, the same for a class; no students: a class of nobody for each teacher."""
    rows = activity(1, "A", 1, "") + activity(2, "A", 1, "") + activity(3, "", 1) + activity(4, "", 1, "T2")
    found = imported(tmp_path, school(constraint("StudentsMaxGapsPerWeek", Max_Gaps=0), activities=rows))
    assert cells(found, "courses", "classes", "teams") == [
        ("A", "À désigner – A"),
        ("A", "À désigner – A"),
        ("Sans élèves 1", "T1"),
        ("Sans élèves 2", "T2"),
    ]
    assert cells(found, "limits", "who")[0] == ("A ; B",)
    problem = read(tmp_path, found)
    assert {m.class_id for learner in problem.learners.values() for m in learner.memberships} == {"A", "B"}


def test_meetings_alone_are_read_too(tmp_path: Path) -> None:
    """A file without students has one fictional person, since a workbook has."""
    found = imported(tmp_path, school(students="", activities=activity(1, "", 1)))
    assert len(read(tmp_path, found).learners) == 1


def test_names_that_cells_would_cut_or_confuse_are_changed(tmp_path: Path) -> None:
    """A sign that parts names goes, a second meaning of a name says what it is, also turned round; all is read."""
    teachers = ("Roux ; Anne", "A", "Petit Paul", "Paul PETIT", "tous les formateurs")
    rows = "".join(activity(n, "A", 1, t, f"Sp{n} + EPS ou rien") for n, t in enumerate(teachers, start=1))
    found = imported(tmp_path, school(activities=rows, teachers=teachers))
    names = ["Roux / Anne", "A (formateur)", "Petit Paul", "Paul PETIT (formateur)", "tous les formateurs (formateur)"]
    assert [n for (n,) in cells(found, "trainers", "name")] == names
    assert cells(found, "courses", "subject")[0] == ("Sp1 / EPS / rien",)
    assert any("Noms changés" in line for line in found.chosen)
    assert {t.name for t in read(tmp_path, found).trainers.values()} == set(names)


def test_what_no_sheet_can_say_is_named_with_its_number(tmp_path: Path) -> None:
    """Binding, wished, switched off, and features beside constraints; nothing goes in silence."""
    time = (
        constraint("TeacherMinRestingHours", Teacher="T1", Minimum_Resting_Hours=12) * 2
        + constraint("ActivityPreferredStartingTime", "90", Activity_Id=1, Preferred_Day="Mo", Preferred_Hour="0")
        + constraint("NeverHeardOf")
        + constraint("StudentsMaxGapsPerDay", Max_Gaps=1).replace("<Active>true", "<Active>false")
    )
    space = constraint("ActivityPreferredRoom", Activity_Id=2, Room="V")
    rooms = "<Room><Name>V</Name><Building>Est</Building><Virtual>true</Virtual></Room>"
    found = imported(tmp_path, school(time, space, rooms=rooms))
    assert [(one.what, one.number) for one in found.left] == [
        ("TeacherMinRestingHours [T1]", 2),
        ("NeverHeardOf", 1),
        ("ActivityPreferredRoom [V]", 1),
        ("ActivityPreferredStartingTime, souhait", 1),
        ("Contraintes désactivées dans FET", 1),
        ("Bâtiments (Buildings)", 1),
        ("Salles virtuelles", 1),
    ]
    assert all(one.instead.endswith(".") for one in found.left)
    assert "repos" in found.left[0].instead
    notes = import_notes(found, "school.fet")
    assert ("TeacherMinRestingHours [T1] (× 2)", found.left[0].instead) in notes


SEVERAL = """<Room><Name>R2</Name><Capacity>20</Capacity></Room><Room><Name>R3</Name><Capacity>10</Capacity></Room>
<Room><Name>V</Name><Virtual>true</Virtual><Number_of_Sets_of_Real_Rooms>2</Number_of_Sets_of_Real_Rooms>
<Set_of_Real_Rooms><Real_Room>R</Real_Room></Set_of_Real_Rooms>
<Set_of_Real_Rooms><Real_Room>R2</Real_Room><Real_Room>R3</Real_Room><Real_Room>R</Real_Room></Set_of_Real_Rooms>
</Room>"""
"""One room with either of two others: two ways, since it is not two rooms by itself."""


def test_virtual_room_is_rooms_made_of_rooms(tmp_path: Path) -> None:
    """One line of *Salles* for each way to have it, all of a type that the activity asks for."""
    space = constraint("ActivityPreferredRoom", Activity_Id=2, Room="V")
    found = imported(tmp_path, school(space=space, rooms=ROOM + SEVERAL))
    lines = [line for line in cells(found, "rooms", "name", "type", "seats", "joins") if line[3]]
    assert lines == [("V", "V", 50, "R ; R2"), ("V (2)", "V", 40, "R ; R3")]
    assert not any("virtuelles" in one.what for one in found.left)
    problem = read(tmp_path, found)
    (course,) = (c for c in problem.courses.values() if c.room_types == ("V",))
    assert [room.joins for room in problem.course_rooms(course)] == [("R", "R2"), ("R", "R3")]


def test_virtual_room_whose_choice_is_made_is_named(tmp_path: Path) -> None:
    """The file says which rooms, and the workbook could not."""
    space = constraint("ActivityPreferredRoom", Activity_Id=2, Room="V", Real_Room=["R", "R3"])
    found = imported(tmp_path, school(space=space, rooms=ROOM + SEVERAL))
    assert [one.what for one in found.left] == ["ActivityPreferredRoom [V]"]
    assert not [line for line in found.rows["rooms"] if line.get("joins")]


def test_places_that_are_closed_let_the_activity_off(tmp_path: Path) -> None:
    """A fixed hour at a pause, a session longer than any day, ties that contradict themselves: said, and it is read."""
    pause = away("BreakTimes", "", "", ("Mo", "1"), cell="Break_Time")
    ties = constraint("ActivitiesSameStartingTime", Activity_Id=[1, 2]) + "".join(
        constraint("TwoActivitiesOrdered", First_Activity_Id=a, Second_Activity_Id=b) for a, b in ((2, 3), (3, 2))
    )
    rows = "".join(activity(n, "A", hours) for n, hours in ((1, 1), (2, 1), (3, 1), (4, 5)))
    found = imported(tmp_path, school(pause + start(1, "Mo", "1") + ties, activities=rows))
    assert [(one.what, one.number) for one in found.left] == [
        ("Activités sans heure possible [4 S]", 1),
        ("Activités dont l’heure imposée est fermée [1 S]", 1),
        ("Liens contradictoires [FET-1 et FET-2, FET-3 et FET-2]", 2),
    ]
    assert cells(found, "courses", "code", "starts") == [("FET-1", None), ("FET-2", None), ("FET-3", None)]
    read(tmp_path, found)


def test_a_room_list_without_a_room_is_let_off(tmp_path: Path) -> None:
    """Two constraints that leave no room in common."""
    rooms = "".join(f"<Room><Name>{r}</Name></Room>" for r in ("R1", "R2"))
    space = "".join(constraint("ActivityPreferredRoom", Activity_Id=1, Room=r) for r in ("R1", "R2"))
    found = imported(tmp_path, school(space=space, rooms=rooms))
    assert "aucune salle" in found.left[0].what
    assert cells(found, "courses", "room_types")[0] == ("Lieu à préciser",)


def test_groups_that_share_people_are_no_more_than_their_year(tmp_path: Path) -> None:
    """Twelve people in two groups of ten: six each, so that the year has seats; a group keeps to rooms for ten."""
    students = YEAR.replace(">20<", ">12<")
    rooms = "".join(f"<Room><Name>R{n}</Name><Capacity>{n}</Capacity></Room>" for n in (8, 12))
    space = constraint("SubjectPreferredRooms", Subject="S", Preferred_Room=["R8", "R12"])
    found = imported(tmp_path, school(space=space, students=students, rooms=rooms))
    assert cells(found, "classes", "name", "size") == [("A", 6), ("B", 6)]
    assert [t for (t,) in cells(found, "courses", "room_types")] == ["R8 ; R12", "R12", "R12", "R8 ; R12"]
    assert len(read(tmp_path, found).learners) == 12


def test_a_term_has_its_weeks_whatever_day_it_begins(tmp_path: Path) -> None:
    """From a Wednesday the first week is a short one; from a Saturday the first is the next; holidays are said."""
    assert [term_from(date(2027, 1, day), 2).last for day in (4, 6, 9)] == [date(2027, 1, n) for n in (17, 17, 24)]
    file = read_fet(write_school(tmp_path, school(days=("Thu", "Fri"))))
    said = import_fet(file, term_from(date(2026, 12, 21), 2)).chosen
    assert any("fermés dans ces dates : 25/12/2026, 01/01/2027." in line for line in said)


def test_what_a_teacher_is_qualified_for_is_a_skill(tmp_path: Path) -> None:
    """FET lists subjects beside the teacher; what they teach is known from their courses."""
    skills = "<Qualified_Subjects>" + "".join(f"<Qualified_Subject>{s}</Qualified_Subject>" for s in "SU")
    text = school().replace("<Name>T1</Name>", f"<Name>T1</Name>{skills}</Qualified_Subjects>")
    found = imported(tmp_path, text)
    assert cells(found, "skills", "trainer", "skills") == [("T1", "S ; U")]
    trainers = {t.name: t.skills for t in read(tmp_path, found).trainers.values()}
    assert {"s", "u"} <= trainers["T1"]
    assert "u" not in trainers["T2"]
