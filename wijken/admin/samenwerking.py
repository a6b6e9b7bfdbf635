"""Working together with partners: wijkcoalities, exploratory talks and convenanten."""

from typing import Any, cast
from urllib.parse import quote

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.forms import ModelChoiceField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from rules.contrib.admin import ObjectPermissionsModelAdminMixin

from wijken.admin.basis import EigenWijken, MetEtiketten, MetReden, NooitVerwijderen, RedenForm, VanEenAnder
from wijken.models import (
    Coalitielid,
    Convenant,
    Convenantdocument,
    Convenantpartij,
    Medewerker,
    Partner,
    Rol,
    VerkennendGesprek,
    Wijkcoalitie,
)
from wijken.rechtentabel import zichtbaar
from wijken.samenwerking import voeg_document_toe
from wijkportaal.bestanden import IN_WOORDEN, toets_bestand
from wijkportaal.historiebeheer import Historiebeheer

# Who can take a seat, for themselves or for their organisation.
AAN_TAFEL = (Rol.Soort.BELEIDSMEDEWERKER, Rol.Soort.OPBOUWWERKER, Rol.Soort.PARTNER, Rol.Soort.BUDGETHOUDER)
LIDVELDEN = ("plaats", "medewerker", "partner", "kernteam", "van", "tot")


def _medewerker(request: HttpRequest) -> Medewerker:
    """The person who is signed in; the admin lets nobody else through."""
    return cast("Medewerker", request.user)


class LedenInline(NooitVerwijderen, MetEtiketten, admin.TabularInline):
    """Who has a seat: it is ended by its last day, and never becomes another one's."""

    model = Coalitielid
    extra = 0
    fields = LIDVELDEN
    readonly_fields = ("plaats", "medewerker", "partner", "van")

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Coalitielid]:
        return super().get_queryset(request).select_related("medewerker", "partner")


class NieuwLidInline(NooitVerwijderen, admin.StackedInline):
    """A seat to give."""

    model = Coalitielid
    extra = 1
    fields = LIDVELDEN[:-1]
    verbose_name = "nieuw lid"
    verbose_name_plural = "nieuwe leden"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Coalitielid]:
        return super().get_queryset(request).none()

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Those who may only read have no use for an empty row."""
        return self.has_add_permission(request, obj)

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField | None:
        if db_field.name == "medewerker":
            rollen = Rol.objects.geldend().filter(soort__in=AAN_TAFEL)
            kwargs["queryset"] = Medewerker.objects.filter(pk__in=rollen.values("medewerker"))
        if db_field.name == "partner":
            kwargs["queryset"] = Partner.objects.filter(soort__in=Coalitielid.Plaats.values)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class PerWijkAdmin(
    NooitVerwijderen, VanEenAnder, EigenWijken, MetReden, ObjectPermissionsModelAdminMixin, Historiebeheer
):
    """For what belongs to a wijk: everybody sees and keeps that of the wijken that the role gives."""

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        recht = f"wijken.view_{self.opts.model_name}"
        return super().get_queryset(request).filter(zichtbaar(recht, _medewerker(request)))


@admin.register(Wijkcoalitie)
class WijkcoalitieAdmin(PerWijkAdmin):
    """The coalitions with their members. The chair is whoever is wijkregisseur (W-06)."""

    list_display = ("wijk", "van", "tot", "leden_vandaag")
    list_filter = (("tot", admin.EmptyFieldListFilter),)
    list_select_related = ("wijk",)
    search_fields = ("wijk__naam", "leden__partner__naam")
    inlines = (LedenInline, NieuwLidInline)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Wijkcoalitie]:
        leden = Coalitielid.objects.geldend().filter(coalitie=models.OuterRef("pk")).order_by()
        aantal = leden.values("coalitie").annotate(aantal=models.Count("pk")).values("aantal")
        return super().get_queryset(request).annotate(aantal_leden=models.Subquery(aantal))

    def get_fields(self, request: HttpRequest, obj: Wijkcoalitie | None = None) -> tuple[str, ...]:
        return ("wijk", "voorzitter", "van", "tot", "reden") if obj else ("wijk", "van", "tot", "reden")

    def get_readonly_fields(self, request: HttpRequest, obj: Wijkcoalitie | None = None) -> tuple[str, ...]:
        """A coalition stays that of its wijk."""
        return ("wijk", "voorzitter") if obj else ()

    @admin.display(description="voorzitter")
    def voorzitter(self, coalitie: Wijkcoalitie) -> str:
        return str(coalitie.voorzitter() or "Nu niemand: deze wijk heeft geen wijkregisseur.")

    @admin.display(description="leden vandaag")
    def leden_vandaag(self, coalitie: Wijkcoalitie) -> int:
        return getattr(coalitie, "aantal_leden", 0) or 0


@admin.register(VerkennendGesprek)
class VerkennendGesprekAdmin(PerWijkAdmin):
    """A talk is recorded once; later only the wish for support can be added to (W-07)."""

    list_display = ("partner", "wijk", "op", "uitkomst")
    list_filter = ("uitkomst",)
    list_select_related = ("partner", "wijk")
    search_fields = ("partner__naam", "wijk__naam")
    date_hierarchy = "op"
    formfield_overrides = {models.TextField: {"widget": forms.Textarea(attrs={"rows": 3})}}
    fieldsets = (
        (None, {"fields": ("partner", "wijk", "op", "gevoerd_door")}),
        (
            "De vier vereisten",
            {
                "description": "Beoordeel elke vereiste en leg uit waarom (RM 3.2).",
                "fields": (
                    ("ingebed", "ingebed_toelichting"),
                    ("belangen", "belangen_toelichting"),
                    ("slagkracht", "slagkracht_toelichting"),
                    ("gesprekspartner", "gesprekspartner_toelichting"),
                ),
            },
        ),
        ("Uitkomst", {"fields": ("uitkomst", "ondersteuningswens", "reden")}),
    )

    def get_readonly_fields(
        self, request: HttpRequest, obj: VerkennendGesprek | None = None
    ) -> tuple[str, ...]:
        velden = (veld.name for veld in self.opts.fields if veld.editable and not veld.primary_key)
        return tuple(veld for veld in velden if veld != "ondersteuningswens") if obj else ()

    def save_model(
        self,
        request: HttpRequest,
        obj: VerkennendGesprek,
        form: forms.ModelForm,
        change: bool,  # noqa: FBT001  # Django's own signature
    ) -> None:
        if not change:
            obj.vastgelegd_door = _medewerker(request)
        super().save_model(request, obj, form, change)


class ConvenantForm(RedenForm):
    """A convenant with a document to add."""

    document = forms.FileField(
        label="Document toevoegen",
        required=False,
        help_text=f"Het getekende convenant of een aanvulling, als {IN_WOORDEN} van hoogstens 10 MB.",
    )

    def clean_document(self) -> UploadedFile | None:
        bestand: UploadedFile | None = self.cleaned_data["document"]
        if bestand:
            toets_bestand(bestand)
        return bestand


class PartijInline(NooitVerwijderen, MetEtiketten, admin.TabularInline):
    """Who signed: parties can be added, and stay."""

    model = Convenantpartij
    extra = 1
    min_num = 1

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Convenantpartij]:
        return super().get_queryset(request).select_related("partner")

    def get_formset(self, request: HttpRequest, obj: models.Model | None = None, **kwargs: Any) -> Any:
        """A convenant with nobody is none."""
        return super().get_formset(request, obj, validate_min=True, **kwargs)


@admin.register(Convenant)
class ConvenantAdmin(NooitVerwijderen, Historiebeheer):
    """Convenanten with their parties and documents (W-09)."""

    form = ConvenantForm
    list_display = ("onderwerp", "partijen_in_woorden", "van", "tot")
    search_fields = ("onderwerp", "partijen__partner__naam")
    readonly_fields = ("documenten",)
    inlines = (PartijInline,)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Convenant]:
        return super().get_queryset(request).prefetch_related("partijen__partner")

    def get_fields(self, request: HttpRequest, obj: Convenant | None = None) -> tuple[str, ...]:
        velden = ("onderwerp", "van", "tot", "documenten")
        return (*velden, "document", "reden") if self._mag_bewaren(request, obj) else velden

    def _mag_bewaren(self, request: HttpRequest, obj: Convenant | None) -> bool:
        return self.has_change_permission(request, obj) if obj else self.has_add_permission(request)

    @admin.display(description="partijen")
    def partijen_in_woorden(self, convenant: Convenant) -> str:
        return ", ".join(str(partij) for partij in convenant.partijen.all())

    @admin.display(description="documenten")
    def documenten(self, convenant: Convenant) -> str:
        if not convenant.pk:
            return "–"
        rijen = convenant.documenten.defer("inhoud")
        adressen = ((reverse("admin:wijken_convenantdocument", args=[rij.pk]), rij.naam) for rij in rijen)
        regels = format_html_join("", '<li><a href="{}">{}</a></li>', adressen)
        return format_html("<ul>{}</ul>", regels) if regels else "–"

    def save_model(
        self,
        request: HttpRequest,
        obj: Convenant,
        form: forms.ModelForm,
        change: bool,  # noqa: FBT001  # Django's own signature
    ) -> None:
        super().save_model(request, obj, form, change)
        if form.cleaned_data["document"]:
            voeg_document_toe(convenant=obj, bestand=form.cleaned_data["document"], door=_medewerker(request))

    def get_urls(self) -> list[URLPattern]:
        download = self.admin_site.admin_view(self.download)
        return [path("document/<int:pk>/", download, name="wijken_convenantdocument"), *super().get_urls()]

    def download(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand out a document to who may read it: as a download, it never opens inside the portal."""
        if not request.user.has_perm("wijken.view_convenantdocument"):
            raise PermissionDenied
        rij = get_object_or_404(Convenantdocument, pk=pk)
        antwoord = HttpResponse(bytes(rij.inhoud), content_type=rij.type)
        antwoord.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(rij.naam)}"
        return antwoord
