"""The staff's work on the municipality's own data."""

from wijken.admin import gebied, mensen, organisatie, overleg, samenwerking, vier_ogen

__all__ = ("gebied", "mensen", "organisatie", "overleg", "samenwerking", "vier_ogen")
