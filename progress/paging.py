"""Numbered pages of a list that is too long to be counted at every visit."""

from __future__ import annotations

from typing import Any

from django.core.paginator import InvalidPage, Page, Paginator


class LookAhead(Paginator):
    """Knows of a page only whether another one follows, and not how many there are."""

    is_open = True

    def get_page(self, number: Any) -> Page:
        """As Paginator does: nonsense is the first page, what lies behind the last."""
        try:
            place = self.to_number(number)
        except InvalidPage:
            place = 1
        begin = (place - 1) * self.per_page
        rows = list(self.object_list[begin : begin + self.per_page + 1])
        if not rows and place > 1:
            return super().get_page(number)
        self.num_pages = place + (len(rows) > self.per_page)
        return self._get_page(rows[: self.per_page], place, self)

    @staticmethod
    def to_number(number: Any) -> int:
        text = str(number)
        if not (text.isascii() and text.isdigit() and 0 < len(text) <= 9 and int(text)):
            raise InvalidPage
        return int(text)
