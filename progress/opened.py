"""Which branches of the outline stand open, as its address says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from progress.asked import asked_id

MOST = 100  # branches that an address names


@dataclass(frozen=True)
class Opened:
    """The first levels, or `base` ("all", "none"), but for the branches named.

    Written "none,12,-7": everything closed, 12 open, and 7 closed in any case.
    """

    base: str = ""
    opened: tuple[int, ...] = ()
    closed: tuple[int, ...] = ()

    @classmethod
    def read(cls, text: str) -> Opened:
        """Nonsense opens nothing."""
        parts = text.split(",")[: MOST + 1]
        base = parts[0] if parts[0] in {"all", "none"} else ""
        return cls(base, _ids(parts), _ids(p[1:] for p in parts if p.startswith("-")))

    def __str__(self) -> str:
        closed = [f"-{pk}" for pk in self.closed]
        return ",".join(filter(None, [self.base, *map(str, self.opened), *closed]))

    def shows(self, pk: int) -> bool:
        """Whether a branch that is loaded stands open."""
        if pk in self.closed:
            return False
        return self.base != "none" or pk in self.opened

    def with_open(self, *pks: int) -> Opened:
        opened = dict.fromkeys([*self.opened, *pks])
        closed = [pk for pk in self.closed if pk not in pks]
        return replace(self, opened=tuple(opened)[-MOST:], closed=tuple(closed))


def _ids(parts: Iterable[str]) -> tuple[int, ...]:
    found = (asked_id(part) for part in parts)
    return tuple(dict.fromkeys(pk for pk in found if pk is not None))
