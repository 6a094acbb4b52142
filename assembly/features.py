"""Every feature of Assembly, each after those it builds on. A new one is one line here."""

from typing import Any

from flask import Flask

from assembly.agenda.feature import agenda
from assembly.board.feature import board
from assembly.book.feature import book
from assembly.budget.feature import budget
from assembly.clusters.feature import clusters
from assembly.crew.feature import crew
from assembly.desk.feature import desk
from assembly.document.feature import document
from assembly.evaluation.feature import evaluation
from assembly.forgetting.feature import forgetting
from assembly.gatherings.feature import gatherings
from assembly.gatherings.readings import notices
from assembly.gatherings.steps import hooks
from assembly.gatherings.steps import register as register_steps
from assembly.helping.feature import helping
from assembly.keeping.feature import keeping
from assembly.kernel.features import Feature
from assembly.live.feature import live
from assembly.live.fragments import register as register_fragments
from assembly.live.places import register as register_places
from assembly.needs.feature import needs
from assembly.objections.feature import objections
from assembly.people.feature import people
from assembly.phone.feature import phone
from assembly.pods.feature import pods
from assembly.presenting.feature import presenting
from assembly.printing.feature import printing
from assembly.promises.feature import promises
from assembly.rehearsal.feature import rehearsal
from assembly.rounds.feature import rounds
from assembly.shell.feature import shell
from assembly.stack.feature import stack
from assembly.talking.feature import talking
from assembly.temperature.feature import temperature
from assembly.wall.feature import wall

FEATURES: tuple[Feature, ...] = (
    live,
    gatherings,
    people,
    board,
    rounds,
    presenting,
    agenda,
    talking,
    needs,
    clusters,
    pods,
    stack,
    temperature,
    objections,
    book,
    budget,
    promises,
    evaluation,
    helping,
    crew,
    keeping,
    forgetting,
    rehearsal,
    phone,
    wall,
    desk,
    printing,
    document,
    shell,
)


def register_features(app: Flask) -> None:
    for feature in FEATURES:
        register(app, feature)


def register(app: Flask, feature: Feature) -> None:
    """Registering twice changes nothing but the app."""
    for blueprint in feature.blueprints:
        app.register_blueprint(blueprint)
    app.jinja_env.globals.update(feature.names)
    register_fragments(feature.fragments, feature.records)
    register_steps(feature.steps)
    register_places(feature.places)
    hooks.tables.update(feature.tables)
    for hooked, hook in _hooks(feature):
        if hook is not None and hook not in hooked:
            hooked.append(hook)


def _hooks(feature: Feature) -> list[tuple[list[Any], Any]]:
    return [
        (notices, feature.notice),
        (hooks.begins, feature.begins),
        (hooks.may_move, feature.may_move),
        (hooks.moves, feature.moves),
        (hooks.moved, feature.moved),
        (hooks.controls, feature.controls),
        (hooks.forgets_person, feature.forgets_person),
        (hooks.forgets_names, feature.forgets_names),
        (hooks.purges, feature.purges),
        *((hooks.desk_pages, page) for page in feature.desk_pages),
        *((hooks.mine, section) for section in feature.mine),
        *((hooks.document, section) for section in feature.document),
        *((hooks.beside.setdefault(where, []), section) for where, section in feature.beside.items()),
    ]
