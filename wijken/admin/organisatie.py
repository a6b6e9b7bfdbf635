"""The organisation and its partners."""

from django.contrib import admin
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.http import HttpRequest

from wijken.admin.basis import MetReden, NooitVerwijderen
from wijken.models import Cluster, Partner, Rol
from wijkportaal.historiebeheer import Historiebeheer


@admin.register(Cluster)
class ClusterAdmin(NooitVerwijderen, MetReden, Historiebeheer):
    """A cluster with its manager, who is whoever has that role today."""

    list_display = ("naam", "afkorting", "manager", "beheert_wijkbudget")
    search_fields = ("naam", "afkorting")
    readonly_fields = ("manager",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Cluster]:
        rollen = Rol.objects.geldend().filter(soort=Rol.Soort.CLUSTERMANAGER, cluster=models.OuterRef("pk"))
        namen = rollen.order_by("medewerker__naam").values("medewerker__naam")
        return super().get_queryset(request).annotate(managers=ArraySubquery(namen))

    @admin.display(description="manager")
    def manager(self, cluster: Cluster) -> str:
        return ", ".join(getattr(cluster, "managers", []))


@admin.register(Partner)
class PartnerAdmin(NooitVerwijderen, MetReden, Historiebeheer):
    list_display = ("naam", "soort")
    list_filter = ("soort",)
    search_fields = ("naam",)
