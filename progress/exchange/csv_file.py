"""CSV that nobody trusts: encoding proved, separator found, size bounded."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from typing import TextIO

from progress.exchange.cells import Cell
from progress.exchange.limits import Limits
from progress.exchange.problems import Unreadable

UTF8 = "utf-8"
ENCODINGS = {UTF8: "UTF-8", "gb18030": "GB 18030", "big5hkscs": "Big5"}
SEPARATORS = ",;\t"
UTF16 = (b"\xff\xfe", b"\xfe\xff")
# Chinese in GB 2312 is pairs of high bytes; letters with accents stand alone.
PAIRS = re.compile(rb"(?:[\xa1-\xf7][\xa1-\xfe])+")
BIG5 = re.compile(rb"(?:[\xa1-\xf9][\x40-\x7e\xa1-\xfe])+")
HIGH = re.compile(rb"[\x80-\xff]")
SAMPLE = 100_000  # bytes
PIECE = 1_000_000  # bytes that are decoded at once


def opened(content: bytes, encoding: str) -> TextIO:
    """The text, or Unreadable with what its reader can do about it.

    Decoded line by line: a whole text takes several times the memory of its bytes.
    """
    if content.startswith(UTF16):
        raise Unreadable("is_utf16")
    if b"\x00" in content or content.startswith((b"\x89PNG", b"%PDF", b"GIF8")):
        raise Unreadable("not_text")
    name = ENCODINGS[encoding]
    try:
        prove(content, encoding)
    except UnicodeDecodeError:
        guess = looks_like(content)
        if guess and guess != name:
            raise Unreadable("looks_like", encoding=guess) from None
        raise Unreadable("not_encoded", encoding=name) from None
    marked = "utf-8-sig" if encoding == UTF8 else encoding
    return io.TextIOWrapper(io.BytesIO(content), marked, newline="")


def prove(content: bytes, encoding: str) -> None:
    """Raises UnicodeDecodeError unless all of it is in this encoding."""
    decoder = codecs.getincrementaldecoder(encoding)()
    for start in range(0, len(content), PIECE):
        decoder.decode(content[start : start + PIECE])
    decoder.decode(b"", final=True)


def looks_like(content: bytes) -> str | None:
    """The encoding that the bytes suggest; None where nothing does."""
    sample = content[:SAMPLE]
    high = len(HIGH.findall(sample))
    if readable(sample, UTF8):
        return ENCODINGS[UTF8]
    if high and readable(sample, "gb18030"):
        paired = sum(map(len, PAIRS.findall(sample)))
        if paired >= high * 0.9:
            return ENCODINGS["gb18030"]
    if high and readable(sample, "big5hkscs") and len(BIG5.findall(sample)) > 1:
        paired = sum(map(len, BIG5.findall(sample)))
        return ENCODINGS["big5hkscs"] if paired >= high * 0.9 else None
    return None


def readable(sample: bytes, encoding: str) -> bool:
    """Whether it decodes, but for a character that the end of the sample cuts."""
    try:
        sample.decode(encoding)
    except UnicodeDecodeError as error:
        return error.start >= len(sample) - 4
    return True


def separator_of(text: TextIO) -> str:
    """What stands most often in the first line, outside quotation marks."""
    sample = text.read(SAMPLE)
    text.seek(0)
    line = re.sub(r'"[^"]*"', "", sample.partition("\n")[0])
    return max(SEPARATORS, key=line.count)


def rows_of(text: TextIO, limits: Limits) -> Iterator[tuple[int, list[Cell]]]:
    """Number and cells of each row that holds anything, the header with it."""
    reader = csv.reader(text, delimiter=separator_of(text), strict=True)
    number = 0
    while True:
        number += 1
        try:
            row = next(reader, None)
        except csv.Error as error:
            code = "cell_too_long" if "field larger" in str(error) else "bad_csv"
            raise Unreadable(code, row=number, most=limits.cell) from None
        if row is None:
            return
        refuse_large(number, row, limits)
        if any(cell.strip() for cell in row):
            yield number, [Cell(cell.strip()) for cell in row]


def refuse_large(number: int, row: list[str], limits: Limits) -> None:
    if number > limits.rows + 1:
        raise Unreadable("too_many_rows", most=limits.rows)
    if len(row) > limits.columns:
        raise Unreadable("too_many_columns", most=limits.columns)
    if any(len(cell) > limits.cell for cell in row):
        raise Unreadable("cell_too_long", row=number, most=limits.cell)
