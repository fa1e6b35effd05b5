"""Proves a token and a password without sending them: see sql/sync_connections/proof.sql."""

import hmac
from hashlib import sha256
from uuid import UUID

from amity.sync_connections.receiver.secrets import Secrets


def key_of(token: str) -> str:
    """Give what a token is known by, which proves nothing."""
    return sha256(sha256(_hash(token)).digest()).hexdigest()


def prove(secrets: Secrets, nonce: UUID, number: int) -> tuple[str, str | None]:
    """Give what one request sends as its token and as its password.

    Args:
        secrets: of the site.
        nonce: what the site gave for the key of the token.
        number: of the request, more than that of the one before.
    """
    key = _hash(secrets.token)
    proof = _masked(key, sha256(key).digest(), f"token {nonce} {number}")
    password = None
    if secrets.password is not None:
        password = _masked(_hash(secrets.password), key, f"password {nonce} {number}")
    return f"{nonce}.{number}.{proof}", password


def prove_incoming(password: str | None, announced: str) -> str | None:
    """Give what an announcement sends as its password: see sql/sync_connections/announce.sql."""
    if password is None:
        return None
    key = _hash(password)
    return _masked(key, sha256(key).digest(), f"announce {announced}")


def _hash(secret: str) -> bytes:
    return sha256(secret.encode()).digest()


def _masked(secret: bytes, key: bytes, message: str) -> str:
    mask = hmac.digest(key, message.encode(), "sha256")
    return bytes(one ^ other for one, other in zip(secret, mask, strict=True)).hex()
