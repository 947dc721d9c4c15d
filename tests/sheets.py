"""What a browser sends from the pages of alignment reviews."""

from __future__ import annotations

from django.urls import reverse

from tests.pages import sent


def open_from(client, objective, **data):
    return client.post(reverse("objective_reviews", args=[objective.pk]), data)


def sheet(client, review):
    """What the sheet's form would send, as its reader now sees it."""
    url = review.get_absolute_url()
    return sent(client.get(url), url)


def save(client, review, fields, do="save", **typed):
    return client.post(review.get_absolute_url(), {**fields, **typed, "do": do})


CLOSING = {"decision": "children", "closing": "They count output."}
