"""The staff's work on money, a module per subject."""

from budgetten.admin import aanvraag, inzicht, jaar, krediet, overheveling, verdeling

__all__ = ("aanvraag", "inzicht", "jaar", "krediet", "overheveling", "verdeling")
