"""`barrette diff`: two versions of a folder compared, and the files that say so."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from outputs.differences import Differences, write_csv_lines, write_differences
from planner.answer import NOTHING, USAGE, Done, Refused
from planner.folder.compare import differences
from planner.store.database import Store, Version, open_store
from planner.store.failures import cannot_write, refusing
from planner.store.terms import mark_of, published


@dataclass(frozen=True)
class Compared(Done):
    """What differs between two versions; None where the folder has only one."""

    folder: Path
    found: Differences | None


def compare_versions(folder: Path, versions: Sequence[int], csv_file: Path | None = None) -> Compared:
    """Compare the versions asked for, and write the page and the list of what differs; ``csv_file``: the list again."""
    if len(versions) > 2:
        raise Refused(USAGE, "Donnez deux versions au plus : barrette diff DIR V1 V2.")
    with refusing(NOTHING), open_store(folder) as store:
        chosen = _chosen(store, versions)
        if chosen is None:
            return Compared(folder, None)
        found, problem = differences(store, *chosen)
    try:
        write_differences(folder, problem, found)
        if csv_file is not None:
            write_csv_lines(csv_file, found)
    except OSError as error:
        why = cannot_write(error, f"« {csv_file or folder} »")
        return Compared(folder, found, code=NOTHING, warnings=(why,))
    return Compared(folder, found)


def _chosen(store: Store, numbers: Sequence[int]) -> tuple[Version, Version] | None:
    """The versions asked for; by default what is published and the last one, else the last two."""
    last = store.version()
    if len(numbers) == 2:
        return store.version(numbers[0]), store.version(numbers[1])
    if numbers:
        return store.version(numbers[0]), last
    told = published(store).get(mark_of(last))
    if told is not None and told[0].number != last.number:
        return told[0], last
    earlier = [v for v in store.versions() if v.number < last.number and mark_of(v) == mark_of(last)]
    return (earlier[-1], last) if earlier else None
