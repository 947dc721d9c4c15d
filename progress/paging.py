"""Numbered pages of a list that is too long to be counted at every visit."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator

from progress.asked import asked_id

LONGEST = 9  # digits of a page's number; with more, rows would be skipped past bigint


class LookAhead(Paginator):
    """Knows of a page only whether another one follows, and not how many there are."""

    is_open = True

    def get_page(self, number: Any) -> Page:
        """As Paginator does: nonsense is the first page, what lies behind the last."""
        place = self.place_of(str(number))
        begin = (place - 1) * self.per_page
        rows = list(self.object_list[begin : begin + self.per_page + 1])
        if not rows and place > 1:
            return super().get_page(number)
        self.num_pages = place + (len(rows) > self.per_page)
        return self._get_page(rows[: self.per_page], place, self)

    @staticmethod
    def place_of(text: str) -> int:
        return (asked_id(text) if len(text) <= LONGEST else None) or 1
