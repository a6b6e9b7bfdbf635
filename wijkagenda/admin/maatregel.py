"""Working out a maatregel: its seven parts, who pays or works, the sources looked into (A-05, A-07)."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import DecimalField, QuerySet, TextField
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator

from wijkagenda.admin.kader import medewerker
from wijkagenda.grendel import houd_agenda
from wijkagenda.maatregelen import eerdere_bronnen, maak_maatregel, met_delen, ontbreekt
from wijkagenda.models import Bijdrage, Bronverkenning, Idee, Maatregel, Wijkagenda
from wijkagenda.velden import GetalVeld
from wijken.admin.basis import NooitVerwijderen, VanEenAnder
from wijken.rechtentabel import zichtbaar
from wijkportaal.eenmaal import eenmaal
from wijkportaal.historiebeheer import Historiebeheer

WAT = (None, {"fields": ("titel", "omschrijving", "thema", "deelagenda", "gericht_op", "ideeen")})
DOEL = (
    "Doel",
    {"fields": ("doel", "effect", "indicator", "eenheid", "startwaarde", "streefwaarde", "streefdatum")},
)
WIE = (
    "Uitvoering",
    {"fields": ("trekker", "trekker_email", "betrokkenen", "jaar_van", "jaar_tot", "beheer")},
)
GELD = ("Geld", {"fields": ("kosten",), "description": "Vul hieronder in wie wat betaalt of doet."})
BELEID = ("Beleid", {"fields": ("past_bij_beleid", "beleid_toelichting")})
WEG = ("Uit de agenda halen", {"fields": ("weggelaten", "weggelaten_reden"), "classes": ("collapse",)})


class BronForm(forms.ModelForm):
    """Chooses from the sources that the policy names today (A-07)."""

    code = forms.ChoiceField(label="Geldbron")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keuzes = [(bron["code"], bron["naam"]) for bron in eerdere_bronnen()]
        self.fields["code"].choices = [("", "Kies"), *keuzes]  # type: ignore[attr-defined]  # a ChoiceField


class ZonderZijweg:
    """A choice without signs beside it that lead to other pages: one fills in here and comes back."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        veld = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]  # of ModelAdmin
        if veld and isinstance(veld.widget, RelatedFieldWidgetWrapper):
            veld.widget = veld.widget.widget
        return veld


class BijdrageInline(ZonderZijweg, admin.StackedInline):
    """Who pays or works. A part that was asked about is not removed but lapses."""

    model = Bijdrage
    extra = 1  # so that a part can be added without JavaScript too
    can_delete = False
    fields = (("bron", "cluster", "partner"), ("naam", "toezegging"), ("bedrag", "inzet"), "vervallen")
    formfield_overrides = {DecimalField: {"form_class": GetalVeld}}


class BronverkenningInline(admin.StackedInline):
    """What came of looking into a source of money, before the wijkbudget."""

    model = Bronverkenning
    form = BronForm
    extra = 1
    can_delete = False
    fields = (("code", "uitkomst"), "toelichting")
    formfield_overrides = {
        TextField: {"widget": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"})}
    }


@admin.register(Maatregel)
class MaatregelAdmin(ZonderZijweg, NooitVerwijderen, VanEenAnder, Historiebeheer):
    """The maatregelen of the agendas that this person works on."""

    list_display = ("__str__", "agenda", "thema", "jaren", "kosten", "weggelaten")
    list_filter = ("agenda__fase", "thema", "weggelaten")
    list_select_related = ("agenda__wijk", "thema")
    search_fields = ("titel", "omschrijving")
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False
    actions = None
    fieldsets = (WAT, BELEID, DOEL, WIE, GELD, WEG)
    formfield_overrides = {
        TextField: {"widget": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})},
        DecimalField: {"form_class": GetalVeld},
    }
    inlines = (BijdrageInline, BronverkenningInline)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Maatregel]:
        voorwaarde = zichtbaar("wijkagenda.view_maatregel", medewerker(request))
        return super().get_queryset(request).select_related("agenda__wijk").filter(voorwaarde)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only on the way from the page of an agenda: a button elsewhere would not know for which."""
        return "agenda" in request.GET and super().has_add_permission(request)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """A maatregel is of an agenda: its page leads here, with `?agenda=`."""
        agenda = self._agenda(request)
        if (
            not request.user.has_perm("wijkagenda.add_maatregel", Maatregel(agenda=agenda))
            or not agenda.kan_wijzigen
        ):
            raise PermissionDenied
        titel = {"title": f"Maatregel toevoegen aan {agenda.naam}", "agenda": agenda}
        return super().add_view(request, form_url, titel | (extra_context or {}))

    def _agenda(self, request: HttpRequest) -> Wijkagenda:
        sleutel = request.GET.get("agenda", "")
        agenda = (
            Wijkagenda.objects.select_related("wijk").filter(pk=sleutel if sleutel.isdecimal() else 0).first()
        )
        if agenda is None:
            raise PermissionDenied
        return agenda

    def has_change_permission(self, request: HttpRequest, obj: Maatregel | None = None) -> bool:
        """Only while the agenda is being made; the database refuses it afterwards (A-09)."""
        return super().has_change_permission(request, obj) and (obj is None or obj.agenda.kan_wijzigen)

    def get_form(self, request: HttpRequest, obj: Maatregel | None = None, **kwargs: Any) -> Any:
        """Keep the agenda at hand for the choices of deelagenda and ideas."""
        request.agenda = obj.agenda if obj else self._agenda(request)  # type: ignore[attr-defined]  # for the two below
        return super().get_form(request, obj, **kwargs)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "deelagenda" and (agenda := getattr(request, "agenda", None)):
            kwargs["queryset"] = agenda.deelagendas.select_related("buurt")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "ideeen" and (agenda := getattr(request, "agenda", None)):
            kwargs["queryset"] = Idee.objects.haalbaar().filter(agenda=agenda)
            kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @method_decorator(eenmaal)
    @transaction.atomic
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Hold the agenda while something of it is saved, and say what is still missing (A-05)."""
        pk = int(object_id) if object_id and object_id.isdecimal() else 0
        maatregel = self.get_queryset(request).filter(pk=pk).first()
        if maatregel and request.method == "POST":
            houd_agenda(maatregel.agenda)
        mist = ontbreekt(maatregel) if maatregel else []
        eigen = {"ontbreekt": mist, "agenda": maatregel.agenda} if maatregel else {}
        return super().changeform_view(request, object_id, form_url, eigen | (extra_context or {}))

    def save_model(self, request: HttpRequest, obj: Maatregel, form: Any, change: bool) -> None:  # noqa: FBT001
        """A new maatregel gets its number from the service; the rest is a plain save."""
        if change:
            super().save_model(request, obj, form, change)
            return
        gegevens = {naam: waarde for naam, waarde in form.cleaned_data.items() if naam != "ideeen"}
        gemaakt = maak_maatregel(agenda=request.agenda, door=medewerker(request), **gegevens)  # type: ignore[attr-defined]  # see get_form
        obj.pk, obj.nummer, obj.agenda, obj._state.adding = gemaakt.pk, gemaakt.nummer, gemaakt.agenda, False

    def save_formset(
        self,
        request: HttpRequest,
        form: Any,
        formset: BaseInlineFormSet,
        change: bool,  # noqa: FBT001
    ) -> None:
        """Whoever looked into a source stands with it."""
        for rij in formset.save(commit=False):
            if isinstance(rij, Bronverkenning) and not rij.door_id:
                rij.door = medewerker(request)
            rij.save()

    def response_add(
        self, request: HttpRequest, obj: Maatregel, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self.response_change(request, obj)

    def response_change(self, request: HttpRequest, obj: Maatregel) -> HttpResponse:
        """Say at once what the maatregel still misses, and go back to its agenda."""
        rij = met_delen(Maatregel.objects.filter(pk=obj.pk)).get()
        if mist := ontbreekt(rij):
            messages.warning(request, f"Maatregel {rij.nummer} is bewaard. Nog nodig: {' '.join(mist)}")
        else:
            messages.success(request, f"Maatregel {rij.nummer} is bewaard en compleet.")
        naar = ("admin:wijkagenda_maatregel_change", obj.pk) if "_continue" in request.POST else None
        naam, pk = naar or ("admin:wijkagenda_wijkagenda_change", rij.agenda_id)
        return HttpResponseRedirect(f"{reverse(naam, args=[pk])}{'' if naar else '#deel-maatregelen'}")
