"""The report of a crowd as a terminal shows it: go or no go, and what they found."""

from assembly.rehearsal.rules import Tried, judge


def lines(tried: Tried) -> list[str]:
    """A report to read to the end, or to print."""
    verdict = judge(tried)
    found = {
        "Arrivals": f"{tried.inside} of {tried.phones} in, the last after {seconds(tried.arrivals)}; "
        f"slowest at the door {seconds(tried.door)}",
        "Slowest screen": f"press to screen: half within {seconds(tried.middle)}, 19 of 20 within "
        f"{seconds(tried.most)}, the worst {seconds(tried.worst)}",
        "Line lost": f"{tried.dropped} phones, each current again within {seconds(tried.back)}",
        "Presses": f"{tried.presses} saved, {tried.refused} without a good answer",
        "Lost": f"{tried.lost}",
        "Older after newer": f"{tried.regressions}",
        "Carries": carried(tried, verdict.carries),
    }
    return [
        f"GO for {tried.inside} phones" if verdict.go else "NO-GO",
        *(f"  {reason}" for reason in verdict.against),
        *(f"{name:<18} {said}" for name, said in found.items()),
    ]


def carried(tried: Tried, carries: int) -> str:
    """A guess only downwards: of a larger hall, a larger crowd tells."""
    if not carries:
        return "nobody can tell yet"
    if carries < tried.inside:
        return f"about {carries} phones at this pace"
    return f"at least {tried.inside} phones at this pace; if you expect more people, send more"


def seconds(milliseconds: int) -> str:
    return f"{milliseconds / 1000:.2f} s"
