"""The staff's work on money, a module per subject."""

from budgetten.admin import jaar

__all__ = ("jaar",)
