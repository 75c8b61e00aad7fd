"""What is said of a publication: on the command line and on the board."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from outputs.messages.addresses import owner_name
from outputs.messages.mail import COMPANY, GUARDIAN, LEARNER, MERGE, TRAINER, Letter
from planner.domain import name_order
from planner.folder.messages import WaitingMessages
from planner.folder.publish import Published
from planner.store.publication import events_of
from planner.words import count, say_some


def publication_figures(done: Published) -> dict[str, Any]:
    """The figures of a publication, for a program."""
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


def publication_lines(done: Published) -> Iterator[str]:
    """What is published and what to do now, line by line."""
    plan, figures = done.plan, publication_figures(done)
    number = plan.version.number
    apart = bool(plan.past) and plan.events != events_of(plan.wanted)
    if plan.step.publication is None:
        yield f"La version {number} était déjà publiée : ses calendriers sont écrits de nouveau."
    else:
        new = count(figures["events_changed"], "événement nouveau ou modifié", "événements nouveaux ou modifiés")
        yield (
            f"Version {number} publiée : {count(figures['calendars'], 'calendrier')}, relus et égaux à la version"
            f"{', jours passés mis à part' if apart else ''} ; "
            f"{new}, {count(figures['events_cancelled'], 'annulé')}."
        )
    if apart:
        yield "Les jours passés restent tels qu’annoncés."
    for owner in plan.step.renewed:
        name = owner_name(plan.problem, *owner)
        yield f"{name} a une nouvelle adresse : {plan.addresses[owner].secret}.ics"
        message = owner in done.waiting.names
        rest = "Le message qui le dit est prêt." if message else "À dire à qui s’y est abonné."
        yield f"L’ancienne adresse ne montre plus rien. {rest}"
    if plan.telling:
        yield f"Les rendez-vous des autres périodes y sont aussi, de : {', '.join(map(str, plan.telling))}"
    inside = done.folder / "interne"
    yield f"À mettre en ligne : {done.folder / 'public'}. Qui a quelle adresse : {inside / 'adresses.xlsx'}"
    if plan.problem.settings.public_address:
        yield f"Talons à imprimer et à distribuer, avec le lien de chacun : {inside / 'talons.html'}"
    yield from waiting_lines(done.waiting, done.folder)
    yield from _files_lines(done)


def messages_by_role(waiting: WaitingMessages) -> list[tuple[str, list[Letter]]]:
    """The messages by sort of reader, each in order of names; sorts without any are left out."""
    rows = sorted(waiting.letters, key=lambda one: (name_order(one.name), one.about))
    by_role = ((said, [one for one in rows if one.role == role]) for role, said in READERS.items())
    return [(said, mine) for said, mine in by_role if mine]


READERS = {
    LEARNER: "Apprenants",
    GUARDIAN: "Représentants légaux",
    TRAINER: "Formateurs",
    COMPANY: "Entreprises",
}
"""Who letters are for, in the plural."""


def waiting_lines(waiting: WaitingMessages, folder: Path) -> Iterator[str]:
    """How many messages are to be sent, where they are, and who has no address."""
    if not waiting.names:
        return
    place = folder / "interne" / "annonces"
    yield f"{count(len(waiting.names), 'message prêt', 'messages prêts')} à envoyer : {place / 'resume.html'}"
    if waiting.letters:
        yield f"Pour un publipostage : {place / MERGE}"
    if waiting.unreachable and any(letter.emails for letter in waiting.letters):
        yield f"Sans courriel : {say_some(waiting.unreachable)}"
    yield f"Une fois envoyés : barrette sent {folder} --all (ou le nom de chacun) ; d’ici là, ils sont gardés."


def _files_lines(done: Published) -> Iterator[str]:
    """Of which version the files of the folder are, where it is not plain."""
    number = done.plan.version.number
    if done.back and not done.code:
        yield (
            f"Les fichiers de « {done.folder} » sont ceux de la version {number}, d’où partiront les prochains "
            "changements."
        )
    elif not done.back and number != done.files:
        yield (
            f"Les fichiers de « {done.folder} » restent ceux de la dernière version ({done.files}) ; pour y revenir "
            f"aussi : barrette versions {done.folder} --restore {number}"
        )
