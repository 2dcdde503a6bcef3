#!/usr/bin/env python3
"""A function that measures how hard an image's file is compressed.

It is told of each image over HTTP (CloudEvents 1.0), reads the original by the link that comes with
the event, and answers with figures: bits per pixel, and for a JPEG the quality that its quantization
tables stand for. It keeps nothing, knows no key of the installation and needs Python's standard
library only. The contract that it keeps is docs/functions.md.

    compression.py --listen 0.0.0.0:8090 --secret-file /run/secrets/compression
"""

import argparse
import base64
import binascii
import hashlib
import hmac
import http.client
import http.server
import json
import math
import signal
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

NAME, VERSION = "compression", "1"
TOLERANCE = 300  # seconds between the sender's clock and ours
LARGEST_REQUEST = 1 << 20  # bytes; an event has a few thousand
TIMEOUT = 30  # seconds that the store may be silent
KEPT = 4 << 20  # bytes of an original that are kept: a JPEG's tables come before its picture

# ITU-T T.81, Annex K.1 and K.2, row by row; a file has them in zigzag order.
LUMINANCE = [
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55,
    14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62,
    18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92,
    49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
]
CHROMINANCE = [
    17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99,
    24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99, 99, 99, 99, 99, 99,
] + [99] * 32
ZIGZAG = sorted(
    range(64),
    key=lambda at: (at // 8 + at % 8, at // 8 if (at // 8 + at % 8) % 2 else at % 8),
)


class Nowhere(urllib.request.HTTPRedirectHandler):
    """Follows nobody to another address."""

    def redirect_request(self, *_):
        return None


STORE = urllib.request.build_opener(urllib.request.ProxyHandler({}), Nowhere)


class Refused(Exception):
    """An answer that is no result: a status, and why in words without personal data."""

    def __init__(self, status, why):
        super().__init__(why)
        self.status, self.why = status, why


def scaled(table, quality):
    """A table as libjpeg, of the Independent JPEG Group, scales it for a quality of 1 to 100."""
    scale = 5000 // quality if quality < 50 else 200 - 2 * quality
    return [min(max((entry * scale + 50) // 100, 1), 255) for entry in table]


def tables_of(jpeg):
    """A JPEG's tables for its first and its second component, each or none, in rows."""
    tables, components, at = {}, [], 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF:
        marker, length = jpeg[at + 1], int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if marker == 0xFF:  # a fill byte
            at += 1
            continue
        if marker == 0xDA or length < 2:  # the picture begins
            break
        segment = jpeg[at + 4 : at + 2 + length]
        if marker == 0xDB:
            tables.update(quantization(segment))
        elif 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC) and len(segment) >= 6:
            components = list(segment[8 : 6 + 3 * segment[5] : 3])
        at += 2 + length
    used = list(dict.fromkeys(components))[:2]
    return [tables[number] for number in used if number in tables]


def quantization(segment):
    """The tables of one DQT segment, by number."""
    tables, at = {}, 0
    while at < len(segment):
        size, number = 1 + (segment[at] >> 4), segment[at] & 15
        raw = segment[at + 1 : at + 1 + 64 * size]
        if size > 2 or len(raw) < 64 * size:
            break
        rows = [0] * 64
        for index, place in enumerate(ZIGZAG):
            rows[place] = int.from_bytes(raw[index * size : (index + 1) * size], "big")
        tables[number] = rows
        at += 1 + 64 * size
    return tables


def quality_of(jpeg):
    """The quality whose tables are nearest to the file's, and how far they are from it: the mean
    difference of an entry, 0 when the encoder used just these. None without tables."""
    tables = tables_of(jpeg)
    if not tables:
        return None

    def distance(quality):
        standard = (scaled(LUMINANCE, quality), scaled(CHROMINANCE, quality))
        apart = [abs(a - b) for own, of in zip(tables, standard) for a, b in zip(own, of)]
        return sum(apart) / len(apart)

    # Of equals the better quality: very coarse and very fine tables meet at the limits of a byte.
    distance, negative = min((distance(quality), -quality) for quality in range(1, 101))
    return -negative, distance


def measured(image, size, beginning):
    """What is to be said of an image whose original has so many bytes and begins with these."""
    figures = []
    pixels = image["width"] * image["height"]
    if pixels > 0:
        figures.append(("bits_per_pixel", 8 * size / pixels, "bit/px"))
    quality = quality_of(beginning) if beginning[:2] == b"\xff\xd8" else None
    if quality:
        figures.append(("jpeg_quality", float(quality[0]), None))
        figures.append(("jpeg_quality_distance", quality[1], None))
    return [
        {"name": name, "value": value, "unit": unit}
        for name, value, unit in figures
        if math.isfinite(value)
    ]


def fetched(original):
    """The beginning of the original, all of which must be what the event speaks of."""
    url = original["url"]
    if urllib.parse.urlsplit(url).scheme not in ("http", "https"):
        raise Refused(422, "the original's link is neither http nor https")
    beginning, digest, size = b"", hashlib.sha256(), 0
    try:
        with STORE.open(url, timeout=TIMEOUT) as answer:
            while size <= original["bytes"] and (chunk := answer.read(1 << 16)):
                digest.update(chunk)
                size += len(chunk)
                beginning += chunk if len(beginning) < KEPT else b""
    except urllib.error.HTTPError as error:
        if error.code in (404, 410):
            raise Refused(422, "the original is missing") from None
        # Also when the link is over: the next delivery brings a new one.
        raise Refused(503, f"the store answered {error.code} to the link") from None
    except (OSError, http.client.HTTPException) as error:
        raise Refused(503, f"the store does not answer: {type(error).__name__}") from None
    if size != original["bytes"]:
        raise Refused(502, "the original is longer or shorter than the event says")
    if digest.hexdigest() != original["sha256"]:
        raise Refused(502, "the original is not the one that the event speaks of")
    return beginning


def answer_to(event):
    """The answer to a trigger; none when there is nothing to say."""
    data = event["data"]
    image, original = data.get("image"), data.get("original")
    if not image or image["voided"] or not original:
        return None
    measurements = measured(image, original["bytes"], fetched(original))
    return measurements and {
        "specversion": "1.0",
        "id": str(uuid.uuid5(uuid.UUID(event["id"]), f"{NAME} {VERSION}")),
        "source": f"/functions/{NAME}/{VERSION}",
        "type": "hemaclassify.outcome.RecordMeasurements",
        "datacontenttype": "application/json",
        "data": {"image": image["id"], "measurements": measurements},
    }


def check_signature(keys, headers, body, now):
    """Whether who sent this knows a secret (Standard Webhooks)."""
    sent, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not stamp.isdecimal() or abs(now - int(stamp)) > TOLERANCE:
        raise Refused(401, "webhook-timestamp is missing or not of these minutes")
    signed = f"{sent}.{stamp}.".encode() + body
    due = [b"v1," + base64.b64encode(hmac.digest(key, signed, "sha256")) for key in keys]
    given = headers.get("webhook-signature", "").encode().split(b" ")[:8]
    if not any(hmac.compare_digest(one, other) for one in due for other in given):
        raise Refused(401, "webhook-signature is missing or wrong")


class Handler(http.server.BaseHTTPRequestHandler):
    """One request."""

    timeout = TIMEOUT
    server_version = f"{NAME}/{VERSION}"
    sys_version = ""

    def do_GET(self):
        ready = {"/healthz": True, "/readyz": not self.server.draining}.get(self.path)
        self.say(404 if ready is None else 200 if ready else 503)

    def do_POST(self):
        try:
            body = self.body()
            if not self.server.places.acquire(blocking=False):
                raise Refused(429, "as much is in work as may be at once")
            try:
                answer = self.work(body)
            finally:
                self.server.places.release()
        except Refused as refused:
            problem = {"title": "The image was not measured", "detail": refused.why}
            self.say(refused.status, "application/problem+json", problem)
        else:
            self.say(200 if answer else 204, "application/cloudevents+json", answer)

    def body(self):
        length = self.headers.get("content-length", "")
        if not length.isdecimal() or int(length) > LARGEST_REQUEST:
            raise Refused(413, "the event has no length, or is larger than any event")
        return self.rfile.read(int(length))

    def work(self, body):
        if self.server.keys:
            check_signature(self.server.keys, self.headers, body, time.time())
        if self.headers.get_content_type() != "application/cloudevents+json":
            raise Refused(415, "only structured CloudEvents are read here")
        try:
            return answer_to(json.loads(body))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise Refused(422, f"the event is not as it should be: {type(error).__name__}") from None

    def say(self, status, media_type="text/plain", content=None):
        body = json.dumps(content).encode() if content else b""
        self.send_response(status)
        if status == 429:
            self.send_header("Retry-After", "1")
        if body:
            self.send_header("Content-Type", media_type)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, line, *values):
        # The path and the status; never a body or a link, for a link lets its bearer in.
        print(f"{NAME}: {line % values}", file=sys.stderr, flush=True)


class Server(http.server.ThreadingHTTPServer):
    """Takes so many events at once; when it closes it waits for those in work."""

    daemon_threads = False

    def __init__(self, address, keys, concurrency):
        super().__init__(address, Handler)
        self.keys, self.draining = keys, False
        self.places = threading.BoundedSemaphore(concurrency)


def secrets(text):
    """The keys of Standard Webhooks secrets, one a line: two while one follows the other."""
    keys = []
    for line in text.split():
        prefix, _, key = line.partition("_")
        try:
            keys.append(base64.b64decode(key, validate=True))
        except binascii.Error:
            keys.append(b"")
        if prefix != "whsec" or not 24 <= len(keys[-1]) <= 64:
            raise SystemExit("a secret is whsec_ and the base64 of 24 to 64 random bytes, one a line")
    if not keys:
        raise SystemExit("there is no secret in the file")
    return keys


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--listen", default="127.0.0.1:8090", metavar="ADDRESS:PORT")
    options.add_argument("--secret-file", metavar="FILE", help="the secret that events are signed with")
    options.add_argument("--concurrency", type=int, default=4, metavar="N", help="events at once")
    given = options.parse_args()
    host, _, port = given.listen.rpartition(":")
    keys = []
    if given.secret_file:
        with open(given.secret_file, encoding="ascii") as file:
            keys = secrets(file.read())
    elif host not in ("127.0.0.1", "localhost"):
        options.error("without --secret-file it listens on 127.0.0.1 only: anybody could send events")
    server = Server((host, int(port)), keys, given.concurrency)

    def drain(*_):
        server.draining = True
        threading.Thread(target=server.shutdown).start()

    signal.signal(signal.SIGTERM, drain)
    signal.signal(signal.SIGINT, drain)
    print(f"{NAME}: listens on {host}:{server.server_port}", file=sys.stderr, flush=True)
    server.serve_forever(poll_interval=0.1)
    server.server_close()


if __name__ == "__main__":
    main()
