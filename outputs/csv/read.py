"""Reading a timetable back from ``DIR/csv``, whoever wrote it."""

from collections.abc import Iterator
from pathlib import Path

from outputs.csv.rows import CsvError, CsvFolder, CsvRow
from planner.domain import (
    MODALITIES,
    STRANDS,
    ApprenticeId,
    Attendance,
    BarretteId,
    ClassId,
    CourseId,
    Debt,
    Group,
    GroupId,
    Guidance,
    Kind,
    ModuleId,
    PeriodId,
    RoomId,
    Session,
    SessionId,
    SiteId,
    Timetable,
    TrainerId,
    Unplaced,
)


def read_csv(folder: Path) -> Timetable:
    """The timetable that `write_csv` or another program wrote in ``folder`` (``DIR/csv``).

    Raises CsvError with every fault of the files: missing file or column, unreadable value, repeated or unknown
    session. ``rooms.csv`` repeats the workbook: only its form is checked.
    """
    files = CsvFolder(folder)
    sessions = tuple(_sessions(files))
    timetable = Timetable(
        sessions,
        tuple(_attendance(files, {s.id for s in sessions}, sound=all(f.column and f.line > 1 for f in files.faults))),
        _groups(files),
        tuple(map(_debt, files.rows("debts"))),
        tuple(map(_unplaced, files.rows("unplaced"))),
        files.summary(),
    )
    for row in files.rows("rooms"):
        row.needed("room_id"), row.number("seats"), row.flag("shared")
    if files.faults:
        raise CsvError(tuple(files.faults))
    return timetable


def _sessions(files: CsvFolder) -> Iterator[Session]:
    seen: set[str] = set()
    for row in files.rows("sessions"):
        session = _session(row)
        if session.id in seen:
            row.fault("session_id", "cet identifiant est déjà pris par une autre ligne")
        seen.add(session.id)
        if session.end <= session.start:
            row.fault("end", "la fin doit venir après le début")
        yield session


def _session(row: CsvRow) -> Session:
    return Session(
        id=SessionId(row.needed("session_id")),
        kind=row.member("kind", Kind, Kind.COURSE),
        day=row.day("date"),
        start=row.clock("start"),
        end=row.clock("end"),
        minutes=row.number("minutes"),
        label=row.text("label"),
        public_label=row.text("public_label"),
        course_ids=tuple(map(CourseId, row.ids("course_id"))),
        part=row.text("part_id"),
        module_id=ModuleId(row.text("module_id")) or None,
        strand=row.word("strand", STRANDS, ""),
        barrette_id=BarretteId(row.text("barrette_id")) or None,
        occurrence=row.number("occurrence", 0),
        period_id=PeriodId(row.text("period_id")) or None,
        group_id=GroupId(row.text("group_id")) or None,
        class_ids=tuple(map(ClassId, row.ids("class_ids"))),
        trainer_ids=tuple(map(TrainerId, row.ids("trainer_ids"))),
        room_id=RoomId(row.text("room_id")) or None,
        site_id=SiteId(row.text("site_id")),
        modality=row.word("modality", MODALITIES, "on_site"),
        guidance=row.member("guidance", Guidance, Guidance.LED, empty=True),
        meal=row.flag("meal"),
    )


def _attendance(files: CsvFolder, known: set[SessionId], *, sound: bool) -> Iterator[Attendance]:
    """Who attends; ``sound``: the sessions could be read, so that an unknown one is a fault of its own."""
    seen: set[tuple[str, str]] = set()
    for row in files.rows("attendance"):
        found = Attendance(
            SessionId(row.needed("session_id")), ApprenticeId(row.needed("apprentice_id")), row.flag("remote")
        )
        if sound and found.session_id not in known:
            row.fault("session_id", "aucune séance de sessions.csv n'a cet identifiant")
        pair = (found.session_id, found.apprentice_id)
        if pair in seen:
            row.fault("apprentice_id", f"déjà inscrit à la séance {found.session_id} sur une autre ligne")
        seen.add(pair)
        yield found


def _groups(files: CsvFolder) -> tuple[Group, ...]:
    """Groups with their rosters, from one row per person; the rows of a group must tell the same."""
    heads: dict[tuple[str, str, str], Group] = {}
    rosters: dict[tuple[str, str, str], dict[ApprenticeId, None]] = {}
    for row in files.rows("groups"):
        head = _group(row)
        name = (head.period_id, head.barrette_id, head.id)
        if heads.setdefault(name, head) != head:
            row.fault("group_id", "module, formateurs ou salle diffèrent d'une autre ligne du même groupe")
        roster = rosters.setdefault(name, {})
        apprentice = ApprenticeId(row.text("apprentice_id"))
        if apprentice in roster:
            row.fault("apprentice_id", "déjà inscrit dans ce groupe sur une autre ligne")
        if apprentice:
            roster[apprentice] = None
    return tuple(
        Group(g.id, g.barrette_id, g.period_id, g.module_id, g.trainer_ids, g.room_id, tuple(rosters[name]))
        for name, g in heads.items()
    )


def _group(row: CsvRow) -> Group:
    return Group(
        GroupId(row.needed("group_id")),
        BarretteId(row.needed("barrette_id")),
        PeriodId(row.text("period_id")),
        ModuleId(row.text("module_id")),
        tuple(map(TrainerId, row.ids("trainer_ids"))),
        RoomId(row.text("room_id")) or None,
        (),
    )


def _debt(row: CsvRow) -> Debt:
    return Debt(
        ApprenticeId(row.needed("apprentice_id")),
        row.text("need_id"),
        row.text("module_or_strand"),
        row.minutes("hours_due"),
        row.minutes("hours_planned"),
        row.day("deadline"),
        row.number("priority"),
        row.text("source"),
        row.text("reason_unpaid"),
        row.cells.get("late", ""),
    )


def _unplaced(row: CsvRow) -> Unplaced:
    return Unplaced(
        SessionId(row.text("session_id")),
        row.member("kind", Kind, Kind.COURSE),
        row.number("minutes"),
        row.text("reason"),
        tuple(map(CourseId, row.ids("course_id"))),
        BarretteId(row.text("barrette_id")) or None,
        tuple(map(ClassId, row.ids("class_ids"))),
    )
