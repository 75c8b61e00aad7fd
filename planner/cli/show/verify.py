"""What `barrette verify` prints."""

from typing import Any

from constraints import RULES
from planner.cli.show.out import broken, doubts, findings, plain_findings, say
from planner.cli.work.verify import Verified
from planner.words import count


def plain(done: Verified) -> dict[str, Any]:
    """The findings for a program."""
    return {**done.report.figures(), "findings": plain_findings(broken(done.report))}


def tell(done: Verified) -> None:
    """What is respected and what is not, rule by rule."""
    report, timetable = done.report, done.timetable
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
    say("Coût des préférences : " + ", ".join(f"{k} {v:g}" for k, v in sorted(report.costs.items())) + ".")
