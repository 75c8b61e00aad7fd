"""`barrette import FILE… --into CLASSEUR.xlsx`: lists of the centre's other programs, merged into a workbook."""

import secrets
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from data.fault_lines import fault_lines
from data.faults import Faults
from data.lists.kinds import LISTS, Words, sheets_of, words_of
from data.lists.mapped import Listed, listed, with_contracts
from data.lists.merge import Merge, merge, target
from data.lists.refers import types_by_room, unknown_names
from data.lists.source import Source, sources
from data.reading.grids import Grid, Raw, load, read_bytes
from data.reading.table import Table
from data.reading.workbook import centre_words
from data.sheets.columns import Sheet, fold
from data.sheets.schema import BY_ID, BY_NAME
from data.writing.append_rows import append_rows
from data.writing.change_cells import change_cells
from planner.answer import USAGE, WORKBOOK, Done, Refused
from planner.cli.work.import_attendance import NOTHING_WRITTEN, write_whole
from planner.folder.workbook import refuse_place
from planner.words import did_you_mean

Tables = Sequence[tuple[Source, Sheet]]
MATCHES, ROOMS = BY_ID["matches"], BY_ID["rooms"]
HEADS_TOLD = 12
"""Headings of a file that are named where nothing knows them."""
TYPES_TAKEN = "type de salle : celui de la salle que le fichier nomme"


@dataclass(frozen=True)
class FromLists(Done):
    """What lists make of a workbook; ``kept``: headings that *Correspondances* gets (sheet, theirs, ours)."""

    file: Path
    lists: Sequence[Listed]
    merges: Sequence[Merge]
    kept: Sequence[tuple[str, str, str]]
    doubts: Sequence[str]
    left: Sequence[str] = ()
    """Tables of the files that are taken over nowhere."""
    made: bool = False
    """Whether the workbook is new."""
    written: bool = False

    @property
    def changes(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.kept or any(found.added or found.changed or found.heads for found in self.merges))

    @property
    def asks(self) -> bool:
        """Whether somebody has to agree before anything is written."""
        return bool(self.doubts or any(found.changed for found in self.merges))


def sheet_named(name: str | None) -> Sheet | None:
    """The sheet that lists are to be taken for; raises Refused for one that takes none."""
    if name is None:
        return None
    sheet = BY_NAME.get(fold(name))
    names = [BY_ID[sheet_id].name for sheet_id in LISTS]
    if sheet is None or sheet.id not in LISTS:
        raise Refused(USAGE, f"--as : écrivez {', '.join(names[:-1])} ou {names[-1]}.{did_you_mean(name, names)}")
    return sheet


def known_lists(files: Sequence[Path], file: Path, asked: Sheet | None) -> tuple[Tables, list[str]]:
    """The tables of files, each with its sheet, and those that are none of ours; raises Refused in doubt.

    No table where one file is of attendance.
    """
    words = _words(file)
    if any(path.resolve() == file.resolve() for path in files):
        raise Refused(USAGE, f"« {file} » est le classeur lui-même : donnez le fichier à reprendre. {NOTHING_WRITTEN}")
    found: list[tuple[Source, Sheet]] = []
    left: list[str] = []
    for path in files:
        faults = Faults()
        data = read_bytes(path, faults)
        if data is None:
            raise Refused(WORKBOOK, *fault_lines(faults.rows), NOTHING_WRITTEN)
        tables = sources(data, path.name)
        several, before = len(tables) > 1, len(found)
        for source in tables:
            sheets = [asked] if asked and not several else sheets_of(source, words)
            if len(sheets) > 1:
                names = " ou ".join(f"« {sheet.name} »" for sheet in sheets)
                raise Refused(
                    WORKBOOK,
                    f"« {path.name} » ({source.said}) peut être {names} : ajoutez --as {sheets[0].name}, par exemple.",
                    NOTHING_WRITTEN,
                )
            found += [(source, sheet) for sheet in sheets]
            left += [] if sheets else [f"« {path.name} », {source.said}"]
        if len(found) == before and tables and (len(files) > 1 or not any(map(_attendance, tables))):
            raise Refused(WORKBOOK, *_unknown(path, tables), NOTHING_WRITTEN)
    return found, left


def _attendance(source: Source) -> bool:
    """Whether a table has a heading of *Présences*."""
    rolls = BY_ID["rolls"]
    known = {fold(name) for column in rolls.columns for name in column.names}
    return any(isinstance(cell, str) and fold(cell) in known for row in source.grid.rows[:15] for cell in row)


def _unknown(path: Path, tables: Sequence[Source]) -> list[str]:
    """Why a file is no list, and what to do."""
    heads = [str(cell) for cell in next((row for row in tables[0].grid.rows if any(row)), ()) if cell][:HEADS_TOLD]
    names = ", ".join(f"« {head[:40]} »" for head in heads)
    return [
        f"« {path.name} » n’est pas reconnu : ses intitulés sont {names}.",
        "Une liste d’apprenants a nom, prénom et naissance, classe ou contrat ; de formateurs, nom et prénom ; de "
        "salles, nom et capacité ; de classes, nom et formation ; de cours, classe, matière et heures ; de séances, "
        "date, heure, durée et matière.",
        "Ajoutez --as et le nom de la feuille, ou écrivez vos intitulés dans « Correspondances ».",
    ]


def import_lists(tables: Tables, left: Sequence[str], file: Path, accept: Callable[[FromLists], bool]) -> FromLists:
    """Merge lists into a workbook, new if there is none; what ``accept`` does not agree to is not written.

    ``left``: tables of the files that are taken over nowhere.
    """
    made = not file.exists()
    content = _template(file) if made else file.read_bytes()
    raw = _raw(file, content)
    words = centre_words(raw, Faults())
    lists: list[Listed] = []
    into: dict[str, Table] = {}
    merges: list[Merge] = []
    for source, plain in sorted(tables, key=lambda one: LISTS.index(one[1].id)):
        grid = _grid(raw, plain)
        sheet = with_contracts(plain, [source.grid, grid])
        types = types_by_room(sheet, lists, target(ROOMS, _grid(raw, ROOMS), words_of(words, ROOMS)))
        found = listed(source, sheet, {**types, **words_of(words, sheet)})
        if any(isinstance(cell, str) and fold(cell) in types for row in source.grid.rows for cell in row):
            found = replace(found, chosen=(*found.chosen, TYPES_TAKEN))
        lists.append(found)
        into[sheet.id] = target(sheet, grid, words_of(words, sheet))
        width = max((len(row) for row in grid.rows), default=0) if grid else 0
        merges.append(merge(found, into[sheet.id], width))
    faults = [line for found in lists for line in found.faults]
    if faults:
        raise Refused(WORKBOOK, *faults, NOTHING_WRITTEN)
    twice = {found.sheet.id for n, found in enumerate(lists) if found.sheet.id in {x.sheet.id for x in lists[:n]}}
    if twice:
        names = ", ".join(f"« {BY_ID[sheet_id].name} »" for sheet_id in sorted(twice))
        raise Refused(WORKBOOK, f"Plusieurs listes pour {names} : reprenez-les l’une après l’autre.", NOTHING_WRITTEN)
    for sheet_id in LISTS:
        into.setdefault(
            sheet_id, target(BY_ID[sheet_id], _grid(raw, BY_ID[sheet_id]), words_of(words, BY_ID[sheet_id]))
        )
    doubts = [*(line for found in merges for line in found.doubts), *unknown_names(lists, into)]
    done = FromLists(file, lists, merges, _kept(lists, raw, words), doubts, left, made)
    if not accept(done) or not done.changes:
        return done
    write_whole(file, _checked(file, raw, _merged(content, raw, done), merges))
    return replace(done, written=True)


def _words(file: Path) -> Words:
    return centre_words(_raw(file, file.read_bytes()), Faults()) if file.exists() else {}


def _template(file: Path) -> bytes:
    """An empty workbook, as ``barrette new`` writes it."""
    from planner.cli.work.new import new_workbook

    refuse_place(file)
    if not file.parent.is_dir():
        raise Refused(USAGE, f"Le dossier « {file.parent} » n’existe pas. {NOTHING_WRITTEN}")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / f"{secrets.token_hex(4)}.xlsx"
        new_workbook(place, None, 1)
        return place.read_bytes()


def _raw(file: Path, content: bytes) -> Raw:
    faults = Faults()
    raw = load(file, content, faults)
    if raw is None:
        raise Refused(WORKBOOK, *fault_lines(faults.rows), NOTHING_WRITTEN)
    return raw


def _grid(raw: Raw, sheet: Sheet) -> Grid | None:
    words = centre_words(raw, Faults()).get("", {})
    return next((g for g in raw.grids if BY_NAME.get(fold(words.get(fold(g.name), g.name))) is BY_ID[sheet.id]), None)


def _kept(lists: Sequence[Listed], raw: Raw, words: Words) -> list[tuple[str, str, str]]:
    """Headings to be kept in *Correspondances*: not those that it has, nor ours, nor those of the sheet itself."""
    lines: list[tuple[str, str, str]] = []
    for found in lists:
        known = words_of(words, found.sheet)
        grid = _grid(raw, found.sheet)
        own = {fold(cell) for row in (grid.rows[:15] if grid else ()) for cell in row if isinstance(cell, str)}
        ours = {fold(column.header) for column in found.sheet.columns}
        lines += [
            (found.sheet.name, theirs, header)
            for theirs, header in found.columns.items()
            if fold(header) in ours and fold(theirs) not in {*known, *own, *ours}
        ]
    return lines


def _merged(content: bytes, raw: Raw, done: FromLists) -> bytes:
    """The workbook with everything in it; raises Refused where the file cannot be changed in place."""
    try:
        for found in done.merges:
            heads = {(found.head_row, index): head for index, head in found.heads.items()}
            if found.added:
                head = [dict(enumerate(found.sheet.shown))] if found.fresh and _grid(raw, found.sheet) else []
                content = append_rows(content, found.name, [*head, *found.added], found.sheet.shown)
            if found.added or found.changed or found.heads:
                content = change_cells(content, found.name, {**heads, **found.changed})
        if done.kept:
            grid = _grid(raw, MATCHES)
            table = target(MATCHES, grid, {})
            where = table.where or {column.id: n for n, column in enumerate(MATCHES.columns)}
            head = [dict(enumerate(MATCHES.shown))] if grid and not table.where else []
            rows = [
                {
                    where[key]: value
                    for key, value in zip(("sheet", "theirs", "ours"), line, strict=True)
                    if key in where
                }
                for line in done.kept
            ]
            content = append_rows(content, table.name, [*head, *rows], MATCHES.shown)
            content = change_cells(content, table.name, {})
    except ValueError as error:
        told = str(error)
        cure = (
            f"La cellule {told.split()[0]} à changer porte une formule : remplacez-la par sa valeur."
            if told.endswith("formula")
            else "Ce classeur est bâti autrement que d’habitude : enregistrez-le avec votre tableur, puis recommencez."
        )
        raise Refused(WORKBOOK, cure, NOTHING_WRITTEN) from error
    return content


def _checked(file: Path, before: Raw, content: bytes, merges: Sequence[Merge]) -> bytes:
    """The workbook as it would be: no line of it lost, none twice."""
    after = _raw(file, content)
    words = centre_words(after, Faults())
    for found in merges:
        was, now = (
            len(target(found.sheet, _grid(raw, found.sheet), words_of(words, found.sheet)).rows)
            for raw in (before, after)
        )
        if now != was + len(found.added):
            raise Refused(
                WORKBOOK,
                f"La feuille « {found.name} » aurait {now} lignes au lieu de {was + len(found.added)} : enregistrez le "
                "classeur avec votre tableur, puis recommencez.",
                NOTHING_WRITTEN,
            )
    return content
