"""Every report, in the order of the file for the auditor."""

from outputs.evidence.shape import Report
from outputs.evidence.strands import volets

REPORTS = (
    Report(
        "volets",
        "Volets de l’accompagnement renforcé",
        "Ce que chaque classe et chaque apprenant a de chaque volet, période par période, et qui n’en a pas eu.",
        volets,
    ),
)
