"""Ids that the harness chooses for what it creates, because specs write the ids of what exists.

AWS makes ids up, and so does moto wherever a request has no such header; terraform's requests have none.
"""

import flask

WANTED_ID = "X-Harness-Wanted-Id"
"""Header of a request that creates something: the id, or ARN, that it shall have."""


def wanted_id() -> str:
    """Return what the request at hand wants, or nothing."""
    return flask.request.headers.get(WANTED_ID, "") if flask.has_request_context() else ""
