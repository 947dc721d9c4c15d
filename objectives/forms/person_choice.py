"""A person in a form: chosen from a list, or typed where a list would be too long."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext as _

from objectives.models import User
from objectives.people import called

MOST = 200  # people in a list
ID = re.compile(r"[0-9]{1,18}")


class PersonSelect(forms.Select):
    """The list, or the line to type in; one query tells which, and fills the list."""

    def use_required_attribute(self, initial: Any) -> bool:
        """As a list does, whose first choice tells; without sorting all people."""
        if not isinstance(self.choices, ModelChoiceIterator):
            return super().use_required_attribute(initial)
        return self.choices.field.empty_label is not None

    def render(
        self, name: str, value: Any, attrs: Any = None, renderer: Any = None
    ) -> str:
        offered = self.choices
        found = list(offered.queryset[: MOST + 1])
        if len(found) > MOST:
            line = forms.TextInput({"placeholder": _("Name or e-mail address")})
            how = {**(attrs or {}), "class": "input", "autocomplete": "off"}
            return line.render(name, typed(value), how)
        self.choices = [offered.choice(person) for person in found]
        if offered.field.empty_label is not None:
            self.choices.insert(0, ("", offered.field.empty_label))
        return super().render(name, value, attrs, renderer)


def typed(value: Any) -> str:
    """An id as it would be typed, whatever else was typed as it is; 1 query."""
    text = "" if value is None else str(value)
    person = User.objects.filter(pk=text).first() if ID.fullmatch(text) else None
    return f"{person.name} ({person.email})" if person else text


class PersonChoice(forms.ModelChoiceField):
    """Cleans an id, a name or an e-mail address to one of the people offered."""

    widget = PersonSelect

    def to_python(self, value: Any) -> User | None:
        text = "" if value is None else str(value).strip()
        if not text or ID.fullmatch(text):
            return super().to_python(text)
        ProhibitNullCharactersValidator()(text)
        found = list(self.queryset.filter(called(text)).order_by("pk")[:2])
        if len(found) == 1:
            return found[0]
        raise forms.ValidationError(self.refusal(text, len(found)), "invalid_choice")

    @staticmethod
    def refusal(text: str, found: int) -> str:
        if found:
            sentence = _("Several people are called %(name)s: type an e-mail address.")
        else:
            sentence = _("Nobody who can be chosen here is called %(name)s.")
        return sentence % {"name": text}

    def has_changed(self, initial: Any, data: Any) -> bool:
        text = str(data or "").strip()
        if text and not ID.fullmatch(text):
            try:
                data = self.to_python(text)
            except forms.ValidationError:
                return True
        return super().has_changed(initial, self.prepare_value(data))
