"""What this process has done since it started, in numbers; never who, never from where."""

from prometheus_client import CollectorRegistry, Counter, disable_created_metrics

disable_created_metrics()  # a second row beside every counter
registry = CollectorRegistry()


def _counter(name: str, description: str) -> Counter:
    return Counter(f"assembly_{name}", description, registry=registry)


ticks = _counter("ticks", "Rounds of news.")
frames = _counter("frames_sent", "Frames of news, each to one screen.")
volume = _counter("bytes_sent", "Bytes of those frames.")
tails = _counter("tails_kept", "Frames that did not fit at once.")
behind = _counter("behind_notices", "Screens told to fetch instead.")
stalled = _counter("stalled_sockets", "Sockets cut because they took nothing.")
floods = _counter("flooding_sockets", "Sockets cut because they said too much.")
refused = _counter("refused_sockets", "Sockets beyond a limit.")
