"""The alignment map: cards from left to right, and how far each link has drifted.

Places come from map_layout.py. A line into a card says by its stroke, by its number
and in the card's words how the objective stands against the one above it: solid where
it is behind, dashed where it is ahead, thin where the two are in line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from objectives.display import language_of
from progress.drawing import NOTHING, gap_bar, mark, own_bar, show_percent
from progress.drawing_dots import signed_points
from progress.map_layout import (
    HEADING_Y,
    HEIGHT,
    NARROWEST,
    WIDTH,
    Layout,
    Link,
    Place,
    Trunk,
    column_x,
)
from progress.measure import DEFAULT_RULES, Rules, gap_band, link_gap
from progress.words import Mark
from progress.wrapping import width_of, wrapped

PADDING = 12  # inside a card
LINE = 244  # pixels for a title's line, which ends shortly before the card does
LATIN = re.compile("[\u0020-\u024f\u2010-\u2027]*")
ISOLATE, END = "\u2068", "\u2069"  # keep the direction of a name to itself


@dataclass(frozen=True)
class Facts:
    """What a card says; figures in millionths, None where there is none.

    `words` is everything in one line of text, `note` what stands above the card;
    `is_path` marks what only leads to the objectives that were asked for.
    """

    title: str
    url: str
    words: str
    status: Mark
    own: int | None
    mean: int | None = None
    expected: int | None = None
    is_path: bool = False
    note: str = ""


@dataclass(frozen=True)
class MapDrawing:
    """`more_urls` leads from an objective to a drawing of what is left out here."""

    layout: Layout
    facts: Mapping[int, Facts]
    more_urls: Mapping[int, str]
    headings: list[str]
    rules: Rules = DEFAULT_RULES

    @property
    def svg(self) -> SafeString:
        """For a page. It fills the page's width as long as its cards stay readable."""
        wide = self.layout.columns > NARROWEST
        number = len(self.layout.cards)
        label = ngettext(
            "Alignment map, %(number)s objective",
            "Alignment map, %(number)s objectives",
            number,
        )
        return format_html(
            '<svg class="mapsvg" viewBox="0 0 {} {}" width="{}" role="group"'
            ' aria-label="{}">{}</svg>',
            self.layout.width,
            self.layout.height,
            f"{self.layout.width // 16}rem" if wide else "100%",
            label % {"number": number},
            self.body(),
        )

    def body(self) -> SafeString:
        """Headings, lines and cards, for an <svg> as large as the layout."""
        return format_html(
            "{}<g>{}{}</g>{}",
            self.columns(),
            join(map(trunk, self.layout.trunks)),
            join(map(self.link, self.layout.links)),
            # In the order of the tree, which is the order of the Tab key.
            join(map(self.place, self.layout.places)),
        )

    def columns(self) -> SafeString:
        named = zip(range(self.layout.columns), self.headings, strict=False)
        return format_html_join(
            "",
            '<text class="m-col" x="{}" y="{}">{}</text>',
            ((column_x(column), HEADING_Y, words) for column, words in named),
        )

    def link(self, link: Link) -> SafeString:
        if link.place.cell.more:
            return edge(link)
        own = self.facts[link.above].own
        return drifted_edge(link, own, self.facts[link.place.cell.key].own, self.rules)

    def place(self, place: Place) -> SafeString:
        key = place.cell.key
        if place.cell.more:
            return more_link(place, self.more_urls[key], self.facts[key].title)
        return card(place, self.facts[key], self.rules)


def join(parts) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def trunk(line: Trunk) -> SafeString:
    return format_html(
        '<path class="edge" d="M{} {}h22V{}"/>', line.x, line.y, line.bottom
    )


def edge(link: Link) -> SafeString:
    """A link that says nothing: to words, or between two that are in line."""
    return format_html(
        '<path class="edge" d="M{} {}H{}"/>', link.start, link.y, link.end
    )


def drifted_edge(
    link: Link, own: int | None, child: int | None, rules: Rules
) -> SafeString:
    """The link with its number, which is the child's progress minus the parent's."""
    ahead = link_gap(child, own)  # above 0 the child is ahead
    band = gap_band(ahead, rules)
    if band.direction == "inline":
        return edge(link)
    if ahead is None:
        return format_html("{}{}", edge(link), number(link, "–", NOTHING))
    big = BIG if band.size == "large" else NOTHING
    return format_html(
        '<path class="edge" data-gap="{}"{} d="M{} {}H{}"/>{}',
        band.direction,
        big,
        link.start,
        link.y,
        link.end,
        number(link, signed_points(ahead), big),
    )


BIG = format_html(' data-big="{}"', "")


def number(link: Link, text: str, big: SafeString) -> SafeString:
    return format_html(
        '<text class="e-num"{} x="{}" y="{}">{}</text>',
        big,
        link.center,
        link.y - 6,
        text,
    )


def card(place: Place, facts: Facts, rules: Rules) -> SafeString:
    return format_html(
        '<a href="{}"{}><title>{}</title>'
        '<svg x="{}" y="{}" width="{}" height="{}" overflow="visible">'
        '<rect class="card" width="100%" height="100%" rx="4"/>{}{}'
        '<use class="st-{}" href="#{}" x="12" y="49" width="11" height="11"/>'
        '<text class="m-num" x="250" y="59" text-anchor="end">{}</text>{}</svg></a>',
        facts.url,
        PATH if facts.is_path else NOTHING,
        facts.words,
        place.x,
        place.y,
        WIDTH,
        HEIGHT,
        noted(facts.note),
        title_lines(facts.title),
        facts.status.state,
        facts.status.icon,
        show_percent(facts.own),
        small_track(facts, rules),
    )


PATH = format_html(' data-path="{}"', "")


def noted(note: str) -> SafeString:
    if not note:
        return NOTHING
    return format_html(
        '<text class="m-note" x="{}" y="-4" text-anchor="end">{}</text>', WIDTH, note
    )


def small_track(facts: Facts, rules: Rules) -> SafeString:
    """The track without words of its own: the card says them."""
    return format_html(
        '<svg x="34" y="43" width="170" height="22" overflow="visible">'
        '<rect class="rail" y="8" width="100%" height="6"/>{}{}{}{}</svg>',
        own_bar(facts.own, y=8, height=6),
        gap_bar(facts.own, facts.mean, y=8, height=6, rules=rules),
        mark("m-pace", facts.expected),
        mark("m-bob", facts.mean, y=11),
    )


def title_lines(title: str) -> SafeString:
    """One line in the middle or two, from the side that the title is read from."""
    lines = wrapped(title, width=LINE)
    heights = [28] if len(lines) == 1 else [20, 36]
    return format_html_join(
        "",
        '<text class="m-title"{}{} x="{}" y="{}"{}>{}</text>',
        (
            (*voice(title), y, held(line), line)
            for y, line in zip(heights, lines, strict=False)
        ),
    )


def held(line: str) -> SafeString:
    """Drawn as long as it was estimated: a wider typeface would leave the card.

    Other scripts than Latin are estimated too roughly to be held to it.
    """
    if not LATIN.fullmatch(line):
        return NOTHING
    return format_html(
        ' textLength="{}" lengthAdjust="spacingAndGlyphs"', round(width_of(line))
    )


def voice(title: str) -> tuple[SafeString, SafeString, int]:
    """Language, direction and beginning of the lines of a title."""
    language = language_of(title)
    said = format_html(' lang="{}"', language) if language else NOTHING
    if reads_from_the_right(title):
        return said, RIGHT, WIDTH - PADDING
    return said, NOTHING, PADDING


RIGHT = format_html(' direction="{}"', "rtl")


def reads_from_the_right(text: str) -> bool:
    """Told by the first letter that has a direction, as browsers do."""
    ways = map(unicodedata.bidirectional, text)
    return next((way for way in ways if way in {"L", "R", "AL"}), "L") != "L"


def more_link(place: Place, url: str, title: str) -> SafeString:
    """ "+ 4 more", which leads to a drawing of that branch alone."""
    text = more_words(place.cell.more)
    said = {"more": text, "title": isolated(title)}
    return format_html(
        '<a href="{}"><title>{}</title>'
        '<text class="m-more" x="{}" y="{}">{}</text></a>',
        url,
        _("%(more)s under: %(title)s") % said,
        place.words_x,
        place.middle + 4,
        text,
    )


def more_words(more: int) -> str:
    return ngettext("+ %(more)s more", "+ %(more)s more", more) % {"more": more}


def isolated(text: str) -> str:
    return f"{ISOLATE}{text}{END}"
