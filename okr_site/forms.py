"""How form fields become HTML."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Form templates come from the project's own template folder first."""
