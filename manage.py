#!/usr/bin/env python
"""Commands of the portal. Three are for a developer's machine; all others take production settings."""

import os
import sys

from django.core.management import execute_from_command_line

SOORT = {"demo": "demo", "reset": "demo", "regels": "test"}


def main() -> None:
    """Run one command under the settings that fit it, unless DJANGO_SETTINGS_MODULE says otherwise."""
    soort = SOORT.get("".join(sys.argv[1:2]), "productie")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"wijkportaal.settings.{soort}")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
