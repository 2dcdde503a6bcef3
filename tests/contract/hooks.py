"""Who asks, and about what: tokens by role, and ids of what is really there.

Schemathesis makes up requests from the document alone. Made-up ids lead to 404 and no further, so most
of them are exchanged for those that tests/e2e/contract.rs put in, named in the file SEEDS.
"""

import json
import os
import random
import re

import schemathesis

with open(os.environ["SEEDS"], encoding="utf-8") as file:
    SEEDS = json.load(file)

DICE = random.Random(20261123)
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# What takes something away takes it from those that no other request needs.
TAKES_AWAY = re.compile(r"^(DELETE /|POST .*/(erase|merge|reassign)$)")


@schemathesis.auth(refresh_interval=None)
class Token:
    """The token of a role that the document lets in."""

    def get(self, case, context):
        operation = case.operation
        if operation.method.upper() == "DELETE" and operation.path == "/api/v1/session":
            return SEEDS["leaving"].pop() if SEEDS["leaving"] else None
        if operation.path == "/api/v1/me/password":
            return SEEDS["tokens"]["forgetful"]
        roles = operation.definition.raw.get("x-roles") or ["hematologist"]
        return SEEDS["tokens"][DICE.choice(roles)]

    def set(self, case, token, context):
        if token and case.operation.path != "/getjwtaccesstoken":
            case.headers["Authorization"] = f"Bearer {token}"


def somebody(label, kind):
    """The id of something there; of something that nobody misses when it may go."""
    which = "expendable" if TAKES_AWAY.match(label) else "lasting"
    return DICE.choice(SEEDS[which][kind])


@schemathesis.hook
def before_call(context, case, kwargs):
    label = case.operation.label
    parts = case.path_parameters
    if parts and UUID.fullmatch(str(parts.get("id", ""))) and DICE.random() < 0.8:
        for kind in ("patients", "cases", "images", "users"):
            if f"/{kind}/" in label:
                parts["id"] = somebody(label, kind)
    if parts and re.fullmatch(r"[0-9a-f]{64}", str(parts.get("id", ""))):
        parts["id"] = DICE.choice(SEEDS["models"])
    # Files come after the fields, which the document says in words alone.
    if isinstance(case.body, dict) and "file" in case.body:
        case.body["file"] = case.body.pop("file")
    # What Schemathesis takes for a tag when it covers a parameter alone is none: it knows no quotes.
    if is_positive(case) and (case.headers or {}).get("If-Match") == "0":
        case.headers["If-Match"] = "*"
    if isinstance(case.query, dict):
        for name, kind in (("patient_id", "patients"), ("image_id", "images")):
            if UUID.fullmatch(str(case.query.get(name, ""))):
                case.query[name] = somebody(label, kind)
        # A position that is not reached is 504, as commands_once.rs tests; here nobody waits for it.
        if str(case.query.get("after", "")).isdecimal():
            case.query["after"] = "1"
        # Bytes are always somebody's; the document cannot say that one parameter needs another.
        if "uncached-image" in case.query and "image_id" not in case.query:
            case.query["image_id"] = somebody(label, "images")
        # A cursor means something only where it came from: tests/http/records.rs follows them.
        if is_positive(case):
            case.query.pop("cursor", None)


def is_positive(case):
    return case.meta is None or case.meta.generation.mode.is_positive
