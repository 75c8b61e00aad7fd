"""`barrette`: new, check, solve, verify, export.

Exit codes: 0 done, 1 a rule is broken, 2 wrong command line, 3 faulty workbook, 4 stopped without a timetable,
70 a bug of the program.
"""

import errno
import os
import sys
import traceback
from pathlib import Path

import click

BROKEN, USAGE, WORKBOOK, NOTHING, BUG = 1, 2, 3, 4, 70
SAMPLES = ("minimal", "small", "medium", "large", "network")
FORMATS = ("ics", "xlsx", "html", "employers", "csv")
DAY = "day"
"""The papers of a day or a week: asked for by name, since they need a date."""
BOOK = click.Path(path_type=Path, dir_okay=True)
FOLDER = click.Path(path_type=Path, file_okay=True)


class Commands(click.Group):
    """The commands, with a last resort: whatever happens, the planner reads French and no traceback."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; Ctrl-C ends with 4, what nobody foresaw with 70 (``BARRETTE_DEBUG=1`` shows where)."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except KeyboardInterrupt:
            click.echo("\nArrêt demandé : la commande s’est arrêtée avant la fin, sans nouveau résultat.", err=True)
            sys.exit(NOTHING)
        except Exception as error:
            if isinstance(error, OSError) and error.errno == errno.EPIPE:
                raise  # whoever read the output has left: click ends quietly
            _apologise(error, ctx.invoked_subcommand or "")
            sys.exit(BUG)


def _apologise(error: Exception, command: str) -> None:
    """Say that the program is at fault, and what to send to whom repairs it."""
    if os.environ.get("BARRETTE_DEBUG"):
        traceback.print_exception(error)
    from importlib.metadata import version

    places = [f for f in traceback.extract_tb(error.__traceback__) if f.name != "<module>"][-3:]
    where = " < ".join(f"{Path(f.filename).name}:{f.lineno}" for f in reversed(places))
    for line in (
        "Barrette s’est arrêtée sur une erreur imprévue. C’est un défaut du programme, pas du classeur.",
        "Les fichiers du dernier emploi du temps complet sont gardés. À envoyer à qui vous a fourni Barrette :",
        f"  • barrette {version('barrette')}, commande « {command} »",
        f"  • {type(error).__name__} ({where})",
        "  • ce que vous faisiez ; le classeur seulement si on vous le demande : il contient des données personnelles.",
        "Pour en voir plus : relancer avec BARRETTE_DEBUG=1.",
    ):
        click.echo(line, err=True)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="barrette", message="barrette %(version)s")
def main() -> None:
    """Barrette : les emplois du temps d'un CFA, jusqu'au calendrier de chaque apprenant."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


@main.command()
@click.argument("file", type=BOOK)
@click.option("--sample", type=click.Choice(SAMPLES), help="Un CFA fictif au lieu d'un classeur vide.")
@click.option("--seed", type=int, default=1, show_default=True, help="Un autre nombre donne un autre CFA fictif.")
@click.option(
    "--after",
    type=FOLDER,
    metavar="DOSSIER",
    help="La suite d'un emploi du temps : tout est repris de son dossier, les semaines de présence sont à remplir.",
)
@click.option("--from", "first", metavar="DATE", help="Avec --after : premier jour (par défaut : le lundi suivant).")
@click.option("--to", "last", metavar="DATE", help="Avec --after : dernier jour (par défaut : la même durée).")
def new(file: Path, sample: str | None, seed: int, after: Path | None, first: str | None, last: str | None) -> None:
    """Écrit un classeur vide à remplir, un CFA fictif, ou la suite d'un emploi du temps."""
    if after is None:
        from planner.cli.workbook import make_new

        sys.exit(make_new(file, sample, seed, asked=bool(first or last)))
    from planner.cli.next_term import make_next

    sys.exit(make_next(file, after, first, last, sample=sample))


@main.command()
@click.argument("file", type=BOOK)
@click.option("--json", "as_json", is_flag=True, help="Le résultat pour un programme.")
@click.option(
    "--marked",
    type=BOOK,
    metavar="COPIE.xlsx",
    help="Écrit une copie où les cellules en cause sont colorées et commentées.",
)
def check(file: Path, as_json: bool, marked: Path | None) -> None:
    """Dit toutes les erreurs du classeur, puis ce qui ne pourra pas tenir."""
    from planner.cli.workbook import run_check

    sys.exit(run_check(file, as_json, marked))


@main.command()
@click.argument("file", type=BOOK)
@click.option("--out", type=FOLDER, help="Dossier des résultats (par défaut : à côté du classeur).")
@click.option("--effort", type=click.FloatRange(0.01, 100), default=1.0, show_default=True, help="Travail de calcul.")
@click.option("--time-limit", type=click.FloatRange(min=1), help="Durée au-delà de laquelle on garde le meilleur (s).")
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Calculs menés de front.")
@click.option("--seed", type=int, default=0, show_default=True, help="Graine du calcul.")
@click.option("--no-export", is_flag=True, help="N'écrit que les fichiers CSV.")
@click.option("--json", "as_json", is_flag=True, help="Le bilan pour un programme.")
@click.option("--author", default="", help="Qui, dans l'historique (par défaut : le compte de l'ordinateur).")
@click.option("--reason", default="", help="Pourquoi, dans l'historique.")
def solve(
    file: Path,
    out: Path | None,
    effort: float,
    time_limit: float | None,
    workers: int,
    seed: int,
    no_export: bool,
    as_json: bool,
    author: str,
    reason: str,
) -> None:
    """Calcule l'emploi du temps, le vérifie, écrit tous les fichiers."""
    from planner.cli.solving import Asked, run_solve
    from planner.engine.options import Options

    options = Options(effort=effort, workers=workers, seed=seed, seconds=time_limit)
    sys.exit(run_solve(file, out, options, Asked(not no_export, as_json, author, reason)))


@main.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--workbook", type=BOOK, help="Le classeur tel qu'il est maintenant.")
@click.option("--edited", type=BOOK, metavar="FICHIER.xlsx", help="La liste « Séances » de interne/, modifiée.")
@click.option("--yes", is_flag=True, help="Avec --edited : garde les changements sans demander.")
@click.option("--from", "first", metavar="DATE", help="Premier jour qui peut changer (par défaut : aujourd'hui).")
@click.option("--notice", type=click.IntRange(0), help="Délai de prévenance en jours (par défaut : le classeur).")
@click.option(
    "--max-moves-per-apprentice", type=click.IntRange(0), help="Séances déplacées au plus par apprenant, en tout."
)
@click.option(
    "--max-moves-per-trainer", type=click.IntRange(0), help="Séances changées au plus par formateur, en tout."
)
@click.option("--more", type=click.IntRange(0, 20), default=0, help="Changements de plus acceptés, pour le confort.")
@click.option("--dry-run", is_flag=True, help="Dit ce qui changerait, sans rien changer.")
@click.option("--reason", default="", help="Pourquoi, pour l'historique.")
@click.option("--author", default="", help="Qui, pour l'historique.")
@click.option("--effort", type=click.FloatRange(0.01, 100), default=1.0, show_default=True, help="Travail de calcul.")
@click.option("--seed", type=int, default=0, show_default=True, help="Graine du calcul.")
@click.option("--json", "as_json", is_flag=True, help="Le bilan pour un programme.")
def update(
    folder: Path,
    workbook: Path | None,
    edited: Path | None,
    yes: bool,
    first: str | None,
    notice: int | None,
    max_moves_per_apprentice: int | None,
    max_moves_per_trainer: int | None,
    more: int,
    dry_run: bool,
    reason: str,
    author: str,
    effort: float,
    seed: int,
    as_json: bool,
) -> None:
    """Suit un classeur qui a changé, en changeant le moins possible l'emploi du temps de DIR.

    Ou, avec --edited, la liste des séances de interne/emploi-du-temps.xlsx modifiée à la main : jour, heures, salle,
    formateurs, verrou.
    """
    if (workbook is None) == (edited is None):
        raise click.UsageError("Donner le classeur (--workbook) ou la liste des séances modifiée (--edited).")
    if workbook is None and edited is not None:
        from planner.cli.editing import Given, run_edited

        sys.exit(run_edited(folder, edited, Given(dry_run, yes, reason, author, first or "", notice, as_json)))
    assert workbook is not None, "one of the two is given"
    from planner.cli.updating import Request, run_update

    request = Request(
        first=first,
        notice=notice,
        most_per_apprentice=max_moves_per_apprentice,
        most_per_trainer=max_moves_per_trainer,
        more=more,
        dry_run=dry_run,
        reason=reason,
        author=author,
        seed=seed,
        effort=effort,
        as_json=as_json,
    )
    sys.exit(run_update(folder, workbook, request))


@main.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--workbook", type=BOOK, help="Le classeur avec les nouveaux résultats et besoins.")
@click.option("--from", "first", metavar="DATE", help="Premier jour qui peut changer (par défaut : aujourd'hui).")
@click.option("--period", default="", help="La période à préparer (par défaut : la prochaine qui commence).")
@click.option("--accept", multiple=True, type=click.IntRange(min=1), metavar="N", help="Accepte la proposition N.")
@click.option("--refuse", multiple=True, type=click.IntRange(min=1), metavar="N", help="Refuse la proposition N.")
@click.option("--decisions", type=BOOK, metavar="FICHIER.xlsx", help="Le dossier de interne/regulation/, rempli.")
@click.option("--reason", "--why", default="", help="Pourquoi, pour le dossier.")
@click.option("--author", "--by", default="", help="Qui décide (par défaut : le compte de l'ordinateur).")
@click.option("--effort", type=click.FloatRange(0.01, 100), default=1.0, show_default=True, help="Travail de calcul.")
@click.option("--seed", type=int, default=0, show_default=True, help="Graine du calcul.")
@click.option("--json", "as_json", is_flag=True, help="Le dossier pour un programme.")
def regulate(
    folder: Path,
    workbook: Path | None,
    first: str | None,
    period: str,
    accept: tuple[int, ...],
    refuse: tuple[int, ...],
    decisions: Path | None,
    reason: str,
    author: str,
    effort: float,
    seed: int,
    as_json: bool,
) -> None:
    """Propose les groupes et séances de la période suivante, d'après les nouveaux résultats et besoins.

    Rien ne change : chaque proposition s'accepte ou se refuse, et barrette update en tient compte. Sans --workbook :
    le dossier tel qu'il est.
    """
    from planner.cli.regulating import Asked, run_regulate

    asked = Asked(workbook, first, period, accept, refuse, decisions, reason, author, seed, effort, as_json)
    sys.exit(run_regulate(folder, asked))


@main.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--workbook", type=BOOK, help="Classeur à utiliser au lieu de celui du calcul.")
@click.option("--json", "as_json", is_flag=True, help="Le résultat pour un programme.")
def verify(folder: Path, workbook: Path | None, as_json: bool) -> None:
    """Vérifie l'emploi du temps de DIR contre le classeur, règle par règle."""
    from planner.cli.checking import run_verify

    sys.exit(run_verify(folder, workbook, as_json))


@main.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--workbook", type=BOOK, help="Classeur à utiliser au lieu de celui du calcul.")
@click.option(
    "--format", "formats", multiple=True, type=click.Choice((*FORMATS, DAY)), help="Répéter pour plusieurs formats."
)
@click.option("--date", "when", metavar="DATE", help="Le jour des papiers du jour : 2026-09-14 ou 14/09/2026.")
@click.option("--week", is_flag=True, help="Les papiers de toute la semaine de cette date.")
def export(folder: Path, workbook: Path | None, formats: tuple[str, ...], when: str | None, week: bool) -> None:
    """Écrit à nouveau les calendriers, classeurs et pages de l'emploi du temps de DIR.

    Avec --format day --date DATE : les papiers du jour (présences, appel, émargement, affichage, repas …), dans
    DIR/papiers ; avec --week en plus, ceux de la semaine.
    """
    from planner.cli.checking import run_export

    asked = formats or ((DAY,) if when or week else FORMATS)
    sys.exit(run_export(folder, workbook, asked, when, week))


@main.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("versions", metavar="[V1 [V2]]", nargs=-1, type=click.IntRange(min=1))
@click.option("--csv", "csv_file", metavar="FICHIER.csv", type=BOOK, help="Écrit aussi la liste dans ce fichier.")
@click.option("--json", "as_json", is_flag=True, help="Le résultat pour un programme.")
def diff(folder: Path, versions: tuple[int, ...], csv_file: Path | None, as_json: bool) -> None:
    """Dit ce qui change d'une version à une autre, par apprenant, classe et formateur.

    Sans numéros : de la version publiée à la dernière, sinon de l'avant-dernière à la dernière.
    """
    from planner.cli.comparing import run_diff

    sys.exit(run_diff(folder, versions, csv_file, as_json))


@main.command("replace")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--trainer", required=True, help="Le formateur absent, par son nom ou son code.")
@click.option("--date", "day", required=True, metavar="DATE", help="Le jour : 2026-09-14 ou 14/09/2026.")
@click.option("--choose", default="", metavar='"1=NOM;2=autonomie;3=annuler"', help="Ce qui est choisi, par séance.")
@click.option("--best", is_flag=True, help="La première solution de chaque séance sans choix.")
@click.option("--dry-run", is_flag=True, help="Dit ce qui changerait, sans rien changer.")
@click.option("--reason", default="", help="Pourquoi, pour l'historique.")
@click.option("--author", default="", help="Qui, pour l'historique.")
@click.option("--json", "as_json", is_flag=True, help="Le résultat pour un programme.")
def replace_trainer(
    folder: Path,
    trainer: str,
    day: str,
    choose: str,
    best: bool,
    dry_run: bool,
    reason: str,
    author: str,
    as_json: bool,
) -> None:
    """Dit qui peut remplacer un formateur absent un jour, et garde ce qui est choisi."""
    from planner.cli.replacing import Absence, run_replace

    sys.exit(run_replace(folder, Absence(trainer, day, choose, best, dry_run, reason, author, as_json)))


@main.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("sessions", metavar="SÉANCE…", nargs=-1)
@click.option("--reason", default="", help="Pourquoi, pour l'historique.")
@click.option("--author", default="", help="Qui, pour l'historique.")
@click.option("--json", "as_json", is_flag=True, help="Le résultat pour un programme.")
def lock(folder: Path, sessions: tuple[str, ...], reason: str, author: str, as_json: bool) -> None:
    """Verrouille des séances : aucun nouveau calcul ne les change. Sans séance : la liste des verrous."""
    from planner.cli.locking import run_lock

    sys.exit(run_lock(folder, sessions, reason, author, as_json))


@main.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("sessions", metavar="SÉANCE…", nargs=-1, required=True)
def unlock(folder: Path, sessions: tuple[str, ...]) -> None:
    """Enlève les verrous de séances."""
    from planner.cli.locking import run_unlock

    sys.exit(run_unlock(folder, sessions))


@main.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--restore", type=click.IntRange(min=1), metavar="V", help="Refait la version V et écrit ses fichiers.")
@click.option("--author", default="", help="Qui, dans l'historique (par défaut : le compte de l'ordinateur).")
@click.option("--reason", default="", help="Pourquoi, dans l'historique.")
@click.option("--json", "as_json", is_flag=True, help="Le résultat pour un programme.")
def versions(folder: Path, restore: int | None, author: str, reason: str, as_json: bool) -> None:
    """Montre l'historique de DIR, ou y ramène une version."""
    from planner.cli.versions import run_versions

    sys.exit(run_versions(folder, restore, author, reason, as_json))


@main.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--version", "number", type=click.IntRange(min=1), metavar="V", help="Par défaut : la dernière.")
@click.option("--renew", multiple=True, metavar="PERSONNE", help="Change l'adresse d'un calendrier (code ou nom).")
@click.option(
    "--after", type=FOLDER, metavar="DOSSIER", help="L'emploi du temps d'avant, s'il a changé de place : ses adresses."
)
@click.option("--author", default="", help="Qui, dans l'historique (par défaut : le compte de l'ordinateur).")
@click.option("--reason", default="", help="Pourquoi, pour l'historique et le résumé : n'est dit à personne.")
@click.option("--json", "as_json", is_flag=True, help="Le résultat pour un programme.")
def publish(
    folder: Path,
    number: int | None,
    renew: tuple[str, ...],
    after: Path | None,
    author: str,
    reason: str,
    as_json: bool,
) -> None:
    """Publie une version vérifiée : calendriers aux adresses secrètes, annonces prêtes à envoyer."""
    from planner.cli.publishing import run_publish
    from planner.cli.publishing_plan import Publish

    sys.exit(run_publish(folder, Publish(number, renew, author, reason, as_json, after)))


@main.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--to", "number", type=click.IntRange(min=1), metavar="V", help="Par défaut : la version publiée avant.")
@click.option("--author", default="", help="Qui, dans l'historique (par défaut : le compte de l'ordinateur).")
@click.option("--reason", default="", help="Pourquoi, pour l'historique et le résumé : n'est dit à personne.")
@click.option("--json", "as_json", is_flag=True, help="Le résultat pour un programme.")
def rollback(folder: Path, number: int | None, author: str, reason: str, as_json: bool) -> None:
    """Revient à une version d'avant : la publie, comme un changement parmi d'autres, et écrit ses fichiers."""
    from planner.cli.publishing import run_rollback
    from planner.cli.publishing_plan import Publish

    sys.exit(run_rollback(folder, Publish(number, (), author, reason, as_json)))
