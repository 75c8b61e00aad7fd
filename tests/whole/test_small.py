import csv
import re
import shutil
import subprocess
import sys
from datetime import date
from functools import cache
from itertools import combinations
from pathlib import Path
from urllib.parse import unquote
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

import data
from outputs.csv.files import read_csv
from outputs.employers import employers
from outputs.labels import filename, strands_label
from planner.cli.work import report
from planner.domain import STRANDS, Learner, Problem, Timetable
from planner.labels import private
from tests.cli.running import barrette
from tests.evidence.recount import Recount
from tests.whole.reading import text_of

CHECKER = Path(__file__).parents[2] / "../shared/tools/check_output.py"
MIDDLE = date(2026, 10, 20)
"""A day of the small sample: half of it is over."""
FORBIDDEN = re.compile(
    r"\b(rqth|mdph|handicap\w*|dyslex\w*|dysprax\w*|dyscalc\w*|dysphas\w*|illettr\w*|analphab\w*|rem[ée]diation|"
    r"rupture de contrat|rupturant|sans contrat|sans employeur|recherche d.(?:employeur|entreprise)|"
    r"assistante? sociale?|socio-[ée]ducati\w*|tiers-temps|niveau [1-4]\b|score|difficult[ée]s?)\b",
    re.IGNORECASE,
)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small sample, solved with little effort and written in full; not to be changed."""
    folder = tmp_path_factory.mktemp("small")
    assert barrette("new", folder / "classeur.xlsx", "--sample", "small").exit_code == 0
    done = barrette("solve", folder / "classeur.xlsx", "--out", folder / "edt", "--effort", "0.1")
    assert done.exit_code == 0, done.output
    return folder / "edt"


@pytest.fixture(scope="session")
def timetable(small: Path) -> Timetable:
    """Its timetable, as the files tell it."""
    return read_csv(small / "csv")


@pytest.fixture(scope="session")
def problem(small: Path) -> Problem:
    """Its workbook."""
    problem = data.read(small.parent / "classeur.xlsx").problem
    assert problem is not None
    return problem


@cache
def handed_out(root: Path) -> tuple[tuple[str, str], ...]:
    """Path and text of every file under ``ics/`` and ``diffusion/``, read once."""
    paths = [p for name in ("ics", "diffusion", "fiches") for p in sorted((root / name).rglob("*")) if p.is_file()]
    return tuple((str(p.relative_to(root)), text_of(p)) for p in paths)


def test_small_is_verified(small: Path) -> None:
    """The independent checker finds no rule that is not respected."""
    done = barrette("verify", small)
    assert done.exit_code == 0, done.output


@pytest.mark.skipif(not CHECKER.exists(), reason="the second reader is not at hand")
def test_small_has_nothing_for_the_second_reader(small: Path) -> None:
    """Another program, which shares no code with this one, finds nothing in the CSV and the calendars."""
    command = [sys.executable, str(CHECKER), str(small)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_small_gives_each_apprentice_a_calendar(small: Path, problem: Problem, timetable: Timetable) -> None:
    """Everyone of the workbook has a file; who is expected somewhere has as many events as sessions."""
    found = {unquote(p.stem): p for p in (small / "ics/apprentices").glob("*.ics")}
    assert set(found) == {str(a) for a in problem.learners}
    for apprentice, sessions in timetable.by_apprentice.items():
        assert text_of(found[apprentice]).count("BEGIN:VEVENT") == len(sessions), apprentice


def test_small_hands_out_no_private_word(small: Path, problem: Problem) -> None:
    """No word on health, level, need or contract in what is handed out; titles of courses and strands may."""
    given = [strands_label(some) for n in (3, 2) for some in combinations(STRANDS, n)]
    titles = [*given, *sorted({c.subject for c in problem.courses.values()}, key=len, reverse=True)]
    for name, text in handed_out(small):
        for title in titles:
            text = text.replace(title, "")
        found = FORBIDDEN.search(text)
        assert found is None, (name, text[max(0, found.start() - 60) : found.end() + 60])
        words = [line for line in text.splitlines() if line.startswith(("SUMMARY", "DESCRIPTION", "LOCATION"))]
        assert not [line for line in words if private(line.partition(":")[2])], name


def _names(person: Learner) -> tuple[str, ...]:
    first, last = person.first_name, person.last_name
    return f"{first} {last}", f"{last} {first}", str(person.id)


def test_small_hands_out_nobody_elses_name(small: Path, problem: Problem, timetable: Timetable) -> None:
    """No apprentice's name or code stands in a handed-out file, but in their own calendar and their company's page."""
    companies = {employer.file: employer.name for employer in employers(problem, timetable)}
    assert len(companies) > 50
    names = {p.id: [name.casefold() for name in _names(p)] for p in problem.learners.values()}
    for path, text in handed_out(small):
        folded = text.casefold()
        company = companies[Path(path).stem] if path.startswith("entreprises/") else None
        for learner, wanted in names.items():
            if path != f"ics/apprentices/{filename(learner)}.ics" and problem.learners[learner].employer != company:
                found = [name for name in wanted if name in folded and re.search(rf"\b{re.escape(name)}\b", folded)]
                assert not found, (path, learner)


def test_small_keeps_internal_files_apart(small: Path) -> None:
    """What is internal says so; what is handed out does not."""
    assert "Document interne" in text_of(small / "interne/index.html")
    with ZipFile(small / "interne/emploi-du-temps.xlsx") as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        assert sheets
        shared = "xl/sharedStrings.xml"
        texts = archive.read(shared).decode() if shared in archive.namelist() else archive.read(sheets[0]).decode()
        assert "Document interne" in texts
    assert not [name for name, text in handed_out(small) if "Document interne" in text]


def test_small_reports_are_counted_again(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every row of the Excel reports of the centre, half of it over and called, comes out of its CSV and workbook."""
    book = load_workbook(small.parent / "classeur.xlsx")
    (name, people), called = next(iter(_classes(book["Apprenants"]).items())), book.create_sheet("Présences")
    called.append(("date", "classe", "apprenants", "état"))
    with (small / "csv" / "sessions.csv").open(encoding="utf-8", newline="") as stream:
        mine = [row for row in csv.DictReader(stream) if row["label"].endswith(f" – {name}")]
    days = sorted({date.fromisoformat(row["date"]) for row in mine})[:4]
    for day in days:
        called.append((day, name, None, "présent"))
    called.append((days[0], None, " ; ".join(people[:2]), "absent"))
    book.save(tmp_path / "pointe.xlsx")
    copy = shutil.copytree(small, tmp_path / "edt", ignore=shutil.ignore_patterns("diffusion", "ics", "interne"))
    monkeypatch.setattr(report, "today", lambda: MIDDLE)
    done = barrette("report", copy, "--workbook", tmp_path / "pointe.xlsx")
    assert done.exit_code == 0, done.output
    recount = Recount(copy, tmp_path / "pointe.xlsx")
    assert recount.today == MIDDLE
    assert recount.told["fiches"]["Absences"]
    assert list(recount.differences()) == []


def _classes(sheet: Worksheet) -> dict[str, list[str]]:
    """Class → codes of its people."""
    header, *rows = sheet.iter_rows(values_only=True)
    at, code = header.index("classe"), header.index("code")
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(str(row[at]), []).append(str(row[code]))
    return found
