"""A small Django project: the README's migration and view, and what the tests need around them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from frameworks.conftest import snippet
from psycopg.conninfo import conninfo_to_dict

_MANAGE = """
import sys
from django.core.management import execute_from_command_line
execute_from_command_line(sys.argv)
"""
_SETTINGS = """
import json
import os

ALLOWED_HOSTS = ["testserver"]
DATABASES = {"default": json.loads(os.environ["SITE_DATABASE"])}
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "friends"]
INSTALLED_APPS += ["django.contrib.sessions"]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ROOT_URLCONF = "urls"
SECRET_KEY = "for tests"
USE_TZ = True
"""
_URLS = """
from django.urls import path
from friends import views
from other_views import block, block_and_fail

urlpatterns = [
    path("ask/<int:user_id>", views.ask),
    path("block/<uuid:me>/<uuid:other>", block),
    path("block_and_fail/<uuid:me>/<uuid:other>", block_and_fail),
]
"""
_OTHER_VIEWS = """
from amity import blocks, speaking_as
from django.db import connection
from django.http import HttpResponse

def block(request, me, other):
    connection.ensure_connection()
    with speaking_as(connection.connection, me):  # the first statement of the request
        blocks.block(other).on(connection.connection)
    return HttpResponse(status=204)

def block_and_fail(request, me, other):
    block(request, me, other)
    raise ArithmeticError
"""


class Site:
    """The project in a directory, with a database."""

    def __init__(self, home: Path, url: str, **settings: Any) -> None:
        self.home, self.url = home, url
        parameters = conninfo_to_dict(url)
        self._database = {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parameters["dbname"],
            "USER": parameters["user"],
            "HOST": parameters["host"],
            "PORT": parameters["port"],
            **settings,
        }
        for path, text in {
            "manage.py": _MANAGE,
            "settings.py": _SETTINGS,
            "urls.py": _URLS,
            "other_views.py": _OTHER_VIEWS,
            "friends/__init__.py": "",
            "friends/views.py": snippet("friends/views.py"),
            "friends/migrations/__init__.py": "",
            "friends/migrations/0001_initial.py": snippet("friends/migrations/0001_initial.py"),
        }.items():
            self.write(path, text)

    def write(self, path: str, text: str) -> None:
        file = self.home / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def manage(self, *arguments: str) -> str:
        """What `manage.py` says. It has to succeed."""
        return self.run(self.home / "manage.py", *arguments)

    def run(self, *command: str | Path) -> str:
        """What a script says that runs in the project. It has to succeed."""
        done = subprocess.run(
            [sys.executable, *command],
            cwd=self.home,
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": str(self.home),
                "DJANGO_SETTINGS_MODULE": "settings",
                "SITE_DATABASE": json.dumps(self._database),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout
        return done.stdout
