"""The page of the docs that describes the workbook."""

from pathlib import Path

from data.writing.reference import reference

ROOT = Path(__file__).parents[2]


def test_reference_page_is_up_to_date() -> None:
    """The page of the docs is what the schema writes today."""
    page = ROOT / "docs" / "reference-classeur.md"
    cure = "write it again: python -c \"from data.writing.reference import reference; print(reference(), end='')\""
    assert page.read_text(encoding="utf-8") == reference(), cure
