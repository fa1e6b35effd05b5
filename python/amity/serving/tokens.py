"""Who sends a request: the person of its signed token, as Supabase signs them."""

from collections.abc import Mapping
from typing import Any

import jwt
from starlette.requests import Request

from amity.errors import AmityError

# Signed by a private key, so that the public one is no secret with which a token could be signed.
_ASYMMETRIC = ["RS256", "RS384", "RS512", "ES256", "ES384", "ES512", "EdDSA"]
_ROLE = "authenticated"
_SHORTEST_SECRET = 32


class Tokens:
    """Verifies the tokens of people: those signed with a secret, or with a key of a set."""

    def __init__(self, secret: str | None, jwks: str | None) -> None:
        """Take the secret of HS256 tokens, and the URL of a set of public keys: one, or both.

        Raises ``AmityError`` for a secret of less than 32 bytes, which RFC 7518 forbids (3.2).
        """
        if secret and len(secret.encode()) < _SHORTEST_SECRET:
            raise AmityError(
                "The secret of the tokens is too short: it could be guessed from one of them.",
                f"HS256 needs {_SHORTEST_SECRET} bytes at least.",
            )
        self._secret = secret
        self._keys = jwt.PyJWKClient(jwks, timeout=10) if jwks else None

    def claims(self, request: Request) -> Mapping[str, Any] | None:
        """Give the claims of a person; None without a valid token, and for a service's."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        try:
            claims = self._verified(token.strip())
        except (jwt.InvalidTokenError, jwt.PyJWKSetError):
            return None
        return claims if claims.get("role") == _ROLE else None

    def _verified(self, token: str) -> dict[str, Any]:
        algorithm = jwt.get_unverified_header(token).get("alg")
        key: Any
        if algorithm == "HS256" and self._secret:
            key = self._secret
        elif algorithm in _ASYMMETRIC and self._keys:
            try:
                key = self._keys.get_signing_key_from_jwt(token)
            except jwt.PyJWKClientConnectionError:
                raise
            except jwt.PyJWKClientError as error:
                raise jwt.InvalidTokenError from error
        else:
            raise jwt.InvalidAlgorithmError
        # the audience is the site's matter, and a moment of issue is no reason to refuse
        return jwt.decode(
            token, key, [algorithm], options={"verify_aud": False, "verify_iat": False}
        )
