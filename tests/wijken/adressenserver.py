"""A Locatieserver of our own: a real HTTP server that answers in PDOK's documented format."""

import json
import threading
import time
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


def adres(naam, punt, wijkcode="", gemeente="0000"):
    """One of `response.docs[]`."""
    rij = {"weergavenaam": naam, "gemeentecode": gemeente, "centroide_ll": f"POINT({punt[0]} {punt[1]})"}
    return rij | ({"wijkcode": wijkcode} if wijkcode else {})


class Adressenserver:
    """What it answers is what a test puts in `docs` (or `ruw`); what it was asked stands in `vragen`."""

    def __init__(self):
        self.docs, self.ruw, self.status, self.traag, self.druppels = [], None, 200, 0.0, 0.0
        self.vragen = []

    def inhoud(self):
        if self.ruw is not None:
            return self.ruw
        kop = {"numFound": len(self.docs), "start": 0, "maxScore": 7.4, "numFoundExact": True}
        return json.dumps({"response": kop | {"docs": self.docs}}).encode()


@contextmanager
def draaiend():
    """Run the server on a free port; `adres` is its address."""
    server = Adressenserver()

    class Antwoord(BaseHTTPRequestHandler):
        def do_GET(self):
            delen = urlsplit(self.path)
            server.vragen.append((delen.path, parse_qs(delen.query)))
            time.sleep(server.traag)
            inhoud = server.inhoud()
            self.send_response(server.status)
            self.send_header("Content-Type", "application/json; charset=UTF-8")
            self.send_header("Content-Length", str(len(inhoud)))
            self.end_headers()
            with suppress(OSError):  # the portal did not wait
                self.stuur(inhoud)

        def stuur(self, inhoud):
            stap = 1 if server.druppels else len(inhoud) or 1
            for begin in range(0, len(inhoud), stap):
                self.wfile.write(inhoud[begin : begin + stap])
                self.wfile.flush()
                time.sleep(server.druppels)

        def log_message(self, *args):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Antwoord) as http:
        http.daemon_threads = True
        http.block_on_close = False
        server.adres = f"http://127.0.0.1:{http.server_port}/bzk/locatieserver/search/v3_1"
        threading.Thread(target=http.serve_forever, daemon=True).start()
        yield server
        http.shutdown()
