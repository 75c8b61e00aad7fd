"""`barrette`: the commands, each in a file of `planner.cli.commands`, and the last resort."""

import errno
import os
import sys
import traceback

import click

from planner.answer import NOTHING
from planner.cli.commands.check import check
from planner.cli.commands.diff import diff
from planner.cli.commands.explain import explain
from planner.cli.commands.export import export
from planner.cli.commands.feeds import feeds
from planner.cli.commands.groups import groups
from planner.cli.commands.import_ import import_
from planner.cli.commands.lock import lock
from planner.cli.commands.move import move_session
from planner.cli.commands.new import new
from planner.cli.commands.publish import publish
from planner.cli.commands.regulate import regulate
from planner.cli.commands.replace import replace
from planner.cli.commands.report import report
from planner.cli.commands.rollback import rollback
from planner.cli.commands.score import score
from planner.cli.commands.sent import sent
from planner.cli.commands.serve import serve
from planner.cli.commands.solve import solve
from planner.cli.commands.unlock import unlock
from planner.cli.commands.update import update
from planner.cli.commands.verify import verify
from planner.cli.commands.versions import versions
from planner.cli.commands.why import why
from planner.cli.french import in_french
from planner.failed import happened_at

BUG = 70
"""Exit code of what nobody foresaw; the others are those of `planner.answer`."""

COMMANDS = (
    new, import_, check, solve, update, regulate, verify, export, diff, replace, move_session, groups, lock, unlock,
    versions, publish, sent, rollback, report, why, explain, score, serve, feeds,
)  # fmt: skip


class Commands(click.Group):
    """The commands, with a last resort: whatever happens, the planner reads French and no traceback."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command, which returns the exit code.

        Ctrl-C ends with 4, what nobody foresaw with 70 (``BARRETTE_DEBUG=1`` shows where).
        """
        try:
            sys.exit(super().invoke(ctx))
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

    for line in (
        "Barrette s’est arrêtée sur une erreur imprévue. C’est un défaut du programme, pas du classeur.",
        "Les fichiers du dernier emploi du temps complet sont gardés. À envoyer à qui vous a fourni Barrette :",
        f"  • barrette {version('barrette')}, commande « {command} »",
        f"  • {type(error).__name__} ({happened_at(error)})",
        "  • ce que vous faisiez ; le classeur seulement si on vous le demande : il contient des données personnelles.",
        "Pour en voir plus : relancez avec BARRETTE_DEBUG=1.",
    ):
        click.echo(line, err=True)


in_french()


@click.group(
    cls=Commands,
    subcommand_metavar="COMMANDE …",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="barrette", message="barrette %(version)s")
def main() -> None:
    """Barrette : les emplois du temps d'un CFA, jusqu'au calendrier de chaque apprenant."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


for command in COMMANDS:
    main.add_command(command)
