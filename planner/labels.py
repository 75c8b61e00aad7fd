"""Public words: neutral names of groups, drawn anew for each period, and the words that nobody may be handed."""

import hmac
import re

from planner.domain import MEETINGS, FixedEvent, Module, key

NEUTRAL_WORDS = (
    "ambre", "azur", "bleu", "cerise", "citron", "corail", "indigo", "ivoire", "jade", "lavande", "lilas", "menthe",
    "olive", "orange", "prune", "rose", "sable", "safran", "topaze", "turquoise", "vert", "violet",
)  # fmt: skip
"""Words that carry no order and no judgement (neither *rouge* nor *noir*)."""

_SECRET_WORDS = (
    "rqth", "mdph", "psh", "ulis", "dys", r"dys(?:lex|prax|calc|phas|orth)\w*", r"handicap\w*", "tdah?", r"autis\w+",
    r"illettr\w*", r"analphab\w*", "alphabetisation", r"remedia\w*", "faibles?", "soutien(?! au parcours)",
    "lacunes?", "difficultes?", "litteratie", "numeratie", "consolidation", "(?:re)?mise a niveau",
    "savoirs? de base", "niveaux? [1-4]", "tests? de niveau", "scores?", "degre [1-4]", "fle", r"urgent\w*",
    r"ruptur\w*", r"rompu\w*", "(?:sans|fin de|signature d.(?:un )?) ?contrats?", "sans (?:employeur|entreprise)",
    "recherche (?:d.(?:une? )?)?(?:employeur|entreprise|emploi|contrat|apprentissage)", r"educat(?:eur|rice) sp\w+",
    r"(?:assistant|assistante|suivi|service|aide|accompagnement)s? social\w*", "travail social",
    r"socio-educati\w*", "tiers[- ]temps", r"psycholog\w*", r"psychiatr\w*", "psy", r"orthophon\w*",
    r"infirmi\w*", r"medica\w*", r"medecin\w*", "sante mentale", r"addict\w*", r"disciplin\w*", "justice",
    "suite apres (?:une )?interruption", "heures? dues?", "compensation", "pap", "ppre?", "pps", "gevasco",
)  # fmt: skip
"""Folded by `planner.domain.key`."""
_SECRET = re.compile(rf"\b(?:{'|'.join(_SECRET_WORDS)})\b")
_JOINTS = re.compile(r"[-_./\u2010-\u2015]+")


SUPPORT_LABEL = "Accompagnement"


def neutral_words(salt: str, name: str) -> list[str]:
    """All the neutral words in the order in which they are tried for something, which only its name and the salt say.

    Never by what the name stands for: the same input gives the same order.
    """
    return sorted(NEUTRAL_WORDS, key=lambda word: lot(salt, f"{name}|{word}"))


def neutral_label(stem: str, word: str) -> str:
    """Public label of a group: ``Accompagnement – Atelier bleu``."""
    return f"{stem} – Atelier {word}"


def private(text: str) -> bool:
    """Whether a text holds a word that no handed-out file may carry (health, level, need, contract …).

    Case, accents, spaces and what joins words (``CAP-SANS-CONTRAT``) make no difference. Titles of courses and diplomas
    are not private and are not to be passed here (``domain.md`` 6.3).
    """
    plain = key(text)
    return any(_SECRET.search(form) for form in (plain, _JOINTS.sub(" ", plain)))


EVENT_WORDS = (
    "CCF", "examen blanc", "examen", "épreuve", "oral blanc", "oral", "évaluation", "soutenance", "certification",
    "révisions", "bilan", "réunion", "réunion d'équipe", "réunion pédagogique", "journée pédagogique",
    "conseil de classe", "conseil de perfectionnement", "visite d'entreprise", "sortie pédagogique", "voyage d'étude",
    "sortie", "visite", "voyage", "séjour", "mobilité", "stage",
    "forum", "salon", "portes ouvertes", "conférence", "intervention", "atelier", "concours", "spectacle", "cinéma",
    "journée d'intégration", "journée", "rentrée", "accueil", "cérémonie", "remise des diplômes", "service", "banquet",
    "inventaire", "formation", "projet", "tournoi", "élections", "photo de classe", "rendez-vous", "Séance existante",
)  # fmt: skip
"""What an event may be called on what is handed out when nobody wrote a public label."""
_EVENT = {key(word): word for word in EVENT_WORDS}


def event_word(label: str) -> str:
    """What an event is, in one of `EVENT_WORDS` (the longest that the label holds), without what is told about it.

    ``CCF de cuisine`` is a CCF, ``Visite chez Lina`` a visite; empty where no such word stands in it.
    """
    plain = key(label)
    found = [name for name in _EVENT if re.search(rf"\b{re.escape(name)}s?\b", plain)]
    word = _EVENT[max(found, key=len)] if found else ""
    return word[:1].upper() + word[1:]


def event_label(event: FixedEvent) -> str:
    """What anyone may read of an event: the public label as somebody wrote it, else a word of what it is, never more.

    Its own label is free text that may name somebody; one that says something private is a *Rendez-vous*.
    """
    if private(event.public_label or event.label):
        return MEETING_LABEL
    return event.public_label or event_word(event.label) or EVENT_LABEL


def lot(salt: str, text: str) -> bytes:
    """What is drawn for a text: an order of texts that says nothing about them, another one for each salt."""
    return hmac.digest(salt.encode(), text.encode(), "sha256")


def module_label(module: Module) -> str:
    """What a planner reads: the module, with its type of personal support where the name does not say it."""
    known = not module.ap_type or key(module.ap_type) in key(module.label)
    return module.label if known else f"{module.label} (AP : {module.ap_type})"


MEETING_LABEL, PERMANENCE_LABEL, EVENT_LABEL = "Rendez-vous", "Permanence", "Événement"
_OF_THEME = {**dict.fromkeys(MEETINGS, MEETING_LABEL), "permanence": PERMANENCE_LABEL}


def public_label(module: Module | None, neutral: str) -> str:
    """The module's own public label when it says nothing private, else that of its theme, else the neutral one."""
    own = module.public_label if module else ""
    return own if own and not private(own) else _OF_THEME.get(module.theme, neutral) if module else neutral
