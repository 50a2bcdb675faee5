"""Who may do what, and the headers and origin checks of every answer.

`POLICIES` is the one table of permissions: a route that has no line in it stops the start-up.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from models.errors import DomainError
from models.tokens import ApiScope
from models.vocabulary import Role

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
SAME_SITE = frozenset({"same-origin", "none"})

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",  # the arrows and ticks that Bootstrap's style sheet embeds
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
STRICT_TRANSPORT = "max-age=31536000; includeSubDomains"


class SignInRequiredError(DomainError):
    """Nobody is signed in, or the session has ended."""

    def __init__(self) -> None:
        super().__init__("Connectez-vous pour continuer.")


class AccessRefusedError(DomainError):
    """The role of the person signed in does not allow this action."""

    def __init__(self, role: Role) -> None:
        self.role = role
        super().__init__(f"Votre rôle ({role.label}) ne permet pas cette action.")


class CrossSiteError(DomainError):
    """A browser sent this on behalf of a page of another site."""

    def __init__(self) -> None:
        super().__init__("Pour votre sécurité, recommencez depuis une page de la Candidathèque.")


@dataclass(frozen=True, slots=True)
class Policy:
    """Who may call a route: everybody, the roles named (empty: nobody), or programs by a token.

    Where `scope` is set, a token with that right alone opens the route: no cookie does, and no
    token opens another route.
    """

    roles: frozenset[Role]
    public: bool = False
    scope: ApiScope | None = None

    def admits(self, role: Role) -> bool:
        """True where a person of this role may call the route."""
        return self.public or role in self.roles


def only(*roles: Role) -> Policy:
    """A policy for the roles named."""
    return Policy(frozenset(roles))


def by_token(scope: ApiScope) -> Policy:
    """A policy for programs whose token has this right."""
    return Policy(frozenset(), scope=scope)


EVERYBODY = Policy(frozenset(), public=True)
STAFF = only(Role.OFFICER, Role.OFFICE, Role.CASEWORKER, Role.ADVISOR, Role.MANAGER, Role.ADMIN)
COLLECTORS = only(Role.OFFICER, Role.OFFICE, Role.MANAGER)
DECIDERS = only(Role.CASEWORKER, Role.ADVISOR, Role.MANAGER)
FOLLOWERS = Policy(DECIDERS.roles | {Role.OFFICER})
"""Who works on introductions; officers, on those that are agreed to, without names."""
WORK_FOLLOWERS = only(Role.OFFICER, Role.CASEWORKER, Role.ADVISOR, Role.MANAGER)
"""Who follows people at work: each the contracts that the service lets them see."""
HIRERS = only(Role.OFFICER, Role.ADVISOR, Role.MANAGER)
"""Who records that an employer hired somebody."""
IMPORTERS = only(Role.OFFICER, Role.OFFICE, Role.MANAGER, Role.ADMIN)
"""Officers bring in offers alone: people are for the others, says the service."""
TRAVEL_KEEPERS = only(Role.OFFICER, Role.ADVISOR, Role.MANAGER, Role.ADMIN)
"""Who confirms the trips of the territory."""
FAIRNESS_READERS = only(Role.MANAGER, Role.ADMIN)
FIGURES_READERS = only(Role.OFFICER, Role.OFFICE, Role.ADVISOR, Role.MANAGER, Role.ADMIN)
"""Counts alone: nobody is named."""
JUDGES = only(Role.ADVISOR, Role.MANAGER)
"""Who receives people for level 2 and decides."""
FORCERS = only(Role.OFFICER, Role.ADVISOR, Role.MANAGER)
"""Who says what an employer holds to; an advisor, on the offers of their domains."""
RANKERS = Policy(COLLECTORS.roles | DECIDERS.roles)
DISPATCHERS = only(Role.OFFICER, Role.CASEWORKER, Role.ADVISOR, Role.MANAGER)
"""Who sends people to an agency or employer, and records the answers."""
DISPATCH_READERS = Policy(DISPATCHERS.roles | {Role.OFFICE})
DRIVE_RUNNERS = only(Role.OFFICER, Role.OFFICE, Role.ADVISOR, Role.MANAGER)
"""Who runs recruitment drives, and keeps the ledger of clause hours."""
DRIVE_READERS = Policy(DRIVE_RUNNERS.roles | {Role.CASEWORKER})
ABC_KEEPERS = only(Role.OFFICE, Role.ADVISOR, Role.MANAGER)
"""Who brings the acts of the service into ABC Evolution."""

POLICIES: Mapping[tuple[str, str], Policy] = {
    ("GET", "/health"): EVERYBODY,
    ("GET", "/sign-in"): EVERYBODY,
    ("POST", "/sign-in"): EVERYBODY,
    ("GET", "/sign-in/link/{token}"): EVERYBODY,
    ("POST", "/sign-in/link/{token}"): EVERYBODY,
    ("POST", "/sign-out"): EVERYBODY,
    ("GET", "/sso"): EVERYBODY,
    ("GET", "/sso/retour"): EVERYBODY,
    ("GET", "/mon-compte"): STAFF,
    ("POST", "/mon-compte"): STAFF,
    ("GET", "/comptes"): only(Role.ADMIN),
    ("POST", "/comptes"): only(Role.ADMIN),
    ("GET", "/comptes/nouveau"): only(Role.ADMIN),
    ("GET", "/comptes/{account_key}"): only(Role.ADMIN),
    ("POST", "/comptes/{account_key}"): only(Role.ADMIN),
    ("POST", "/comptes/{account_key}/desactiver"): only(Role.ADMIN),
    ("POST", "/comptes/{account_key}/reactiver"): only(Role.ADMIN),
    ("POST", "/comptes/{account_key}/lien"): only(Role.ADMIN),
    ("POST", "/comptes/{account_key}/detacher"): only(Role.ADMIN),
    ("POST", "/demo/role"): EVERYBODY,
    ("GET", "/"): STAFF,
    ("GET", "/a-traiter"): STAFF,
    ("GET", "/commencer"): STAFF,
    ("GET", "/aide"): STAFF,
    ("GET", "/aide/{guide}"): EVERYBODY,
    ("GET", "/mises-en-relation/{key}"): FOLLOWERS,
    ("POST", "/mises-en-relation/{key}/etape"): FOLLOWERS,
    ("POST", "/mises-en-relation/{key}/annuler"): FOLLOWERS,
    ("POST", "/mises-en-relation/{key}/notes"): FOLLOWERS,
    ("GET", "/delegations"): only(Role.MANAGER),
    ("POST", "/delegations"): only(Role.MANAGER),
    ("POST", "/delegations/{key}/fin"): only(Role.MANAGER),
    ("GET", "/portefeuilles"): only(Role.MANAGER),
    ("GET", "/portefeuilles/{portfolio_key}"): only(Role.MANAGER),
    ("POST", "/portefeuilles/{portfolio_key}"): only(Role.MANAGER),
    ("POST", "/portefeuilles/reaffectations/{key}/annuler"): only(Role.MANAGER),
    ("POST", "/offers/{key}/ensemble"): DECIDERS,
    ("POST", "/offers/{key}/ensemble/annuler"): DECIDERS,
    ("GET", "/offers"): STAFF,
    ("GET", "/offers/new"): COLLECTORS,
    ("POST", "/offers"): COLLECTORS,
    ("POST", "/offers/preview"): COLLECTORS,
    ("GET", "/occupations"): COLLECTORS,
    ("GET", "/offers/{key}"): STAFF,
    ("GET", "/offers/{key}/review"): COLLECTORS,
    ("POST", "/offers/{key}/review"): COLLECTORS,
    ("POST", "/offers/{key}/alerts/{alert_key}"): COLLECTORS,
    ("GET", "/offers/{key}/close"): COLLECTORS,
    ("POST", "/offers/{key}/close"): COLLECTORS,
    ("POST", "/offers/{key}/still-open"): COLLECTORS,
    ("POST", "/offers/{key}/reopen"): COLLECTORS,
    ("GET", "/offers/{key}/documents/{document_key}"): STAFF,
    ("GET", "/offers/{key}/duplicates"): COLLECTORS,
    ("POST", "/offers/{key}/duplicates/{other}/unite"): COLLECTORS,
    ("POST", "/offers/{key}/duplicates/{other}/distinct"): COLLECTORS,
    ("POST", "/offers/{key}/merges/{merge_key}/part"): COLLECTORS,
    ("GET", "/offers/{key}/shortlist"): STAFF,
    ("POST", "/offers/{key}/shortlist"): DECIDERS,
    ("POST", "/offers/{key}/ranking"): RANKERS,
    ("GET", "/offers/{key}/levers"): STAFF,
    ("GET", "/offers/{key}/candidates/{candidate_key}/answer"): DECIDERS,
    ("POST", "/offers/{key}/candidates/{candidate_key}/answer"): DECIDERS,
    ("GET", "/levers"): only(Role.MANAGER),
    ("POST", "/levers"): only(Role.MANAGER),
    ("GET", "/levers.csv"): only(Role.MANAGER),
    ("GET", "/levers.xlsx"): only(Role.MANAGER),
    ("GET", "/levers.json"): only(Role.MANAGER),
    ("POST", "/offers/{key}/candidates/{candidate_key}/keep"): DECIDERS,
    ("POST", "/offers/{key}/candidates/{candidate_key}/discard"): DECIDERS,
    ("POST", "/offers/{key}/candidates/{candidate_key}/undo"): DECIDERS,
    ("GET", "/niveau-2"): JUDGES,
    ("GET", "/niveau-2/mesures"): JUDGES,
    ("GET", "/niveau-2/{key}"): JUDGES,
    ("POST", "/niveau-2/{key}/rendez-vous"): JUDGES,
    ("POST", "/entretiens/{interview_key}/presence"): JUDGES,
    ("POST", "/entretiens/{interview_key}/grille"): JUDGES,
    ("POST", "/entretiens/{interview_key}/issue"): JUDGES,
    ("GET", "/entretiens/{interview_key}/convocation"): JUDGES,
    ("GET", "/entretiens/{interview_key}/convocation.ics"): JUDGES,
    ("GET", "/entretiens/{interview_key}/convocation.pdf"): JUDGES,
    ("GET", "/entretiens/{interview_key}/synthese"): DECIDERS,
    ("GET", "/entretiens/{interview_key}/synthese.pdf"): DECIDERS,
    ("POST", "/entretiens/{interview_key}/synthese"): JUDGES,
    ("POST", "/entretiens/{interview_key}/signature"): JUDGES,
    ("POST", "/entretiens/{interview_key}/remise"): JUDGES,
    ("GET", "/candidats"): DECIDERS,
    ("POST", "/candidats"): DECIDERS,
    ("GET", "/candidats/{candidate_key}"): DECIDERS,
    ("GET", "/candidats/{candidate_key}/trois-offres"): DECIDERS,
    ("GET", "/candidats/{candidate_key}/offres/{key}/pourquoi"): DECIDERS,
    ("POST", "/candidats/{candidate_key}/offres/{key}/keep"): DECIDERS,
    ("POST", "/candidats/{candidate_key}/offres/{key}/discard"): DECIDERS,
    ("POST", "/candidats/{candidate_key}/offres/{key}/undo"): DECIDERS,
    ("GET", "/forgotten"): DECIDERS,
    ("GET", "/forgotten.csv"): DECIDERS,
    ("GET", "/forgotten.xlsx"): DECIDERS,
    ("GET", "/forgotten.json"): DECIDERS,
    ("GET", "/offers/{key}/weights"): STAFF,
    ("POST", "/offers/{key}/weights"): DECIDERS,
    ("GET", "/offers/{key}/obstacles"): STAFF,
    ("POST", "/offers/{key}/obstacles"): FORCERS,
    ("GET", "/chiffres"): FIGURES_READERS,
    ("GET", "/chiffres.csv"): FIGURES_READERS,
    ("GET", "/chiffres.json"): FIGURES_READERS,
    ("GET", "/chiffres/couverture"): FIGURES_READERS,
    ("GET", "/chiffres/couverture.csv"): FIGURES_READERS,
    ("GET", "/chiffres/activite"): FAIRNESS_READERS,
    ("GET", "/chiffres/activite.csv"): FAIRNESS_READERS,
    ("GET", "/chiffres/fse.csv"): FAIRNESS_READERS,
    ("GET", "/chiffres/fse.xlsx"): FAIRNESS_READERS,
    ("GET", "/chiffres/motifs"): FIGURES_READERS,
    ("GET", "/chiffres/motifs.csv"): FIGURES_READERS,
    ("GET", "/apprentissage"): only(Role.MANAGER),
    ("POST", "/apprentissage/proposals"): only(Role.MANAGER),
    ("POST", "/apprentissage/proposals/{proposal_key}/approve"): only(Role.MANAGER),
    ("POST", "/apprentissage/proposals/{proposal_key}/refuse"): only(Role.MANAGER),
    ("POST", "/apprentissage/return"): only(Role.MANAGER),
    ("GET", "/equite"): FAIRNESS_READERS,
    ("POST", "/equite"): FAIRNESS_READERS,
    ("GET", "/equite/{report_key}"): FAIRNESS_READERS,
    ("GET", "/equite/{report_key}/report.csv"): FAIRNESS_READERS,
    ("POST", "/equite/{report_key}/answerer"): FAIRNESS_READERS,
    ("POST", "/equite/{report_key}/analysis"): FAIRNESS_READERS,
    ("GET", "/mises-en-relation/{key}/embauche"): HIRERS,
    ("POST", "/mises-en-relation/{key}/embauche"): HIRERS,
    ("GET", "/mises-en-relation/{key}/essais"): WORK_FOLLOWERS,
    ("POST", "/mises-en-relation/{key}/essais"): WORK_FOLLOWERS,
    ("POST", "/mises-en-relation/{key}/essais/{step_key}"): WORK_FOLLOWERS,
    ("GET", "/contrats"): WORK_FOLLOWERS,
    ("GET", "/contrats/{contract_key}"): WORK_FOLLOWERS,
    ("POST", "/contrats/{contract_key}/demarrage"): WORK_FOLLOWERS,
    ("POST", "/contrats/{contract_key}/en-cours"): WORK_FOLLOWERS,
    ("POST", "/contrats/{contract_key}/date-de-fin"): WORK_FOLLOWERS,
    ("POST", "/contrats/{contract_key}/fin"): WORK_FOLLOWERS,
    ("POST", "/contrats/{contract_key}/rupture"): WORK_FOLLOWERS,
    ("POST", "/contrats/{contract_key}/disponible"): WORK_FOLLOWERS,
    ("POST", "/contrats/{contract_key}/cdi"): WORK_FOLLOWERS,
    ("POST", "/contrats/{contract_key}/reprise"): WORK_FOLLOWERS,
    ("POST", "/contrats/{contract_key}/responsable"): WORK_FOLLOWERS,
    ("POST", "/contrats/{contract_key}/heures"): WORK_FOLLOWERS,
    ("POST", "/contrats/{contract_key}/heures/{line_key}/retirer"): WORK_FOLLOWERS,
    ("GET", "/suivi"): WORK_FOLLOWERS,
    ("GET", "/suivi/{call_key}"): WORK_FOLLOWERS,
    ("POST", "/suivi/{call_key}"): WORK_FOLLOWERS,
    ("POST", "/suivi/{call_key}/injoignable"): WORK_FOLLOWERS,
    ("GET", "/sorties"): DECIDERS,
    ("POST", "/sorties"): only(Role.MANAGER),
    ("GET", "/sorties.csv"): only(Role.MANAGER),
    ("GET", "/sorties.xlsx"): only(Role.MANAGER),
    ("GET", "/sorties.json"): only(Role.MANAGER),
    ("GET", "/sorties/{exit_key}"): DECIDERS,
    ("POST", "/sorties/{exit_key}/pieces"): DECIDERS,
    ("POST", "/sorties/{exit_key}/decision"): only(Role.MANAGER),
    ("GET", "/candidats/{candidate_key}/emploi"): DECIDERS,
    ("POST", "/candidats/{candidate_key}/emploi/contrats"): DECIDERS,
    ("POST", "/candidats/{candidate_key}/emploi/formations"): DECIDERS,
    ("POST", "/candidats/{candidate_key}/emploi/formations/{training_key}"): DECIDERS,
    ("POST", "/candidats/{candidate_key}/emploi/creations"): DECIDERS,
    ("GET", "/imports"): IMPORTERS,
    ("POST", "/imports"): IMPORTERS,
    ("GET", "/imports/profiles"): IMPORTERS,
    ("POST", "/imports/profiles/{profile_key}"): IMPORTERS,
    ("GET", "/imports/runs/{run_key}"): IMPORTERS,
    ("POST", "/imports/runs/{run_key}/undo"): IMPORTERS,
    ("GET", "/imports/{key}"): IMPORTERS,
    ("POST", "/imports/{key}/reading"): IMPORTERS,
    ("POST", "/imports/{key}/columns"): IMPORTERS,
    ("GET", "/imports/{key}/trial"): IMPORTERS,
    ("GET", "/imports/{key}/rejects"): IMPORTERS,
    ("GET", "/imports/{key}/notes"): IMPORTERS,
    ("POST", "/imports/{key}/commit"): IMPORTERS,
    ("POST", "/imports/{key}/drop"): IMPORTERS,
    ("GET", "/territoire"): STAFF,
    ("POST", "/territoire/trips"): TRAVEL_KEEPERS,
    ("POST", "/territoire/buses"): TRAVEL_KEEPERS,
    ("GET", "/envois"): DISPATCH_READERS,
    ("GET", "/offers/{key}/envoi"): DISPATCHERS,
    ("POST", "/offers/{key}/envoi"): DISPATCHERS,
    ("GET", "/envois/{key}"): DISPATCH_READERS,
    ("GET", "/envois/{key}/fiches"): DISPATCH_READERS,
    ("GET", "/envois/{key}/fiches.csv"): DISPATCH_READERS,
    ("GET", "/envois/{key}/fiches.pdf"): DISPATCH_READERS,
    ("POST", "/envois/{key}/send"): DISPATCHERS,
    ("POST", "/envois/{key}/drop"): DISPATCHERS,
    ("POST", "/envois/{key}/remind"): DISPATCHERS,
    ("POST", "/envois/{key}/close"): DISPATCHERS,
    ("POST", "/envois/{key}/reopen"): DISPATCHERS,
    ("POST", "/envois/{key}/seen"): DISPATCHERS,
    ("POST", "/envois/{key}/link"): DISPATCHERS,
    ("POST", "/envois/{key}/revoke"): DISPATCHERS,
    ("POST", "/envois/{key}/messages/{message_key}/again"): DISPATCHERS,
    ("POST", "/envois/{key}/cards/{card_key}/remove"): DISPATCHERS,
    ("POST", "/envois/{key}/cards/{card_key}/answer"): DISPATCHERS,
    ("POST", "/envois/{key}/cards/{card_key}/confirm"): DISPATCHERS,
    ("POST", "/envois/{key}/cards/{card_key}/take-back"): DISPATCHERS,
    ("POST", "/envois/{key}/cards/{card_key}/told"): DISPATCHERS,
    ("GET", "/offers.csv"): STAFF,
    ("GET", "/offers.xlsx"): STAFF,
    ("GET", "/offers.json"): STAFF,
    ("GET", "/offers/{key}.jsonld"): STAFF,
    ("GET", "/offers/{key}.france-travail.json"): STAFF,
    ("GET", "/candidats.csv"): DECIDERS,
    ("GET", "/candidats.xlsx"): DECIDERS,
    ("GET", "/candidats.json"): DECIDERS,
    ("POST", "/candidats.csv"): DECIDERS,
    ("POST", "/candidats.xlsx"): DECIDERS,
    ("POST", "/candidats.json"): DECIDERS,
    ("GET", "/offers/{key}/shortlist.csv"): DECIDERS,
    ("GET", "/offers/{key}/shortlist.xlsx"): DECIDERS,
    ("GET", "/offers/{key}/shortlist.json"): DECIDERS,
    ("GET", "/contrats.csv"): WORK_FOLLOWERS,
    ("GET", "/contrats.xlsx"): WORK_FOLLOWERS,
    ("GET", "/contrats.json"): WORK_FOLLOWERS,
    ("GET", "/niveau-2.csv"): JUDGES,
    ("GET", "/niveau-2.xlsx"): JUDGES,
    ("GET", "/niveau-2.json"): JUDGES,
    ("GET", "/recrutements.csv"): DRIVE_READERS,
    ("GET", "/recrutements.xlsx"): DRIVE_READERS,
    ("GET", "/recrutements.json"): DRIVE_READERS,
    ("GET", "/suivi.csv"): WORK_FOLLOWERS,
    ("GET", "/suivi.xlsx"): WORK_FOLLOWERS,
    ("GET", "/suivi.json"): WORK_FOLLOWERS,
    ("GET", "/envois.csv"): DISPATCH_READERS,
    ("GET", "/envois.xlsx"): DISPATCH_READERS,
    ("GET", "/envois.json"): DISPATCH_READERS,
    ("GET", "/journal"): only(Role.ADMIN),
    ("GET", "/journal.csv"): only(Role.ADMIN),
    ("GET", "/journal.xlsx"): only(Role.ADMIN),
    ("GET", "/journal.json"): only(Role.ADMIN),
    ("GET", "/jetons"): only(Role.ADMIN),
    ("POST", "/jetons"): only(Role.ADMIN),
    ("POST", "/jetons/{token_key}/revocation"): only(Role.ADMIN),
    ("GET", "/api/v1/"): EVERYBODY,
    ("GET", "/api/v1/openapi.json"): EVERYBODY,
    ("GET", "/api/v1/offers"): by_token(ApiScope.OFFERS_READ),
    ("POST", "/api/v1/offers"): by_token(ApiScope.OFFERS_WRITE),
    ("GET", "/api/v1/offers/{key}"): by_token(ApiScope.OFFERS_READ),
    ("GET", "/api/v1/offers/{key}/job-posting"): by_token(ApiScope.OFFERS_READ),
    ("GET", "/api/v1/offers/{key}/france-travail"): by_token(ApiScope.OFFERS_READ),
    ("GET", "/api/v1/offers/{key}/shortlist"): by_token(ApiScope.INTRODUCTIONS_READ),
    ("GET", "/api/v1/introductions"): by_token(ApiScope.INTRODUCTIONS_READ),
    ("GET", "/api/v1/figures"): by_token(ApiScope.FIGURES_READ),
    ("GET", "/abc"): ABC_KEEPERS,
    ("POST", "/abc"): ABC_KEEPERS,
    ("GET", "/abc/periode.csv"): ABC_KEEPERS,
    ("GET", "/abc/periode.xlsx"): ABC_KEEPERS,
    ("GET", "/abc/{batch_key}"): ABC_KEEPERS,
    ("GET", "/abc/{batch_key}.csv"): ABC_KEEPERS,
    ("GET", "/abc/{batch_key}.xlsx"): ABC_KEEPERS,
    ("GET", "/recrutements"): DRIVE_READERS,
    ("POST", "/recrutements"): DRIVE_RUNNERS,
    ("GET", "/recrutements/{drive_key}.csv"): DRIVE_RUNNERS,
    ("GET", "/recrutements/{drive_key}.xlsx"): DRIVE_RUNNERS,
    ("GET", "/recrutements/{drive_key}.json"): DRIVE_RUNNERS,
    ("GET", "/recrutements/{drive_key}"): DRIVE_READERS,
    ("POST", "/recrutements/{drive_key}/offres"): DRIVE_RUNNERS,
    ("POST", "/recrutements/{drive_key}/offres/{key}/retirer"): DRIVE_RUNNERS,
    ("POST", "/recrutements/{drive_key}/seances"): DRIVE_RUNNERS,
    ("GET", "/recrutements/{drive_key}/seances/{session_key}"): DRIVE_RUNNERS,
    ("POST", "/recrutements/{drive_key}/seances/{session_key}/places"): DRIVE_RUNNERS,
    ("POST", "/recrutements/{drive_key}/seances/{session_key}/presences"): DRIVE_RUNNERS,
    ("GET", "/recrutements/{drive_key}/personnes"): JUDGES,
    ("POST", "/recrutements/{drive_key}/personnes"): JUDGES,
    ("POST", "/recrutements/{drive_key}/invitations"): DRIVE_RUNNERS,
    ("POST", "/recrutements/{drive_key}/personnes/{guest_key}/place"): DRIVE_RUNNERS,
    ("POST", "/recrutements/{drive_key}/personnes/{guest_key}/desistement"): DRIVE_RUNNERS,
    ("POST", "/recrutements/{drive_key}/personnes/{guest_key}/prevenu"): DRIVE_RUNNERS,
    ("GET", "/recrutements/{drive_key}/repartition"): JUDGES,
    ("POST", "/recrutements/{drive_key}/repartition"): JUDGES,
    ("POST", "/recrutements/{drive_key}/cloture"): DRIVE_RUNNERS,
    ("POST", "/recrutements/{drive_key}/reouverture"): DRIVE_RUNNERS,
    ("GET", "/clauses"): DRIVE_RUNNERS,
    ("POST", "/clauses"): DRIVE_RUNNERS,
    ("GET", "/clauses.csv"): DRIVE_RUNNERS,
    ("GET", "/clauses.xlsx"): DRIVE_RUNNERS,
    ("GET", "/clauses.json"): DRIVE_RUNNERS,
    ("GET", "/clauses/{market_key}.csv"): DRIVE_RUNNERS,
    ("GET", "/clauses/{market_key}.xlsx"): DRIVE_RUNNERS,
    ("GET", "/clauses/{market_key}.json"): DRIVE_RUNNERS,
    ("GET", "/clauses/{market_key}"): DRIVE_RUNNERS,
    ("POST", "/clauses/{market_key}/offres"): DRIVE_RUNNERS,
    ("POST", "/clauses/{market_key}/lignes"): DRIVE_RUNNERS,
    ("POST", "/clauses/{market_key}/lignes/{line_key}/annuler"): DRIVE_RUNNERS,
    ("POST", "/clauses/{market_key}/embauches"): DRIVE_RUNNERS,
    ("POST", "/clauses/{market_key}/eligibilite/{candidate_key}"): DRIVE_RUNNERS,
    ("GET", "/mes-messages"): STAFF,
    ("POST", "/mes-messages"): STAFF,
    ("GET", "/reponse/{token}"): EVERYBODY,
    ("GET", "/reponse/{token}/fiches"): EVERYBODY,
    ("GET", "/reponse/{token}/fiches.csv"): EVERYBODY,
    ("GET", "/reponse/{token}/fiches.pdf"): EVERYBODY,
    ("GET", "/reponse/{token}/cards/{card_key}/rendez-vous.ics"): EVERYBODY,
    ("POST", "/reponse/{token}"): EVERYBODY,
    ("POST", "/reponse/{token}/code"): EVERYBODY,
    ("POST", "/reponse/{token}/code/saisi"): EVERYBODY,
    ("POST", "/reponse/{token}/confirmer"): EVERYBODY,
    ("POST", "/reponse/{token}/changer"): EVERYBODY,
    ("POST", "/reponse/{token}/pourvu"): EVERYBODY,
    ("POST", "/reponse/{token}/question"): EVERYBODY,
    ("POST", "/reponse/{token}/demarrage"): EVERYBODY,
    ("POST", "/reponse/{token}/nouveau-lien"): EVERYBODY,
    ("POST", "/reponse/{token}/revoquer"): EVERYBODY,
    ("POST", "/reponse/{token}/stop"): EVERYBODY,
}


def check_policies(routes: Iterable[BaseRoute]) -> None:
    """Stop the start-up where a route has no policy, or a policy has no route.

    Raises
    ------
    RuntimeError : naming the routes concerned
    """
    served = {
        (method, route.path)
        for route in routes
        if isinstance(route, Route)
        for method in (route.methods or set()) - {"HEAD"}
    }
    if strangers := served.symmetric_difference(POLICIES):
        raise RuntimeError(f"routes and policies differ: {sorted(strangers)}")


def policy_of(request: Request) -> Policy:
    """The policy of the route that answers; a route without one is for nobody."""
    route = request.scope.get("route")
    method = "GET" if request.method == "HEAD" else request.method
    return POLICIES.get((method, getattr(route, "path", "")), Policy(frozenset()))


def is_cross_site(method: str, headers: Headers) -> bool:
    """True for an unsafe request that a browser sends on behalf of another site.

    `Sec-Fetch-Site` decides where the browser gives it, else `Origin` against `Host`; a
    request with neither does not come from a browser, and carries no one's cookie by itself.
    """
    if method in SAFE_METHODS:
        return False
    fetch_site = headers.get("sec-fetch-site")
    if fetch_site is not None:
        return fetch_site not in SAME_SITE
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != headers.get("host", "")


class SecurityHeaders:
    """Put the headers of `HEADERS` on every answer, errors included (ASGI middleware)."""

    def __init__(self, app: ASGIApp, *, is_https: bool) -> None:
        self.app = app
        self.headers = dict(HEADERS)
        if is_https:
            self.headers["strict-transport-security"] = STRICT_TRANSPORT

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, add the headers to what comes back."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
                headers.setdefault("cache-control", "no-store")
            await send(message)

        await self.app(scope, receive, send_with_headers)


class BodyLimit:
    """Refuse a body that is too long, announced or not, with a 413 like any other refusal.

    Addresses that take files in (`uploads`: path -> bytes) have a limit of their own for forms
    that carry some. (The limit of the framework answers before the headers above are put on, in
    English.)
    """

    def __init__(
        self, app: ASGIApp, *, most_bytes: int, uploads: Mapping[str, int] | None = None
    ) -> None:
        self.app = app
        self.most_bytes = most_bytes
        self.uploads = uploads or {}

    def limit(self, scope: Scope) -> int:
        """How many bytes the body of a request may have."""
        kind = Headers(scope=scope).get("content-type", "")
        if not kind.startswith("multipart/form-data"):
            return self.most_bytes
        return self.uploads.get(scope["path"], self.most_bytes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counting what comes in."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "0")
        read = int(announced) if announced.isdecimal() else 0
        is_announced = read > 0
        most_bytes = self.limit(scope)

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            if not is_announced:
                read += len(message.get("body", b""))
            if read > most_bytes:
                raise HTTPException(413)
            return message

        await self.app(scope, counted, send)
