from datetime import date, datetime, time, timedelta

import pytest

from data.reading import parse_time, parse_values
from planner.domain import ALL_DAY, AM, PM

MONDAY_IN_EXCEL = 46272


@pytest.mark.parametrize(
    "typed",
    [
        date(2026, 9, 7), datetime(2026, 9, 7, 8, 0), "07/09/2026", "2026-09-07", "7/9/26", "07-09-2026", "07.09.2026",
        "7 septembre 2026", "lundi 7 septembre 2026", "2026-09-07T00:00:00", MONDAY_IN_EXCEL,
    ],
)  # fmt: skip
def test_date_in_every_form_is_the_same_day(typed: object) -> None:
    """A real date, a serial number of Excel and every usual way of writing it are the same Monday."""
    assert parse_time.day(typed) == date(2026, 9, 7)


@pytest.mark.parametrize(
    "typed", ["31/02/2026", "00/09/2026", "07/13/2026", "7 brumaire 2026", "bientôt", 12, "1/1/1066"]
)
def test_date_impossible_is_refused(typed: object) -> None:
    """A day that no calendar has, or a text that is no date, is refused with a French cure."""
    with pytest.raises(ValueError, match="date"):
        parse_time.day(typed)


@pytest.mark.parametrize("typed", [time(14, 30), datetime(2026, 9, 7, 14, 30), "14h30", "14:30", "14 h 30", "14:30:00"])
def test_time_in_every_form_is_half_past_two(typed: object) -> None:
    """14:30 is 870 minutes after midnight."""
    assert parse_time.clock(typed) == 870


@pytest.mark.parametrize("typed", ["25h", "14h75", "matin", -1])
def test_time_impossible_is_refused(typed: object) -> None:
    """There is no 25th hour and no 75th minute."""
    with pytest.raises(ValueError, match="heure"):
        parse_time.clock(typed)


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("24 h", 1440), (24, 1440), ("1 h 30", 90), ("1,5", 90), ("1.5", 90), ("90 min", 90), ("1h30", 90),
        (time(1, 30), 90), (timedelta(hours=30), 1800), ("2 heures", 120), ("1 200 h", 72000),
    ],
)  # fmt: skip
def test_duration_in_hours_is_read(typed: object, minutes: int) -> None:
    """A bare number is in hours."""
    assert parse_time.hours(typed) == minutes


@pytest.mark.parametrize(("typed", "minutes"), [(1.5, 90), (12, 720), (45, 45), ("90", 90), ("2 h", 120)])
def test_length_of_a_session_is_in_hours_up_to_twelve(typed: object, minutes: int) -> None:
    """A session of 45 lasts minutes, one of 1.5 lasts hours."""
    assert parse_time.length(typed) == minutes


def test_lengths_of_a_week_are_read() -> None:
    """``4+4+2`` is two half-days and two hours; a number alone is one length."""
    assert parse_time.lengths("4+4+2") == (240, 240, 120)
    assert parse_time.lengths("1 h 30 + 45 min") == (90, 45)
    assert parse_time.lengths(2) == (120,)


@pytest.mark.parametrize(
    ("typed", "volume"),
    [
        ("24 h", ("total", 1440)), (24, ("total", 1440)), ("2 h/sem", ("weekly", 120)),
        ("1,5 / semaine", ("weekly", 90)),
        ("2h par semaine", ("weekly", 120)), ("3 créneaux/sem", ("weekly_slots", 3)),
        ("1 creneau par sem", ("weekly_slots", 1)),
        ("2 x 4 h/sem", ("weekly", 480)), ("2x1h30 par semaine", ("weekly", 180)),
    ],
)  # fmt: skip
def test_volume_is_read(typed: object, volume: tuple[str, int]) -> None:
    """In all, per CFA week, or in slots per CFA week."""
    assert parse_time.volume(typed) == volume


@pytest.mark.parametrize("typed", ["beaucoup", "0", "-2 h", "h/sem"])
def test_volume_that_is_none_is_refused(typed: object) -> None:
    """A volume is a positive duration."""
    with pytest.raises(ValueError, match=r"durée|volume"):
        parse_time.volume(typed)


@pytest.mark.parametrize(
    ("typed", "said"),
    [("35 h/an", "compte par an"), ("35 heures annuelles", "compte par an"), ("2 x 4h", "2 x 4h/sem, ou le total")],
)
def test_volume_that_says_too_little_says_what_lacks(typed: str, said: str) -> None:
    """Hours of a year, and sessions of nobody knows how many weeks."""
    with pytest.raises(ValueError, match=said):
        parse_time.volume(typed)


def test_teams_are_alternatives_of_trainers_at_once() -> None:
    """``ou`` and ``;`` separate alternatives, ``+`` joins those who teach together."""
    assert parse_time.teams("A") == (("A",),)
    assert parse_time.teams("A ou B") == (("A",), ("B",))
    assert parse_time.teams("A + B ou C ; D") == (("A", "B"), ("C",), ("D",))
    assert parse_time.teams("Roux Lou + Loup Ouest") == (("Roux Lou", "Loup Ouest"),)


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("lundi, mardi matin et mercredi", {0: ALL_DAY, 1: AM, 2: ALL_DAY}), ("lu am, ma-me", {0: AM, 1: 3, 2: 3}),
        ("tous les mercredis", {2: ALL_DAY}), ("chaque mardi matin", {1: AM}), ("ma et je am", {1: AM, 3: AM}),
        ("lu-ma", {0: ALL_DAY, 1: ALL_DAY}), ("lu-me am", {0: AM, 1: AM, 2: AM}), ("ma;je", {1: ALL_DAY, 3: ALL_DAY}),
        ("me ; ve pm", {2: ALL_DAY, 4: PM}), ("lundi et jeudi", {0: ALL_DAY, 3: ALL_DAY}),
        ("ve après-midi", {4: PM}), ("lu am\nlu pm", {0: ALL_DAY}), ("X", dict.fromkeys(range(7), ALL_DAY)),
        ("CFA", dict.fromkeys(range(7), ALL_DAY)), ("x am", dict.fromkeys(range(7), AM)), ("lu, me", {0: 3, 2: 3}),
        ("lu me", {0: 3, 2: 3}), ("lundi au mercredi", {0: 3, 1: 3, 2: 3}),
    ],
)  # fmt: skip
def test_days_of_a_week_are_read(typed: str, days: dict[int, int]) -> None:
    """Ranges, lists and half-days."""
    assert dict(parse_time.days(typed)) == days


@pytest.mark.parametrize("typed", ["zz", "ve-lu", "lu-", ";", "lu am et pm", "le"])
def test_days_not_understood_are_refused(typed: str) -> None:
    """A word that is no day, or a range that goes backwards."""
    with pytest.raises(ValueError, match=r"compris|jour"):
        parse_time.days(typed)


@pytest.mark.parametrize(("typed", "value"), [("2,5", 2.5), ("2.5", 2.5), ("1 200", 1200), ("30 %", 0.3), (4, 4)])
def test_number_with_comma_or_point(typed: object, value: float) -> None:
    """Decimals with comma or point, spaces between thousands, percentages."""
    assert parse_values.number(typed) == value


@pytest.mark.parametrize("typed", ["douze", date(2026, 9, 7), True, "1;2"])
def test_number_that_is_text_is_refused(typed: object) -> None:
    """Text for a number."""
    with pytest.raises(ValueError, match="nombre"):
        parse_values.number(typed)


def test_several_values_are_split_by_semicolons_and_line_breaks() -> None:
    """Empty pieces disappear."""
    assert parse_values.pieces(" A ; B\nC;; ") == ("A", "B", "C")
    assert parse_values.wholes("1-3 ; 5") == (1, 2, 3, 5)
    assert parse_values.wholes(2.0) == (2,)


@pytest.mark.parametrize("typed", ["oui", "X", True, 1, "Vrai"])
def test_yes_in_every_form(typed: object) -> None:
    """Every usual way of saying yes."""
    assert parse_values.yes(typed)


def test_choice_without_accents_is_found_and_an_unknown_one_gets_a_suggestion() -> None:
    """Case and accents do not count; a near word is proposed."""
    words = {"homogène": "homogeneous", "mixte": "mixed"}
    assert parse_values.choice(" HOMOGENE ", words) == "homogeneous"
    with pytest.raises(ValueError, match="Vouliez-vous dire « mixte »"):
        parse_values.choice("mixe", words)


@pytest.mark.parametrize("typed", ["ma 14:00-16:00", "mardi de 14h à 16h", "ma 14 h – 16 h"])
def test_window_of_a_day_in_every_form(typed: str) -> None:
    """Tuesday from 14:00 to 16:00, with or without the word « de »."""
    assert parse_time.windows(typed) == ((1, ALL_DAY, 840, 960),)


def test_windows_with_and_without_hours_are_in_order() -> None:
    """Friday morning and the whole of Monday; a window that ends before it starts, or names no day, is refused."""
    assert parse_time.windows("ve am ; lu") == ((0, ALL_DAY, 0, 1440), (4, AM, 0, 1440))
    for wrong in ("ma 16:00-14:00", "14:00-16:00", "ma 14:00-"):
        with pytest.raises(ValueError, match=r"[a-z]"):
            parse_time.windows(wrong)
