"""A mail server for tests: takes every mail that is handed to it and keeps it."""

import email
import socketserver
from email.message import EmailMessage
from email.policy import default


class _Gesprek(socketserver.StreamRequestHandler):
    """The words of SMTP that Python's smtplib speaks (RFC 5321)."""

    server: "Postbode"

    def handle(self) -> None:
        self._zeg("220 postbode")
        for regel in self.rfile:
            woord = regel[:4].upper().decode("ascii")
            self._zeg({"DATA": "354 ga uw gang", "QUIT": "221 dag"}.get(woord, "250 goed"))
            if woord == "QUIT":
                return
            if woord == "DATA":
                self._ontvang()

    def _ontvang(self) -> None:
        regels = iter(self.rfile.readline, b".\r\n")
        bron = b"".join(regel.removeprefix(b".") for regel in regels)
        self.server.brieven.append(email.message_from_bytes(bron, policy=default))
        self._zeg("250 goed")

    def _zeg(self, woorden: str) -> None:
        self.wfile.write(f"{woorden}\r\n".encode())


class Postbode(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Gesprek)
        self.brieven: list[EmailMessage] = []

    @property
    def adres(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def onderwerpen(self) -> list[str]:
        return sorted(brief["Subject"] for brief in self.brieven)
