"""What the receiving server found of a sender: whether a message that says it is ours was forged."""

from __future__ import annotations

import re
from collections.abc import Iterable

HEADER = "authentication-results"
_METHOD = re.compile(r"^\s*(dmarc|spf|dkim)\s*=\s*([a-z]+)", re.IGNORECASE)
_COMMENT = re.compile(r"\([^()]*\)")
_FAILED = frozenset({"fail", "softfail", "hardfail"})


def is_refuted(headers: Iterable[tuple[str, str]]) -> bool:
    """Tell whether the server that took a message in found that its sender did not send it (RFC 8601).

    The topmost ``Authentication-Results`` is that server's, and so are those below that name the same server; what
    others wrote, or the author himself, stands further down. DMARC (RFC 7489) decides where it was asked. Else SPF or
    DKIM must have failed and neither passed: forwarding breaks the one, mailing lists the other. A server that says
    nothing, or that there is nothing to check, refutes nothing.
    """
    found: dict[str, set[str]] = {"dmarc": set(), "spf": set(), "dkim": set()}
    server = None
    for name, value in headers:
        if name.lower() != HEADER:
            continue
        said_by, *clauses = _COMMENT.sub(" ", value).split(";")
        server = server or said_by.split()[:1]
        if said_by.split()[:1] != server:
            continue
        for clause in clauses:
            if (method := _METHOD.match(clause)) is not None:
                found[method[1].lower()].add(method[2].lower())
    if found["dmarc"] & {"pass", "fail"}:
        return "pass" not in found["dmarc"]
    others = found["spf"] | found["dkim"]
    return bool(others & _FAILED) and "pass" not in others
