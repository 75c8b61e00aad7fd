"""What a publication sends, calendars at secret addresses and notices of changes, holds none of the planted words."""

from datetime import datetime
from pathlib import Path

import pytest

from data.writing.template import write_workbook
from planner.folder import publish as publishing
from tests.cli.running import barrette
from tests.whole.planting import OF_THE_PLANNER, SURNAMES, WORDS, Rows, decoded, leaks, planted
from tests.whole.test_privacy import workbook


def versions() -> tuple[Rows, Rows]:
    """The planted workbook, without the locks, which so full a week cannot keep; then with other hours of courses."""
    first = workbook()
    del first["Verrous"]
    second = {name: [dict(row) for row in lines] for name, lines in first.items()}
    second["Cours"][1]["heures"] = "3 h/sem"
    second["Cours"][2]["heures"] = "8 h/sem"
    return planted(first), planted(second)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two versions, both published the week before the term."""
    place = tmp_path_factory.mktemp("publie")
    with pytest.MonkeyPatch.context() as patch:
        moments = [datetime(2026, 9, 1, 8, minute) for minute in range(9)]
        patch.setattr(publishing, "now", lambda: moments.pop(0))
        for rows in versions():
            write_workbook(place / "classeur.xlsx", rows)
            words = ("--out", place / "out", "--effort", "0.2", "--workers", "1")
            done = barrette("solve", place / "classeur.xlsx", *words)
            assert done.exit_code == 0, done.output
            done = barrette("publish", place / "out", "--reason", WORDS[-1])
            assert done.exit_code == 0, done.output
    return place / "out"


def test_published_calendars_and_notices_hold_no_planted_word(published: Path) -> None:
    """Names of files and what they hold; who is touched has a notice, and nobody reads why the planner published."""
    notices = published / "interne" / "annonces"
    files = [path for path in sorted((published / "public").rglob("*")) if path.is_file()]
    files += [path for path in sorted(notices.rglob("*")) if path.is_file() and path.name not in OF_THE_PLANNER]
    kinds = {path.parent.name for path in files}
    assert kinds >= {"apprentices", "trainers", "rooms", "classes", "apprenants", "formateurs"}
    found = {str(path.relative_to(published)): leaks(f"{path.name}\n{decoded(path)}", WORDS) for path in files}
    assert not {name: words for name, words in found.items() if words}


def test_a_notice_names_nobody_else(published: Path) -> None:
    """The last name of learners stands in their own notice and in their company's, at most once a learner told."""
    names = {path.name for path in (published / "public").rglob("*")}
    assert not leaks("\n".join(names), SURNAMES)
    for path in (published / "interne" / "annonces" / "formateurs").rglob("*.*"):
        assert not leaks(decoded(path), SURNAMES), path.name
