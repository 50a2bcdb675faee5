"""A provider of identities on this machine: a real server, real keys, and ways of going wrong."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "candidatheque", "secret-de-la-candidatheque"
Claims = dict[str, Any]


@cache
def key(name: str) -> RSAKey:
    """One of the keys of the provider, or of somebody else."""
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig", "alg": "RS256"})


@dataclass
class Person:
    """Whoever has signed in at the provider."""

    sub: str = "2f7c"
    email: str = "advisor@example.org"
    email_verified: Any = True


@dataclass
class Provider:
    """What it says and does; tests change it between two steps."""

    issuer: str = ""
    person: Person = field(default_factory=Person)
    twist: Callable[[Claims], Claims] = lambda claims: claims
    signed_by: str = "one"
    published: tuple[str, ...] = ("one",)
    algorithm: str = "RS256"
    says_issuer: str | None = None
    userinfo: str | None = None
    """None: the identity token says everything; "json" or "jwt": the rest is asked for."""
    userinfo_sub: str | None = None
    is_refusing: bool = False
    methods: tuple[str, ...] = ("client_secret_basic",)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def discovery(self) -> Claims:
        about: Claims = {
            "issuer": self.says_issuer or self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "token_endpoint_auth_methods_supported": list(self.methods),
        }
        return about | ({"userinfo_endpoint": f"{self.issuer}/userinfo"} if self.userinfo else {})

    def authorize(self, asked: dict[str, str]) -> str:
        """The address that the browser is sent back to."""
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        assert min(len(asked["state"]), len(asked["nonce"])) >= 32
        if self.is_refusing:
            said = {"error": "access_denied", "state": asked["state"]}
        else:
            code = f"code-{len(self.codes)}"
            self.codes[code] = asked
            said = {"code": code, "state": asked["state"]}
        return f"{asked['redirect_uri']}?{urlencode(said)}"

    def token(self, given: dict[str, str], authorization: str) -> tuple[int, Claims]:
        """Trade a code, once, for tokens."""
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        is_basic = authorization == f"Basic {basic}" and "client_secret_basic" in self.methods
        is_post = given.get("client_secret") == SECRET and "client_secret_post" in self.methods
        asked = self.codes.pop(given.get("code", ""), None)
        digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (
            not (is_basic or is_post)
            or asked is None
            or asked["code_challenge"] != challenge
            or asked["redirect_uri"] != given.get("redirect_uri")
        ):
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims: Claims = {
            "iss": self.issuer,
            "sub": self.person.sub,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
        }
        if self.userinfo is None:
            claims |= {"email": self.person.email, "email_verified": self.person.email_verified}
        identity = self.signed(self.twist(claims))
        return 200, {"access_token": "jeton", "token_type": "Bearer", "id_token": identity}

    def signed(self, claims: Claims) -> str:
        header = {"alg": self.algorithm, "kid": self.signed_by}
        if self.algorithm == "none":
            parts = (json.dumps(each).encode() for each in (header, claims))
            return ".".join(base64.urlsafe_b64encode(p).rstrip(b"=").decode() for p in parts) + "."
        return str(jwt.encode(header, claims, key(self.signed_by)))

    def about_person(self) -> tuple[str, bytes]:
        claims = {
            "sub": self.userinfo_sub or self.person.sub,
            "email": self.person.email,
            "email_verified": self.person.email_verified,
        }
        if self.userinfo == "jwt":
            return "application/jwt", self.signed(claims).encode()
        return "application/json", json.dumps(claims).encode()


@contextmanager
def running() -> Iterator[Provider]:
    """A provider that listens on a free port of this machine."""
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            """Nothing."""

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path == "/authorize":
                asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
                self.send_response(302)
                self.send_header("Location", provider.authorize(asked))
                self.send_header("Content-Length", "0")
                self.end_headers()
            elif parts.path == "/keys":
                keys = [key(each).as_dict(private=False) for each in provider.published]
                self.give(200, "application/json", json.dumps({"keys": keys}).encode())
            elif parts.path == "/userinfo":
                assert self.headers["Authorization"] == "Bearer jeton"
                self.give(200, *provider.about_person())
            else:
                about = json.dumps(provider.discovery()).encode()
                self.give(200, "application/json", about)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            given = {name: values[0] for name, values in parse_qs(body).items()}
            status, said = provider.token(given, self.headers.get("Authorization", ""))
            self.give(status, "application/json", json.dumps(said).encode())

        def give(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        provider.issuer = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield provider
        finally:
            server.shutdown()
            thread.join()
