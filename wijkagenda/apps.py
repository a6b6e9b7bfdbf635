from django.apps import AppConfig


class WijkagendaConfig(AppConfig):
    name = "wijkagenda"
    verbose_name = "Wijkagenda's"

    def ready(self) -> None:
        # Inline, because models may only be imported once all apps are loaded.
        from wijkagenda import mijnwerk, mijnwerk_peiling, mijnwerk_voortgang, onderwerpen, rechten  # noqa: F401
