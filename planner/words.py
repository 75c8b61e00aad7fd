"""French words for days, hours, people, places, counts and lists, as every sentence for a planner says them."""

import difflib
from collections.abc import Iterable, Sequence
from datetime import date

from planner.domain import (
    ApprenticeId,
    ClassId,
    Course,
    CourseId,
    Problem,
    RoomId,
    Session,
    Stream,
    TrainerId,
    clock,
    key,
)

DAY_ENDS = 24 * 60
DAY_NAMES = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTH_NAMES = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
MOST_LINES = 20
"""Lines of one kind shown before the rest is counted."""


def say_day(day: date) -> str:
    """``lundi 7 septembre``, ``jeudi 1er octobre``."""
    return f"{DAY_NAMES[day.weekday()]} {'1er' if day.day == 1 else day.day} {MONTH_NAMES[day.month - 1]}"


def say_week(monday: date) -> str:
    """``semaine du lundi 7 septembre``."""
    return f"semaine du {say_day(monday)}"


def say_span(start: int, end: int) -> str:
    """``de 8 h à 9 h 30``."""
    return f"de {clock(start)} à {clock(end)}"


def say_when(session: Session) -> str:
    """``lundi 7 septembre de 8 h à 9 h 30``."""
    return f"{say_day(session.day)} {say_span(session.start, session.end)}"


def say_minutes(minutes: float) -> str:
    """``2 h``, ``1 h 30`` or ``45 min``: a length, not a time of day."""
    whole = round(minutes)
    return clock(whole) if whole >= 60 else f"{whole} min"


def say_window(start: int, end: int) -> str:
    """``entre 17 h et 19 h``, ``après 17 h`` or ``avant 9 h``: hours of a day, whose ends may be those of the day."""
    if start and end >= DAY_ENDS:
        return f"après {clock(start)}"
    return f"entre {clock(start)} et {clock(end)}" if start or end >= DAY_ENDS else f"avant {clock(end)}"


def say_all(names: Iterable[str]) -> str:
    """``A, B et C``."""
    rows = list(names)
    return f"{', '.join(rows[:-1])} et {rows[-1]}" if len(rows) > 1 else "".join(rows)


FEW_NAMES = 4
"""Names that a line shows before the rest is counted."""


def say_some(names: Iterable[str]) -> str:
    """``A, B, C, D et 3 autres``: the first names, the rest counted."""
    rows = list(names)
    rest = len(rows) - FEW_NAMES
    return f"{', '.join(rows[:FEW_NAMES])} et {count(rest, 'autre')}" if rest > 0 else say_all(rows)


def learner_name(problem: Problem, learner_id: ApprenticeId) -> str:
    """First and last name, or the code when nobody has it."""
    return problem.learners[learner_id].name if learner_id in problem.learners else str(learner_id)


def trainer_name(problem: Problem, trainer_id: TrainerId) -> str:
    """Name of a trainer, or the code when nobody has it."""
    return problem.trainers[trainer_id].name if trainer_id in problem.trainers else str(trainer_id)


def class_name(problem: Problem, class_id: ClassId) -> str:
    """Name of a class, or the code when there is none."""
    return problem.classes[class_id].name if class_id in problem.classes else str(class_id)


def stream_name(problem: Problem, class_id: ClassId, stream: Stream) -> str:
    """``CAP cuisine 1 partie A``; where courses are reserved to some of the class, those that this stream has."""
    part = f" partie {stream.part}" if stream.part else ""
    return class_name(problem, class_id) + part + _options(problem, class_id, stream)


def _options(problem: Problem, class_id: ClassId, stream: Stream) -> str:
    if not stream.without and not any(c.reserved for c in problem.courses.values() if class_id in c.class_ids):
        return ""
    mine = [c for c in problem.courses.values() if c.reserved and class_id in c.class_ids]
    had = [c.subject for c in mine if c.id not in stream.without]
    return f" (avec {say_all(had)})" if had else " (sans option)"


def room_name(problem: Problem, room_id: RoomId) -> str:
    """Name of a room, or the code when there is none."""
    return problem.rooms[room_id].name if room_id in problem.rooms else str(room_id)


def course_name(problem: Problem, course_id: CourseId) -> str:
    """``Mathématiques (CAP cuisine 1)``, or the code when there is no such course."""
    course = problem.courses.get(course_id)
    if course is None:
        return str(course_id)
    names = [
        class_name(problem, c) for c in course.class_ids if c not in problem.classes or not problem.classes[c].meeting
    ]
    return f"{course.subject} ({say_all(names)})" if names else course.subject


def cell_of(problem: Problem, kind: str, name: str) -> str:
    """`` (Limites!D2)``: where a thing stands in the workbook, after its sentence; empty where that is not known."""
    found = problem.origins.get(f"{kind}:{name}", "")
    return f" ({found})" if found else ""


def course_label(problem: Problem, course: Course, class_ids: Iterable[ClassId], part: str) -> str:
    """``Mathématiques – CAP cuisine 1 (partie A)``: what the planner reads of its sessions, their audience included."""
    names = ", ".join(problem.classes[c].name for c in class_ids if not problem.classes[c].meeting)
    options = [f"{column} : {value}" for column, value in course.reserved]
    told = [*options, *([f"partie {part}"] if part else [])]
    return (f"{course.subject} – {names}" if names else course.subject) + (f" ({', '.join(told)})" if told else "")


def count(number: int, one: str, many: str | None = None) -> str:
    """« 1 séance », « 2 séances »; zero is singular in French."""
    return f"{number} {one if number < 2 else many or one + 's'}"


def say_others(number: int) -> str:
    """« et une autre », « et 3 autres »: lines that are not shown."""
    return "et une autre" if number == 1 else f"et {number} autres"


def bulleted(lines: Sequence[object], most: int = MOST_LINES) -> list[str]:
    """Indented lines, the rest counted."""
    rest = [f"  … {say_others(len(lines) - most)}"] if len(lines) > most else []
    return [*(f"  • {line}" for line in lines[:most]), *rest]


def session_line(session: Session) -> str:
    """``Mathématiques, lundi 7 septembre de 8 h à 9 h 30 [CAP-CUI-1-MATHEMATIQUES-01]``."""
    return f"{session.label}, {say_when(session)} [{session.id}]"


def did_you_mean(text: str, names: Iterable[str]) -> str:
    """«  Vouliez-vous dire « Maths » ?», or nothing when no name is near."""
    folded = {key(name): name for name in names}
    typed = key(text)
    alike = [name for name in folded if _shares_a_word(typed, name)]
    near = difflib.get_close_matches(typed, alike, n=1, cutoff=0.6)
    near = near or [name for name in folded if _shortens(typed, name)][:1]
    return f" Vouliez-vous dire « {folded[near[0]]} » ?" if near else ""


def _shares_a_word(one: str, other: str) -> bool:
    """Whether two names of several words have a word that is nearly the same; any two where one is a single word.

    « Robert Inès » has many letters of « Lambert Lina », and is somebody else.
    """
    words, others = one.split(), other.split()
    if min(len(words), len(others)) < 2:
        return True
    return any(difflib.get_close_matches(word, others, n=1, cutoff=0.75) for word in words)


def _shortens(short: str, name: str) -> bool:
    """Whether a word of three letters or more is the name with letters left out, such as ``mths``."""
    rest = iter(name)
    return len(short) >= 3 and short[0] == name[:1] and all(letter in rest for letter in short)


def say_barrette(name: str) -> str:
    """``barrette B2``: the name of a barrette after an article, where it does not begin with that word already."""
    return f"b{name[1:]}" if name.casefold().startswith("barrette") else f"barrette {name}"


def say_share(share: float) -> str:
    """``8,4 %``, ``100 %``, with a space that does not break."""
    return f"{say_number(round(100 * share, 1))}\u00a0%"


BOUND_KEEPS = (
    "si les cours gardent leurs semaines et leurs équipes, l’accompagnement ses heures, ses adultes et ses apprenants, "
    "et si personne n’a moins d’heures dues"
)
"""What the bound of the preferences keeps (`planner.engine.bounds`)."""


MUTE_H = ("hab", "heb", "herb", "heur", "hist", "hor", "hote", "hum", "hydr", "hyg")
"""How names begin whose h is not heard; before another, such as « Hongrois », nothing is elided."""


def of_name(name: str) -> str:
    """``d’Étienne``, ``d’Histoire``, ``de Paul``, ``de Hongrois``."""
    return f"d’{name}" if key(name).startswith((*"aeiouy", *MUTE_H)) else f"de {name}"


def say_number(value: float) -> str:
    """``1 021``, ``7,5``: a figure with a comma, to the hundredth at most, its thousands apart."""
    text = f"{value:,.2f}".rstrip("0").rstrip(".")
    return text.replace(",", "\u202f").replace(".", ",")
