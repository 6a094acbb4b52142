"""A QR code as one SVG path."""

import re

import qrcode

QUIET = 4  # modules of white around a QR


def qr_path(text: str) -> tuple[str, int]:
    """The QR of `text` as one SVG path (`d`) and its width in modules."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=QUIET, box_size=10)
    code.add_data(text)
    code.make(fit=True)
    side = code.modules_count + 2 * QUIET
    rows = code.get_matrix()
    return "".join(_run(rows[y], y) for y in range(side)), side


def _run(row: list[bool], y: int) -> str:
    """One row of modules as horizontal bars; row and bars in module units."""
    line = "".join("#" if dark else " " for dark in row)
    return "".join(
        f"M{bar.start()} {y}h{bar.end() - bar.start()}v1h-{bar.end() - bar.start()}z" for bar in re.finditer("#+", line)
    )
