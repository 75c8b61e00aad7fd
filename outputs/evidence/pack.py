"""An audit file packed: the SHA-256 of what it quotes and holds, and the archive that is handed over."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from outputs.evidence.record import Record

STILL = (1980, 1, 1, 0, 0, 0)
"""The time of every file in an archive: the same content gives the same bytes."""


def fingerprints(folder: Path, record: Record) -> str:
    """The published versions that a folder quotes and each of its files, with their SHA-256."""
    lines = ["Document interne", "", "Versions publiées de l’emploi du temps (SHA-256) :"]
    for version in record.versions:
        if version.published:
            when = ", ".join(f"{moment:%d/%m/%Y %H:%M}" for moment in version.published)
            lines.append(f"{version.fingerprint}  version {version.number}, publiée le {when}")
    if not any(version.published for version in record.versions):
        lines.append("aucune version publiée")
    lines += ["", f"Valeurs de ce dossier : version {record.version.number} ({record.version.fingerprint})", ""]
    lines.append("Fichiers de ce dossier (SHA-256) :")
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        lines.append(f"{sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}")
    return "\n".join(lines) + "\n"


def archive(folder: Path, wanted: Callable[[Path], bool], more: str = "") -> Path | None:
    """Pack some files of a folder beside it, as ``NOM.zip`` or ``NOM-restreint.zip``; None where there is none.

    The new archive takes the place of the old one once it is whole.
    """
    path = folder.with_name(f"{folder.name}{more}.zip")
    found = [p for p in sorted(folder.rglob("*")) if p.is_file() and wanted(p.relative_to(folder))]
    if not found:
        path.unlink(missing_ok=True)
        return None
    fresh = path.with_name(f".{path.name}.nouveau")
    with ZipFile(fresh, "w", ZIP_DEFLATED) as packed:
        for one in found:
            info = ZipInfo(f"{folder.name}/{one.relative_to(folder).as_posix()}", STILL)
            info.external_attr = 0o600 << 16
            packed.writestr(info, one.read_bytes(), ZIP_DEFLATED)
    fresh.replace(path)
    return path
