"""What `barrette diff` prints."""

from planner.cli.show.differences import plain_differences, tell_differences
from planner.cli.show.out import as_json, say
from planner.cli.work.diff import Compared


def tell(done: Compared, json: bool) -> None:
    """The differences, and where all of it is; a program too is told in words that there is nothing to compare."""
    if done.found is None:
        say("L’historique n’a qu’une version de cette période : il n’y a rien à comparer.")
    elif json:
        as_json(plain_differences(done.found))
    else:
        tell_differences(done.found)
        if not done.code:
            where = done.folder / "interne" / "differences.html"
            say(f"Tout le détail : {where} et differences.csv (documents internes).")
