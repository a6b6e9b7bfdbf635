"""What several admin classes of this app share."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import models
from django.forms import ModelChoiceField
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import capfirst

from wijken.models import Wijk


class NooitVerwijderen:
    """For what stays on record: not even a superuser removes it."""

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


class VanEenAnder:
    """Answers 403 for a row that somebody may not see and 404 for one that is not there.

    Django sends both to the start page, as if nothing was wrong.
    """

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponse:
        if object_id.isdecimal() and opts.model._default_manager.filter(pk=object_id).exists():
            raise PermissionDenied
        raise Http404


class MetEtiketten:
    """Names every field of a table's rows for who does not see the head of its column."""

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        veld: forms.Field | None = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if veld:
            veld.widget.attrs.setdefault("aria-label", capfirst(db_field.verbose_name))
        return veld


class RedenForm(forms.ModelForm):
    """A form that asks why: the answer stands in the history beside what changed."""

    reden = forms.CharField(
        label="Reden",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Waarom verandert dit? De reden komt in de geschiedenis te staan.",
    )

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002  # Django's own signature
        self.instance._change_reason = self.cleaned_data["reden"] or None
        return super().save(commit)


class MetReden:
    """Gives an admin class the question for the reason."""

    form = RedenForm


class EigenWijken:
    """Lets somebody choose only the wijken for which the permission to add holds."""

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField | None:
        if db_field.name == "wijk":
            recht = f"wijken.add_{self.opts.model_name}"  # type: ignore[attr-defined]  # of ModelAdmin
            eigen = [wijk.pk for wijk in Wijk.objects.all() if request.user.has_perm(recht, wijk)]
            kwargs["queryset"] = Wijk.objects.filter(pk__in=eigen)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]
