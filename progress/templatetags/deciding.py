"""What is asked and told about slow key results, in words."""

from __future__ import annotations

from django import template
from django.urls import reverse

from progress import deltas, words_of_decisions
from progress.deciding import Decided, Question
from progress.decision_form import DecisionForm
from progress.models import Choice, PaceDecision
from progress.readings import KeyResultReading

register = template.Library()
OF_ACTIONS = {Choice.REORDER, Choice.ADD, Choice.DROP, Choice.UNBLOCK}


@register.filter
def came_of(decided: Decided) -> str:
    return words_of_decisions.came_of_words(decided)


@register.filter
def behind(reading: KeyResultReading) -> str:
    """ "8 pts behind pace", "limit passed", "due 4 Sep"."""
    return deltas.pace_words(reading)


@register.simple_tag
def decision_form(question: Question) -> DecisionForm:
    """`{% decision_form question as form %}`: nothing chosen yet."""
    return DecisionForm(question=question)


@register.simple_tag
def way_on(decision: PaceDecision, reading: KeyResultReading) -> str:
    """Where the decision is carried out; "" where nothing is to be done here."""
    if decision.choice in OF_ACTIONS:
        return reverse("key_result_actions", args=[reading.key_result.pk])
    if decision.choice == Choice.TARGET:
        return reverse("key_result_edit", args=[reading.key_result.pk])
    return ""
