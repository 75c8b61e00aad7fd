"""Messages of a publication: a file of mail a person, one for a mail merge, kept and joined until they were sent."""

import json
import re
import shutil
import sqlite3
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from openpyxl import load_workbook

from outputs.messages.mail import MERGE
from planner.domain import key
from planner.folder import publish as publishing
from planner.folder.messages import TO_COME
from tests.cli.running import barrette, tree
from tests.whole.tiny import Rows, tiny, written

SITE = "https://edt.cfa-essai.example/2026"


def workbook(hours: str) -> Rows:
    """Léa and Paul Durand have an address, Awa is 17 and has a mother, her employer has two; of the others nothing."""
    rows = tiny()
    rows["Paramètres"].append({"paramètre": "adresse publique", "valeur": f"{SITE}/"})
    lea, _hugo, awa, *_others = rows["Apprenants"]
    lea |= {"courriel": "lea@martin.example", "téléphone": 612345678}
    awa |= {"courriel": "awa@sow.example", "représentant légal": "Mme Sow", "courriel du représentant": "m@sow.example"}
    awa |= {"employeur": "Auberge du Lac", "courriel de l'employeur": "chef@lac.example ; bureau@lac.example"}
    rows["Formateurs"][0]["courriel"] = "p.durand@cfa-essai.example"
    for number in (0, 1):
        rows["Cours"][number]["heures"] = hours
    return rows


@pytest.fixture(scope="module")
def twice_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Version 1, then version 2 with two hours of mathematics more a week; not to be changed."""
    folder = tmp_path_factory.mktemp("messages")
    for hours in ("2 h/sem", "4 h/sem"):
        done = barrette("solve", written(folder, workbook(hours)), "--out", folder / "edt", "--effort", "0.1")
        assert done.exit_code == 0, done.output
    return folder / "edt"


@pytest.fixture
def twice(twice_once: Path, tmp_path: Path) -> Path:
    """A copy of it that the test may change."""
    return Path(shutil.copytree(twice_once, tmp_path / "edt"))


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The moment of each publication, UTC: the week before term."""
    moments = [datetime(2026, 9, 1, 8, minute) for minute in range(60)]
    monkeypatch.setattr(publishing, "now", lambda: moments.pop(0))


def run(*words: object, code: int = 0) -> str:
    """What a command says."""
    done = barrette(*words)
    assert done.exit_code == code, done.output
    return done.output


def mail(folder: Path, name: str) -> EmailMessage:
    """A message as a mail program reads it."""
    path = folder / "interne/annonces" / f"{name}.eml"
    found = message_from_bytes(path.read_bytes(), policy=default)  # type: ignore[arg-type]
    assert isinstance(found, EmailMessage)
    assert found["Date"] is found["Message-ID"] is None
    return found


def body(folder: Path, name: str) -> str:
    """What a message says."""
    return str(mail(folder, name).get_content()).replace("\r\n", "\n")


def merge(folder: Path) -> list[dict[str, str]]:
    """The lines of the file for a mail merge, by its headings."""
    heads, *rows = load_workbook(folder / "interne/annonces" / MERGE).active.iter_rows(values_only=True)  # type: ignore[union-attr]
    return [dict(zip(heads, row, strict=True)) for row in rows]  # type: ignore[arg-type]


def test_the_first_publication_gives_each_their_calendar(twice: Path) -> None:
    """Who has an address gets a message with the link; who has none is named, and stands in the merge file."""
    said = run("publish", twice, "--version", "1")
    assert "Sans courriel : " in said
    assert "barrette sent" in said
    lea = mail(twice, "apprenants/MARTIN-LEA")
    assert str(lea["To"]) == "Léa Martin <lea@martin.example>"
    assert str(lea["Subject"]) == "Votre emploi du temps est publié – CFA d'essai"
    assert lea["X-Unsent"] == "1"
    text = body(twice, "apprenants/MARTIN-LEA")
    assert text.startswith("Bonjour Léa,\n")
    link = re.search(rf"{SITE}/(ics/apprentices/[0-9a-f]{{32}}\.ics)", text)
    assert link
    assert (twice / "public" / link[1]).exists()
    assert f"webcal{link[0].removeprefix('https')}" in text
    assert f"À lire en ligne, sans rien installer : {link[0].removesuffix('.ics')}.html" in text
    assert (twice / "public" / link[1]).with_suffix(".html").exists()
    page = (twice / "interne/annonces/resume.html").read_text(encoding="utf-8")
    assert "3 messages apprennent seulement" in page  # Léa, Awa and Paul Durand
    assert "Hugo Petit" in page.split("Sans courriel")[1]
    rows = {row["Nom"]: row for row in merge(twice)}
    assert rows["Hugo Petit"]["Fichier"] == "pas de courriel"
    assert rows["Léa Martin"]["Téléphone"] == "0612345678"
    assert rows["Léa Martin"]["Calendrier"] == link[0]
    assert rows["Léa Martin"]["Page à lire"] == link[0].replace(".ics", ".html")
    assert rows["Léa Martin"]["Message"].startswith("Bonjour Léa,")


def test_who_answers_for_a_minor_gets_it_as_well(twice: Path) -> None:
    """Awa is 17: her mother reads whose timetable it is; nobody writes to the mother of an adult."""
    run("publish", twice, "--version", "1")
    mother = mail(twice, "apprenants/SOW-AWA-representant-legal")
    assert str(mother["To"]) == "Mme Sow <m@sow.example>"
    assert "représentant légal d’Awa Sow" in body(twice, "apprenants/SOW-AWA-representant-legal")
    assert body(twice, "apprenants/SOW-AWA").startswith("Bonjour Awa,")
    guardians = [row["Nom"] for row in merge(twice) if row["Destinataire"] == "Représentant légal"]
    assert guardians == ["Mme Sow"]


def test_news_are_joined_to_what_was_not_sent(twice: Path) -> None:
    """Version 1 was sent to nobody when version 2 comes: one message says both, and none says a thing twice."""
    run("publish", twice, "--version", "1")
    run("publish", twice, "--version", "2")
    text = body(twice, "apprenants/MARTIN-LEA")
    assert "Votre emploi du temps est publié." in text
    assert "\nAjouté\n- Mathématiques : " in text
    added = text.count("- Mathématiques")
    run("publish", twice, "--version", "1")
    assert "Ajouté" not in body(twice, "apprenants/MARTIN-LEA")
    run("publish", twice, "--version", "2")
    assert body(twice, "apprenants/MARTIN-LEA").count("- Mathématiques") == added
    assert (
        str(mail(twice, _names(twice, "entreprises")[0])["To"]) == "Auberge du Lac <chef@lac.example>, Auberge du "
        "Lac <bureau@lac.example>"
    )


def test_the_summary_lists_people_by_name(twice: Path) -> None:
    """In the order of the alphabet, whatever that of the workbook; the reason is a sentence of its own."""
    run("publish", twice, "--version", "1")
    run("sent", twice, "--all")
    run("publish", twice, "--version", "2", "--reason", "nouvelle salle")
    page = (twice / "interne/annonces/resume.html").read_text(encoding="utf-8")
    people = re.findall(r"<tr><td>([^<]+)</td>", page.split("<h2>Apprenants")[1].split("</table>")[0])
    assert len(people) > 1
    assert people == sorted(people, key=key)
    assert re.search(r"Avant : version 1\.\s+Motif : nouvelle salle\.", page)


def _names(folder: Path, kind: str) -> list[str]:
    return [f"{kind}/{path.stem}" for path in sorted((folder / "interne/annonces" / kind).glob("*.eml"))]


def test_what_was_sent_is_not_told_again(twice: Path) -> None:
    """Léa's message has gone: hers is not there any more, and the next one begins from there; Awa's waits."""
    run("publish", twice, "--version", "1")
    assert "1 message noté comme envoyé" in run("sent", twice, "martin léa")
    place = twice / "interne/annonces/apprenants"
    assert not (place / "MARTIN-LEA.eml").exists()
    assert (place / "SOW-AWA.eml").exists()
    run("publish", twice, "--version", "2")
    text = body(twice, "apprenants/MARTIN-LEA")
    assert "est publié" not in text
    assert "Votre emploi du temps a changé." in text
    assert "Aucun message n’attend." in run("sent", twice, "--all")
    assert not list(place.iterdir())
    run("publish", twice, "--version", "1")
    assert "\nAnnulé\n- Mathématiques" in body(twice, "apprenants/MARTIN-LEA")


def test_sent_alone_lists_who_waits(twice: Path) -> None:
    """Nothing is noted; a program reads the same, and a name that no message has is told so."""
    assert "Rien n’est encore publié" in run("sent", twice, code=2)
    run("publish", twice)
    before = tree(twice)
    assert "Léa Martin" in run("sent", twice)
    waiting = json.loads(barrette("sent", twice, "--json").stdout)
    assert waiting["sent"] == []
    assert "Léa Martin" in waiting["waiting"]
    assert "n’a pas de message en attente. Vouliez-vous dire « Léa Martin »" in run("sent", twice, "Lea Martan", code=2)
    assert "ou --all" in run("sent", twice, "Léa Martin", "--all", code=2)
    assert tree(twice) == before


def test_the_same_publication_gives_the_same_bytes(twice: Path) -> None:
    """Messages, merge file and slips."""
    run("publish", twice)
    before = tree(twice)
    run("publish", twice)
    assert tree(twice) == before


def test_a_folder_published_before_messages_were_kept(twice: Path) -> None:
    """What it told until now has been told: only what comes later is news."""
    _published_before_messages(twice, "1")
    run("publish", twice, "--version", "2")
    text = body(twice, "apprenants/MARTIN-LEA")
    assert "Depuis, il a changé." in text
    assert text.count("- Mathématiques") == 4


def test_slips_and_addresses_name_the_link_of_each(twice: Path) -> None:
    """A slip a learner and a trainer, none for rooms; each with two codes; the list of addresses has all links."""
    run("publish", twice)
    page = (twice / "interne/talons.html").read_text(encoding="utf-8")
    assert page.count('<li class="slip">') == 6 + 3
    assert page.count("<svg ") == 2 * 9
    assert "Document interne" in page
    book = load_workbook(twice / "interne/adresses.xlsx")
    heads = [cell.value for cell in book["Salles"][3]]
    assert heads[-3:] == ["Adresse", "Abonnement", "Page à lire"]
    assert str(book["Salles"].cell(4, 6).value).startswith(f"{SITE}/ics/rooms/")
    assert book["Salles"].cell(4, 8).value == str(book["Salles"].cell(4, 6).value).replace(".ics", ".html")


@pytest.mark.parametrize("typed", ["http://cfa.example", "www.cfa.example", "https://", "https://a b.example"])
def test_an_address_that_is_none_is_a_fault_with_its_cell(tmp_path: Path, typed: str) -> None:
    """Nothing is handed out that leads nowhere, or that others could read on the way."""
    rows = workbook("2 h/sem")
    rows["Paramètres"][-1]["valeur"] = typed
    done = barrette("check", written(tmp_path, rows))
    assert done.exit_code == 3
    assert "cellule B7" in done.output
    assert "adresse publique" in done.output


def test_contacts_are_handed_out_nowhere(twice: Path) -> None:
    """Addresses and telephones stand in messages and in the planner's own files only."""
    run("publish", twice)
    words = ("martin.example", "sow.example", "0612345678", "lac.example", "cfa-essai.example/2026")
    for name, content in tree(twice).items():
        if not name.startswith("interne/") and not name.startswith("csv/"):
            assert not [word for word in words if word.encode() in content], name


def _published_before_messages(folder: Path, number: str) -> None:
    """As a folder is that an earlier Barrette published: nothing is known of any message."""
    run("publish", folder, "--version", number)
    with sqlite3.connect(folder / "plan.sqlite") as connection:
        connection.execute("DELETE FROM about WHERE name = 'messages'")


def test_whoever_was_never_given_a_link_gets_one(twice: Path) -> None:
    """A folder of before: Léa knows of version 1, and of no link; once one has gone to her it is not said again."""
    _published_before_messages(twice, "1")
    run("publish", twice, "--version", "1")
    text = body(twice, "apprenants/MARTIN-LEA")
    assert "Votre emploi du temps est publié." in text
    assert re.search(rf"{SITE}/ics/apprentices/[0-9a-f]{{32}}\.ics", text)
    assert {"Hugo Petit", "Léa Martin", "Durand Paul"} <= {row["Nom"] for row in merge(twice)}
    run("sent", twice, "Léa Martin")
    run("publish", twice, "--version", "1")
    assert not (twice / "interne/annonces/apprenants/MARTIN-LEA.eml").exists()
    assert (twice / "interne/annonces/apprenants/SOW-AWA.eml").exists()


def test_a_renewed_address_is_told(twice: Path) -> None:
    """Léa and Awa have had their messages; the link of both is changed: she, Awa and Awa's mother get the new one."""
    run("publish", twice)
    run("sent", twice, "--all")
    said = run("publish", twice, "--renew", "Léa Martin", "--renew", "Awa Sow", "--renew", "Cuisine 1")
    assert said.count("Le message qui le dit est prêt.") == 2
    assert "À dire à qui s’y est abonné." in said
    text = body(twice, "apprenants/MARTIN-LEA")
    assert "Votre calendrier a une nouvelle adresse : la précédente ne sert plus." in text
    link = re.search(rf"{SITE}/(ics/apprentices/[0-9a-f]{{32}}\.ics)", text)
    assert link
    assert "BEGIN:VEVENT" in (twice / "public" / link[1]).read_text(encoding="utf-8")
    assert str(mail(twice, "apprenants/MARTIN-LEA")["Subject"]) == "Nouvelle adresse de votre calendrier – CFA d'essai"
    assert "Son calendrier a une nouvelle adresse" in body(twice, "apprenants/SOW-AWA-representant-legal")
    assert {row["Nom"] for row in merge(twice)} == {"Léa Martin", "Awa Sow", "Mme Sow"}
    page = (twice / "interne/annonces/resume.html").read_text(encoding="utf-8")
    assert "Nouvelle adresse de calendrier à donner (2) : Awa Sow, Léa Martin." in page
    run("sent", twice, "--all")
    assert "Aucun message n’attend." in run("sent", twice, "--all")


def test_a_renewed_address_is_told_without_a_link(tmp_path: Path) -> None:
    """No mail and no address on the web: the message stands in the merge file, and says who gives the new address."""
    rows = tiny()
    done = barrette("solve", written(tmp_path, rows), "--out", tmp_path / "edt", "--effort", "0.1")
    assert done.exit_code == 0, done.output
    _published_before_messages(tmp_path / "edt", "1")
    run("publish", tmp_path / "edt", "--renew", "Léa Martin")
    told = merge(tmp_path / "edt")
    assert [row["Nom"] for row in told] == ["Léa Martin"]
    assert "Le CFA vous donne la nouvelle adresse de votre calendrier" in told[0]["Message"]
    assert "se met à jour de lui-même" not in told[0]["Message"]


SECRET = re.compile(rf"[0-9a-f]{{32}}|{TO_COME}")
ROLES = {"Apprenant": "apprenants", "Représentant légal": "apprenants", "Formateur": "formateurs"}


def foreseen(folder: Path, *more: object) -> list[tuple[str, str, str]]:
    """Sort of reader, subject and text of each message that `publish --dry-run` foresees, without the secrets."""
    told = json.loads(run("publish", folder, "--dry-run", "--json", *more))["messages"]
    rows = ((ROLES.get(one["role"], "entreprises"), one["subject"], one["text"]) for one in told if one["emails"])
    return sorted((kind, said, SECRET.sub("", text)) for kind, said, text in rows)


def ready(folder: Path) -> list[tuple[str, str, str]]:
    """The same of the messages that were written."""
    place = folder / "interne/annonces"
    names = (str(path.relative_to(place).with_suffix("")) for path in place.rglob("*.eml"))
    return sorted((n.split("/")[0], str(mail(folder, n)["Subject"]), SECRET.sub("", body(folder, n))) for n in names)


def test_messages_are_foreseen_to_the_word(twice: Path) -> None:
    """Before the first publication and before the next one; looking at them writes nothing."""
    for version, said in ((1, "est publié"), (2, "a changé")):
        before = tree(twice)
        told = foreseen(twice, "--version", version)
        assert tree(twice) == before
        run("publish", twice, "--version", version)
        assert told == ready(twice)
        assert {kind for kind, _said, text in told if said in text} >= {"apprenants", "formateurs"}
        run("sent", twice, "--all")
    again = run("publish", twice, "--dry-run")
    assert "est déjà publiée" in again
    assert "Aucun message" in again
