"""The doors: find, do, tell, answer. One blueprint per feature."""

from flask import Flask

from . import (
    allocation,
    assemblies,
    desk,
    doors,
    forgetting,
    gathering,
    grants,
    health,
    news,
    paper,
    people,
    pledges,
    proposals,
    steps,
    wall,
)

FEATURES = (
    allocation,
    assemblies,
    desk,
    doors,
    forgetting,
    gathering,
    grants,
    health,
    news,
    paper,
    people,
    pledges,
    proposals,
    steps,
    wall,
)


def open_doors(app: Flask) -> None:
    for feature in FEATURES:
        app.register_blueprint(feature.bp)
