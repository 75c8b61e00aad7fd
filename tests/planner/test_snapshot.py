"""What a version keeps: the form of those kept before stays, whatever the values are called inside."""

import json
import zlib

from planner.domain import Kind
from planner.store.snapshot import pack, unpack_timetable

SESSION = (
    '{"id":"B-P1-g1-o1","kind":"barrette","day":"2026-09-08","start":480,"end":540,"minutes":60,"label":"Français",'
    '"public_label":"Français","course_id":COURSES,"part":"","module_id":null,"strand":"","barrette_id":"B","occurrence":1,'
    '"period_id":"P1","group_id":"g1","class_ids":["C1","C2"],"trainer_ids":["T"],"room_id":null,"site_id":"",'
    '"modality":"on_site","guidance":"led","meal":false}'
)
TWO = '"FR1;FR2"'
KEPT = (
    f'{{"sessions":[{SESSION.replace("COURSES", TWO)},{SESSION.replace("COURSES", "null")}],'
    '"attendance":[],"groups":[],"debts":[],"unplaced":[{"session_id":"FR1-02","kind":"course",'
    '"minutes":60,"reason":"aucun créneau","course_id":"FR1","barrette_id":null,"class_ids":["C1"]}],"summary":{}}'
)


def test_a_version_kept_before_is_read_and_kept_the_same() -> None:
    """Several courses of a group stand as one text, none as nothing; what was packed is packed again byte for byte."""
    data = zlib.compress(KEPT.encode(), 6)
    found = unpack_timetable(data)
    assert [s.course_ids for s in found.sessions] == [("FR1", "FR2"), ()]
    assert [(s.kind, s.course_id) for s in found.sessions] == [(Kind.BARRETTE, None)] * 2
    assert found.unplaced[0].course_id == "FR1"
    assert json.loads(zlib.decompress(pack(found))) == json.loads(KEPT)
    assert pack(found) == data
