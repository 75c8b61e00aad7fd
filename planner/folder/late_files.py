"""The files of a version that is kept on the board, written once the planner has been answered.

The version is in the history before anything is written, so nothing is lost whatever happens meanwhile: a folder whose
files are behind says so (`planner.folder.history`), and the version made again writes them. Whoever writes in the
folder after that waits for them first (`settle`); a command of the terminal is told that another one is writing.
"""

import logging
import time
from pathlib import Path
from threading import Lock, Thread

from planner.answer import Refused
from planner.domain import Problem, Timetable
from planner.folder.history import history
from planner.folder.keep import write_files
from planner.store.alone import alone
from planner.store.database import StoreError, Version, open_store
from planner.store.keeping import recall
from planner.store.opening import in_folder

FILES_WAIT, FILES_AGAIN = 30.0, 0.2
"""Seconds for which the files wait for a command that writes in the folder, and between two tries."""
BEHIND = "La version {} est gardée, mais ses fichiers ne sont pas écrits : « Refaire cette version » les écrira."
FILES_LOG = logging.getLogger("barrette.folder")


class LateFiles:
    """The files that are being written, of one version at a time; used by several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._thread: Thread | None = None
        self.said: tuple[str, ...] = ()
        """Why the last ones could not be written; empty where they were."""

    @property
    def writing(self) -> bool:
        """Whether files are being written."""
        return self._thread is not None and self._thread.is_alive()

    def write(self, folder: Path, version: Version, problem: Problem, timetable: Timetable) -> None:
        """Begin to write the files of a version, once those before are there."""
        with self._lock:
            self.settle()
            self.said = ()
            # A daemon: who stops the board twice ends it at once, as a power cut would; once, and it is waited for.
            self._thread = Thread(target=self._write, args=(folder, version, problem, timetable), daemon=True)
            self._thread.start()

    def catch_up(self, folder: Path) -> int | None:
        """Begin to write the last version's files where those there are an earlier version's, as after a power cut.

        The number of that earlier version; None where nothing is to be written. Files that are of no version may have
        been edited by hand, and are left alone.
        """
        found = history(folder)
        if not found.files:
            return None
        with in_folder(folder, writes=False) as store:
            last = store.version()
            self.write(folder, last, *recall(store, last))
        return found.files

    def settle(self) -> None:
        """Wait until nothing is being written."""
        if self._thread is not None:
            self._thread.join()

    def _write(self, folder: Path, version: Version, problem: Problem, timetable: Timetable) -> None:
        end = time.monotonic() + FILES_WAIT
        try:
            while not _written(folder, version, problem, timetable, last_try=time.monotonic() > end):
                time.sleep(FILES_AGAIN)
        except (Refused, StoreError) as refused:
            self.said = refused.lines if isinstance(refused, Refused) else (BEHIND.format(version.number), str(refused))
        except Exception:
            FILES_LOG.exception("files of a version")
            self.said = (BEHIND.format(version.number), "Erreur imprévue de Barrette ; le terminal en dit plus.")


def _written(folder: Path, version: Version, problem: Problem, timetable: Timetable, *, last_try: bool) -> bool:
    """Write the files, unless another version has come, which has files of its own; False where another one writes."""
    try:
        with open_store(folder) as store, alone(folder):
            if store.version().number == version.number:
                write_files(folder, version, problem, timetable)
            return True
    except StoreError:
        if last_try:
            raise
        return False
