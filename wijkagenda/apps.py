from django.apps import AppConfig


class WijkagendaConfig(AppConfig):
    name = "wijkagenda"
    verbose_name = "Wijkagenda's"

    def ready(self) -> None:
        # Inline, because models may only be imported once all apps are loaded.
        from wijkagenda import (  # noqa: F401
            mijnwerk,
            mijnwerk_ideeen,
            mijnwerk_peiling,
            mijnwerk_voortgang,
            onderdelen,
            onderwerpen,
            rechten,
            sitemaps,
            uitnodigen,
            zaken,
        )
