#!/usr/bin/env python
"""Plumbline's commands, run from a checkout."""

from okr_site.commands import main

if __name__ == "__main__":
    main()
