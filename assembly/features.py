"""The doors: find, do, tell, answer. One blueprint per feature."""

from flask import Flask

from assembly.board import web as board
from assembly.book.web import book, receipts
from assembly.budget.web import budget, money
from assembly.desk import web as desk
from assembly.forgetting import web as forgetting
from assembly.gatherings.web import starting as assemblies
from assembly.gatherings.web import steps
from assembly.helping import web as help
from assembly.live.web import fragments as news
from assembly.people.web import doors, people
from assembly.people.web import keys as grants
from assembly.phone import web as gathering
from assembly.presenting import web as presenting
from assembly.printing import web as paper
from assembly.rehearsal import web as rehearsals
from assembly.rounds.web import allocation, listing, pledges, proposals, rounds
from assembly.shell import health
from assembly.wall import web as wall

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
