"""Sign-on through the provider of the house: OpenID Connect, code flow with PKCE, by Authlib.

Nobody is created here: a person is known by the subject of the provider, and the first time by
an e-mail that the provider has verified and that an account in use bears.
"""

import json
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from models.errors import DomainError

TIMEOUT_S = 3.0
"""How long the provider may be silent: whoever waits for it holds a thread of the service."""
LEEWAY_S = 60
"""How far the clocks of the two services may be apart."""
KEPT_S = 3_600.0
"""How long what the provider says of itself is kept."""
FAILURE_KEPT_S = 30.0
"""How long a provider that did not answer is not asked again."""
TOKEN_BYTES = 32
MOST_BYTES = 1_000_000
SAFE_ALGORITHMS = (
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA",
    "Ed25519",
)  # fmt: skip
"""Signatures that only the provider can make; no shared secret, never none."""
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class SignOnRefusedError(DomainError):
    """The provider, or what it says, does not let somebody in; one French sentence says why.

    `cause` is a short word for the log: never an address, never a name.
    """

    def __init__(self, cause: str, message: str) -> None:
        self.cause = cause
        super().__init__(message)


UNREACHABLE = "Le service de connexion ne répond pas ou répond mal : réessayez dans un moment."
UNTRUSTED = "La réponse du service de connexion n’a pas pu être vérifiée : recommencez."
GIVEN_UP = "La connexion a été abandonnée ou refusée par le service de connexion."
STALE = "Cette connexion a trop attendu, ou elle a commencé dans un autre navigateur : recommencez."
UNVERIFIED = (
    "Le service de connexion n’a pas vérifié votre adresse e-mail : faites-la vérifier auprès de "
    "lui, puis recommencez."
)


@dataclass(frozen=True, slots=True)
class Provider:
    """The provider of the house, as the settings name it; `name` is what the button says.

    `trusts_email`: it gives no verified e-mail under this name, but its e-mails are to be believed.
    """

    issuer: str
    client_id: str
    client_secret: str | None = field(repr=False)
    name: str
    scope: str = "openid email profile"
    trusts_email: bool = False


@dataclass(frozen=True, slots=True)
class Journey:
    """What a browser keeps between leaving for the provider and coming back."""

    state: str
    nonce: str
    verifier: str
    target: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the provider says it is; `email` only where it may be believed."""

    issuer: str
    subject: str
    email: str | None


class Kept:
    """A document of the provider, read by one thread at a time and kept, its failure too."""

    def __init__(self, read: Callable[[], Mapping[str, Any]]) -> None:
        self._read = read
        self._lock = threading.Lock()
        self._found: tuple[float, Mapping[str, Any]] | None = None
        self._failed: tuple[float, SignOnRefusedError] | None = None

    def get(self, is_fresh: bool = False) -> Mapping[str, Any]:
        """The document, at most an hour old; `is_fresh`: read now or since now.

        Raises
        ------
        SignOnRefusedError : it cannot be read, or could not half a minute ago
        """
        asked = time.monotonic()
        since = asked if is_fresh else asked - KEPT_S
        if self._found is not None and self._found[0] >= since:
            return self._found[1]
        if not self._lock.acquire(timeout=TIMEOUT_S):
            raise SignOnRefusedError("discovery or keys, still read", UNREACHABLE)
        try:
            if self._found is not None and self._found[0] >= since:
                return self._found[1]
            return self._read_again()
        finally:
            self._lock.release()

    def _read_again(self) -> Mapping[str, Any]:
        if self._failed is not None and time.monotonic() - self._failed[0] < FAILURE_KEPT_S:
            cause = self._failed[1]
            raise SignOnRefusedError(cause.cause, str(cause))
        try:
            found = self._read()
        except SignOnRefusedError as error:
            self._failed = (time.monotonic(), error)
            raise
        self._found, self._failed = (time.monotonic(), found), None
        return found


class Relying:
    """Our side of the sign-on: knows the provider, trusts only what it signed.

    What the provider says of itself is read at the first need and kept for an hour.
    """

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self._about = Kept(self._discovery)
        self._keys = Kept(lambda: self._json(self._endpoint("jwks_uri")))

    def begin(self, redirect_uri: str, target: str) -> tuple[str, Journey]:
        """Where to send the browser, and what it keeps.

        Raises
        ------
        SignOnRefusedError : the provider cannot be reached, or is not the one of the settings
        """
        endpoint = self._endpoint("authorization_endpoint")
        state, nonce = (secrets.token_urlsafe(TOKEN_BYTES) for _ in range(2))
        journey = Journey(state, nonce, _verifier(), target)
        with self._client(redirect_uri) as client:
            url, _ = client.create_authorization_url(
                endpoint, state=journey.state, code_verifier=journey.verifier, nonce=journey.nonce
            )
        return str(url), journey

    def finish(self, redirect_uri: str, journey: Journey, said: Mapping[str, str]) -> Identity:
        """Who came back, from the address they came back to.

        said : the parameters of that address

        Raises
        ------
        SignOnRefusedError : another browser, a refusal, or anything that cannot be trusted
        """
        if not secrets.compare_digest(said.get("state", "").encode(), journey.state.encode()):
            raise SignOnRefusedError("state", STALE)
        if "error" in said or not said.get("code"):
            raise SignOnRefusedError("given up", GIVEN_UP)
        if said.get("iss", self.provider.issuer) != self.provider.issuer:
            raise SignOnRefusedError("issuer of the answer", UNTRUSTED)
        token = self._token(redirect_uri, said["code"], journey.verifier)
        claims = self._claims(token, journey.nonce)
        subject = str(claims["sub"])
        if not 0 < len(subject) <= 255:
            raise SignOnRefusedError("subject", UNTRUSTED)
        if "email" not in claims:
            claims = self._userinfo(redirect_uri, token, subject)
        return Identity(self.provider.issuer, subject, self._believed_email(claims))

    def _believed_email(self, claims: Mapping[str, Any]) -> str | None:
        verified = claims.get("email_verified")
        is_believed = verified in (True, "true") or (
            verified is None and self.provider.trusts_email
        )
        email = claims.get("email")
        return email if is_believed and isinstance(email, str) else None

    def _token(self, redirect_uri: str, code: str, verifier: str) -> Mapping[str, Any]:
        from authlib.integrations.base_client import OAuthError
        from httpx2 import HTTPError

        endpoint = self._endpoint("token_endpoint")
        try:
            with self._client(redirect_uri) as client:
                token: Mapping[str, Any] = client.fetch_token(
                    endpoint, grant_type="authorization_code", code=code, code_verifier=verifier
                )
        except OAuthError as error:
            raise SignOnRefusedError("code refused", UNTRUSTED) from error
        except (HTTPError, ValueError) as error:
            raise SignOnRefusedError("token endpoint", UNREACHABLE) from error
        return token

    def _claims(self, token: Mapping[str, Any], nonce: str) -> Mapping[str, Any]:
        """The claims of the identity token, once everything about it was verified."""
        from authlib.oidc.core import CodeIDToken
        from joserfc.errors import JoseError

        decoded = self._decoded(str(token.get("id_token", "")))
        options = {
            "iss": {"essential": True, "value": self.provider.issuer},
            "aud": {"essential": True, "value": self.provider.client_id},
            "nonce": {"essential": True, "value": nonce},
            "sub": {"essential": True},
            "exp": {"essential": True},
        }
        params = {
            "nonce": nonce,
            "client_id": self.provider.client_id,
            "access_token": token.get("access_token"),
        }
        claims = CodeIDToken(decoded.claims, decoded.header, options, params)
        try:
            claims.validate(leeway=LEEWAY_S)
        except (JoseError, TypeError, ValueError) as error:
            raise SignOnRefusedError(f"identity token ({error})", UNTRUSTED) from error
        return dict(claims)

    def _decoded(self, compact: str) -> Any:
        """A signed token whose signature holds; keys are read again where its key is new."""
        from joserfc import jwt
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet, KeySetSerialization

        for is_fresh in (False, True):
            try:
                published = KeySetSerialization(keys=self._keys.get(is_fresh)["keys"])
                keys = KeySet.import_key_set(published)
                return jwt.decode(compact, keys, algorithms=list(SAFE_ALGORITHMS))
            except (JoseError, ValueError, TypeError, KeyError) as error:
                cause = error
        raise SignOnRefusedError("signature", UNTRUSTED) from cause

    def _userinfo(
        self, redirect_uri: str, token: Mapping[str, Any], subject: str
    ) -> Mapping[str, Any]:
        """What the provider adds on the person: JSON, or a signed token as ProConnect gives."""
        if "userinfo_endpoint" not in self._about.get():
            return {}
        from httpx2 import HTTPError

        endpoint = self._endpoint("userinfo_endpoint")
        try:
            with self._client(redirect_uri) as client:
                client.token = dict(token)
                answer = client.get(endpoint)
                answer.raise_for_status()
                is_signed = answer.headers.get("content-type", "").startswith("application/jwt")
                found = self._decoded(answer.text).claims if is_signed else answer.json()
        except (HTTPError, ValueError) as error:
            raise SignOnRefusedError("userinfo", UNREACHABLE) from error
        if not isinstance(found, dict) or found.get("sub") != subject:
            raise SignOnRefusedError("userinfo of another", UNTRUSTED)
        return found

    def _discovery(self) -> Mapping[str, Any]:
        """The discovery document, which must be that of the issuer."""
        address = f"{self.provider.issuer.rstrip('/')}/.well-known/openid-configuration"
        found = self._json(address)
        if found.get("issuer") != self.provider.issuer:
            raise SignOnRefusedError("issuer of the discovery", UNTRUSTED)
        return found

    def _endpoint(self, name: str) -> str:
        found = self._about.get().get(name)
        if not isinstance(found, str) or not is_safe_address(found):
            raise SignOnRefusedError(name, UNREACHABLE)
        return found

    def _json(self, address: str) -> Mapping[str, Any]:
        from httpx2 import Client, HTTPError

        stop, read = time.monotonic() + TIMEOUT_S, bytearray()
        try:
            with Client(timeout=TIMEOUT_S) as client, client.stream("GET", address) as answer:
                answer.raise_for_status()
                for piece in answer.iter_bytes():
                    read += piece
                    if len(read) > MOST_BYTES or time.monotonic() > stop:
                        raise SignOnRefusedError("discovery or keys, endless", UNREACHABLE)
            found = json.loads(read)
        except (HTTPError, ValueError) as error:
            raise SignOnRefusedError("discovery or keys", UNREACHABLE) from error
        if not isinstance(found, dict):
            raise SignOnRefusedError("discovery or keys", UNREACHABLE)
        return found

    def _client(self, redirect_uri: str) -> Any:
        from authlib.integrations.httpx_client import OAuth2Client

        provider = self.provider
        method = "none"
        if provider.client_secret is not None:
            known = self._about.get().get("token_endpoint_auth_methods_supported")
            is_post_only = isinstance(known, list) and "client_secret_basic" not in known
            method = "client_secret_post" if is_post_only else "client_secret_basic"
        return OAuth2Client(
            client_id=provider.client_id,
            client_secret=provider.client_secret,
            token_endpoint_auth_method=method,
            scope=provider.scope,
            redirect_uri=redirect_uri,
            code_challenge_method="S256",
            timeout=TIMEOUT_S,
        )


def is_safe_address(address: str) -> bool:
    """True for https, or for http on this very machine."""
    parts = urlsplit(address)
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    )


def is_installed() -> bool:
    """True where the extra `sso` is there."""
    return all(find_spec(name) is not None for name in ("authlib", "httpx2"))


def _verifier() -> str:
    """43 to 128 characters, as RFC 7636 asks."""
    return secrets.token_urlsafe(48)
