"""Refusals that are nobody's own: what was asked for is not here, or too much is asked at once."""

from assembly.kernel.rules import N_, Refusal


class Missing(Refusal):
    """What was asked for is not within reach."""

    status = 404
    sentence = N_("There is nothing here. Maybe the number is from another gathering.")


class Busy(Refusal):
    """The write could not begin in time, and nothing was written."""

    status = 503
    sentence = N_("Many people are pressing right now. Nothing was lost; please press again.")


class DoorIsFull(Refusal):
    """Very many come in at once; who is inside notices nothing."""

    status = 503
    sentence = N_(
        "Very many people are coming in right now. Please wait a moment: the page tries again, or press again."
    )
