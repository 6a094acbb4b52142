"""Equal shares on the real server: counted beside it, shown when it is there, closed with what was counted."""

from pathlib import Path

from tests.support.server import Server, come_in, end_last_call, start_evening, wait_for


def test_shares_are_counted_beside_the_server_while_hours_move_and_at_the_close(tmp_path: Path) -> None:
    with Server(tmp_path / "instance") as server:
        fay = start_evening(server, rule="equal_shares")
        phones = [come_in(fay, f"Guest {number}") for number in range(4)]
        for phone in phones[:3]:
            assert phone.post("/proposals/1/pledge", hours=2, first_hour="later").status == 303
        assert fay.post("/step", to=2, at=1).status == 303
        assert fay.post("/allocation/money").status == 303
        wait_for(lambda: counted(phones[0].get("/allocation"), "$3,600"), "the first count")
        for phone in phones[1:]:
            assert phone.post("/proposals/2/pledge", hours=2, first_hour="later").status == 303
        wait_for(lambda: counted(phones[0].get("/allocation"), "$2,000"), "the count after hours moved")
        assert fay.post("/allocation/last-call").status == 303
        end_last_call(fay)
        assert phones[3].post("/proposals/1/pledge", hours=1, first_hour="later").status == 303
        closed = fay.post("/allocation/closure", sure="yes")
        assert closed.status == 303, "counted at the close, however late somebody gave"
        told = phones[0].get("/rounds/1/how")
        assert "the shares of its people pay its minimum" in told
        assert "3 × 4 + 7 = <b>19</b>" in told


def counted(page: str, amount: str) -> bool:
    return "Counting" not in page and amount in page
