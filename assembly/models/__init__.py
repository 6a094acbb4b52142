"""What is remembered: one file per family of tables, questions as properties, no commits."""

from .allocation import Allocation, Ask
from .assembly import Assembly
from .asset import Asset, AssetHidden, AssetMerged, AssetRenamed, Offer
from .base import Base
from .crowd import Crowd
from .gathering import ApprovalAsked, DoorClosed, Forgetting, Freeze, Gathering, Presentation, Step
from .ledger import LedgerRow, Move
from .money import MoneyReceived
from .people import Attempt, Claim, Device, Grant, NameHidden, Participant
from .pledge import HoursMoved, Pledge, PledgeChoice
from .proposal import Brought, Proposal, ProposalRenamed, ProposalWithdrawn, Want
from .round import Closure, Count, LastCall, LastCallExtended, LotsDrawn, MoneyShown, Reopening, Revealed

__all__ = [
    "Allocation",
    "ApprovalAsked",
    "Ask",
    "Assembly",
    "Asset",
    "AssetHidden",
    "AssetMerged",
    "AssetRenamed",
    "Attempt",
    "Base",
    "Brought",
    "Claim",
    "Closure",
    "Count",
    "Crowd",
    "Device",
    "DoorClosed",
    "Forgetting",
    "Freeze",
    "Gathering",
    "Grant",
    "HoursMoved",
    "LastCall",
    "LastCallExtended",
    "LedgerRow",
    "LotsDrawn",
    "MoneyReceived",
    "MoneyShown",
    "Move",
    "NameHidden",
    "Offer",
    "Participant",
    "Pledge",
    "PledgeChoice",
    "Presentation",
    "Proposal",
    "ProposalRenamed",
    "ProposalWithdrawn",
    "Reopening",
    "Revealed",
    "Step",
    "Want",
]
