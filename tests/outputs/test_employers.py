"""What a company reads of an apprentice who learns from elsewhere."""

from dataclasses import replace
from pathlib import Path

from outputs.employers import employers, write_employers
from planner.domain import Attendance, Problem, SessionId, Timetable
from tests.outputs.conftest import MINOR, REMOTE
from tests.whole.reading import text_of

COMPANY = "Chez Paul"


def hired(centre: Problem, **changed: object) -> Problem:
    """The centre with one company for the minor and for whoever learns at a distance; ``changed``: of the latter."""
    learners = {**centre.learners}
    learners[MINOR] = replace(learners[MINOR], employer=COMPANY)
    learners[REMOTE] = replace(learners[REMOTE], **{"employer": COMPANY, **changed})  # type: ignore[arg-type]
    return replace(centre, learners=learners)


def only(folder: Path, pattern: str) -> Path:
    """The one file of companies of a pattern."""
    (found,) = (folder / "entreprises").glob(pattern)
    return found


def test_company_reads_who_is_at_the_centre_and_who_learns_from_elsewhere(
    tmp_path: Path, centre: Problem, finished: Timetable
) -> None:
    """The same hours for both; the page and the calendar say of each where they are, and reading it back tells all."""
    problem = hired(centre)
    write_employers(tmp_path, problem, finished)
    page = text_of(only(tmp_path, "*.html"))
    calendar = text_of(only(tmp_path, "*.ics"))
    far, near = (problem.learners[a].name for a in (REMOTE, MINOR))
    assert f"À distance – {far}" in calendar
    assert f"CFA – {near}" in calendar
    assert f"CFA – {far}" not in calendar
    assert f"À distance – {near}" not in calendar
    assert "À distance 8\u00a0h – 12\u00a0h\u00a015" in page
    assert "CFA 8\u00a0h – 12\u00a0h\u00a015" in page
    write_employers(tmp_path, problem, finished)
    assert not list(tmp_path.rglob("*-dates-modifiees.html"))


def test_company_reads_the_hours_of_a_call_on_a_day_of_its_own(
    tmp_path: Path, centre: Problem, finished: Timetable
) -> None:
    """No day at the centre: two calls of a morning are two times to be free, not the whole morning, and no subject."""
    course = finished.sessions[0]
    early, late = (
        replace(course, id=SessionId(f"appel-{start}"), start=start, end=start + 30, minutes=30, modality="remote_sync")
        for start in (540, 630)
    )
    calls = Timetable((early, late), tuple(Attendance(s.id, REMOTE, remote=True) for s in (early, late)))
    problem = hired(centre, calendar={})
    (company,) = employers(problem, calls)
    assert [block.hours for block in dict(company.people)[problem.learners[REMOTE].name]] == [
        "9\u00a0h – 9\u00a0h\u00a030",
        "10\u00a0h\u00a030 – 11\u00a0h",
    ]
    write_employers(tmp_path, problem, calls)
    page, calendar = (text_of(only(tmp_path, f"*.{kind}")) for kind in ("html", "ics"))
    assert "À distance 9\u00a0h – 9\u00a0h\u00a030, 10\u00a0h\u00a030 – 11\u00a0h" in page
    assert calendar.count(f"À distance – {problem.learners[REMOTE].name}") == 2
    assert "Cuisine" not in page + calendar


def test_companies_of_one_name_each_have_their_own_apprentice(
    tmp_path: Path, centre: Problem, finished: Timetable
) -> None:
    """One name, two SIRET: two pages, each with one person, under names that nobody can guess from the other."""
    problem = hired(centre, siret="123 456 789 00012")
    write_employers(tmp_path, problem, finished)
    pages = {path.stem: text_of(path) for path in (tmp_path / "entreprises").glob("*.html")}
    assert len(pages) == 2
    for who in (REMOTE, MINOR):
        assert sum(problem.learners[who].name in page for page in pages.values()) == 1
    assert all(len(name.removeprefix("chez-paul-")) == 20 for name in pages)
    again = tmp_path / "autre sel"
    write_employers(again, replace(problem, settings=replace(problem.settings, salt="un autre sel")), finished)
    assert not {path.stem for path in again.rglob("*.html")} & set(pages)


def test_a_file_never_passes_to_another_company(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """A second company of a name: whoever holds the file of the first goes on reading of its own apprentice alone."""
    alone = hired(centre, employer="", sector="Nevers")
    write_employers(tmp_path, alone, finished)
    before = only(tmp_path, "*.html").name
    write_employers(tmp_path, hired(centre, sector="Nevers"), finished)
    page = text_of(tmp_path / "entreprises" / before)
    assert alone.learners[MINOR].name in page
    assert alone.learners[REMOTE].name not in page


def test_files_among_what_everybody_is_handed_are_taken_away(
    tmp_path: Path, centre: Problem, finished: Timetable
) -> None:
    """A folder of before: companies are told from there what has changed, once, and nothing is left there."""
    problem = hired(centre)
    write_employers(tmp_path, problem, finished)
    former = tmp_path / "diffusion" / "entreprises"
    former.mkdir(parents=True)
    for path in (tmp_path / "entreprises").iterdir():
        path.rename(former / f"chez-paul{path.suffix}")
    later = tuple(replace(s, start=s.start + 60, end=s.end + 60) for s in finished.sessions)
    write_employers(tmp_path, problem, replace(finished, sessions=later))
    assert only(tmp_path, "*-dates-modifiees.html")
    assert not former.exists()


def test_presence_is_told_by_the_clocks_of_the_centre(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """8:00 on the island of La Réunion is 4:00 UTC, and read back as 8:00: nothing has changed for the company."""
    problem = hired(replace(centre, settings=replace(centre.settings, zone="La Réunion")))
    write_employers(tmp_path, problem, finished)
    assert "DTSTART:20261019T040000Z" in text_of(only(tmp_path, "*.ics"))
    write_employers(tmp_path, problem, finished)
    assert not list(tmp_path.rglob("*-dates-modifiees.html"))
