"""What a person types about days away."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from objectives import access
from objectives.forms.person_choice import PersonChoice
from objectives.forms.settings import SettingsForm, date_input
from objectives.models import Absence, User


class AbsenceForm(SettingsForm):
    """Days away and who stands in; whoever answers for others enters theirs, too."""

    by: User

    class Meta:
        model = Absence
        fields = ["person", "starts_on", "ends_on", "delegate"]
        field_classes = {"person": PersonChoice, "delegate": PersonChoice}
        labels = {"person": gettext_lazy("Who is away")}
        widgets = {"starts_on": date_input(), "ends_on": date_input()}

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.initial.setdefault("person", by.pk)
        self.fields["person"].queryset = self.people()
        self.fields["person"].empty_label = None
        self.fields["delegate"].queryset = self.delegates()
        self.fields["delegate"].empty_label = _("Nobody")

    def people(self) -> QuerySet[User]:
        """Those answered for; an absence that is entered stays with its person."""
        if not self.instance._state.adding:
            return User.objects.filter(pk=self.instance.person_id)
        return access.answered_for(self.by).filter(is_active=True)

    def delegates(self) -> QuerySet[User]:
        active = User.objects.filter(is_active=True)
        return active | User.objects.filter(pk=self.instance.delegate_id)

    def _post_clean(self) -> None:
        # Whoever names the delegate lends their own rights, and no more.
        if self.instance._state.adding or "delegate" in self.changed_data:
            self.instance.named_by = self.by
        super()._post_clean()

    def written(self) -> list[str]:
        written = super().written()
        return [*written, "named_by"] if "delegate" in written else written
