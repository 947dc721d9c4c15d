"""The alignment map as a file that opens by itself: an SVG with its own style."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from progress.drawing_map import MapDrawing
from progress.map_layout import LEFT
from progress.wrapping import width_of

MARGIN = 16  # pixels around everything
FOOT = 48  # pixels under the drawing, for how to read it and what it shows
# Everything else may not stand in an XML document, not even escaped.
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class MapFile:
    """`title` names what is drawn; `note` says of when, and how much of it."""

    drawing: MapDrawing
    title: str
    note: str

    @property
    def width(self) -> int:
        return self.drawing.layout.width + 2 * MARGIN

    @property
    def height(self) -> int:
        return self.drawing.layout.height + FOOT + 2 * MARGIN

    @property
    def view_box(self) -> str:
        return f"{-MARGIN} {-MARGIN} {self.width} {self.height}"

    @property
    def description(self) -> str:
        """Every card in words, for those who cannot see the drawing."""
        cards = self.drawing.layout.cards
        facts = [self.drawing.facts[place.cell.key].words for place in cards]
        return "\n".join([self.note, *facts])

    @property
    def language(self) -> str:
        return get_language() or "en"

    @property
    def note_y(self) -> int:
        return self.drawing.layout.height + FOOT - 8

    @property
    def has_paths(self) -> bool:
        return any(facts.is_path for facts in self.drawing.facts.values())

    @property
    def legend(self) -> SafeString:
        return format_html_join(
            "",
            '<g transform="translate({} {})">{}<text x="{}" y="4">{}</text></g>',
            self._legend(),
        )

    def _legend(self) -> Iterator[tuple[int, int, SafeString, int, str]]:
        x, y = LEFT, self.drawing.layout.height + 10
        for shape, width, words in legend(with_paths=self.has_paths):
            yield x, y, shape, width + 7, words
            x += width + 7 + round(width_of(words)) + 20

    def render(self) -> str:
        text = render_to_string("progress/map.svg", {"file": self})
        return NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def legend(*, with_paths: bool) -> list[tuple[SafeString, int, str]]:
    """(mark, its width, what it means)."""
    stroke = '<line class="{}" x2="28"/>'
    entries = [
        (format_html(stroke, "lg-behind"), 28, _("child behind its parent")),
        (format_html(stroke, "lg-ahead"), 28, _("child ahead of it")),
        (format_html(stroke, "lg-line"), 28, _("in line")),
        (BOB, 16, _("mean of child objectives")),
        (PACE, 16, _("expected today")),
        (PATH, 28, _("only leads to what was asked for")),
    ]
    return entries if with_paths else entries[:-1]


BOB = format_html('<use href="#m-bob" x="8"{}/>', "")
PACE = format_html('<use href="#m-pace" x="8" y="-11"{}/>', "")
PATH = format_html('<rect class="lg-path" y="-6" width="28" height="12"{}/>', "")
