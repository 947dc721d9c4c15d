"""The site's settings for tests: a local site that leaves nothing behind.

Only DATABASE_URL is taken from the surroundings; it decides which database is tested.
"""

import atexit
import os
import shutil
import tempfile

from tests.environment import VARIABLES

for _name in VARIABLES - {"DATABASE_URL"}:
    os.environ.pop(_name, None)
os.environ["DATA_DIR"] = _folder = tempfile.mkdtemp(prefix="plumbline-tests-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)

from okr_site.settings import *  # noqa: E402, F403

# The live server finds static files where they are written; hashed names would need
# a collectstatic before every run.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Signing in must not cost a quarter of a second in each of many tests.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# A file, as a site has one. A database in memory has a single connection, which the
# threads of the live server share: what one takes back is gone for the others, too.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "tests.sqlite3"}  # noqa: F405
