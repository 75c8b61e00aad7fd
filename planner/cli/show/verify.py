"""What `barrette verify` prints."""

from collections.abc import Iterator
from typing import Any

from constraints import RULES
from outputs.summary import number
from planner.cli.show.out import broken, doubts, findings, plain_findings, say
from planner.cli.work.verify import Verified
from planner.words import bulleted, count


def plain(done: Verified) -> dict[str, Any]:
    """The findings for a program."""
    return {**done.report.figures(), "findings": plain_findings(broken(done.report))}


def _preferences(done: Verified) -> Iterator[str]:
    """Each preference that costs something, the dearest first, with its weight."""
    factor, costs = done.weights, done.report.costs
    statements = {rule.key: rule.statement for rule in RULES}
    paid = {key: factor.get(key, 1) * units for key, units in costs.items() if units}
    for key, cost in sorted(paid.items(), key=lambda row: (-row[1], row[0])):
        yield f"{number(round(cost))} : {statements[key].rstrip('.')} ({key})"


def tell(done: Verified) -> None:
    """What is respected and what is not, rule by rule."""
    report, timetable, rows = done.report, done.timetable, list(_preferences(done))
    say(
        f"{count(len(timetable.sessions), 'séance')}, {len(timetable.by_apprentice)} apprenants, "
        f"{len(RULES)} règles vérifiées."
    )
    if report.passed:
        say("Toutes les règles impératives sont respectées, et tout ce qui manque est listé.")
    else:
        say("Règles non respectées :")
        findings(broken(report))
    if report.to_verify:
        say(f"À vérifier : {doubts(report.to_verify)}.")
        findings(report.to_verify)
    say(f"Coût des préférences : {number(round(report.weighted))}" + (", le plus élevé d’abord :" if rows else "."))
    say("\n".join(bulleted(rows)))
