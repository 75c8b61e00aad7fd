"""`barrette new`: an empty workbook, or a fictional centre."""

import secrets
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from planner.answer import Done
from planner.folder.workbook import refuse_place
from planner.store.failures import writing_file


@dataclass(frozen=True)
class NewWorkbook(Done):
    """A workbook that is written; ``empty``: it is to be filled."""

    file: Path
    empty: bool
    folder: Path | None = None
    """The folder that was made for it, if one was."""


def new_workbook(file: Path, sample: str | None, seed: int) -> NewWorkbook:
    """Write an empty template, or a fictional centre."""
    refuse_place(file)
    made = None if file.parent.exists() else file.parent
    with writing_file(file):
        _write(file, sample, seed)
    return NewWorkbook(file, sample is None, made)


def _write(file: Path, sample: str | None, seed: int) -> None:
    if sample is None:
        from data.writing.template import write_template

        today = date.today()
        year = today.year if today.month >= 3 else today.year - 1
        write_template(file, salt=secrets.token_hex(16), school_year=year, saved=today)
    else:
        from data.samples import write

        write(file, sample, seed)
