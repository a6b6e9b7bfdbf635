from django.apps import AppConfig


class InitiatievenConfig(AppConfig):
    name = "initiatieven"
    verbose_name = "Initiatieven"

    def ready(self) -> None:
        # Inline, because models may only be imported once all apps are loaded.
        from initiatieven import (  # noqa: F401
            boodschappen,
            financiering,
            mijnwerk,
            mijnwerk_kanalen,
            onderdelen,
            rechten,
            sitemaps,
            titels,
        )
