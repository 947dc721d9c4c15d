"""The outline and the objective's page show what the arithmetic gives, both of them."""

import datetime
import re
from html import unescape

import pytest

from objectives import clock
from objectives.models import Objective
from progress import drawing, measure, words
from tests.factories import check_in, make_key_result, make_objective

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree(cycle, alice):
    """Thirds and sevenths, weights, lines, milestones, and a child never measured."""
    top = make_objective("top", cycle=cycle, owner=alice)
    for weight, target, value in ((1, 3, 1), (2, 7, 3), ("0.5", 9, 8)):
        check_in(make_key_result(top, weight=weight, target=target), value)
    for title, alignment_weight, target, value in (
        ("a third", 1, 3, 1),
        ("two sevenths", 3, 7, 2),
        ("far", 2, 1000, 999),
    ):
        child = make_objective(title, parent=top, alignment_weight=alignment_weight)
        check_in(make_key_result(child, target=target), value)
        check_in(make_key_result(child, kind="at_most", target=5, weight=2), 6)
        due_on = clock.today() - datetime.timedelta(days=1)
        milestone = make_key_result(child, kind="milestone", target=1, due_on=due_on)
        check_in(milestone, value % 2)
    make_key_result(make_objective("unmeasured", parent=top), kind="at_least")
    return Objective.objects.order_by("pk")


class Worked:
    """An objective's figures, from its definitions and last values and measure.py."""

    def __init__(self, objective):
        self.cycle = objective.cycle
        self.key_results = list(objective.key_results.all())
        self.own = self.mean_of(self.progress_of)
        self.expected = self.mean_of(self.expected_of)
        given = [
            (child.alignment_weight, Worked(child).own)
            for child in objective.children.all()
        ]
        counted = [(weight, own) for weight, own in given if own is not None]
        self.has_children = bool(given)
        self.sums = {
            "total": sum(weight * own for weight, own in counted),
            "weight": sum(weight for weight, _ in counted),
        }

    def mean_of(self, rule):
        counting = [kr for kr in self.key_results if self.progress_of(kr) is not None]
        parts = [(kr.weight, rule(kr)) for kr in counting]
        return measure.to_figure(measure.objective_progress(parts))

    def progress_of(self, key_result):
        last = key_result.check_ins.order_by("pk").last()
        return measure.key_result_progress(
            kind=key_result.kind,
            start=key_result.start_value,
            target=key_result.target_value,
            value=last and last.value,
        )

    def expected_of(self, key_result):
        return measure.expected_progress(
            kind=key_result.kind,
            starts_on=self.cycle.starts_on,
            ends_on=self.cycle.ends_on,
            due_on=key_result.due_on,
            day=clock.today(),
        )

    @property
    def track(self):
        """The whole drawing, to the thousandth of its width."""
        mean = measure.children_mean(**self.sums)
        return drawing.track(own=self.own, mean=mean, expected=self.expected)

    @property
    def percent(self):
        return drawing.show_percent(self.own)

    @property
    def gap(self):
        figure = measure.target_gap(own=self.own, **self.sums)
        return words.gap_mark(figure, has_children=self.has_children).text

    @property
    def status(self):
        status = measure.status(
            progress=self.own,
            expected=self.expected,
            measured=self.own is not None,
            day=clock.today(),
            ends_on=self.cycle.ends_on,
        )
        return words.status_mark(status).text


def row_of(page, objective):
    [row] = re.findall(
        rf'id="o-{objective.pk}"[^>]*>(<div class="node-row">.*?<span class="age")',
        page.text,
    )
    return unescape(row)


def test_both_pages_show_what_the_arithmetic_gives(sign_in, alice, tree):
    client = sign_in(alice)
    outline = client.get("/alignment/")
    for objective in tree:
        worked, row = Worked(objective), row_of(outline, objective)
        page = unescape(client.get(objective.get_absolute_url()).text)

        assert worked.track in row
        assert f"<b>{worked.percent}</b>" in row
        assert f'<span class="big">{worked.percent}</span>' in page
        for words_shown in (worked.gap, worked.status):
            assert words_shown in row
            assert words_shown in page


def test_the_figures_are_what_they_are_worked_out_to_be(tree):
    for objective in tree:
        worked, stored = Worked(objective), objective.figures
        assert stored.progress == worked.own
        assert stored.children_mean == measure.children_mean(**worked.sums)
        assert stored.gap == measure.target_gap(own=worked.own, **worked.sums)
