"""Free half-days, shortest days, wishes, monthly and yearly hours of trainers, from the workbook to the files."""

from collections import Counter
from collections.abc import Callable
from datetime import date

from tests.cases import workbooks as book
from tests.cases.conftest import Row, Solved, barrette

CLASSES = ("BP COI 1", "BP FLE 1")
NOON = "12:30"


def rows(*trainers: dict[str, object]) -> book.Rows:
    """Two classes at the centre for three weeks, eight hours a week each with the first trainer, ten with others."""
    return {
        "Paramètres": book.settings("07/09/2026", "25/09/2026"),
        "Classes": book.classes("BP Coiffure", *CLASSES),
        "Calendrier": book.calendar((37, 38, 39), *CLASSES),
        "Formateurs": [*trainers, *book.trainers("Autre Alix", "Autre Bilal")],
        "Salles": book.rooms(3, 20),
        "Cours": [
            {"classes": name, "matière": subject, "heures": f"{hours} h/sem", "formateurs": trainer}
            for name, other in zip(CLASSES, ("Autre Alix", "Autre Bilal"), strict=True)
            for subject, hours, trainer in (
                ("Art", 4, str(trainers[0]["nom"])),
                ("Dessin", 4, str(trainers[0]["nom"])),
                ("Gestion", 5, other),
                ("Français", 5, other),
            )
        ],
        "Apprenants": [*book.learners(CLASSES[0], 4), *book.learners(CLASSES[1], 4)],
    }


def halves(sessions: list[Row]) -> set[tuple[date, bool]]:
    """Days and sides (afternoon or not) that sessions take."""
    found = set()
    for row in sessions:
        day, start, end = date.fromisoformat(row["date"]), row["start"][-5:], row["end"][-5:]
        found |= {(day, False)} if start < NOON else set()
        found |= {(day, True)} if end > NOON else set()
    return found


def of(found: Solved, trainer: str) -> list[Row]:
    """Sessions of a trainer."""
    return [s for s in found.of() if trainer in s["trainer_ids"].split(";")]


def test_same_free_half_days_every_week(solved: Callable[[book.Rows], Solved]) -> None:
    """Sixteen hours a week leave four half-days; of the eight of her four days, three are never used at all."""
    who = {"nom": "Libre Lina", "jours absents": "me", "demi-journées libres": 3, "libres toujours les mêmes": "oui"}
    found = solved(rows(who))
    assert found.unplaced == []
    used = {(day.weekday(), side) for day, side in halves(of(found, "LIBRE-LINA"))}
    assert not any(weekday == 2 for weekday, _side in used)
    assert len(used) <= 5


def test_number_of_free_half_days_each_week(solved: Callable[[book.Rows], Solved]) -> None:
    """Six of her ten half-days are free in each week; four hold her sixteen hours."""
    found = solved(rows({"nom": "Libre Lina", "demi-journées libres": 6}))
    assert found.unplaced == []
    weeks = Counter(day.isocalendar().week for day, _side in halves(of(found, "LIBRE-LINA")))
    assert weeks == {37: 4, 38: 4, 39: 4}


def test_more_free_half_days_than_the_hours_leave_is_said_before(written_book: Callable[[book.Rows], str]) -> None:
    """Seven free half-days leave twelve hours a week for sixteen: `check` says so, with who, how much and why."""
    result = barrette("check", written_book(rows({"nom": "Libre Lina", "demi-journées libres": 7})))
    assert result.exit_code == 1
    assert "Sur 15 jours : Libre Lina doit assurer 48 h de cours et peut en donner 36 h au plus" in result.output
    assert "demi-journées libres" in result.output


def test_no_day_under_the_minimum_where_it_binds(solved: Callable[[book.Rows], Solved]) -> None:
    """She comes for six hours or not at all: sixteen hours take two days a week."""
    found = solved(
        rows({"nom": "Loin Lou", "max par jour": "8 h", "minimum par jour": "6 h", "minimum impératif": "oui"})
    )
    assert found.unplaced == []
    days = Counter[str]()
    for row in of(found, "LOIN-LOU"):
        days[row["date"]] += int(row["minutes"])
    assert min(days.values()) >= 6 * 60
    assert sum(days.values()) == 3 * 16 * 60


def test_class_that_travels_has_no_short_day(solved: Callable[[book.Rows], Solved]) -> None:
    """Eighteen hours a week with five hours a day at least: at most three days, and nothing under five hours."""
    book_rows = rows({"nom": "Art Anna"})
    book_rows["Classes"][0] |= {"minimum par jour": 5, "minimum impératif": "oui"}
    found = solved(book_rows)
    assert found.unplaced == []
    days = Counter[str]()
    for row in found.of(class_ids="BP-COI-1"):
        days[row["date"]] += int(row["minutes"])
    assert min(days.values()) >= 5 * 60
    assert len(days) <= 9


def test_wish_is_followed_when_it_can_be(solved: Callable[[book.Rows], Solved]) -> None:
    """She would rather not come on Thursdays and Friday afternoons, which matters here; sixteen hours fit without."""
    book_rows = rows({"nom": "Souhait Sara"})
    book_rows["Indisponibilités"] = [
        {"qui": "Souhait Sara", "jours": days, "nature": "souhait"} for days in ("je", "ve pm")
    ]
    book_rows["Règles"] = [{"règle": "P16", "poids": 400}]
    found = solved(book_rows)
    assert found.unplaced == []
    used = {(day.weekday(), side) for day, side in halves(of(found, "SOUHAIT-SARA"))}
    assert not used & {(3, False), (3, True), (4, True)}
    assert found.summary["soft_penalties"]["P16"] == 0


def test_wish_that_cannot_be_followed_is_counted(solved: Callable[[book.Rows], Solved]) -> None:
    """A wish for every day is crossed by each of her sessions, which all take place."""
    book_rows = rows({"nom": "Souhait Sara"})
    book_rows["Indisponibilités"] = [{"qui": "Souhait Sara", "jours": "lu-ve", "nature": "souhait"}]
    found = solved(book_rows)
    assert found.unplaced == []
    assert found.summary["soft_penalties"]["P16"] == len(of(found, "SOUHAIT-SARA"))
    wishes = found.listed("Souhaits non suivis", "Détail")
    assert sum(wishes.values()) == len(of(found, "SOUHAIT-SARA"))
    assert all("Souhait Sara souhaitait être libre" in text for text in wishes)
    assert "Souhait Sara souhaitait" in (found.folder / "interne" / "index.html").read_text("utf-8")


def test_month_and_year_send_the_rest_to_a_colleague(solved: Callable[[book.Rows], Solved]) -> None:
    """Twenty hours a month, and forty left of the year: of 48 hours either may give, she gives 20 at most."""
    book_rows = rows({"nom": "Mois Mina", "max par mois": "20 h", "heures de l'année": 100, "heures déjà faites": 60})
    book_rows["Formateurs"].append({"nom": "Renfort Rémi"})
    for course in book_rows["Cours"]:
        if course["formateurs"] == "Mois Mina":
            course["formateurs"] = "Mois Mina ou Renfort Rémi"
    found = solved(book_rows)
    assert found.unplaced == []
    minutes = [int(s["minutes"]) for s in of(found, "MOIS-MINA")]
    assert 0 < sum(minutes) <= 20 * 60
    assert sum(minutes) + sum(int(s["minutes"]) for s in of(found, "RENFORT-REMI")) == 48 * 60


def test_year_hours_already_done_are_deducted(written_book: Callable[[book.Rows], str]) -> None:
    """Forty hours left of the year for 48 to give: `check` says how many are left."""
    result = barrette(
        "check", written_book(rows({"nom": "Mois Mina", "heures de l'année": 100, "heures déjà faites": 60}))
    )
    assert result.exit_code == 1
    assert "il lui reste 40 h sur les heures de l'année" in result.output


def test_impossible_minimum_and_hours_are_faults(written_book: Callable[[book.Rows], str]) -> None:
    """Each cell that cannot be understood is named with its sheet, its value and what to write."""
    book_rows = rows({"nom": "Faute Fred", "demi-journées libres": "trois", "minimum par jour": "beaucoup"})
    book_rows["Classes"][0] |= {"dernier départ": "le soir", "minimum impératif": "peut-être"}
    book_rows["Classes"][1] |= {"première arrivée": "14h", "dernier départ": "ve 12h"}
    result = barrette("check", written_book(book_rows))
    assert result.exit_code == 3
    for words in (
        "Formateurs",
        "« trois »",
        "« beaucoup »",
        "« le soir »",
        "16h45",
        "« peut-être »",
        "première arrivée",
    ):
        assert words in result.output
    assert result.output.count("  • ") == 5
