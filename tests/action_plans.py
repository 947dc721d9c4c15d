"""Addresses of actions' pages, and a whole plan as a form says it."""

import datetime

from django.urls import reverse

from objectives import clock


def list_of(key_result):
    return reverse("key_result_actions", args=[key_result.pk])


def new_for(key_result):
    return reverse("key_result_action_create", args=[key_result.pk])


def edit_of(action):
    return reverse("action_edit", args=[action.pk])


PLAN = {
    "title": "Move the queues",
    "deliverable": "Queues live",
    "resources": "2 engineers",
    "cost": "1,234.5",
    "currency": "€",
    "routine_work": "Night shift",
    "effort": "2",
    "impact": "4",
    "premise": "the queues fail over",
    "expected_from": "10%",
    "expected_to": "40",
}


def plan(**changes):
    """What the form says; the days lie in the cycle."""
    today = clock.today()
    days = {"starts_on": today, "due_on": today + datetime.timedelta(days=7)}
    days["expected_by"] = days["due_on"]
    return PLAN | {name: day.isoformat() for name, day in days.items()} | changes
