"""What is said of the time that a stopped search still takes."""

from planner.cli.show.time_left import USUAL, time_left
from planner.engine import flow


def test_time_left_is_of_the_order_of_what_was_measured() -> None:
    """`small` 1 beside other work, stopped after 45 s while groups were composed: it ended 95 s later."""
    assert time_left("composition des groupes", 45) == "encore 2 min environ"


def test_time_left_grows_with_the_run_and_shrinks_with_its_stages() -> None:
    """The same stage reached ten times later has ten times more to come; an unknown stage promises nothing."""
    assert time_left("placement des semaines", 12) == "encore 10 s environ"
    assert time_left("sites 2/3 : placement des semaines", 120) == "encore 2 min environ"
    assert time_left("besoins personnels", 33) == ""
    assert time_left("vérification", 33) == ""


def test_time_left_knows_the_stages_of_the_engine() -> None:
    """A stage that is renamed is renamed here too."""
    from pathlib import Path

    source = "".join(path.read_text(encoding="utf-8") for path in Path(flow.__file__).parent.rglob("*.py"))
    assert not [stage for stage in USUAL if f'"{stage}"' not in source]
