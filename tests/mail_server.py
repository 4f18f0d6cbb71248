"""A mail server on this machine that answers as it is told; and what it took in."""

import socketserver
import threading
from contextlib import suppress
from email import message_from_bytes

OK = {"greeting": "220 klaar", "MAIL": "250 ja", "RCPT": "250 ja", "DATA": "250 aangenomen"}
HANG, DROP = "hang", "drop"


class Handler(socketserver.StreamRequestHandler):
    """One connection. `server.answers` says what to answer at each step: a line, HANG or DROP."""

    def handle(self):
        self.server.calls += 1
        with suppress(ConnectionError):
            self.talk()

    def talk(self):
        self.answer("greeting")
        for line in self.rfile:
            word = line.split(b":")[0].split()[0].decode().upper()
            if word == "DATA":
                self.say("354 ga uw gang")
                self.take_in()
            elif word in OK:
                self.answer(word)
            elif word == "QUIT":
                self.say("221 dag")
                return
            else:
                self.say("250 ja")

    def take_in(self):
        lines = iter(self.rfile.readline, b".\r\n")
        mail = message_from_bytes(b"".join(lines))
        self.server.seen.set()
        if self.server.answers["DATA"].startswith("2"):
            self.server.taken.append(mail)
        self.answer("DATA")

    def answer(self, step):
        line = self.server.answers[step]
        if line == DROP:
            raise ConnectionError
        if line == HANG:
            self.rfile.read()  # until the other side gives up
            raise ConnectionError
        self.say(line)

    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers, self.taken, self.seen, self.calls = dict(OK), [], threading.Event(), 0
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def port(self):
        return self.server_address[1]

    def stop(self):
        self.shutdown()
        self.server_close()
