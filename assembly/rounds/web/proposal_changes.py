"""The list of proposals under the desk's hand: mend a title, take one off, put it back, put two together."""

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from assembly.gatherings.models import Gathering
from assembly.kernel.actions.writing import writing
from assembly.kernel.rules import N_, RuleBroken
from assembly.kernel.rules.numbers import whole
from assembly.kernel.web.answers import answer, or_else
from assembly.kernel.web.identity import facilitator
from assembly.kernel.web.press import this_press
from assembly.rounds import news
from assembly.rounds.actions import proposal_changes
from assembly.rounds.models.proposal import Proposal
from assembly.rounds.readings.finding import any_proposal_of, proposal_of

bp = Blueprint("proposal_changes", __name__, url_prefix="/g/<slug>/proposals/<int:number>")

NO_SUCH_PROPOSAL = N_("There is no proposal with this number. Look at the number before its name.")


@bp.post("/title")
@or_else("proposals.desk")
def rename(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        by, proposal = facilitator(gathering), proposal_of(gathering, number)
        proposal_changes.rename_proposal(by, proposal, request.form.get("title", ""))
    return told(proposal)


@bp.post("/title/withdrawal")
@or_else("proposals.desk")
def unrename(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        proposal = proposal_changes.unrename_proposal(
            facilitator(gathering), proposal_of(gathering, number), this_press()
        )
    return told(proposal)


@bp.post("/withdrawal")
@or_else("proposals.desk")
def withdraw(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        proposal = proposal_changes.withdraw_proposal(facilitator(gathering), any_proposal_of(gathering, number))
    return told(proposal)


@bp.post("/withdrawal/withdrawal")
@or_else("proposals.desk")
def restore(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        proposal = proposal_changes.restore_proposal(facilitator(gathering), any_proposal_of(gathering, number))
    return told(proposal)


@bp.post("/merging")
@or_else("proposals.desk")
def merge(slug: str, number: int) -> Response:
    into = whole(request.form.get("into", ""), NO_SUCH_PROPOSAL)
    with writing(Gathering, slug) as gathering:
        by, proposal, other = facilitator(gathering), any_proposal_of(gathering, number), proposal_of(gathering, into)
        if request.form.get("sure") != str(into):
            ask_first(proposal, other)
        proposal = proposal_changes.merge_proposals(by, proposal, other)
    return told(proposal)


def ask_first(proposal: Proposal, into: Proposal) -> None:
    """Before anybody's hours move, say whose: RuleBroken. Nothing to ask where nobody gave any."""
    people, hours, both = proposal_changes.moving_along(proposal, into)
    if people and proposal is not into and proposal.gathering.allocation.hidden:
        sentence = N_(
            "Sealed hours move along to “%(title)s”. Nobody gives more than before. Press once more to do it."
        )
        raise RuleBroken(sentence, title=into.title)
    if people and proposal is not into and not proposal.gathering.allocation.locked:
        raise RuleBroken(
            N_(
                "To “%(title)s” move %(hours)s hours of %(people)s people; %(both)s of them gave to both. "
                "Nobody gives more hours in all, nor to more proposals, than before. Press once more to do it."
            ),
            title=into.title,
            hours=hours,
            people=people,
            both=both,
        )


def told(proposal: Proposal) -> Response:
    news.list_changed(proposal)
    return answer(url_for("proposals.desk", slug=proposal.gathering.slug))
