"""What this process has done since it started, in numbers; never who, never from where."""

from dataclasses import dataclass


@dataclass
class Counts:
    ticks: int = 0
    frames: int = 0  # of news, each to one screen
    bytes: int = 0
    tails: int = 0  # frames that did not fit at once
    behind: int = 0  # screens told to fetch instead
    stalled: int = 0  # cut: took nothing for too long
    floods: int = 0  # cut: said too much
    refused: int = 0  # sockets beyond what a device or a gathering may hold


counts = Counts()
