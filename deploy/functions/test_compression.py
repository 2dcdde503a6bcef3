"""Tests of compression.py: `python3 -m unittest` in this folder. The samples were drawn for these tests
and encoded with libjpeg at the qualities that their names say."""

import base64
import hashlib
import http.client
import http.server
import json
import os
import pathlib
import signal
import subprocess
import sys
import threading
import time
import unittest
import uuid

import compression

HERE = pathlib.Path(__file__).parent
KEY = bytes(range(32))
SECRET = "whsec_" + base64.b64encode(KEY).decode()
EVENT = "01a2077b-ee77-71da-b8ae-9033c5541f97"
IMAGE = "6f2c5d0e-8f0b-5d3b-9a55-2f6ad1f3c0de"


def sample(name):
    return (HERE / "samples" / name).read_bytes()


class Quality(unittest.TestCase):
    def test_it_is_the_one_that_the_encoder_was_asked_for(self):
        for quality in (60, 85, 95):
            self.assertEqual(compression.quality_of(sample(f"quality-{quality}.jpg")), (quality, 0.0))
        self.assertEqual(compression.quality_of(sample("progressive-50.jpg")), (50, 0.0))
        self.assertEqual(compression.quality_of(sample("grey-30.jpg")), (30, 0.0))

    def test_an_encoder_with_tables_of_its_own_is_said_to_be_far_away(self):
        _, distance = compression.quality_of(sample("own-tables.jpg"))
        self.assertGreater(distance, 10)

    def test_what_is_no_whole_jpeg_has_none(self):
        whole = sample("quality-85.jpg")
        for cut in range(0, len(whole), 29):
            found = compression.quality_of(whole[:cut])
            self.assertIn(found and found[0], range(1, 101) if found else (None,))
        self.assertIsNone(compression.quality_of(whole[:20]))

    def test_the_standards_tables_are_those_of_quality_50(self):
        self.assertEqual(compression.scaled(compression.LUMINANCE, 50), compression.LUMINANCE)
        self.assertEqual(sorted(compression.ZIGZAG), list(range(64)))


class Figures(unittest.TestCase):
    def test_a_png_has_bits_per_pixel_alone(self):
        content = sample("cell.png")
        expected = 8 * len(content) / (48 * 40)
        found = compression.measured({"width": 48, "height": 40}, len(content), content)
        self.assertEqual(found, [{"name": "bits_per_pixel", "value": expected, "unit": "bit/px"}])

    def test_a_jpeg_has_its_quality_too(self):
        found = compression.measured({"width": 48, "height": 40}, 1_091, sample("quality-85.jpg"))
        self.assertEqual([one["name"] for one in found][1:], ["jpeg_quality", "jpeg_quality_distance"])
        self.assertEqual(found[1]["value"], 85.0)


class Signature(unittest.TestCase):
    def check(self, now=1_000, **changed):
        headers = {"webhook-id": "id", "webhook-timestamp": "1000"}
        headers["webhook-signature"] = signature("id", 1_000, b"{}")
        headers.update({name.replace("_", "-"): value for name, value in changed.items()})
        compression.check_signature([KEY], headers, b"{}", now)

    def test_who_knows_the_secret_is_let_in_for_five_minutes(self):
        self.check()
        self.check(webhook_signature="v1,AAAA " + signature("id", 1_000, b"{}"))
        self.check(now=1_300)

    def test_everybody_else_is_not(self):
        forged = [
            {"webhook_signature": "v1,AAAA"},
            {"webhook_signature": ""},
            {"webhook_id": "other"},
            {"webhook_timestamp": "1001"},
            {"webhook_timestamp": "soon"},
            {"now": 1_301},
            {"now": 699},
        ]
        for change in forged:
            with self.subTest(change), self.assertRaises(compression.Refused) as refused:
                self.check(**change)
            self.assertEqual(refused.exception.status, 401)

    def test_a_secret_that_is_none_is_refused(self):
        self.assertEqual(compression.secrets(SECRET + "\n"), [KEY])
        self.assertEqual(compression.secrets(f"{SECRET}\n{SECRET}\n"), [KEY, KEY])
        for bad in ("", "hunter2", "whsec_!!", "whsec_c2hvcnQ="):
            with self.assertRaises(SystemExit):
                compression.secrets(bad)


def signature(sent, stamp, body):
    digest = compression.hmac.digest(KEY, f"{sent}.{stamp}.".encode() + body, "sha256")
    return "v1," + base64.b64encode(digest).decode()


class Store(http.server.BaseHTTPRequestHandler):
    """Where the originals lie; `/slow/…` takes as long as the test wants."""

    go_on = threading.Event()

    def do_GET(self):
        if self.path.startswith("/slow/"):
            self.go_on.wait(10)
        content = sample(self.path.rpartition("/")[2]) if "/samples/" in self.path else None
        refused = {"/expired": 403, "/moved": 302, "/missing": 404}
        self.send_response(200 if content else refused[self.path])
        self.send_header("Location", "http://127.0.0.1:9/")
        self.end_headers()
        self.wfile.write(content or b"")

    def log_message(self, *_):
        pass


class Process(unittest.TestCase):
    """The program as an operator starts it."""

    def setUp(self):
        Store.go_on.clear()
        self.store = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Store)
        threading.Thread(target=self.store.serve_forever, daemon=True).start()
        self.addCleanup(self.store.server_close)
        self.addCleanup(self.store.shutdown)
        read, write = os.pipe()
        os.write(write, SECRET.encode())
        os.close(write)
        command = [sys.executable, "compression.py", "--listen", "127.0.0.1:0", "--concurrency", "1"]
        command += ["--secret-file", f"/dev/fd/{read}"]
        self.process = subprocess.Popen(
            command, cwd=HERE, stderr=subprocess.PIPE, text=True, pass_fds=[read]
        )
        os.close(read)
        self.addCleanup(self.end)
        line = self.process.stderr.readline()
        self.port = int(line.rpartition(":")[2])

    def end(self):
        self.process.kill()
        self.process.wait()
        self.process.stderr.close()

    def event(self, path, content, **changes):
        host, port = self.store.server_address
        image = {"id": IMAGE, "voided": False, "width": 48, "height": 40}
        original = {
            "url": f"http://{host}:{port}{path}",
            "bytes": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
        }
        data = {"image": image, "original": {**original, **changes}}
        return {"specversion": "1.0", "id": EVENT, "type": "hemaclassify.event.ImageUploaded", "data": data}

    def post(self, event, key=KEY, media_type="application/cloudevents+json"):
        body, stamp = json.dumps(event).encode(), int(time.time())
        headers = {
            "Content-Type": media_type,
            "webhook-id": "id",
            "webhook-timestamp": str(stamp),
            "webhook-signature": signature("id", stamp, body) if key == KEY else "v1,AAAA",
        }
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("POST", "/", body, headers)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer, json.loads(content) if content else None

    def status(self, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("GET", path)
        return connection.getresponse().status

    def test_the_same_trigger_has_the_same_answer(self):
        event = self.event("/samples/quality-85.jpg", sample("quality-85.jpg"))
        answer, outcome = self.post(event)
        self.assertEqual((answer.status, answer.getheader("content-type")), (200, "application/cloudevents+json"))
        self.assertEqual(outcome["type"], "hemaclassify.outcome.RecordMeasurements")
        self.assertEqual(outcome["id"], str(uuid.uuid5(uuid.UUID(EVENT), "compression 1")))
        self.assertEqual(outcome["data"]["image"], IMAGE)
        figures = {one["name"]: one["value"] for one in outcome["data"]["measurements"]}
        self.assertEqual(figures["jpeg_quality"], 85.0)
        self.assertEqual(self.post(event)[1], outcome)
        self.assertEqual((self.status("/healthz"), self.status("/readyz"), self.status("/x")), (200, 200, 404))

    def test_an_image_that_is_gone_has_none(self):
        event = self.event("/samples/quality-85.jpg", sample("quality-85.jpg"))
        event["data"]["image"]["voided"] = True
        self.assertEqual(self.post(event)[0].status, 204)
        self.assertEqual(self.post({**event, "data": {}})[0].status, 204)

    def test_who_does_not_know_the_secret_is_refused(self):
        event = self.event("/samples/quality-85.jpg", sample("quality-85.jpg"))
        answer, problem = self.post(event, key=b"")
        self.assertEqual((answer.status, answer.getheader("content-type")), (401, "application/problem+json"))
        self.assertIn("signature", problem["detail"])

    def test_what_cannot_be_done_says_whether_to_come_again(self):
        content = sample("quality-85.jpg")
        other = hashlib.sha256(b"other").hexdigest()
        path = "/samples/quality-85.jpg"
        for status, event in [
            (502, self.event(path, content, sha256=other)),
            (502, self.event(path, content, bytes=7)),
            (503, self.event("/expired", content)),
            (503, self.event("/moved", content)),
            (422, self.event("/missing", content)),
            (503, self.event(path, content, url="http://127.0.0.1:9/")),
            (422, self.event(path, content, url="file:///etc/passwd")),
            (422, {"specversion": "1.0", "data": []}),
        ]:
            with self.subTest(status=status, event=event):
                answer, problem = self.post(event)
                self.assertEqual(answer.status, status, problem)
        self.assertEqual(self.post({}, media_type="application/json")[0].status, 415)

    def test_it_takes_no_more_than_it_can_and_ends_when_it_is_done(self):
        content = sample("quality-60.jpg")
        slow = self.event("/slow/samples/quality-60.jpg", content)
        answers = []
        first = threading.Thread(target=lambda: answers.append(self.post(slow)))
        first.start()
        time.sleep(0.5)
        full, _ = self.post(slow)
        self.assertEqual((full.status, full.getheader("retry-after")), (429, "1"))
        self.process.send_signal(signal.SIGTERM)
        time.sleep(0.3)
        self.assertIsNone(self.process.poll(), "it ends when what is in work is done")
        Store.go_on.set()
        first.join()
        self.assertEqual(answers[0][0].status, 200)
        self.assertEqual(self.process.wait(10), 0)


if __name__ == "__main__":
    unittest.main()
