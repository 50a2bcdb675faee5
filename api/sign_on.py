"""The sign-on of the house, from the settings; and what a browser keeps of it for ten minutes."""

import base64
import binascii
import json
from dataclasses import astuple

from api.services.oidc import Journey, Provider, Relying, is_installed, is_safe_address
from api.settings import Settings
from models.errors import InputRefusedError

COOKIE_SUFFIX = "-sso"
COOKIE_LASTS_S = 600


def relying_of(settings: Settings) -> Relying | None:
    """Our side of the sign-on that the settings name; None: there is none.

    Raises
    ------
    InputRefusedError : settings that do not go together, or the extra `sso` is missing
    """
    if settings.sso_issuer is None:
        if not settings.local_sign_in:
            reason = "sans CANDIDATHEQUE_SSO_ISSUER, plus personne ne pourrait se connecter"
            raise InputRefusedError(reason, "CANDIDATHEQUE_LOCAL_SIGN_IN")
        return None
    if settings.sso_client_id is None:
        reason = "à donner avec CANDIDATHEQUE_SSO_ISSUER"
        raise InputRefusedError(reason, "CANDIDATHEQUE_SSO_CLIENT_ID")
    if not is_safe_address(settings.sso_issuer):
        raise InputRefusedError("adresse https:// attendue", "CANDIDATHEQUE_SSO_ISSUER")
    if not is_installed():
        reason = "demande le complément « sso » : pip install 'candidatheque[sso]'"
        raise InputRefusedError(reason, "CANDIDATHEQUE_SSO_ISSUER")
    secret = settings.sso_client_secret
    return Relying(
        Provider(
            issuer=settings.sso_issuer,
            client_id=settings.sso_client_id,
            client_secret=None if secret is None else secret.get_secret_value(),
            name=settings.sso_name,
            scope=settings.sso_scope,
            trusts_email=settings.sso_trusts_email,
        )
    )


def packed(journey: Journey) -> str:
    """The journey as the value of a cookie."""
    return base64.urlsafe_b64encode(json.dumps(astuple(journey)).encode()).decode()


def unpacked(value: str) -> Journey | None:
    """The journey of a cookie; None where it is none."""
    try:
        parts = json.loads(base64.urlsafe_b64decode(value.encode()))
    except (binascii.Error, ValueError):
        return None
    is_whole = isinstance(parts, list) and len(parts) == 4
    return Journey(*parts) if is_whole and all(isinstance(each, str) for each in parts) else None
