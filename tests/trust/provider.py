"""A small sign-in service of an organisation (OpenID Connect), on this machine, that can be told to misbehave."""

import base64
import hashlib
import json
import threading
import time
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "driehoek", "geheim-van-de-test"


@cache
def own_key():
    """Return the key of every provider here; making one takes long."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider:
    """`person` is who signs in there (claims); `spoil` changes what the id_token says; `key` signs it."""

    def __init__(self, address):
        self.address = address
        self.person = {"sub": "1", "email": "noor@voorbeeld.example", "email_verified": True}
        self.name = ""  # what it calls itself, when that is not its address
        self.spoil, self.userinfo, self.asked, self.codes = {}, {}, {}, {}
        self.known = self.key = own_key()

    def sign_in(self, location):
        """Answer as the person does who is sent to `location`; return the path and query to come back with."""
        asked = self.asked = {name: value[0] for name, value in parse_qs(urlsplit(location).query).items()}
        self.codes["code-1"] = asked
        back = urlsplit(asked["redirect_uri"])
        return f"{back.path}?{urlencode({'code': 'code-1', 'state': asked['state']})}"

    def discovery(self, form):
        ends = {"authorization": "inloggen", "token": "token", "userinfo": "wie"}
        found = {f"{name}_endpoint": f"{self.address}/{path}" for name, path in ends.items()}
        return 200, found | {"issuer": self.name or self.address, "jwks_uri": f"{self.address}/sleutels"}

    def keys(self, form):
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.known.public_key()))
        return 200, {"keys": [public | {"kid": "een", "alg": "RS256", "use": "sig"}]}

    def token(self, form):
        """Give a token for a code, once, to who knows the secret and began with the code verifier."""
        asked = self.codes.pop(form.get("code"), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if asked is None or form.get("client_secret") != SECRET or challenge != asked.get("code_challenge"):
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {
            "iss": self.name or self.address,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 60,
            "nonce": asked.get("nonce"),
        }
        signed = jwt.encode(claims | self.person | self.spoil, self.key, "RS256", headers={"kid": "een"})
        return 200, {"access_token": "toegang", "token_type": "Bearer", "id_token": signed}

    def who(self, form):
        return 200, self.person | self.userinfo


def answering(provider):
    """Return the class that answers requests for `provider`."""
    pages = {
        "/.well-known/openid-configuration": provider.discovery,
        "/sleutels": provider.keys,
        "/token": provider.token,
        "/wie": provider.who,
    }

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            status, told = pages[self.path]({name: value[0] for name, value in parse_qs(body).items()})
            text = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_POST = do_GET

        def log_message(self, *args):
            """Be quiet."""

    return Answer


@contextmanager
def running_provider():
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    provider = Provider(f"http://127.0.0.1:{server.server_port}")
    server.RequestHandlerClass = answering(provider)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield provider
    server.shutdown()
    server.server_close()
    thread.join()
