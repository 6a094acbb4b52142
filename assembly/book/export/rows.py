"""How the book is written into a file: one row a line, each the only spelling of itself."""

from assembly.kernel.actions.ledger import TAG, canonical
from assembly.kernel.models.ledger import LedgerRow


def opening(gathering: str, head: str, rows: int) -> str:
    """The first line: which book this is, of which gathering (by its ledger id), how long, and its newest hash."""
    return canonical({"algorithm": TAG, "gathering": gathering, "head": head, "rows": rows})


def written(row: LedgerRow, openly: bool) -> str:
    """A row as canonical JSON. A body that is not for everybody is left out; its hash holds its place in the chain."""
    body = row.body if openly and row.body else "null"
    return f'{{"body":{body},"body_hash":"{row.body_hash}","hash":"{row.hash}","prev":"{row.prev}","seq":{row.seq}}}'
