"""What *Paramètres* says, apart from dates and names."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from planner.domain.text import key

MAINLAND_CLOCK = "Europe/Paris"
CLOCKS: Mapping[str, str] = {
    "guadeloupe": "America/Guadeloupe",
    "martinique": "America/Martinique",
    "guyane": "America/Cayenne",
    "la reunion": "Indian/Reunion",
    "reunion": "Indian/Reunion",
    "mayotte": "Indian/Mayotte",
    "saint barthelemy": "America/St_Barthelemy",
    "saint martin": "America/Marigot",
    "nouvelle caledonie": "Pacific/Noumea",
    "polynesie francaise": "Pacific/Tahiti",
    "polynesie": "Pacific/Tahiti",
    "saint pierre et miquelon": "America/Miquelon",
    "wallis et futuna": "Pacific/Wallis",
}
"""Zones (*Paramètres*), without accents and hyphens, whose clocks are not those of the mainland."""
MARK_END = "\x1f"
"""Between the mark of a term and a session's id: no cell can hold it."""


@dataclass(frozen=True)
class Settings:
    """Values of *Paramètres* that are not dates or names. Legal figures are editable, never law."""

    name: str = "CFA"
    zone: str = "B"
    address: str = ""
    """Where the centre is, or ``Centre : 3 rue des Lilas ; Annexe : 5 quai Neuf``, by the names of sites."""
    public_address: str = ""
    """Where ``DIR/public`` is put on line, ``https://…`` without a slash at its end; empty: nowhere that is known."""
    whole_days: bool = False
    """Whether calendars of apprentices also show their days at the centre and in the company as whole days."""
    no_contract_days: int = 90
    broken_days: int = 180
    notice_days: int = 7
    displaced: int = 3
    """Sessions that an update may move, at most, for one that has no place otherwise."""
    salt: str = ""
    saved: date | None = None
    """Saved date of the workbook; the stamp of calendars until versions exist."""
    lunch_minutes: int = 45
    minor_day: int = 8 * 60
    minor_week: int = 35 * 60
    adult_day: int = 10 * 60
    adult_week: int = 40 * 60
    minor_break_after: int = 4 * 60 + 30
    minor_break: int = 30
    adult_break_after: int = 6 * 60
    adult_break: int = 20
    extra_break_after: int = 120
    """Longest run of work of those who have an extra break (*Aménagements*)."""
    least_presence: int = 120
    """Minutes for which somebody is made to come on a day on which nothing else calls them."""
    entry_makeup: str = ""
    """What is asked for hours of course that the entry module takes, as in `Absence.makeup`."""
    unknown_level: int | None = None
    """Level counted for who has no result; None: any group of consolidation that has room."""
    neighbour_levels: bool = True
    """Whether a group of the level beside takes those whose own module gives them nothing."""
    rest_under_16: int = 14 * 60
    rest_minor: int = 12 * 60
    rest_adult: int = 11 * 60
    rights_days: int = 5
    """CFA days from the entry by which rights, duties and safety are told."""
    licence_age: int = 17
    """Age from which an apprentice may have the help with the driving licence; 0: there is no such help."""
    remote_share: float = 0.8
    visits_per_half: int = 2
    visit_minutes: int = 90
    term: str = ""
    """What tells this term from the others of the centre: events of two terms never have a name in common."""
    after: str = ""
    """Folder of the term before, as seen from the workbook; empty where there is none."""
    extra: Mapping[str, str] = field(default_factory=dict)

    @property
    def clock(self) -> str:
        """Name of the time zone of the centre: that of its zone, by default of the mainland."""
        return CLOCKS.get(key(self.zone.replace("-", " ")).removeprefix("zone "), MAINLAND_CLOCK)

    def address_of(self, site: str) -> str:
        """Where a site is; the only address where one is typed for all, empty where none is known."""
        named = dict(re.split(r"\s*:\s*", part, maxsplit=1) for part in self.address.split(";") if ":" in part)
        if not named:
            return self.address.strip()
        return next((where.strip() for name, where in named.items() if key(name) == key(site)), "")

    def day_limit(self, minor: bool) -> int:
        """Most minutes of a day, by age."""
        return self.minor_day if minor else self.adult_day

    def week_limit(self, minor: bool) -> int:
        """Most minutes of a week, by age."""
        return self.minor_week if minor else self.adult_week

    def event(self, what: str) -> str:
        """The name of a session's event among those of every term, for ever."""
        return f"{self.term}{MARK_END}{what}" if self.term else what
