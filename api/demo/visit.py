"""A visit of the demonstration over HTTP: what a newcomer's first clicks must show."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from threading import Thread
from time import monotonic, sleep
from urllib.error import HTTPError, URLError
from urllib.request import HTTPCookieProcessor, Request, build_opener

import uvicorn
from fastapi import FastAPI

from api.demo.place import HOST

STARTS_WITHIN = 15.0
"""Seconds."""
ANSWERS_WITHIN = 30.0
OFFERS_LOOKED_AT = 5
"""Open offers whose lists are opened: of some, everybody is of another trade."""
OFFER_LINK = re.compile(r'href="(/offers/[0-9a-f-]{36})"')


class VisitError(Exception):
    """A page did not answer what a newcomer must see; `str()` is one French sentence."""


def make_server(app: FastAPI, port: int) -> uvicorn.Server:
    """The server of the demonstration, on this machine alone."""
    config = uvicorn.Config(app, host=HOST, port=port, log_level="warning", access_log=False)
    return uvicorn.Server(config)


@contextmanager
def served(app: FastAPI, port: int) -> Iterator[str]:
    """Serve the application in a thread; gives its address.

    Raises
    ------
    VisitError : it does not start in time
    """
    server = make_server(app, port)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    limit = monotonic() + STARTS_WITHIN
    while not server.started:
        if monotonic() > limit or not thread.is_alive():
            raise VisitError(f"le service ne démarre pas sur le port {port}")
        sleep(0.02)
    try:
        yield f"http://{HOST}:{port}"
    finally:
        server.should_exit = True
        thread.join(STARTS_WITHIN)


def visit(address: str, token: str) -> list[str]:
    """Sign in by a link and look at the first pages; what was seen, one line each.

    Raises
    ------
    VisitError : a page fails or does not show what it must
    """
    browser = build_opener(HTTPCookieProcessor(CookieJar()))

    def page(path: str, wanted: str, post: bool = False) -> str:
        request = Request(address + path, data=b"" if post else None)
        request.add_header("Origin", address)
        request.add_header("Accept", "text/html")
        try:
            with browser.open(request, timeout=ANSWERS_WITHIN) as answer:
                content = str(answer.read().decode("utf-8"))
        except HTTPError as error:
            raise VisitError(f"{path.partition('/link/')[0]} répond {error.code}") from error
        except (URLError, OSError) as error:
            raise VisitError(f"{path.partition('/link/')[0]} ne répond pas") from error
        if wanted not in content:
            raise VisitError(f"{path.partition('/link/')[0]} ne montre pas « {wanted} »")
        return content

    page(f"/sign-in/link/{token}", "Me connecter")
    page(f"/sign-in/link/{token}", "À traiter", post=True)
    listed = page("/offers?state=open", "Ouverte")
    links = list(dict.fromkeys(OFFER_LINK.findall(listed)))[:OFFERS_LOOKED_AT]
    if not links:
        raise VisitError("la liste des offres ne mène à aucune offre")
    lists = [page(f"{link}/shortlist", "Liste") for link in links]
    if not any("Retenir" in shown for shown in lists):
        raise VisitError("aucune liste courte ne montre « Retenir »")
    return ["connexion par lien", "À traiter", "offres ouvertes", "liste courte expliquée"]
