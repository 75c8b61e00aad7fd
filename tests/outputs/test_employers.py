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
    learners[REMOTE] = replace(learners[REMOTE], employer=COMPANY, **changed)  # type: ignore[arg-type]
    return replace(centre, learners=learners)


def test_company_reads_who_is_at_the_centre_and_who_learns_from_elsewhere(
    tmp_path: Path, centre: Problem, finished: Timetable
) -> None:
    """The same hours for both; the page and the calendar say of each where they are, and reading it back tells all."""
    problem = hired(centre)
    write_employers(tmp_path, problem, finished)
    page = text_of(tmp_path / "diffusion/entreprises/chez-paul.html")
    calendar = text_of(tmp_path / "diffusion/entreprises/chez-paul.ics")
    far, near = (problem.learners[a].name for a in (REMOTE, MINOR))
    assert f"À distance – {far}" in calendar
    assert f"CFA – {near}" in calendar
    assert f"CFA – {far}" not in calendar
    assert f"À distance – {near}" not in calendar
    assert "À distance 8\u00a0h – 12\u00a0h\u00a015" in page
    assert "CFA 8\u00a0h – 12\u00a0h\u00a015" in page
    write_employers(tmp_path, problem, finished)
    assert not (tmp_path / "diffusion/entreprises/chez-paul-dates-modifiees.html").exists()


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
    page, calendar = (text_of(tmp_path / f"diffusion/entreprises/chez-paul.{kind}") for kind in ("html", "ics"))
    assert "À distance 9\u00a0h – 9\u00a0h\u00a030, 10\u00a0h\u00a030 – 11\u00a0h" in page
    assert calendar.count(f"À distance – {problem.learners[REMOTE].name}") == 2
    assert "Cuisine" not in page + calendar
