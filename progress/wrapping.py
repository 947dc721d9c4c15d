"""Titles on the cards of a drawing: lines of text by estimate.

SVG breaks no lines, and the server knows no typeface: widths are estimated in pixels
of 13 px text, as wide as Inter's, the widest of the faces that the stylesheet names.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

ELLIPSIS = "…"
FULL = 13.2  # a Chinese, Japanese or Korean letter
PICTURE = 17.0
CAPITAL = 9.4
OTHER = 7.7
JOINER = "\u200d"  # makes one picture of two

# Letters by their width; every other one is as wide as OTHER or CAPITAL says.
WIDTHS = {
    letter: width
    for width, letters in {
        3.5: "ijlI’'.,:;|!",
        3.7: " ",
        4.8: "ftr()[]{}",
        5.5: '-/"‘“”',
        7.0: "sckvxyzaJ",
        8.4: "BEFLPRST",
        10.5: "wm%–…",
        11.6: "MW@&—",
    }.items()
    for letter in letters
}
# A line neither begins with the first nor ends with the second.
CLOSING = frozenset("、。，．：；！？）」』】〉》〕｝’”…·ー々,.:;!?)]}%")
OPENING = frozenset("（「『【〈《〔｛‘“([{")


def wrapped(text: str, *, width: float, lines: int = 2) -> list[str]:
    """`text` in at most so many lines of that width, "…" where some of it is left out.

    Chinese may break at any letter, and does so in the middle where two lines are
    enough; a word that is too long for a line breaks anywhere.
    """
    pieces = [part for piece in _pieces(text) for part in _fitting(piece, width)]
    filled = list(_filled(pieces, width))
    if len(filled) > lines:
        rest = "".join(filled[lines - 1 :])
        filled = [*filled[: lines - 1], _shortened(rest, width)]
    elif len(filled) == 2 and not any(piece.endswith(" ") for piece in pieces):
        filled = _balanced(pieces, width)
    return [line.strip() for line in filled]


def width_of(text: str) -> float:
    return sum(map(_letter_width, text))


def _letter_width(letter: str) -> float:
    plain = unicodedata.normalize("NFD", letter)[0]
    if plain in WIDTHS:
        return WIDTHS[plain]
    if unicodedata.category(letter) in {"Mn", "Me", "Cf"}:
        return 0
    if unicodedata.east_asian_width(letter) in "WF":
        return PICTURE if unicodedata.category(letter) == "So" else FULL
    return CAPITAL if letter.isupper() else OTHER


def _is_full(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF"


def _pieces(text: str) -> Iterator[str]:
    """What is never parted, each with the space that follows it."""
    words = text.split()
    for word in words[:-1]:
        *parts, last = _parts(word)
        yield from parts
        yield f"{last} "
    for word in words[-1:]:
        yield from _parts(word)


def _parts(word: str) -> list[str]:
    """A word where it may break: beside each Chinese letter, signs kept with it."""
    parts = [""]
    for letter in _letters(word):
        before = parts[-1][-1:]
        can_break = _is_full(letter[0]) or (before and _is_full(before))
        kept = letter[0] in CLOSING or before in OPENING
        if before and can_break and not kept:
            parts.append("")
        parts[-1] += letter
    return parts


def _letters(text: str) -> Iterator[str]:
    """Letters with the marks that belong to them."""
    letter = ""
    for char in text:
        belongs = unicodedata.category(char) in {"Mn", "Me", "Mc", "Cf", "Sk"}
        if letter and not (belongs or letter.endswith(JOINER)):
            yield letter
            letter = ""
        letter += char
    if letter:
        yield letter


def _fitting(piece: str, width: float) -> list[str]:
    """The piece itself, or its letters where it is wider than a line."""
    return [piece] if width_of(piece.strip()) <= width else list(_letters(piece))


def _filled(pieces: Sequence[str], width: float) -> Iterator[str]:
    line = ""
    for piece in pieces:
        if line and width_of((line + piece).strip()) > width:
            yield line
            line = ""
        line += piece
    if line.strip():
        yield line


def _shortened(text: str, width: float) -> str:
    line = ""
    for letter in _letters(text):
        if width_of(line + letter + ELLIPSIS) > width:
            break
        line += letter
    return line.rstrip() + ELLIPSIS


def _balanced(pieces: Sequence[str], width: float) -> list[str]:
    """Two lines of about the same length, the first one not the shorter."""
    cuts = [
        ["".join(pieces[:at]), "".join(pieces[at:])] for at in range(1, len(pieces))
    ]
    fitting = [cut for cut in cuts if all(width_of(line) <= width for line in cut)]
    return min(fitting, key=lambda cut: abs(width_of(cut[0]) - width_of(cut[1]) - 1))
