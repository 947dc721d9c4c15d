"""Form fields for what this project measures with."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.utils.translation import get_language

from objectives.display import show_number
from objectives.numbers import NumberError, parse_number


class ValueField(forms.Field):
    """A number in some unit, typed as people write it in their language.

    Cleans to an exact Decimal; a refusal keeps what was typed and says what to do.
    `unit` is drawn in the field's box; `typed_unit` may only be typed there.
    """

    typed_unit = ""

    def __init__(self, *, unit: str = "", **options) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off"}
        options.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(**options)
        self.unit = unit

    def to_python(self, value: object) -> Decimal | None:
        text = "" if value is None else str(value)
        if not text.strip() and not self.required:
            return None
        unit, language = self.unit or self.typed_unit, get_language() or "en"
        try:
            return parse_number(text, unit=unit, language=language)
        except NumberError as error:
            raise forms.ValidationError(error.message, code=error.code) from error

    def prepare_value(self, value: object) -> object:
        """A stored number in the reader's language; typed text as it was typed."""
        return show_number(value) if isinstance(value, Decimal) else value
