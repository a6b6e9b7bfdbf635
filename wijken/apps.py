from django.apps import AppConfig
from django.db.models.signals import post_save


class WijkenConfig(AppConfig):
    name = "wijken"
    verbose_name = "Wijken en organisatie"

    def ready(self) -> None:
        # Inline, because models may only be imported once all apps are loaded.
        from wijken import mijnwerk, mijnwerk_overleg, rechten, sitemaps  # noqa: F401
        from wijken.tweede_factor import bij_gewijzigde_rol

        post_save.connect(bij_gewijzigde_rol, sender="wijken.Rol", dispatch_uid="sluit_sessies")
