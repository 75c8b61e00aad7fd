"""Every report, in the order of the file for the auditor."""

from outputs.evidence.aids import aids
from outputs.evidence.arranged import arranged
from outputs.evidence.company import companies
from outputs.evidence.cycle_hours import cycle_register
from outputs.evidence.entrants import entrants
from outputs.evidence.exits import exits
from outputs.evidence.person_file import fiches
from outputs.evidence.register import barrettes, regulations
from outputs.evidence.search import searches
from outputs.evidence.shape import Report
from outputs.evidence.strands import volets

REPORTS = (
    Report(
        "fiches",
        "Fiches individuelles",
        "Le parcours de chaque apprenant : situations, positionnement, besoins, décisions, groupes, heures.",
        fiches,
    ),
    Report(
        "volets",
        "Volets de l’accompagnement renforcé",
        "Ce que chaque classe et chaque apprenant a de chaque volet, période par période, et qui n’en a pas eu.",
        volets,
    ),
    Report(
        "barrettes",
        "Registre des barrettes",
        "Par barrette et par période : heures, formateurs, salles, groupes, qui a changé de groupe et pourquoi.",
        barrettes,
    ),
    Report(
        "regulations",
        "Journal des régulations",
        "Ce qui a été proposé à chaque fin de période, ce qui a été décidé, par qui, quand, et dans quelle version.",
        regulations,
    ),
    Report(
        "recherche",
        "Recherche d’employeur et ruptures",
        "Qui est sans contrat, depuis quand, combien de temps encore, ce qui est prévu et fait, ce qui manque.",
        searches,
    ),
    Report(
        "entrants",
        "Entrants",
        "Le module de préparation à l’entrée en entreprise : avant l’entreprise ou non, heures, modalité.",
        entrants,
    ),
    Report(
        "amenagements",
        "Aménagements",
        "Chaque aménagement par son effet, ce qui le respecte, les exceptions et leur motif.",
        arranged,
        restricted=True,
    ),
    Report(
        "heures",
        "Registre des heures",
        "Minimum du cycle et du contrat, heures faites, prévues, données, suivies, par modalité, part à distance.",
        cycle_register,
    ),
    Report(
        "aides",
        "Aides et permis",
        "Qui peut en avoir, à partir de quand, qui en est informé, ce qui est demandé et versé.",
        aids,
    ),
    Report(
        "entreprises",
        "Visites et liens avec l’entreprise",
        "Visites à faire et datées, échanges, et ce que chaque entreprise a su de l’emploi du temps.",
        companies,
    ),
    Report(
        "sorties",
        "Sorties",
        "Qui a interrompu sa formation ou l’a finie : depuis quand, pourquoi, ce qui a été proposé, ce qu’on en sait.",
        exits,
    ),
)
