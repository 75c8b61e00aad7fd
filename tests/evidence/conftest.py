import pytest

from planner.cli.work import audit, report
from tests.cli.running import barrette
from tests.evidence.centre import TODAY, Files, load, rows
from tests.whole.tiny import written


@pytest.fixture(scope="session")
def reported(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """The centre solved, published and reported on; not to be changed."""
    folder = tmp_path_factory.mktemp("rapports")
    done = barrette("solve", written(folder, rows()), "--out", folder / "edt", "--effort", "0.1", "--workers", "1")
    assert done.exit_code == 0, done.output
    assert barrette("publish", folder / "edt").exit_code == 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(report, "today", lambda: TODAY)
        patch.setattr(audit, "today", lambda: TODAY)
        told = barrette("report", folder / "edt", "--json")
    assert told.exit_code == 0, told.output
    return Files(folder / "edt", load(told.stdout))


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every report is of one day."""
    monkeypatch.setattr(report, "today", lambda: TODAY)
    monkeypatch.setattr(audit, "today", lambda: TODAY)
