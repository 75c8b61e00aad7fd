"""`barrette publish` and `barrette rollback`: a version becomes what every subscriber sees.

The order of what is written makes a stop at any moment harmless (``kill -9``, power cut):

1. the calendars are written in a folder of their own beside the published one, read back, and flushed to the disk;
2. one transaction of the store records the publication: events with their sequences, addresses, the version;
3. the new folder takes the place of the published one in one step (`outputs.swap`);
4. what the planner reads is written: addresses, notices, summary.

Stopped before 2, nothing has happened: the old set is visible and the store agrees. Stopped between 2 and 3 the old set
is still whole, and the store knows what the next one says: since sequences and moments are taken from the store, the
same command again writes the same bytes and puts them in place. Stopped after 3, the same command again writes what is
missing. Whatever stands in `DIR/public` and in the notices follows from the store alone.
"""

from pathlib import Path

from constraints import RULES
from outputs.addresses import write_addresses
from outputs.differences import write_differences
from outputs.ics_published import prove, write_published
from outputs.notices import Announcement, write_notices
from outputs.swap import put_in_place, settle
from planner.check.verify import verify
from planner.cli import show
from planner.cli.changing import Refused, attempt, neutral, write_files
from planner.cli.comparing import differences
from planner.cli.main import BROKEN, USAGE
from planner.cli.publishing_plan import Plan, Publish, calendars, expected, make_plan, of_term
from planner.cli.versions import UNFINISHED, paris
from planner.domain import Problem, Timetable
from planner.store.alone import alone
from planner.store.database import SALT, Store, Version, now, open_store
from planner.store.keeping import keep_version, recall
from planner.store.links import link, link_back
from planner.store.publication import publications, record
from planner.store.terms import mark_of

PLACE = Path("public", "ics")
FRESH, OLD = UNFINISHED, PLACE.with_name(".ics.ancien")


def run_publish(folder: Path, asked: Publish) -> int:
    """The whole command; returns the exit code."""
    return attempt(folder, lambda: _alone(folder, asked))


def _alone(folder: Path, asked: Publish) -> int:
    neutral(asked.reason)
    with open_store(folder) as store, alone(folder):
        version = _version(store, asked)
        problem, timetable = recall(store, version)
        code = _checked(version.number, problem, timetable) or _publish(store, folder, version, asked)
        if not code and not asked.as_json and version.number != store.version().number:
            show.say(
                f"Les fichiers de « {folder} » restent ceux de la dernière version ({store.version().number}) ; pour y "
                f"revenir aussi : barrette versions {folder} --restore {version.number}"
            )
        return code


def run_rollback(folder: Path, asked: Publish) -> int:
    """Make an earlier version the last one again, by default the one published before, publish it, write its files."""
    return attempt(folder, lambda: _rollback(folder, asked))


def _rollback(folder: Path, asked: Publish) -> int:
    neutral(asked.reason)
    with open_store(folder) as store, alone(folder):
        earlier = store.version(asked.number or _earlier(store))
        problem, timetable = recall(store, earlier)
        if _checked(earlier.number, problem, timetable):
            return BROKEN
        reason = asked.reason or f"retour à la version {earlier.number}"
        settings = {**earlier.settings, "restored": earlier.number}
        version, new = keep_version(
            folder, problem, timetable, "restore", reason, author=asked.author, settings=settings
        )
        if new and not asked.as_json:
            show.say(f"Version {version.number} : la version {earlier.number} telle qu’elle était.")
        code = _publish(store, folder, version, Publish(None, (), asked.author, reason, asked.as_json))
        write_files(folder, version, problem, timetable)
        if not asked.as_json:
            show.say(
                f"Les fichiers de « {folder} » sont ceux de la version {version.number}, d’où partiront les "
                "prochains changements."
            )
        return code


def _earlier(store: Store) -> int:
    """The version that was published before the present one, of the same term."""
    done = publications(store)
    if not done:
        raise Refused(USAGE, "Rien n’est encore publié : barrette publish DIR.")
    last = done[-1]
    mine = of_term(store, done, mark_of(store.version(last.version)))
    before = [p.version for p in mine if p.version != last.version]
    if not before:
        raise Refused(
            USAGE,
            "Aucune autre version n’a été publiée avant celle-ci : choisir avec --to V (barrette versions DIR).",
        )
    return before[-1]


def _version(store: Store, asked: Publish) -> Version:
    """The version asked for; a new address alone publishes nothing else than what is published."""
    if asked.renew and asked.number is None:
        published = store.published()
        if published is None:
            raise Refused(USAGE, "Rien n’est encore publié : il n’y a pas d’adresse à renouveler.")
        return published[0]
    return store.version(asked.number)


def _checked(number: int, problem: Problem, timetable: Timetable) -> int:
    """The exit code for a version that breaks a rule, with the rules said; 0 for one that may be published."""
    report = verify(problem, RULES, timetable)
    if report.passed:
        return 0
    show.complain(f"La version {number} ne peut pas être publiée : des règles ne sont pas respectées.")
    show.findings([*report.hard, *report.shortfalls], RULES)
    return BROKEN


def _publish(store: Store, folder: Path, version: Version, asked: Publish) -> int:
    plan = make_plan(store, version, asked, now())
    salt = store.about(SALT) or plan.problem.settings.salt
    fresh, old, place = (folder / path for path in (FRESH, OLD, PLACE))
    settle(fresh, old, place)
    today = paris(plan.step.moment).date()
    try:
        write_published(fresh, plan.problem.settings.name, salt, calendars(plan, today), plan.taken_back)
        secrets = {owner: address.secret for owner, address in plan.addresses.items()}
        faults = prove(fresh, salt, expected(plan), secrets)
        if faults:
            raise RuntimeError(f"calendars read back differ from the version: {', '.join(faults[:5])}")
        link(store, plan.places)
        record(store, plan.step)
    except (Exception, KeyboardInterrupt):
        settle(fresh, old, place)
        raise
    put_in_place(fresh, old, place)
    people = _for_the_planner(store, folder, plan)
    _tell(folder, plan, people, asked)
    for other in link_back(folder, plan.places):
        show.complain(
            f"« {other} » ne peut pas être écrit : une publication depuis ce dossier-là effacerait des calendriers "
            f"cette période-ci. Publier seulement depuis « {folder} »."
        )
    return 0


def _for_the_planner(store: Store, folder: Path, plan: Plan) -> int:
    """Addresses, notices and summary, from the last two publications; how many people have to be told."""
    done = of_term(store, publications(store), mark_of(plan.version))
    rows = [(*owner, address.secret, paris(address.since).date()) for owner, address in plan.addresses.items()]
    write_addresses(folder / "interne", plan.problem, rows)
    before = None
    if len(done) > 1:
        former = store.version(done[-2].version)
        before = recall(store, former)
        found, problem = differences(store, former, plan.version)
        write_differences(folder, problem, found)
    last = done[-1]
    told = Announcement(
        last.version,
        done[-2].version if before else None,
        paris(last.since),
        last.author,
        last.reason or plan.version.reason,
    )
    return write_notices(folder / "interne", before, (plan.problem, plan.timetable), told)


def _tell(folder: Path, plan: Plan, people: int, asked: Publish) -> None:
    cancelled = sum(state.cancelled for state in plan.changed.values())
    figures = {
        "version": plan.version.number,
        "calendars": len(plan.addresses),
        "events_changed": len(plan.changed) - cancelled,
        "events_cancelled": cancelled,
        "notices": people,
        "new_publication": plan.step.publication is not None,
    }
    if asked.as_json:
        show.as_json(figures)
        return
    if plan.step.publication is None:
        show.say(f"La version {plan.version.number} était déjà publiée : ses calendriers sont écrits de nouveau.")
    else:
        show.say(
            f"Version {plan.version.number} publiée : {show.count(len(plan.addresses), 'calendrier')}, relus et égaux "
            f"à la version ; {show.count(figures['events_changed'], 'événement nouveau ou modifié', _MANY)}, "
            f"{show.count(cancelled, 'annulé')}."
        )
    for owner in plan.step.renewed:
        show.say(f"« {owner[1]} » a une nouvelle adresse : {plan.addresses[owner].secret}.ics")
        show.say("L’ancienne adresse ne montre plus rien.")
    if plan.telling:
        show.say(f"Les rendez-vous des autres périodes y sont aussi, de : {', '.join(map(str, plan.telling))}")
    show.say(f"À mettre en ligne : {folder / 'public'}. Qui a quelle adresse : {folder / 'interne' / 'adresses.xlsx'}")
    if plan.step.publication is not None and people:
        where = folder / "interne" / "annonces"
        show.say(f"{show.count(people, 'annonce prête', 'annonces prêtes')} à envoyer : {where / 'resume.html'}")


_MANY = "événements nouveaux ou modifiés"
