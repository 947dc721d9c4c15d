"""What people write, as HTML that can do no harm.

Markdown without HTML of its own is parsed; what comes out passes an allow-list of
elements and addresses. There are no images: what would be one is shown as a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import nh3
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

TAGS = {
    *("p", "br", "hr", "strong", "em", "b", "s", "code", "pre", "blockquote"),
    *("ul", "ol", "li", "a"),
}
ATTRIBUTES = {"a": {"href"}}
SCHEMES = {"http", "https", "mailto"}
STARTS = tuple(f"{scheme}:" for scheme in sorted(SCHEMES))

_parser = MarkdownIt(
    "commonmark", {"html": False, "breaks": True, "maxNesting": 20}
).disable(["html_block", "html_inline"])
_parser.enable("strikethrough")
_parser.add_render_rule("image", lambda _self, tokens, at, *_rest: link_to(tokens[at]))


def html_of(text: str, mentioned: Iterable[str] = ()) -> SafeString:
    """The text in HTML; `mentioned` are the "@names" in it that mean somebody.

    Headings become bold paragraphs: a comment has no place in a page's outline.
    """
    tokens = _parser.parse(text)
    names = sorted(set(mentioned), key=len, reverse=True)
    named = re.compile("|".join(map(re.escape, names)), re.I) if names else None
    heading = False
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = "p"
        if token.type == "inline" and heading:
            token.children = [
                Token("strong_open", "strong", 1),
                *(token.children or []),
                Token("strong_close", "strong", -1),
            ]
        heading = token.type == "heading_open"
        if token.children and named:
            token.children = [*_with_names(token.children, named)]
    html = _parser.renderer.render(tokens, _parser.options, {})
    return mark_safe(
        nh3.clean(
            html,
            tags=TAGS,
            attributes=ATTRIBUTES,
            attribute_filter=_allowed,
            url_schemes=SCHEMES,
            link_rel="nofollow noopener noreferrer",
        )
    )


def _allowed(tag: str, name: str, value: str) -> str | None:
    """No address without a scheme: "//host/" leads anywhere, "?a=" into this site."""
    odd = name == "href" and not value.lower().startswith(STARTS)
    return None if odd else value


def link_to(image: Token) -> str:
    """A link in the place of an image, called as the image is."""
    where = image.attrGet("src") or ""
    return format_html('<a href="{}">{}</a>', where, image.content or where)


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
