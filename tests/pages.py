"""What a page says, and what its form would send, read from its HTML."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

SILENT = {"script", "style", "svg", "title"}


def text(response) -> str:
    """All words of the page in their order, without mark-up and in single spaces."""
    reader = Words()
    reader.feed(response.text)
    return " ".join("".join(reader.words).split())


def sent(response, action: str) -> dict[str, str]:
    """What a browser would send of the form with this action, no button pressed."""
    reader = Fields(action)
    reader.feed(response.text)
    if not reader.found:
        raise AssertionError(f"The page has no form that is sent to {action}.")
    return {name: value for name, value in reader.fields.items() if name != CSRF}


def link(response, rel: str) -> str:
    """The address of the page's only link of this kind; "" where there is none."""
    found = re.findall(rf'<a [^>]*rel="{rel}" href="([^"]*)"', response.text)
    if len(found) > 1:
        raise AssertionError(f"The page has {len(found)} links to {rel}.")
    return unescape(found[0]) if found else ""


CSRF = "csrfmiddlewaretoken"


class Words(HTMLParser):
    """Most elements keep words apart; drawings and scripts say nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag, attrs) -> None:
        self.silent += tag in SILENT
        self.words.append("" if tag in {"b", "bdi", "a"} else " ")

    def handle_endtag(self, tag) -> None:
        self.silent -= tag in SILENT
        self.words.append("" if tag in {"b", "bdi", "a"} else " ")

    def handle_data(self, data) -> None:
        if not self.silent:
            self.words.append(data)


class Fields(HTMLParser):
    """The successful controls of one form."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self.action, self.inside, self.found = action, False, False
        self.fields: dict[str, str] = {}
        self.area = ""

    def handle_starttag(self, tag, attrs) -> None:
        has = dict(attrs)
        if tag == "form":
            self.inside = has.get("action") == self.action
            self.found = self.found or self.inside
        elif self.inside and tag == "input" and has.get("name"):
            self.take(has)
        elif self.inside and tag == "textarea":
            self.area = has["name"]
            self.fields[self.area] = ""

    def take(self, has) -> None:
        chosen = has.get("type") not in {"radio", "checkbox"} or "checked" in has
        if chosen:
            self.fields[has["name"]] = has.get("value") or ""

    def handle_data(self, data) -> None:
        if self.area:
            self.fields[self.area] += data

    def handle_endtag(self, tag) -> None:
        if tag == "textarea" and self.area:
            # Browsers leave out the line feed that follows the opening tag.
            self.fields[self.area] = self.fields[self.area].removeprefix("\n")
            self.area = ""
        if tag == "form":
            self.inside = False
