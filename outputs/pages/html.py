"""Pages: one for the planner to look anyone up, a sheet a trainer, and one per class, trainer and room to hand out."""

from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from outputs.families import FAMILIES
from outputs.folders import replacing
from outputs.labels import filename
from outputs.pages.centre import centre_data
from outputs.pages.front import front
from outputs.pages.html_data import page_data, script_json
from outputs.pages.panel import panel_data
from outputs.pages.trainer_sheets import Task, trainer_sheets
from outputs.summary import figures, horizon
from outputs.views import KINDS, View, legend, views
from planner.domain import Overview, Problem, Timetable

SUFFIX, SHEETS = ".html", "formateurs"
PANEL, CENTRE = "panneau.html", "centre.html"


def write_html(folder: Path, problem: Problem, timetable: Timetable, overview: Overview) -> None:
    """Write ``interne/index.html``, ``interne/formateurs`` and the pages of ``diffusion/``, all or nothing."""
    found = views(problem, timetable, public=True)
    with (
        replacing(folder / "interne", _internal) as internal,
        replacing(folder / "diffusion", _ours) as handed_out,
    ):
        _write(internal / "index.html", internal_page(problem, timetable, overview))
        _write(internal / CENTRE, centre_page(problem, timetable))
        for view, tasks in trainer_sheets(problem, timetable):
            _write(internal / SHEETS / f"{filename(view.id)}{SUFFIX}", trainer_page(problem, view, tasks))
        _write(handed_out / "index.html", contents_page(problem, found))
        _write(handed_out / PANEL, panel_page(problem, timetable))
        for view in found:
            _write(handed_out / view.kind / f"{filename(view.id)}{SUFFIX}", view_page(problem, view))


def _internal(path: Path) -> bool:
    """The planner's two pages and the sheets of trainers."""
    return path in (Path("index.html"), Path(CENTRE)) or path.parts[0] == SHEETS


def _ours(path: Path) -> bool:
    """Pages written here; those of the employers are another writer's."""
    return path.suffix == SUFFIX and path.parts[0] != "entreprises"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))


@lru_cache(maxsize=1)
def templates() -> Environment:
    """The templates of this folder; everything they show is escaped, and an unknown name is an error."""
    return Environment(
        loader=FileSystemLoader(Path(__file__).parents[1] / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def internal_page(problem: Problem, timetable: Timetable, overview: Overview) -> str:
    """The planner's page, with everything in it: it needs no network and no other file."""
    return (
        templates()
        .get_template("interne.html.j2")
        .render(
            data=script_json(page_data(problem, timetable)),
            figures=figures(timetable, problem),
            front=front(problem, timetable, overview),
            centre=problem.settings.name,
            horizon=horizon(problem),
        )
    )


def centre_page(problem: Problem, timetable: Timetable) -> str:
    """The planner's page of the whole centre; it too needs no network and no other file."""
    template = templates().get_template("centre.html.j2")
    data = script_json(centre_data(problem, timetable))
    return template.render(data=data, centre=problem.settings.name, horizon=horizon(problem), families=FAMILIES)


def view_page(problem: Problem, view: View) -> str:
    """The page of a class, a trainer or a room."""
    kinds = {e.kind for week in view.weeks for column in week.columns for e in column.entries}
    return (
        templates()
        .get_template("view.html.j2")
        .render(view=view, centre=problem.settings.name, horizon=horizon(problem), legend=legend(True, kinds))
    )


def trainer_page(problem: Problem, view: View, tasks: list[tuple[str, list[Task]]]) -> str:
    """The internal sheet of a trainer."""
    template = templates().get_template("trainer.html.j2")
    return template.render(view=view, sections=tasks, centre=problem.settings.name, horizon=horizon(problem))


def panel_page(problem: Problem, timetable: Timetable) -> str:
    """The panel of the hall: every day of the term, today shown."""
    template = templates().get_template("panel.html.j2")
    return template.render(data=script_json(panel_data(problem, timetable)), centre=problem.settings.name)


def contents_page(problem: Problem, found: tuple[View, ...]) -> str:
    """The list of all pages that are handed out."""
    sections = [
        (kind.capitalize(), [(v.name, f"{kind}/{quote(filename(v.id))}{SUFFIX}") for v in found if v.kind == kind])
        for kind in KINDS
    ]
    return (
        templates()
        .get_template("list.html.j2")
        .render(
            sections=[section for section in sections if section[1]],
            centre=problem.settings.name,
            horizon=horizon(problem),
        )
    )
