from django.apps import AppConfig


class BudgettenConfig(AppConfig):
    name = "budgetten"
    verbose_name = "Budgetten"

    def ready(self) -> None:
        # Inline, because models may only be imported once all apps are loaded.
        from budgetten import mijnwerk, mijnwerk_jaar, nachtcontrole, onderdelen, rechten  # noqa: F401
