"""Serves as `manage.py serve` does, but never replaces a worker."""

import os
import sys

from objectives.management.commands.serve import command_line
from okr_site.assets import collect_static

if __name__ == "__main__":
    bind, workers = sys.argv[1:]
    collect_static()
    for_good = ["--max-requests", "0", "--max-requests-jitter", "0"]
    os.execv(sys.executable, [*command_line(bind, int(workers)), *for_good])
