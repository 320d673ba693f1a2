"""A server that behaves like the security API of an OpenSearch domain, as far as mappings of roles go.

Sources: https://docs.opensearch.org/latest/security/api/role-mappings/index/ and, for what is refused and how, the
plugin's own `RolesMappingApiAction`. Signatures are checked after
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html.
"""

import base64
import copy
import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

USER, PASSWORD = "master", "p\"a\\ss'w$(id)ord é &"
ACCESS_KEY, SECRET_KEY, TOKEN = "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "token+of/session=="
REGION = "eu-west-1"
LISTS = ("backend_roles", "and_backend_roles", "hosts", "users")
FLAGS = ("reserved", "hidden")

Mapping = dict[str, Any]
Answer = tuple[int, Any]


def mapping(**fields: Any) -> Mapping:
    """A mapping as the API shows it; what is left out is empty."""
    empty: Mapping = {name: [] for name in ("hosts", "users", "backend_roles", "and_backend_roles")}
    return {**empty, "reserved": False, "hidden": False, **fields}


class SecurityApi:
    """The state of a domain, what was asked of it, and the failures that it shall have.

    Attributes:
        mappings: of security roles, by the roles' names.
        roles: the security roles that there are.
        requests: method and path of every request, in order.
        fail: tells of the number of a request, from 1, how it fails: "500", "drop" (nothing happens and the
            connection ends), "deaf" (it is done, and the connection ends), or None.
        meanwhile: called before each request with its number, as somebody else who changes the domain.
        plugin: the API's path: `_plugins` of OpenSearch, `_opendistro` of Elasticsearch.
    """

    def __init__(self, mappings: dict[str, Mapping], roles: tuple[str, ...] = (), plugin: str = "_plugins") -> None:
        self.mappings = mappings
        self.roles = {*roles, *mappings}
        self.requests: list[tuple[str, str]] = []
        self.fail: Callable[[int], str | None] = lambda number: None
        self.meanwhile: Callable[[int], None] = lambda number: None
        self.prefix = f"/{plugin}/_security/api/"
        self.signers: list[str] = []
        self.url = ""
        self._lock = threading.Lock()

    @property
    def writes(self) -> list[tuple[str, str]]:
        """The requests that would change something."""
        return [each for each in self.requests if each[0] != "GET"]

    def state(self) -> dict[str, Mapping]:
        """The mappings as they are now."""
        return copy.deepcopy(self.mappings)

    def receive(self, method: str, path: str, headers: dict[str, str], body: bytes) -> tuple[str | None, Answer]:
        """Answer a request, and say how it fails."""
        with self._lock:
            self.requests.append((method, path))
            number = len(self.requests)
            self.meanwhile(number)
            failure = self.fail(number)
            if failure == "500":
                return failure, (500, {"status": "INTERNAL_SERVER_ERROR", "message": "injected"})
            if failure == "drop":
                return failure, (0, None)
            return failure, self._answer(method, path, headers, body)

    def _answer(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
        if refusal := self._authorised(method, path, headers, body):
            return refusal
        kind, _, name = path.removeprefix(self.prefix).partition("/")
        name = unquote(name)
        if not path.startswith(self.prefix) or kind not in ("rolesmapping", "roles") or not name:
            return 400, {"error": f"no handler found for uri [{path}] and method [{method}]"}
        if kind == "roles":
            return (200, {name: {"reserved": True}}) if name in self.roles else _missing("role", name)
        hidden = bool(self.mappings.get(name, {}).get("hidden"))
        if method == "GET":
            shown = name in self.mappings and not hidden
            return (200, {name: self.mappings[name]}) if shown else _missing("rolesmapping", name)
        return self._write(method, name, body)

    def _write(self, method: str, name: str, body: bytes) -> Answer:
        old = self.mappings.get(name)
        if old is not None and (old["reserved"] or old["hidden"]):
            return 403, {"status": "FORBIDDEN", "message": f"Resource '{name}' is reserved."}
        if method == "DELETE":
            if old is None:
                return _missing("rolesmapping", name)
            del self.mappings[name]
            return 200, {"status": "OK", "message": f"'{name}' deleted."}
        if name not in self.roles:
            return _missing("role", name)
        content = json.loads(body)
        if method == "PATCH":
            if old is None:
                return _missing("rolesmapping", name)
            content = _patched({key: value for key, value in old.items() if key not in FLAGS}, content)
        if problem := _problem(content):
            return 400, {"status": "error", "reason": problem}
        self.mappings[name] = mapping(**content)
        word, status = ("created", "CREATED") if old is None else ("updated", "OK")
        return 201 if old is None else 200, {"status": status, "message": f"'{name}' {word}."}

    def _authorised(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer | None:
        given = headers.get("authorization", "")
        if given.startswith("AWS4-HMAC-SHA256 "):
            if given == _signature(method, path, headers, body) and headers.get("x-amz-security-token") == TOKEN:
                self.signers.append(given)
                return None
            return 403, {"message": f"The request signature does not match; see 'Authorization: {given}'."}
        if given == "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode():
            self.signers.append("basic")
            return None
        # AWS repeats the header where it expects a signature, and so the password.
        return 403, {"message": f"'{given.removeprefix('Basic ')}' is no key=value pair in the header: '{given}'."}


def _missing(kind: str, name: str) -> Answer:
    return 404, {"status": "NOT_FOUND", "message": f"{kind} '{name}' not found."}


def _problem(content: Any) -> str | None:
    """What the plugin's validator says of a body; flags are for the cluster's administrator, who has a certificate."""
    if not isinstance(content, dict) or not any(name in content for name in LISTS):
        return "Invalid configuration"
    if unknown := content.keys() - {*LISTS, "description"}:
        return f"Invalid configuration: {sorted(unknown)}"
    for name in LISTS:
        entries = content.get(name, [])
        if not isinstance(entries, list) or not all(isinstance(each, str) and each for each in entries):
            return f"Wrong datatype: {name}"
    return None if isinstance(content.get("description", ""), str) else "Wrong datatype: description"


def _patched(content: Mapping, operations: Any) -> Mapping:
    for operation in operations:
        field, _, index = operation["path"].removeprefix("/").partition("/")
        if index == "-":
            content[field] = [*content.get(field, []), operation["value"]]
        else:
            content[field] = operation.get("value", [])
    return content


def _signature(method: str, path: str, headers: dict[str, str], body: bytes) -> str:
    """The Authorization header that a request should have, by what it says was signed."""
    fields = dict(part.strip().split("=", 1) for part in headers["authorization"].split(" ", 1)[1].split(","))
    scope = f"{headers['x-amz-date'][:8]}/{REGION}/es/aws4_request"
    signed = fields["SignedHeaders"].split(";")
    heads = (f"{name}:{headers[name].strip()}" for name in signed)
    canonical = "\n".join((method, path, "", *heads, "", ";".join(signed), hashlib.sha256(body).hexdigest()))
    text = "\n".join(["AWS4-HMAC-SHA256", headers["x-amz-date"], scope, hashlib.sha256(canonical.encode()).hexdigest()])
    key = f"AWS4{SECRET_KEY}".encode()
    for word in (*scope.split("/"), text):
        signature = key = hmac.new(key, word.encode(), hashlib.sha256).digest()
    credential = f"{ACCESS_KEY}/{scope}"
    return f"AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders={';'.join(signed)}, Signature={signature.hex()}"


def _handler(api: SecurityApi) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self) -> None:
            """Take one request."""
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            failure, (status, content) = api.receive(self.command, self.path, headers, body)
            self.close_connection = True
            if failure in ("drop", "deaf"):
                return
            answer = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_GET = do_PUT = do_PATCH = do_DELETE = do_POST = handle_any  # noqa: N815 (names that the library looks up)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            """Say nothing."""

    return Handler


@contextmanager
def serving(api: SecurityApi) -> Iterator[SecurityApi]:
    """Serve the API on a free port of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(api))
    api.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield api
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
