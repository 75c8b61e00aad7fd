"""The CSV contract: what is written is read back the same, and every fault of a file is told."""

import csv
import re
from dataclasses import replace
from pathlib import Path

import pytest

from outputs.csv.files import CsvError, hours, read_csv, write_csv
from planner.domain import GroupId, Problem, RoomId, Timetable

SEVEN = {f"{n}.csv" for n in ("sessions", "attendance", "groups", "debts", "unplaced", "rooms")} | {"summary.json"}


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, by name."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def faults(folder: Path) -> list[str]:
    """What the reader says of a broken folder."""
    with pytest.raises(CsvError) as caught:
        read_csv(folder)
    return [str(fault) for fault in caught.value.faults]


def edit(path: Path, old: str, new: str) -> None:
    """Replace a text of a file, which must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path, centre: Problem, finished: Timetable) -> Path:
    """``DIR/csv`` of the finished timetable."""
    write_csv(tmp_path / "csv", centre, finished)
    return tmp_path / "csv"


def test_csv_round_trip_is_equal(folder: Path, finished: Timetable) -> None:
    """What is read back is the timetable that was written, to the minute."""
    assert read_csv(folder) == finished


def test_csv_round_trip_of_an_empty_timetable(tmp_path: Path, centre: Problem) -> None:
    """A timetable of nothing has seven files all the same."""
    write_csv(tmp_path / "csv", centre, Timetable())
    assert set(files(tmp_path / "csv")) == SEVEN
    assert read_csv(tmp_path / "csv") == Timetable()


def test_csv_bytes_do_not_depend_on_order(folder: Path, tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """The same timetable told in another order gives the same bytes, with Unix line ends and no mark at the start."""
    turned = replace(
        finished,
        sessions=finished.sessions[::-1],
        attendance=finished.attendance[::-1],
        groups=tuple(replace(g, apprentice_ids=g.apprentice_ids[::-1]) for g in finished.groups[::-1]),
        debts=finished.debts[::-1],
        summary=dict(reversed(finished.summary.items())),
    )
    write_csv(tmp_path / "again", centre, turned)
    assert files(folder) == files(tmp_path / "again")
    assert not any(b"\r" in content or content.startswith(b"\xef") for content in files(folder).values())


def test_what_comes_late_has_a_column_of_its_own(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """It is read back beside the reason; in the files of an earlier version, which lack the column, it is empty."""
    owed = [replace(d, late="1 h après l'échéance (11/09/2026)") if d.reason else d for d in finished.debts]
    write_csv(tmp_path, centre, replace(finished, debts=tuple(owed)))
    told = [d for d in read_csv(tmp_path).debts if d.late]
    assert told
    assert all(d.told == f"{d.reason} ; {d.late}" for d in told)
    write_csv(tmp_path, centre, finished)
    edit(tmp_path / "debts.csv", ",late\n", "\n")
    lines = (tmp_path / "debts.csv").read_text(encoding="utf-8").split("\n")
    (tmp_path / "debts.csv").write_text("\n".join([lines[0], *(x.removesuffix(",") for x in lines[1:])]), "utf-8")
    assert {d.late for d in read_csv(tmp_path).debts} == {""}


def test_csv_columns_and_first_rows(folder: Path) -> None:
    """Headers and values are those of the contract; a shared room is 1, whatever the number of groups."""
    lines = {name: content.decode().split("\n") for name, content in files(folder).items()}
    assert lines["sessions.csv"][0] == (
        "session_id,kind,date,start,end,minutes,label,public_label,course_id,part_id,module_id,strand,barrette_id,"
        "occurrence,period_id,group_id,class_ids,trainer_ids,room_id,site_id,modality,guidance,meal"
    )
    assert lines["sessions.csv"][1] == (
        "C-CUI#1,course,2026-10-19,08:00,12:15,240,Cuisine – CAP cuisine 1,Cuisine,C-CUI,,,,,,,,CUI1,ROUX,K1,VAL,"
        "blended,led,0"
    )
    assert lines["attendance.csv"][:3] == [
        "session_id,apprentice_id,remote",
        "BAR-P1-AUTONOMIE#1,A03,0",
        "BAR-P1-AUTONOMIE#1,A07,0",
    ]
    assert lines["rooms.csv"][:3] == ["room_id,seats,shared", "CDR,20,1", "K1,12,0"]


def test_csv_text_that_looks_like_a_formula_comes_back(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """Signs, commas, quotes and line breaks of a label survive."""
    labels = ("=1+1", "+33", "-4", "@ici", 'a "b", c', "deux\nlignes", "fin\u2028de ligne", " bords ")
    sessions = tuple(replace(session, label=label) for session, label in zip(finished.sessions, labels, strict=False))
    told = Timetable(sessions=sessions)
    write_csv(tmp_path / "csv", centre, told)
    assert read_csv(tmp_path / "csv").sessions == sessions


def test_csv_group_of_nobody_comes_back(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """A group without anyone, or without a room, is not lost."""
    empty = replace(finished.groups[0], id=GroupId("BAR-P1-A"), apprentice_ids=(), room_id=None)
    told = replace(finished, groups=(empty, *finished.groups))
    write_csv(tmp_path / "csv", centre, told)
    assert read_csv(tmp_path / "csv").groups == told.groups


@pytest.mark.parametrize("minutes", [0, 1, 20, 40, 59, 60, 100, 115_500])
def test_hours_come_back_to_the_minute_and_never_exceed(minutes: int) -> None:
    """Hours have four decimals at most, round to the same minutes and never say more than there is."""
    text = hours(minutes)
    assert len(text.partition(".")[2]) <= 4
    assert round(float(text) * 60) == minutes
    assert float(text) <= minutes / 60


def test_csv_summary_without_bound(tmp_path: Path, centre: Problem) -> None:
    """An infinite or absent bound is null: the file stays JSON."""
    told = Timetable(summary={"bound": float("inf"), "phases": ({"gap": float("nan")},), "état": "non prouvé"})
    write_csv(tmp_path / "csv", centre, told)
    assert read_csv(tmp_path / "csv").summary == {"bound": None, "phases": [{"gap": None}], "état": "non prouvé"}
    assert '\n  "phases": [' in (tmp_path / "csv" / "summary.json").read_text(encoding="utf-8")


def test_csv_failure_keeps_the_former_files(
    folder: Path, centre: Problem, finished: Timetable, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A writer that fails half-way leaves the old folder whole and no trace beside it."""
    before = files(folder)
    with pytest.raises(TypeError):
        write_csv(folder, centre, replace(finished, sessions=finished.sessions[:1], summary={"x": object()}))
    assert files(folder) == before
    assert [path.name for path in folder.parent.iterdir()] == ["csv"]


def test_csv_replaces_its_files_and_keeps_others(folder: Path, centre: Problem) -> None:
    """What a person put beside the seven files stays; the seven are replaced."""
    (folder / "notes.txt").write_text("à moi", encoding="utf-8")
    write_csv(folder, centre, Timetable())
    assert (folder / "notes.txt").read_text(encoding="utf-8") == "à moi"
    assert not read_csv(folder).sessions


def test_read_csv_collects_every_fault(folder: Path) -> None:
    """Five faults in four files are told at once, each with its file, line, column and value."""
    edit(folder / "sessions.csv", "2026-10-19,08:00", "2026-13-19,25:00")
    edit(folder / "attendance.csv", "C-FR#2,A01", "C-FR#9,A01")
    edit(folder / "debts.csv", "2.3333", "deux")
    (folder / "summary.json").write_text("{", encoding="utf-8")
    assert faults(folder) == [
        "sessions.csv, ligne 2, colonne date : « 2026-13-19 » – attendu : une date, par exemple 2026-09-07",
        "sessions.csv, ligne 2, colonne start : « 25:00 » – attendu : une heure, par exemple 08:00",
        "attendance.csv, ligne 28, colonne session_id : « C-FR#9 » – aucune séance de sessions.csv n'a cet identifiant",
        "debts.csv, ligne 2, colonne hours_due : « deux » – attendu : des heures, par exemple 1.5",
        "summary.json, ligne 1 – ce n'est pas du JSON : relancez le calcul",
    ]


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("sessions.csv", ",course,", ",cours,", "kind : « cours »"),
        ("sessions.csv", "08:00,12:15", "12:15,08:00", "la fin doit venir après le début"),
        ("sessions.csv", "C-MAT#1,", "C-CUI#1,", "déjà pris"),
        ("sessions.csv", "blended,led,0\n", "blended,led\n", "22 valeurs au lieu de 23"),
        ("sessions.csv", "meal", "repas", "colonne meal – colonne absente"),
        ("sessions.csv", "meal", "meal,kind", "présente deux fois"),
        ("attendance.csv", "A05,0\n", "A05,oui\n", "remote : « oui »"),
        ("attendance.csv", "C-FR#1,A03", "C-FR#1,A01", "déjà inscrit à la séance C-FR#1"),
        ("groups.csv", "PETIT,S1,A05", "PETIT,S2,A05", "diffèrent d'une autre ligne"),
        ("groups.csv", "A05", "A01", "déjà inscrit dans ce groupe"),
        ("unplaced.csv", ",60,", ",-60,", "minutes : « -60 »"),
        ("rooms.csv", "room_id,seats,shared", "room_id;seats;shared", "séparateurs"),
        ("debts.csv", "A01,", ",", "ne peut pas être vide"),
        ("debts.csv", "A01,", 'A"01,"', "ligne"),
    ],
)
def test_read_csv_tells_a_fault(folder: Path, name: str, old: str, new: str, told: str) -> None:
    """Each kind of fault is told in French, with the file."""
    edit(folder / name, old, new)
    assert any(told in line and line.startswith(name) for line in faults(folder))


def test_read_csv_without_folder(tmp_path: Path) -> None:
    """A folder that does not exist is seven missing files, not a traceback."""
    assert len([line for line in faults(tmp_path / "rien") if "fichier absent" in line]) == 7


def test_read_csv_in_another_encoding(folder: Path, finished: Timetable) -> None:
    """As French Windows writes, and with a mark at the start; what is neither says how to save it."""
    sessions, rooms = folder / "sessions.csv", folder / "rooms.csv"
    rooms.write_bytes(b"\xef\xbb\xbf" + rooms.read_bytes())
    sessions.write_bytes(sessions.read_text(encoding="utf-8").encode("cp1252"))
    assert read_csv(folder) == finished
    sessions.write_bytes(sessions.read_bytes() + b"\x81")
    assert any("UTF-8" in line for line in faults(folder))
    assert not any(line.startswith("rooms.csv") for line in faults(folder))


def test_rooms_are_those_of_the_workbook(folder: Path, tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """A room without seats is written all the same."""
    rooms = {RoomId("GYM"): replace(centre.rooms[RoomId("S1")], id=RoomId("GYM"), seats=0)}
    write_csv(tmp_path / "csv", replace(centre, rooms=rooms), finished)
    assert (tmp_path / "csv" / "rooms.csv").read_bytes() == b"room_id,seats,shared\nGYM,0,0\n"


@pytest.mark.parametrize(("separator", "encoding"), [(";", "utf-8-sig"), (";", "cp1252"), ("\t", "utf-8")])
def test_csv_saved_again_by_a_french_excel_comes_back(
    folder: Path, finished: Timetable, separator: str, encoding: str
) -> None:
    """Semicolons, dates of the day first, decimal commas, empty values at the end of lines: the same timetable."""
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as stream:
            lines = [[_as_excel(value) for value in line] for line in csv.reader(stream)]
        with path.open("w", encoding=encoding, newline="") as stream:
            writer = csv.writer(stream, delimiter=separator, lineterminator="\r\n")
            writer.writerows([*([*line, "", ""] for line in lines), [""] * 9])
    assert read_csv(folder) == finished


def _as_excel(value: str) -> str:
    """A value as a French Excel saves it."""
    if found := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", value):
        return f"{found[3]}/{found[2]}/{found[1]}"
    return value.replace(".", ",") if re.fullmatch(r"\d+\.\d+", value) else value


def test_csv_without_headings_is_one_fault(folder: Path) -> None:
    """Not one for each column."""
    path = folder / "sessions.csv"
    path.write_text("a;b;c\n1;2;3\n", encoding="utf-8")
    assert len([fault for fault in faults(folder) if fault.startswith("sessions.csv")]) == 1


def test_csv_of_unreadable_sessions_is_not_told_again_by_what_names_them(folder: Path) -> None:
    """One damaged file is one cause: the thousands of lines of attendance are not blamed."""
    (folder / "sessions.csv").write_bytes(b"abc\0")
    assert not any(line.startswith("attendance.csv") for line in faults(folder))
