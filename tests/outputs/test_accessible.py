"""Accessibility that needs no browser: what every page must hold, and contrast computed from the colours.

`make a11y` does the rest in a real browser, with axe-core.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from outputs.families import FAMILIES
from outputs.pages import html
from outputs.pages.html import write_html
from outputs.pages.own import write_own_pages
from planner.domain import Problem, Timetable
from planner.report.figures import overview

Attributes = dict[str, str | None]
VOID = {"meta", "input", "br", "link", "img", "hr"}
FIELDS = {"input", "select", "textarea"}


class Outline(HTMLParser):
    """The tags of a page with their attributes, the elements that hold them, and the text of each."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.nodes: list[tuple[str, Attributes, tuple[int, ...]]] = []
        self.texts: list[str] = []
        self._open: list[int] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element and what holds it."""
        self.nodes.append((tag, dict(attrs), tuple(self._open)))
        self.texts.append("")
        if tag not in VOID:
            self._open.append(len(self.nodes) - 1)

    def handle_endtag(self, tag: str) -> None:
        """Close the last element."""
        self._open.pop()

    def handle_data(self, data: str) -> None:
        """Give the text to every element that holds it."""
        for number in self._open:
            self.texts[number] += data

    def all(self, *tags: str) -> Iterator[tuple[str, Attributes, str]]:
        """Elements of some tags: tag, attributes, text."""
        for (tag, attrs, _held), text in zip(self.nodes, self.texts, strict=True):
            if tag in tags:
                yield tag, attrs, text.strip()

    def inside(self, number: int, tag: str) -> list[str]:
        """Tags inside the element of a number."""
        return [found for found, _attrs, held in self.nodes if number in held and found == tag]


@pytest.fixture
def pages(tmp_path: Path, centre: Problem, finished: Timetable) -> list[Outline]:
    """Every page of the tiny centre, the planner's and everyone's own too."""
    write_html(tmp_path, centre, finished, overview(centre, finished))
    write_own_pages(tmp_path, centre, finished)
    found = [Outline(path) for path in sorted(tmp_path.rglob("*.html"))]
    assert len(found) == 28
    return found


def test_pages_say_their_language_title_and_main_part(pages: list[Outline]) -> None:
    """French, a title of their own, one main part, a link that leads to it first, and nothing that forbids zooming."""
    titles = []
    for page in pages:
        assert [attrs["lang"] for _tag, attrs, _text in page.all("html")] == ["fr"]
        titles += [text for _tag, _attrs, text in page.all("title")]
        assert [attrs.get("id") for _tag, attrs, _text in page.all("main")] == ["contenu"]
        assert next(page.all("a"))[1] == {"class": "skip", "href": "#contenu"}
        views = [attrs["content"] for _tag, attrs, _text in page.all("meta") if attrs.get("name") == "viewport"]
        assert views == ["width=device-width, initial-scale=1"]
    assert all(titles)
    assert len(set(titles)) == len(pages)


def test_headings_start_at_one_and_skip_no_level(pages: list[Outline]) -> None:
    """One first-level heading, before all others; none is empty."""
    for page in pages:
        found = [(int(tag[1]), text) for tag, _attrs, text in page.all("h1", "h2", "h3", "h4")]
        levels = [level for level, _text in found]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        assert all(text for _level, text in found)


def test_tables_have_a_caption_and_headers_with_a_scope(pages: list[Outline]) -> None:
    """Each table says what it is, each header whether of a row or a column, with a text but for breaks."""
    for page in pages:
        for number, (tag, _attrs, _held) in enumerate(page.nodes):
            if tag == "table":
                assert page.inside(number, "caption") == ["caption"]
                assert page.inside(number, "thead") == ["thead"]
        for _tag, attrs, text in page.all("th"):
            assert attrs.get("scope") in ("col", "row", "rowgroup")
            assert text or attrs["scope"] == "row"


def test_names_and_references_are_there(pages: list[Outline]) -> None:
    """Ids are unique; what labels, controls or describes exists; fields, links, buttons and regions have a name."""
    for page in pages:
        ids = [attrs["id"] for _tag, attrs, _held in page.nodes if "id" in attrs]
        assert len(set(ids)) == len(ids)
        labelled = {attrs.get("for") for _tag, attrs, _text in page.all("label")}
        for (tag, attrs, _held), text in zip(page.nodes, page.texts, strict=True):
            for name in ("aria-labelledby", "aria-controls", "for"):
                assert attrs.get(name, ids[0]) in ids, (tag, name)
            named = bool(text.strip() or attrs.get("aria-label") or attrs.get("aria-labelledby"))
            assert named or tag not in ("a", "button", "nav", "dialog") or attrs.get("aria-labelledby"), attrs
            assert tag not in FIELDS or attrs.get("id") in labelled or attrs.get("aria-label")
            if attrs.get("class") == "scroll":
                assert attrs.get("role") == "region"
                assert attrs.get("tabindex") == "0"
                assert named


def test_bars_are_repeated_in_words(pages: list[Outline]) -> None:
    """A bar is hidden from a screen reader, and the cell that holds it, or the list after it, says its figure."""
    bars = 0
    for page in pages:
        for _tag, attrs, held in page.nodes:
            if (attrs.get("class") or "").startswith("meter"):
                bars += 1
                assert attrs.get("aria-hidden") == "true"
                row = next((n for n in reversed(held) if page.nodes[n][0] in ("tr", "section")), None)
                assert row is not None
                assert re.search(r"\d", page.texts[row])
    assert bars > 10


def theme_colours() -> Iterator[dict[str, str]]:
    """Colours by name, by day and by night."""
    yield from colours_of("style.css.j2")


def colours_of(name: str) -> Iterator[dict[str, str]]:
    """Colours of a style sheet by name, by day and by night."""
    source = (Path(html.__file__).parents[1] / "templates" / name).read_text(encoding="utf-8")
    for theme in re.findall(r":root \{(.*?)\}", source, re.DOTALL):
        yield dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", theme))


def test_colours_have_enough_contrast() -> None:
    """Text on every background reaches 4.5 to 1, by day and by night (WCAG AA)."""
    for colours in theme_colours():
        pairs = [
            (colours[text], colours[ground]) for text in ("ink", "muted", "accent") for ground in ("paper", "ground")
        ]
        kinds = [name.removesuffix("-bg") for name in colours if name.endswith("-bg")]
        pairs += [(colours[f"{kind}-fg"], colours[f"{kind}-bg"]) for kind in kinds]
        pairs += [
            (colours[text], colours[f"{kind}-bg"]) for kind in kinds if kind != "alert" for text in ("ink", "muted")
        ]
        assert len(kinds) == 10
        assert not [pair for pair in pairs if contrast(*pair) < 4.5]


def test_charts_have_enough_contrast() -> None:
    """Text on every shade of load reaches 4.5 to 1, bars reach 3 to 1 on what they stand on (WCAG 1.4.3 and 1.4.11)."""
    themes = list(theme_colours())
    assert len(themes) == 2
    for colours in themes:
        shades = [colours[name] for name in sorted(colours) if name.startswith("load")]
        assert len(shades) == 4
        assert not [shade for shade in shades if contrast(colours["ink"], shade) < 4.5]
        looks = [colours[name] for name in ("bar", "barrette-fg", "open-fg", "alert-fg")]
        grounds = [colours[name] for name in ("paper", "soft")]
        assert not [(look, ground) for look in looks for ground in grounds if contrast(look, ground) < 3]
        assert contrast(colours["alert-fg"], colours["soft"]) >= 4.5


def test_families_have_enough_contrast() -> None:
    """Ink and muted ink on each hue reach 4.5 to 1, its strip 4.5 to 1 on it, by day and by night."""
    for colours, base in zip(colours_of("families.css.j2"), theme_colours(), strict=True):
        grounds = {name.removesuffix("-bg"): colour for name, colour in colours.items() if name.endswith("-bg")}
        assert grounds.keys() == {f"f-{name}" for name in FAMILIES}
        for name, ground in grounds.items():
            texts = (base["ink"], base["muted"], colours[f"{name}-fg"])
            assert not [(name, text) for text in texts if contrast(text, ground) < 4.5]


def contrast(first: str, second: str) -> float:
    """Ratio of luminance of two colours."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance, 0 to 1."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
