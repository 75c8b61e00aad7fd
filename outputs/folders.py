"""Writing a folder all or nothing: it holds the old files or the new ones, never a mixture."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replacing(folder: Path, ours: Callable[[Path], bool] = lambda _path: True) -> Iterator[Path]:
    """A fresh sibling folder to write in; it takes the place of ``folder`` when the block ends well.

    ``ours`` says, of a path relative to the folder, whether it is a file that this writer makes: old files that are
    not are carried over, never lost. When the block fails the old folder is left as it was.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh, old = (folder.with_name(f".{folder.name}.{word}") for word in ("nouveau", "ancien"))
    if old.exists() and not folder.exists():
        old.rename(folder)  # an earlier run was stopped between the two renamings
    for left in (fresh, old):
        shutil.rmtree(left, ignore_errors=True)
    fresh.mkdir()
    try:
        yield fresh
        if folder.exists():
            _carry_over(folder, fresh, ours)
            folder.rename(old)
        try:
            fresh.rename(folder)
        except OSError:
            if old.exists():
                old.rename(folder)
            raise
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)


def _carry_over(old: Path, new: Path, ours: Callable[[Path], bool]) -> None:
    for path in sorted(old.rglob("*")):
        relative = path.relative_to(old)
        if path.is_file() and not ours(relative) and not (new / relative).exists():
            (new / relative).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, new / relative)
