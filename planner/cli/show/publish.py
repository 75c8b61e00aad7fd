"""What `barrette publish` and `barrette rollback` print."""

from pathlib import Path
from typing import Any

from outputs.messages.addresses import owner_name
from outputs.messages.mail import MERGE
from planner.cli.show.out import broken, complain, findings, say
from planner.folder.messages import WaitingMessages
from planner.folder.publish import Published, Unfit
from planner.store.publication import events_of
from planner.words import count, say_some


def plain(done: Published | Unfit) -> dict[str, Any] | None:
    """What is published, for a program; None where nothing is, and words say what is broken."""
    return _figures(done) if isinstance(done, Published) else None


def tell(done: Published | Unfit) -> None:
    """What is published and what to do now, or why nothing is."""
    if isinstance(done, Unfit):
        complain(f"La version {done.version} ne peut pas être publiée : des règles ne sont pas respectées.")
        findings(broken(done.report))
    else:
        _tell(done)


def _figures(done: Published) -> dict[str, Any]:
    plan = done.plan
    cancelled = sum(state.cancelled for state in plan.changed.values())
    return {
        "version": plan.version.number,
        "calendars": len(plan.addresses),
        "events_changed": len(plan.changed) - cancelled,
        "events_cancelled": cancelled,
        "notices": len(done.waiting.names),
        "new_publication": plan.step.publication is not None,
    }


def _tell(done: Published) -> None:
    plan, figures = done.plan, _figures(done)
    number = plan.version.number
    apart = bool(plan.past) and plan.events != events_of(plan.wanted)
    if plan.step.publication is None:
        say(f"La version {number} était déjà publiée : ses calendriers sont écrits de nouveau.")
    else:
        new = count(figures["events_changed"], "événement nouveau ou modifié", "événements nouveaux ou modifiés")
        say(
            f"Version {number} publiée : {count(figures['calendars'], 'calendrier')}, relus et égaux à la version"
            f"{', jours passés mis à part' if apart else ''} ; "
            f"{new}, {count(figures['events_cancelled'], 'annulé')}."
        )
    if apart:
        say("Les jours passés restent tels qu’annoncés.")
    for owner in plan.step.renewed:
        name = owner_name(plan.problem, *owner)
        say(f"{name} a une nouvelle adresse : {plan.addresses[owner].secret}.ics")
        message = owner in done.waiting.names
        rest = "Le message qui le dit est prêt." if message else "À dire à qui s’y est abonné."
        say(f"L’ancienne adresse ne montre plus rien. {rest}")
    if plan.telling:
        say(f"Les rendez-vous des autres périodes y sont aussi, de : {', '.join(map(str, plan.telling))}")
    inside = done.folder / "interne"
    say(f"À mettre en ligne : {done.folder / 'public'}. Qui a quelle adresse : {inside / 'adresses.xlsx'}")
    if plan.problem.settings.public_address:
        say(f"Talons à imprimer et à distribuer, avec le lien de chacun : {inside / 'talons.html'}")
    tell_waiting(done.waiting, done.folder)
    _tell_files(done)


def tell_waiting(waiting: WaitingMessages, folder: Path) -> None:
    """How many messages are to be sent, where they are, and who has no address."""
    if not waiting.names:
        return
    place = folder / "interne" / "annonces"
    say(f"{count(len(waiting.names), 'message prêt', 'messages prêts')} à envoyer : {place / 'resume.html'}")
    if waiting.letters:
        say(f"Pour un publipostage : {place / MERGE}")
    if waiting.unreachable and any(letter.emails for letter in waiting.letters):
        say(f"Sans courriel : {say_some(waiting.unreachable)}")
    say(f"Une fois envoyés : barrette sent {folder} --all (ou le nom de chacun) ; d’ici là, ils sont gardés.")


def _tell_files(done: Published) -> None:
    """Of which version the files of the folder are, where it is not plain."""
    number = done.plan.version.number
    if done.back and not done.code:
        say(
            f"Les fichiers de « {done.folder} » sont ceux de la version {number}, d’où partiront les prochains "
            "changements."
        )
    elif not done.back and number != done.files:
        say(
            f"Les fichiers de « {done.folder} » restent ceux de la dernière version ({done.files}) ; pour y revenir "
            f"aussi : barrette versions {done.folder} --restore {number}"
        )
