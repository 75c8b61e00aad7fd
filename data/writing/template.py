"""Writing workbooks: filled ones (samples, round trips) and the empty template of ``barrette new``."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from data.building.defaults import LITERACY, NUMERACY
from data.building.defaults_time import public_holidays
from data.building.settings import SETTINGS
from data.sheets.columns import EXAMPLE_MARK, KINDS, OPEN_GROUPS, Column, Sheet
from data.sheets.schema import BY_ID, SHEETS
from data.writing.book import Book

README = "Lisez-moi"
SAVED = date(2026, 8, 24)
LAST_ROW = 3000
WEEKS = 45
"""Weeks proposed in *Calendrier*, from the beginning of September to the beginning of July."""
BLUE, GREY = "1F4E79", "A6A6A6"
EXAMPLE_FONT = Font(italic=True, color="FF808080")
OPTIONAL_HEAD = PatternFill("solid", start_color="FF7F7F7F")
MOST_CHOICES = 255
"""Excel refuses a longer list of words in a cell."""


def write_workbook(path: Path | str, rows: Mapping[str, Sequence[Mapping[str, object]]], saved: date = SAVED) -> None:
    """Write rows by sheet name and French header; sheets without rows are left out, same rows give the same bytes.

    Week columns of *Calendrier* and domain columns of *Apprenants* are taken from the rows, in order of appearance.
    A sheet or header unknown to the schema is written as it is.
    """
    book = Book(saved)
    known = {sheet.name: sheet for sheet in SHEETS}
    for name in [*(n for n in known if n in rows), *(n for n in rows if n not in known)]:
        lines = rows[name]
        used = dict.fromkeys(header for line in lines for header in line)
        declared = [c.header for c in known[name].columns if c.need or c.header in used] if name in known else []
        headers = [*declared, *(h for h in used if h not in declared)]
        book.table(name, headers, [[line.get(h) for h in headers] for line in lines])
    book.save(Path(path))


def write_template(
    path: Path | str, salt: str = "", school_year: int = 2026, zone: str = "B", saved: date = SAVED
) -> None:
    """Write the empty workbook of ``barrette new``.

    ``salt``: the secret of the calendars, put in its cell of *Paramètres*; ``school_year``: the year of its September,
    whose public holidays are proposed in *Fermetures*.
    """
    book = Book(saved)
    _write_readme(book)
    for sheet in SHEETS:
        more = _more_columns(sheet, school_year)
        rows = _first_rows(sheet, salt, school_year, zone)
        rows[0] += more.values() if sheet.id != "settings" else ()
        page = book.table(sheet.name, [*sheet.shown, *more], rows)
        page.sheet_properties.tabColor = BLUE if sheet.required else GREY
        if sheet.folded_away:
            page.sheet_state = "hidden"
        for index, column in enumerate(sheet.columns, start=1):
            dress(page, index, column)
        _grey_example(page, sheet)
    book.save(Path(path))


def _more_columns(sheet: Sheet, school_year: int) -> dict[str, object]:
    """Headings that the schema does not list, with the example's values: weeks of the year, tested domains."""
    if sheet.weekly:
        mondays = [date(school_year, 8, 31) + timedelta(weeks=n) for n in range(WEEKS)]
        return {f"S{day.isocalendar().week}": "X" if n % 3 == 0 else None for n, day in enumerate(mondays)}
    return {LITERACY: 2, NUMERACY: 3} if sheet.domains else {}


def _first_rows(sheet: Sheet, salt: str, school_year: int, zone: str) -> list[list[object]]:
    if sheet.id == "settings":
        typed: dict[str, str] = {"salt": salt, "zone": zone, "name": ""}
        return [[s.column.header, typed.get(s.id, s.default), s.column.note] for s in SETTINGS]
    rows = [_example(sheet)]
    if sheet.id == "closures":
        days = public_holidays(zone, date(school_year, 9, 1), date(school_year + 1, 8, 31))
        rows += [[name, day] for day, name in days.items()]
        rows = [row + [None] * (len(sheet.columns) - len(row)) for row in rows]
    return rows


def _example(sheet: Sheet) -> list[object]:
    cells: list[object] = [column.example for column in sheet.columns]
    return [f"{EXAMPLE_MARK} {cells[0]}", *cells[1:]]


def dress(page: Worksheet, index: int, column: Column) -> None:
    """Note on the header, grey when the column is optional, list of words to choose from."""
    head = page.cell(1, index)
    parts = [column.note, f"Type : {KINDS[column.kind].replace('`', '')}"]
    parts += [f"Exemple : {column.example}"] if column.example is not None else []
    parts.append(
        {"cell": "Obligatoire.", "column": "Colonne obligatoire, cellule vide permise."}.get(column.need, "Facultatif.")
    )
    head.comment = Comment("\n".join(filter(None, parts)), "Barrette", height=120, width=300)
    if not column.need:
        head.fill = OPTIONAL_HEAD
    formula = _choices(column)
    if formula:
        rule = DataValidation("list", formula1=formula, allow_blank=True, showErrorMessage=False)
        letter = get_column_letter(index)
        rule.add(f"{letter}2:{letter}{LAST_ROW}")
        page.add_data_validation(rule)


def _choices(column: Column) -> str:
    """Words of a choice, or the names in the first column of the sheet referred to."""
    words = ",".join(column.words)
    if words and len(words) < MOST_CHOICES:
        return f'"{words}"'
    if column.kind == "ref" and len(column.sheets) == 1 and column.sheets != ("learners",):
        return f"'{BY_ID[column.sheets[0]].name}'!$A$2:$A${LAST_ROW}"
    return ""


def _grey_example(page: Worksheet, sheet: Sheet) -> None:
    for index in range(1, len(sheet.columns) + 1) if sheet.id != "settings" else ():
        page.cell(2, index).font = EXAMPLE_FONT


def _write_readme(book: Book) -> None:
    lines: list[tuple[str, str]] = [
        ("Comment remplir ce classeur", ""),
        ("", "Remplissez d'abord les sept feuilles bleues, dans l'ordre ci-dessous ; les grises sont facultatives."),
        ("", "Un intitulé porte une note : placez la souris dessus. Intitulé bleu : obligatoire ; gris : facultatif."),
        ("", "Les lignes qui commencent par « exemple : » ne sont pas lues : gardez-les ou effacez-les."),
        ("", "Plusieurs valeurs dans une cellule se séparent par « ; ». Ne fusionnez pas de cellules."),
        ("", "Ensuite : « barrette check FICHIER.xlsx » dit toutes les erreurs, avec leur cellule et quoi faire."),
        (
            "",
            "Avec « --marked COPIE.xlsx » en plus, une copie du classeur montre ces erreurs dans leurs cellules.",
        ),
        ("", "Pour afficher une feuille masquée : clic droit sur un onglet, puis « Afficher »."),
        ("Feuilles obligatoires", "Une ligne est …"),
    ]
    required = [sheet for sheet in SHEETS if sheet.required]
    lines += [(f"{n}. {sheet.name}", sheet.about.replace("`", "")) for n, sheet in enumerate(required, start=1)]
    for group in dict.fromkeys(sheet.group for sheet in SHEETS if not sheet.required):
        hidden = "" if group in OPEN_GROUPS else " (masquées)"
        lines.append((f"Feuilles facultatives : {group}{hidden}", "Sans elle …"))
        lines += [(s.name, f"{s.about} [{s.default}]") for s in SHEETS if s.group == group]
    page = book.table(README, [lines[0][0], ""], [list(line) for line in lines[1:]])
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 44, 120
    for row, (title, text) in enumerate(lines[1:], start=2):
        if title.startswith("Feuilles") or not text:
            page.cell(row, 1).font = page.cell(row, 2).font = Font(bold=True)
        for name in (sheet.name for sheet in SHEETS if title.endswith(sheet.name)):
            page.cell(row, 1).hyperlink = f"#'{name.replace(chr(39), chr(39) * 2)}'!A1"
            page.cell(row, 1).font = Font(underline="single", color=f"FF{BLUE}")
