"""An absence typed in *Présences* is to an update what one of *Réalisé* is."""

from dataclasses import replace

from planner.domain import Came, Realised, RollLine
from planner.engine.change.realised import known_lines
from tests.planner.engine.change.scene import ANA, BEN, LESSON, centre
from tests.rules import build as b


def test_absence_typed_in_presences_is_a_line_of_realised() -> None:
    """Ana did not come on Monday; on Tuesday, which is to come, nobody can have been absent."""
    tomorrow = b.session("cours-02", b.TUESDAY, course_id=b.COURSE)
    before = b.timetable(LESSON, tomorrow, who={LESSON.id: (ANA.id, BEN.id), tomorrow.id: (ANA.id,)})
    lines = tuple(RollLine(Came.ABSENT, s.id, apprentice_ids=(ANA.id,)) for s in (LESSON, tomorrow))
    problem = centre(rolls=lines)
    missed = (Realised(LESSON.id, absent_ids=(ANA.id,)),)
    assert known_lines(problem, before, b.TUESDAY).realised == missed
    assert known_lines(problem, replace(before, summary={"since": b.TUESDAY.isoformat()})).realised == missed
