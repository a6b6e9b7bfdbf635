"""Saved filters: a work list as somebody likes to see it, under a name, for that person alone."""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import Resolver404, resolve, reverse
from django.views.decorators.http import require_POST

from wijkportaal.models import Opgeslagenfilter

MAXIMUM = 20
# The page of the list, and Django's sign that a filter in the address was wrong.
NIET_BEWAARD = ("p", "e")


def filters_van(request: HttpRequest) -> QuerySet[Opgeslagenfilter]:
    """Return the filters of the person who is signed in, in the order of their names."""
    return Opgeslagenfilter.objects.filter(medewerker=cast("Any", request.user)).order_by("naam")


class FilterForm(forms.ModelForm):
    """Takes a list of this work environment and nothing else, so that a filter never leads elsewhere."""

    class Meta:
        model = Opgeslagenfilter
        fields = ("naam", "pad", "query")

    def clean_pad(self) -> str:
        pad: str = self.cleaned_data["pad"]
        try:
            route = resolve(pad)
        except Resolver404:
            raise forms.ValidationError("Dit is geen lijst.") from None
        if route.namespace != "admin" or not (route.url_name or "").endswith("_changelist"):
            raise forms.ValidationError("Dit is geen lijst.")
        return pad

    def clean_query(self) -> str:
        query = QueryDict(self.cleaned_data["query"], mutable=True)
        for naam in NIET_BEWAARD:
            query.pop(naam, None)
        return query.urlencode()

    def clean(self) -> None:
        super().clean()
        eigen = Opgeslagenfilter.objects.filter(medewerker=self.instance.medewerker_id)
        namen = set(eigen.values_list("naam", flat=True))
        if self.cleaned_data.get("naam") in namen:
            raise forms.ValidationError("U heeft al een filter met deze naam. Kies een andere naam.")
        if len(namen) >= MAXIMUM:
            raise forms.ValidationError(f"U heeft al {MAXIMUM} filters. Verwijder er eerst een.")


@require_POST
def bewaar(request: HttpRequest) -> HttpResponse:
    """Keep the list that the person looks at, and show it again."""
    eigenaar = Opgeslagenfilter(medewerker=cast("Any", request.user))
    form = FilterForm(request.POST, instance=eigenaar)
    if form.is_valid():
        filter_ = form.save()
        messages.success(request, f"Het filter “{filter_.naam}” staat nu bij Mijn werk.")
        return HttpResponseRedirect(filter_.adres)
    for fouten in form.errors.values():
        messages.error(request, " ".join(map(str, fouten)))
    return HttpResponseRedirect(_terug(form))


def _terug(form: FilterForm) -> str:
    """Return to the list that was looked at, when it is one."""
    if "pad" in form.cleaned_data:
        return Opgeslagenfilter(pad=form.cleaned_data["pad"], query=form.cleaned_data.get("query", "")).adres
    return reverse("admin:index")


@require_POST
def verwijder(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove an own filter; somebody else's does not exist."""
    filter_ = get_object_or_404(filters_van(request), pk=pk)
    filter_.delete()
    messages.success(request, f"Het filter “{filter_.naam}” is verwijderd.")
    return HttpResponseRedirect(reverse("admin:index"))


class MetFilters(admin.ModelAdmin):
    """A work list above which people find their own filters of it, and can save the one they look at."""

    change_list_template = "beheer/werklijst.html"

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        eigen = {"filters": list(filters_van(request).filter(pad=request.path))}
        return super().changelist_view(request, eigen | (extra_context or {}))
