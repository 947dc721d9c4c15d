"""What is asked of an order: which action is to go where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict

from objectives.models import Action
from progress.asked import asked_id


@dataclass(frozen=True)
class Order:
    """`seen` are the ids that were shown, in their order: "12 15 9".

    `item` is to go to `place`, counted from 1; None names none of them.
    """

    seen: str
    item: int | None
    place: int
    is_computed: bool

    @classmethod
    def read(cls, data: QueryDict) -> Order:
        """A button says up=ID, down=ID, put=ID (with place-ID), or computed=1."""
        seen = data.get("seen", "")
        shown = [asked_id(text) for text in seen.split()]
        for name, by in (("up", -1), ("down", 1), ("put", None)):
            item = asked_id(data.get(name, ""))
            if item not in shown or item is None:
                continue
            now = shown.index(item) + 1
            typed = asked_id(data.get(f"place-{item}", "").strip()) or now
            return cls(seen, item, max(typed if by is None else now + by, 1), False)
        return cls(seen, None, 1, "computed" in data)

    def wanted(self) -> list[int]:
        """The ids as they are to stand."""
        shown = [asked_id(text) for text in self.seen.split()]
        order = [pk for pk in shown if pk is not None and pk != self.item]
        if self.item is not None:
            order.insert(self.place - 1, self.item)
        return order

    def is_kept_in(self, theirs: Sequence[Action]) -> bool:
        """Whether they stand as asked already: the same was sent twice."""
        if self.is_computed:
            return all(action.position is None for action in theirs)
        return [action.pk for action in theirs] == self.wanted()


@dataclass(frozen=True)
class Overtaken:
    """An order that was not kept, since the list had changed: what was to be moved.

    `action` is None where it has left the list, or nothing was to be moved.
    """

    action: Action | None
    place: int

    @classmethod
    def by(cls, theirs: Sequence[Action], order: Order) -> Overtaken:
        left = [action for action in theirs if action.pk == order.item]
        return cls(left[0] if left else None, min(order.place, max(len(theirs), 1)))
