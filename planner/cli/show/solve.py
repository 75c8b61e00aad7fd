"""What `barrette solve` prints."""

from collections.abc import Mapping
from typing import Any

from outputs.alerts.classes import class_lines
from outputs.lists.tables import class_names, unplaced_rows
from outputs.summary import hours_text, number
from planner.cli.show.out import broken, doubts, findings, listing, say
from planner.cli.work.solve import Solved
from planner.folder.tries import nearly_all
from planner.words import BOUND_KEEPS, count, say_number, say_share


def plain(done: Solved) -> dict[str, Any]:
    """The summary for a program."""
    seconds = round(done.seconds_export, 2)
    return {**done.timetable.summary, "seconds_export": seconds, "version": done.version.number}


def tell(done: Solved) -> None:
    """The outcome in a few lines."""
    timetable, report, summary = done.timetable, done.report, done.timetable.summary
    owed, payable, planned = summary["hours_owed"], summary["hours_payable"], summary["hours_planned"]
    share = f" ({say_share(planned / payable)} des heures réalisables)" if payable else ""
    say(
        f"{count(len(timetable.sessions), 'séance placée', 'séances placées')}, "
        f"{len(timetable.unplaced)} non {'placée' if len(timetable.unplaced) < 2 else 'placées'} ; "
        f"{len(timetable.by_apprentice)} apprenants ont leur emploi du temps."
    )
    say(
        f"Heures dues : {say_number(owed)} h, réalisables aux heures retenues : {say_number(payable)} h, "
        f"prévues : {say_number(planned)} h{share}."
    )
    if payable:
        say(f"Fin de la recherche : {summary['ended']}.")
    if not nearly_all(planned, payable):
        left = say_number(payable - planned)
        say(f"Il reste au mieux {left} h à placer à ces heures : c’est une borne, pas une promesse.")
    say(bound_line(summary))
    if timetable.unplaced:
        say("Non placé :")
        listing(_unplaced(done))
    for line in class_lines(done.problem, timetable):
        say(line)
    if report.passed:
        say("Vérification indépendante : toutes les règles impératives sont respectées.")
    else:
        say("Vérification indépendante : des règles ne sont pas respectées.")
        findings(broken(report))
    if report.to_verify:
        say(f"À vérifier : {doubts(report.to_verify)}.")
    say(f"Résultats dans {done.folder}")
    say(f"Version {done.version.number}" + ("." if done.new else " : rien n’a changé depuis."))


def bound_line(summary: Mapping[str, Any]) -> str:
    """What the preferences cost and what is proven of the least they can cost; each of them is on the first page."""
    if summary.get("bound") is None:
        return "Coût des préférences : aucune borne n’est démontrée."
    cost, bound = number(round(summary["objective"])), number(round(summary["bound"]))
    if not summary["gap"]:
        return f"Coût des préférences : {cost} ; aucun emploi du temps ne coûte moins, c’est démontré, {BOUND_KEEPS}."
    gap = say_share(summary["gap"])
    return f"Coût des préférences : {cost}, borne : {bound} (écart : {gap} au plus), {BOUND_KEEPS}."


def _unplaced(done: Solved) -> list[str]:
    """What is not placed; the same thing for the same reason is one line that names all its classes."""
    found: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for class_ids, what, minutes, reason in unplaced_rows(done.problem, done.timetable):
        found.setdefault((what, reason), []).append((class_names(done.problem, class_ids), minutes))
    lines = []
    for (what, reason), rows in found.items():
        names = ", ".join(dict.fromkeys(name for name, _minutes in rows if name))
        total = hours_text(sum(minutes for _name, minutes in rows))
        lines.append(f"{what}{f' ({names})' if names else ''}, {total} : {reason}")
    return lines
