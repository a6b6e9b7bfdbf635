from django.apps import AppConfig
from django.conf import settings


class BudgettenConfig(AppConfig):
    name = "budgetten"
    verbose_name = "Budgetten"

    def ready(self) -> None:
        # Inline, because models may only be imported once all apps are loaded.
        from budgetten import (  # noqa: F401
            mijnwerk,
            mijnwerk_jaar,
            nachtcontrole,
            onderdelen,
            rechten,
            voorbeelden,
        )

        if settings.DEMO:
            voorbeelden.registreer()
