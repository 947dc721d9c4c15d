"""Programs of the benchmark that run inside Plumbline, each on one place's database.

`Place.inside("inside.subjects")` starts one and reads the JSON that it prints. They
write nothing but sessions.
"""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "okr_site.settings")
django.setup()
