"""What `barrette publish --dry-run` prints: who would get which message."""

from typing import Any

from outputs.messages.mail import Letter
from planner.cli.show.out import LONG_LISTING, fields, listing, say
from planner.cli.show.publish import tell
from planner.folder.publish import Foreseen, Unfit
from planner.folder.publish_told import messages_by_role
from planner.words import count

TOLD = ("role", "owner", "name", "about", "emails", "subject", "text")
"""What a program is told of a message."""


def plain_foreseen(done: Foreseen | Unfit) -> dict[str, Any] | None:
    """Every message in full, for a program; None where none would go, and words say what is broken."""
    if isinstance(done, Unfit):
        return None
    return {"version": done.version, "new": done.new, "messages": [fields(one, *TOLD) for one in done.waiting.letters]}


def tell_foreseen(done: Foreseen | Unfit) -> None:
    """Who would get a message, and the first one for each sort of reader in full."""
    if isinstance(done, Unfit):
        tell(done)
        return
    if not done.new:
        say(f"La version {done.version} est déjà publiée. Rien n’est publié de nouveau.")
    if not done.waiting.letters:
        say("Aucun message ne serait à envoyer.")
    for role, letters in messages_by_role(done.waiting):
        say(f"{role} : {count(len(letters), 'message')}")
        listing([_line(one) for one in letters], LONG_LISTING)
        say("  Le premier, en entier :")
        for line in (letters[0].subject, *letters[0].lines):
            say(f"    {line}".rstrip())
    say("Essai seulement (--dry-run) : rien n’a été publié. Tous en entier : la même commande avec --json.")


def _line(letter: Letter) -> str:
    about = f" (pour {letter.about})" if letter.about else ""
    return f"{letter.name}{about}, {', '.join(letter.emails) or 'pas de courriel'} : {letter.subject}"
