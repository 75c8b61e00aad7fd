"""The first sheet of a workbook that comes from FET: where it is from, what was chosen, what is left out."""

from data.fet.lines import Imported


def import_notes(found: Imported, source: str) -> list[tuple[str, str]]:
    """Title and text of each line."""
    notes = [
        ("Venu de FET", ""),
        ("", f"Repris du fichier « {source} » : relisez les deux listes qui suivent avant de calculer."),
        ("Choisi, car FET ne le dit pas", ""),
        *(("", line) for line in found.chosen),
        ("Non repris : nom de FET et nombre", "Quoi faire"),
    ]
    notes += [(f"{one.what}{f' (× {one.number})' if one.number > 1 else ''}", one.instead) for one in found.left]
    notes += [("Rien", "")] if not found.left else []
    notes += [("Ensuite", ""), ("", "« barrette check » dit ce qui manque, « barrette solve » calcule.")]
    return notes
