from django.apps import AppConfig


class WijkportaalConfig(AppConfig):
    name = "wijkportaal"
    verbose_name = "Wijkportaal"

    def ready(self) -> None:
        # Inline, because checks register themselves when they are imported.
        from wijkportaal import checks  # noqa: F401
