"""Ids in addresses: what a database can hold; anything else is no address at all."""

from __future__ import annotations

LARGEST = 2**63 - 1


class Id:
    regex = "[1-9][0-9]{0,18}"

    def to_python(self, text: str) -> int:
        number = int(text)
        if number > LARGEST:
            raise ValueError
        return number

    def to_url(self, number: int) -> str:
        return str(number)
