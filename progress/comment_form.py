"""What people type as a comment."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from objectives.text import LINE
from progress.models.comment import LONGEST


class CommentForm(forms.Form):
    """`suggests` is the address that names the people who can be meant by an @."""

    text = forms.CharField(
        label=_("Add a comment"),
        max_length=LONGEST,
        validators=LINE,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Markdown works. Name somebody with @ to tell them."),
        error_messages={"required": _("Write something first.")},
    )

    def __init__(self, *args: Any, suggests: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if suggests:
            self.fields["text"].widget.attrs["data-suggests"] = suggests
