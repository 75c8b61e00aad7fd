"""What the commands that change a timetable by hand share: names that are looked up, checks, a version kept."""

import errno
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from constraints import RULES
from data.faults import did_you_mean
from planner.check.verify import Report, verify
from planner.cli import show
from planner.cli.files import write_views
from planner.cli.main import NOTHING, WORKBOOK
from planner.domain import Problem, Timetable, key
from planner.labels import private
from planner.store.alone import alone
from planner.store.database import Also, Store, StoreError, Version, open_store
from planner.store.keeping import Then, keep_version, recall
from planner.store.terms import OtherTerm, Span, terms


class Refused(Exception):
    """The command cannot do what it is asked; ``lines`` say why, in French, ``code`` is the exit code."""

    def __init__(self, code: int, *lines: str) -> None:
        super().__init__(lines[0])
        self.code = code
        self.lines = lines


def attempt(folder: Path, work: Callable[[], int]) -> int:
    """Run a command that writes; what goes wrong is told in French, and nothing is half-written."""
    try:
        return work()
    except Refused as refused:
        show.complain(refused.lines[0])
        for line in refused.lines[1 : show.MOST + 1]:
            show.complain(f"  • {line}")
        if len(refused.lines) > show.MOST + 1:
            show.complain(f"  … et {len(refused.lines) - show.MOST - 1} de plus")
        return refused.code
    except OtherTerm as error:
        show.complain(str(error))
        return WORKBOOK
    except StoreError as error:
        show.complain(str(error))
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise  # whoever read the output has left
        show.complain(f"Impossible d’écrire dans « {folder} » : {show.why(error)}. L’ancien contenu est gardé.")
    return NOTHING


@contextmanager
def last_version(
    folder: Path, day: date | None = None, *, writes: bool = True
) -> Iterator[tuple[Store, Version, Problem, Timetable]]:
    """The store of a folder with its last version, or the last of the term of a day.

    It is held against other commands where this one ``writes``.
    """
    with open_store(folder) as store, alone(folder) if writes else nullcontext():
        version = store.version()
        if day is not None:
            holding = [term.version for term in terms(store).values() if term.span.meets(Span(day, day))]
            version = holding[-1] if holding else version
        yield (store, version, *recall(store, version))


def named(text: str, names: Mapping[str, str], what: str, cure: str) -> str:
    """The code of something given by its code or its name, whatever the case; raises Refused when nothing has it."""
    folded = {key(name): code for code, name in names.items()} | {key(code): code for code in names}
    found = folded.get(key(text))
    if found is None:
        near = did_you_mean(text, [*names.values(), *names])
        raise Refused(2, f"{what} « {text} » n’existe pas.{near} {cure}".strip())
    return found


def neutral(reason: str) -> None:
    """A reason is kept and read by others: raises Refused where it tells something about somebody's health or life."""
    if private(reason) or _TELLING.search(key(reason)):
        raise Refused(
            2, f"« {reason} » : l’historique garde cette raison ; écrire par exemple « absence », sans dire pourquoi."
        )


_TELLING = re.compile(r"\b(?:malad\w*|hospital\w*|hopital|grossesse|matern\w*|accident\w*|greve|deces|deuil|burn)\b")


def checked(problem: Problem, timetable: Timetable) -> Report:
    """What the independent checker says."""
    return verify(problem, RULES, timetable)


def keep(
    folder: Path,
    problem: Problem,
    timetable: Timetable,
    report: Report,
    kind: str,
    reason: str,
    author: str,
    *,
    parent: int | None = None,
    settings: Mapping[str, Any] | None = None,
    also: Also | None = None,
    then: Then | None = None,
) -> tuple[Version, bool]:
    """A version with what the checker says of it, and its files; whether it is new."""
    timetable = replace(timetable, summary={**timetable.summary, **report.figures()})
    version, new = keep_version(
        folder, problem, timetable, kind, reason, author=author, parent=parent, settings=settings, also=also, then=then
    )
    write_files(folder, version, problem, timetable)
    return version, new


def write_files(folder: Path, version: Version, problem: Problem, timetable: Timetable) -> None:
    """The files of a version that is kept; raises OSError, with how to have them later said."""
    try:
        write_views(folder, problem, timetable)
    except OSError:
        say_kept(folder, version.number)
        raise


def say_kept(folder: Path, number: int) -> None:
    """A version is kept and its files are not written: how to have them."""
    show.complain(
        f"La version {number} est dans l’historique : « barrette versions {folder} --restore {number} » écrira ses "
        "fichiers."
    )
