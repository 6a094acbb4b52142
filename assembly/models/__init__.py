"""What is remembered: one file per family of tables, questions as properties, no commits."""

from .allocation import Allocation, Ask
from .assembly import Assembly
from .base import Base
from .gathering import DoorClosed, Freeze, Gathering, Step
from .ledger import LedgerRow
from .people import Attempt, Device, Grant, NameHidden, Participant
from .pledge import Pledge
from .proposal import Proposal, ProposalWithdrawn
from .round import Closure, LastCall, LastCallExtended, LotsDrawn, MoneyShown

__all__ = [
    "Allocation",
    "Ask",
    "Assembly",
    "Attempt",
    "Base",
    "Closure",
    "Device",
    "DoorClosed",
    "Freeze",
    "Gathering",
    "Grant",
    "LastCall",
    "LastCallExtended",
    "LedgerRow",
    "LotsDrawn",
    "MoneyShown",
    "NameHidden",
    "Participant",
    "Pledge",
    "Proposal",
    "ProposalWithdrawn",
    "Step",
]
