"""Amity: who knows whom, kept by Postgres itself.

A kind is a module (``from amity import connections``), a verb in it gives a :class:`Call`, and a
call runs on a psycopg connection of either sort, for whoever is speaking::

    with psycopg.connect(url) as conn, speaking_as(conn, ada):
        connections.request(ben).on(conn)
"""

from importlib.metadata import version

from amity.calls import Call
from amity.refusals import Refusal
from amity.speaking import IdentityError, as_service, signed_out, speaking_as

__all__ = ["Call", "IdentityError", "Refusal", "as_service", "signed_out", "speaking_as"]
__version__ = version("amity")
