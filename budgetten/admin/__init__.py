"""The staff's work on money, a module per subject."""

from budgetten.admin import aanvraag, jaar

__all__ = ("aanvraag", "jaar")
