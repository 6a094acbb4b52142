"""The doors: find, do, tell, answer. One blueprint per feature."""

from flask import Flask

from . import (
    allocation,
    assemblies,
    board,
    book,
    budget,
    desk,
    doors,
    forgetting,
    gathering,
    grants,
    health,
    help,
    listing,
    money,
    news,
    paper,
    people,
    pledges,
    presenting,
    proposals,
    receipts,
    rehearsals,
    rounds,
    steps,
    wall,
)

FEATURES = (
    allocation,
    assemblies,
    board,
    book,
    budget,
    desk,
    doors,
    forgetting,
    gathering,
    grants,
    health,
    help,
    listing,
    money,
    news,
    paper,
    people,
    pledges,
    presenting,
    proposals,
    receipts,
    rehearsals,
    rounds,
    steps,
    wall,
)


def open_doors(app: Flask) -> None:
    for feature in FEATURES:
        app.register_blueprint(feature.bp)
