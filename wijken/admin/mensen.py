"""People and their roles."""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from rules.contrib.admin import ObjectPermissionsModelAdminMixin

from wijken import views_beheer
from wijken.admin.basis import NooitVerwijderen, VanEenAnder
from wijken.admin.vier_ogen import MEDEDELING
from wijken.forms_beheer import RolForm
from wijken.models import Mandaat, Medewerker, Rol
from wijken.rechtentabel import zichtbaar
from wijken.rolbeheer import TweedeNodig, beeindig_rol, geef_rol
from wijken.vier_ogen import stel_rol_voor, wijzig_adres, wis_tweede_stap
from wijken.wachtwoord import stuur_link
from wijkportaal.historiebeheer import Historiebeheer

WAT_BLIJFT = ("medewerker", "soort", "wijk", "cluster", "partner", "waarnemer_voor", "van")

# What somebody may do follows from roles and never from groups.
admin.site.unregister(Group)


class RolInline(NooitVerwijderen, admin.TabularInline):
    """Read only: a role is given and ended on its own page, with the reason."""

    model = Rol
    extra = 0
    fields = readonly_fields = (*WAT_BLIJFT[1:], "tot")
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Rol]:
        verwant = ("wijk", "cluster", "partner", "waarnemer_voor__medewerker")
        return super().get_queryset(request).select_related(*verwant)


@admin.register(Medewerker)
class MedewerkerAdmin(NooitVerwijderen, ObjectPermissionsModelAdminMixin, Historiebeheer, UserAdmin):
    """Accounts with the roles of each. Nobody is made superuser here: that is done on the server.

    Nobody types the password of somebody else either: a person chooses it by a mailed link.
    """

    form = add_form = forms.ModelForm
    change_form_template = "wijken/beheer/medewerker.html"
    add_form_template = "admin/change_form.html"
    list_display = ("naam", "functie", "email", "rollen_vandaag", "is_active")
    list_filter = ("is_active", "rollen__soort")
    search_fields = ("naam", "email", "functie")
    ordering = ("naam",)
    filter_horizontal = ()
    readonly_fields = ("wachtwoord", "last_login", "date_joined")
    inlines = (RolInline,)
    actions = ("mail_wachtwoordlink", "wis_tweede_stap")
    fieldsets = (
        (None, {"fields": ("naam", "functie", "telefoon")}),
        ("Inloggen", {"fields": ("email", "wachtwoord", "is_active", "last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("naam", "functie", "telefoon")}),
        (
            "Inloggen",
            {
                "fields": ("email",),
                "description": "De collega krijgt een mail om zelf een wachtwoord te kiezen.",
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Medewerker]:
        rollen = Rol.objects.geldend().select_related("wijk", "cluster", "partner")
        vooraf = models.Prefetch("rollen", rollen, to_attr="rollen_van_vandaag")
        return super().get_queryset(request).prefetch_related(vooraf)

    def has_change_permission(self, request: HttpRequest, obj: Medewerker | None = None) -> bool:
        """Whoever changes the password of a superuser may do everything: only a superuser does."""
        van_superuser = obj is not None and obj.is_superuser and not request.user.is_superuser
        return super().has_change_permission(request, obj) and not van_superuser

    def get_inlines(self, request: HttpRequest, obj: Medewerker | None) -> tuple[Any, ...]:
        """A new account has no roles yet."""
        return self.inlines if obj else ()

    def save_model(
        self,
        request: HttpRequest,
        obj: Medewerker,
        form: forms.ModelForm,
        change: bool,  # noqa: FBT001  # Django's own signature
    ) -> None:
        door = cast("Medewerker", request.user)
        if not change:
            obj.set_unusable_password()
            super().save_model(request, obj, form, change)
            stuur_link(medewerker=obj, door=door, nieuw=True)
            return
        email, obj.email = obj.email, Medewerker.objects.values_list("email", flat=True).get(pk=obj.pk)
        super().save_model(request, obj, form, change)
        if email != obj.email and wijzig_adres(medewerker=obj, email=email, door=door):
            self.message_user(request, f"Het mailadres blijft zoals het was. {MEDEDELING}", messages.WARNING)

    def response_change(self, request: HttpRequest, obj: Medewerker) -> HttpResponse:
        if "_wachtwoordlink" in request.POST:
            self.mail_wachtwoordlink(request, Medewerker.objects.filter(pk=obj.pk))
        return super().response_change(request, obj)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002
        """Django's page on which a colleague's password is typed: shut for everybody."""
        raise PermissionDenied

    @admin.display(description="wachtwoord")
    def wachtwoord(self, medewerker: Medewerker) -> str:
        return "Gekozen" if medewerker.has_usable_password() else "Nog niet gekozen"

    @admin.action(description="Link mailen om een wachtwoord te kiezen", permissions=["change"])
    def mail_wachtwoordlink(self, request: HttpRequest, queryset: models.QuerySet[Medewerker]) -> None:
        """Let people choose a new password. Who may do everything, or whose account is closed, gets none."""
        personen = [
            persoon
            for persoon in queryset
            if persoon.is_active and self.has_change_permission(request, persoon)
        ]
        for persoon in personen:
            stuur_link(medewerker=persoon, door=cast("Medewerker", request.user))
        namen = ", ".join(persoon.naam for persoon in personen)
        if personen:
            self.message_user(request, f"De link om een wachtwoord te kiezen is gemaild aan: {namen}.")
        else:
            self.message_user(request, "Er is geen link gemaild: dit account is gesloten.", messages.WARNING)

    @admin.action(description="Tweede stap wissen (telefoon of sleutel kwijt)", permissions=["change"])
    def wis_tweede_stap(self, request: HttpRequest, queryset: models.QuerySet[Medewerker]) -> None:
        """Let people set up a new second step: after their password, at the next sign-in."""
        door = cast("Medewerker", request.user)
        personen = [persoon for persoon in queryset if self.has_change_permission(request, persoon)]
        wachten = [str(persoon) for persoon in personen if wis_tweede_stap(medewerker=persoon, door=door)]
        if len(wachten) < len(personen):
            self.message_user(
                request, "De tweede stap is gewist. Bij het aanmelden wordt een nieuwe ingesteld."
            )
        if wachten:
            namen = ", ".join(wachten)
            self.message_user(request, f"Nog niet gewist: {namen}. {MEDEDELING}", messages.WARNING)

    @admin.display(description="rollen van vandaag")
    def rollen_vandaag(self, medewerker: Medewerker) -> str:
        return ", ".join(rol.in_woorden for rol in medewerker.rollen_van_vandaag)


@admin.register(Rol)
class RolAdmin(NooitVerwijderen, Historiebeheer):
    """Roles are given and ended here, each time with the reason; nobody changes the own ones."""

    form = RolForm
    change_list_template = "wijken/beheer/rollen.html"
    list_display = ("medewerker", "soort", "wijk", "cluster", "partner", "waarnemer_voor", "van", "tot")
    list_filter = ("soort", "wijk", "cluster", ("tot", admin.EmptyFieldListFilter))
    list_select_related = ("medewerker", "wijk", "cluster", "partner", "waarnemer_voor__medewerker")
    search_fields = ("medewerker__naam", "medewerker__email")
    autocomplete_fields = ("medewerker", "wijk", "cluster", "partner", "waarnemer_voor")
    ordering = ("medewerker__naam", "soort", "van")
    history_list_display = ("tot",)

    def get_urls(self) -> list[URLPattern]:
        wikkel = self.admin_site.admin_view
        return [
            path("overzicht/", wikkel(views_beheer.rechtenoverzicht), name="wijken_rol_overzicht"),
            path("inlezen/", wikkel(views_beheer.inlezen), name="wijken_rol_inlezen"),
            *super().get_urls(),
        ]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Give a role; one with power is proposed, for another beheerder to confirm."""
        try:
            return super().add_view(request, form_url, extra_context)
        except TweedeNodig as nodig:
            door = cast("Medewerker", request.user)
            voorstel = stel_rol_voor(rol=nodig.rol, door=door, reden=nodig.reden)
            self.message_user(request, f"De rol is nog niet gegeven. {MEDEDELING}", messages.WARNING)
            return HttpResponseRedirect(reverse("admin:wijken_accountvoorstel_change", args=[voorstel.pk]))

    def get_form(self, request: HttpRequest, obj: Rol | None = None, **kwargs: Any) -> type[RolForm]:
        form = super().get_form(request, obj, **kwargs)
        form.door = request.user
        return form

    def get_readonly_fields(self, request: HttpRequest, obj: Rol | None = None) -> tuple[str, ...]:
        return WAT_BLIJFT if obj else ()

    def has_change_permission(self, request: HttpRequest, obj: Rol | None = None) -> bool:
        van_mij = obj is not None and obj.medewerker_id == request.user.pk
        return super().has_change_permission(request, obj) and not van_mij

    def save_model(self, request: HttpRequest, obj: Rol, form: RolForm, change: bool) -> None:  # noqa: FBT001
        door, reden = form.door, form.cleaned_data["reden"]
        if change:
            beeindig_rol(rol=obj, tot=form.cleaned_data["tot"], door=door, reden=reden)
        else:
            geef_rol(rol=obj, door=door, reden=reden)


@admin.register(Mandaat)
class MandaatAdmin(NooitVerwijderen, VanEenAnder, ObjectPermissionsModelAdminMixin, Historiebeheer):
    """A mandate is ended and followed by a new one: a decision points to the one under which it was taken."""

    list_display = ("geldsoort", "cluster", "partner", "tot_bedrag", "van", "tot", "bron")
    list_filter = ("geldsoort",)
    list_select_related = ("cluster", "partner")
    autocomplete_fields = ("cluster", "partner")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Mandaat]:
        zichtbare = zichtbaar("wijken.view_mandaat", cast("Medewerker", request.user))
        return super().get_queryset(request).filter(zichtbare)

    def get_readonly_fields(self, request: HttpRequest, obj: Mandaat | None = None) -> tuple[str, ...]:
        return ("geldsoort", "cluster", "partner", "tot_bedrag", "van", "bron") if obj else ()
