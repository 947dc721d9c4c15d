"""How form fields become HTML."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting

# Django's textareas are ten rows high unless a form says so; ours grow by hand.
DJANGO_ROWS, ROWS = "10", "3"


class Field(BoundField):
    """A field that knows its unit and how the stylesheet names its control.

    A form gives a unit with `field.unit = "h"`; the template draws it in the box.
    """

    @property
    def unit(self) -> str:
        return getattr(self.field, "unit", "")

    @property
    def is_check(self) -> bool:
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def focus_id(self) -> str:
        """The id of what a link to this field should lead to."""
        return f"{self.auto_id}_0" if self.use_fieldset else self.id_for_label

    @property
    def is_segmented(self) -> bool:
        """Up to four choices of one stand in a row; others stand below each other.

        A form whose choices are short says so with `field.in_a_row = True`.
        """
        choices = list(getattr(self.field, "choices", ()))
        fits = len(choices) < 5 or self.stands_in_a_row
        several = self.widget_type == "checkboxselectmultiple" and self.stands_in_a_row
        return several or (self.widget_type == "radioselect" and fits)

    @property
    def stands_in_a_row(self) -> bool:
        return getattr(self.field, "in_a_row", False)

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: forms.Widget | None = None
    ) -> dict[str, Any]:
        attrs = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        name = "" if self.unit else control_class(widget)
        if name and "class" not in widget.attrs:
            attrs.setdefault("class", name)
        if name == "area" and widget.attrs.get("rows") == DJANGO_ROWS:
            attrs.setdefault("rows", ROWS)
        return attrs


def control_class(widget: forms.Widget) -> str:
    """The stylesheet's name for a control; "" for those that it knows by type."""
    if isinstance(widget, (forms.CheckboxInput, forms.RadioSelect, forms.HiddenInput)):
        return ""
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return ""
    if isinstance(widget, forms.Textarea):
        return "area"
    if isinstance(widget, forms.SelectMultiple):
        return "input"
    if isinstance(widget, forms.Select):
        return "select"
    return "input file" if isinstance(widget, forms.FileInput) else "input"


class Renderer(TemplatesSetting):
    """Form templates come from the project's own template folder first."""

    field_template_name = "components/field.html"
    bound_field_class = Field
