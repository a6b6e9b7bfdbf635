from django.apps import AppConfig


class InitiatievenConfig(AppConfig):
    name = "initiatieven"
    verbose_name = "Initiatieven"

    def ready(self) -> None:
        # Inline, because models may only be imported once all apps are loaded.
        from initiatieven import boodschappen, financiering, mijnwerk, onderdelen, rechten, titels  # noqa: F401
