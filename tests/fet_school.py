"""Files of FET written by hand: a school of two days of four hours, two teachers, a year of two groups, one room."""

from collections.abc import Iterable, Sequence
from pathlib import Path

HEAD = """<fet version="{version}"><Mode>Official</Mode><Institution_Name>École du Val</Institution_Name>
<Days_List><Number_of_Days>{number}</Number_of_Days>{days}</Days_List>
<Hours_List><Number_of_Hours>4</Number_of_Hours>{hours}</Hours_List>
<Teachers_List>{teachers}</Teachers_List>
<Students_List>{students}</Students_List>
<Activities_List>{activities}</Activities_List>
<Rooms_List>{rooms}</Rooms_List>
<Time_Constraints_List>{time}</Time_Constraints_List><Space_Constraints_List>{space}</Space_Constraints_List></fet>"""
YEAR = """<Year><Name>Y</Name><Number_of_Students>20</Number_of_Students>
<Group><Name>A</Name><Number_of_Students>10</Number_of_Students></Group>
<Group><Name>B</Name><Number_of_Students>10</Number_of_Students></Group></Year>"""
ROOM = "<Room><Name>R</Name><Capacity>30</Capacity></Room>"
FOUR = (("T1", "Y", 2), ("T2", "A", 1), ("T1", "B", 1), ("T2", "Y", 1))
"""Teacher, students and hours of four activities, each on its own."""


def constraint(kind: str, weight: str = "100", **cells: object) -> str:
    """One constraint; a cell with several values is given as a list."""
    rows = {name: value if isinstance(value, list) else [value] for name, value in cells.items()}
    inner = "".join(f"<{name}>{one}</{name}>" for name, values in rows.items() for one in values)
    said = f"<Weight_Percentage>{weight}</Weight_Percentage><Active>true</Active>"
    return f"<Constraint{kind}>{said}{inner}</Constraint{kind}>"


def away(kind: str, whom: str, name: str, *slots: tuple[str, str], cell: str = "Not_Available_Time") -> str:
    """A constraint on the slots of somebody or some place."""
    inner = "".join(f"<{cell}><Day>{day}</Day><Hour>{hour}</Hour></{cell}>" for day, hour in slots)
    return constraint(kind, **({whom: name} if whom else {})).replace("</Constraint", f"{inner}</Constraint")


def start(activity: int, day: str, hour: str) -> str:
    """The fixed place of an activity."""
    return constraint("ActivityPreferredStartingTime", Activity_Id=activity, Preferred_Day=day, Preferred_Hour=hour)


def activity(number: int, students: str, hours: int, teacher: str = "T1", subject: str = "S", group: int = 0) -> str:
    """One activity; without teacher or students where they are empty."""
    who = "".join(f"<{cell}>{name}</{cell}>" for cell, name in (("Teacher", teacher), ("Students", students)) if name)
    return (
        f"<Activity>{who}<Subject>{subject}</Subject><Duration>{hours}</Duration><Id>{number}</Id>"
        f"<Activity_Group_Id>{group}</Activity_Group_Id><Active>true</Active></Activity>"
    )


def school(
    time: str = "",
    space: str = "",
    *,
    activities: str = "",
    students: str = YEAR,
    rooms: str = ROOM,
    days: Sequence[str] = ("Mo", "Tu"),
    hours: Iterable[str] = ("0", "1", "2", "3"),
    teachers: Iterable[str] = ("T1", "T2"),
    version: str = "6.1.5",
) -> str:
    """The text of a file."""
    four = "".join(activity(n, who, length, teacher) for n, (teacher, who, length) in enumerate(FOUR, start=1))
    return HEAD.format(
        version=version,
        number=len(days),
        days="".join(f"<Day><Name>{d}</Name></Day>" for d in days),
        hours="".join(f"<Hour><Name>{h}</Name></Hour>" for h in hours),
        teachers="".join(f"<Teacher><Name>{t}</Name></Teacher>" for t in teachers),
        students=students,
        activities=activities or four,
        rooms=rooms,
        time=time,
        space=space,
    )


def write_school(folder: Path, text: str) -> Path:
    """The file itself."""
    path = folder / "school.fet"
    path.write_text(text, encoding="utf-8")
    return path
