"""What people write, as HTML that can do no harm.

Markdown without HTML of its own is parsed; what comes out passes an allow-list of
elements and addresses. There are no images: what would be one is shown as a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

TAGS = {
    *("p", "br", "hr", "strong", "em", "b", "s", "code", "pre", "blockquote"),
    *("ul", "ol", "li", "a"),
}
ATTRIBUTES = {"a": {"href"}}
SCHEMES = {"http", "https", "mailto"}

_parser = MarkdownIt(
    "commonmark", {"html": False, "breaks": True, "maxNesting": 20}
).disable(["image", "html_block", "html_inline"])
_parser.enable("strikethrough")


def html_of(text: str, mentioned: Iterable[str] = ()) -> SafeString:
    """The text in HTML; `mentioned` are the "@names" in it that mean somebody.

    Headings become bold paragraphs: a comment has no place in a page's outline.
    """
    tokens = _parser.parse(text)
    names = sorted(set(mentioned), key=len, reverse=True)
    named = re.compile("|".join(map(re.escape, names)), re.I) if names else None
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = "p"
        if token.children and named:
            token.children = [*_with_names(token.children, named)]
    html = _parser.renderer.render(tokens, _parser.options, {})
    return mark_safe(
        nh3.clean(
            html,
            tags=TAGS,
            attributes=ATTRIBUTES,
            url_schemes=SCHEMES,
            link_rel="nofollow noopener noreferrer",
        )
    )


def _with_names(tokens: Iterable[Token], named: re.Pattern) -> Iterator[Token]:
    for token in tokens:
        if token.type != "text":
            yield token
            continue
        at = 0
        for match in named.finditer(token.content):
            yield _text(token.content[at : match.start()])
            yield Token("b_open", "b", 1)
            yield _text(match[0])
            yield Token("b_close", "b", -1)
            at = match.end()
        yield _text(token.content[at:])


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)
