"""A hand-off to Cyclr, tested against cyclr-sandbox with nothing but Python's standard library.

    python3 -m unittest
"""

import json
import os
import re
import subprocess
import unittest
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener

# The sandbox is on this machine, whatever proxy the environment names.
OPENER = build_opener(ProxyHandler({}))


def send(method, url, body=None, headers=None):
    """Sends JSON, and gives the JSON of the answer."""
    headers = dict(headers or {})
    data = None
    if body is not None:
        data = json.dumps(body).encode()
        headers["Content-Type"] = "application/json"
    with OPENER.open(Request(url, data, headers, method=method)) as answer:
        text = answer.read()
    return json.loads(text) if text else None


class Sandbox:
    """A cyclr-sandbox, and the code under test, which in your case is your application."""

    def __init__(self):
        path = os.environ.get("CYCLR_SANDBOX", "cyclr-sandbox")
        arguments = [path, "--listen", "127.0.0.1:0", "--control", "127.0.0.1:0", "--log", "warn"]
        self.program = subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)
        for line in self.program.stdout:
            if found := re.match(r"control +(\S+)$", line):
                self.address = found[1]
                break
        else:
            raise RuntimeError(f"cyclr-sandbox ended with {self.program.wait()}")
        info = self.control("GET", "/sandbox")
        self.api, self.service = info["apiDomain"], info["serviceDomain"]
        self.credentials = {"client_id": info["clientId"], "client_secret": info["clientSecret"]}

    def stop(self):
        self.program.terminate()
        self.program.stdout.close()
        assert self.program.wait() == 0

    def control(self, method, path, body=None):
        return send(method, self.address + path, body)

    def cyclr(self, method, path, body=None):
        form = urlencode({"grant_type": "client_credentials", **self.credentials}).encode()
        with OPENER.open(f"{self.api}/oauth/token", form) as answer:
            token = json.load(answer)["access_token"]
        headers = {"Authorization": f"Bearer {token}", "X-Cyclr-Account": "Acme-42"}
        return send(method, f"{self.api}/v1.0{path}", body, headers)

    def connect_url(self, connector):
        user = {"Username": "ann@acme.example"}
        token = self.cyclr("POST", "/accounts/Acme-42/signintoken", user)["Token"]
        target = "https://partner.example/done?attempt=1"
        query = urlencode({"id": connector, "token": token, "targetOrigin": target})
        return f"{self.service}/connectorauth/updateaccountconnectoroauth?{query}"

    def visit(self, url, decision, **more):
        return self.control("POST", "/visits", {"url": url, "decision": decision, **more})


class HandOff(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sandbox = Sandbox()
        cls.addClassCleanup(cls.sandbox.stop)

    def setUp(self):
        # Each test begins with an empty sandbox.
        self.sandbox.control("POST", "/reset")
        parameter = {"Name": "Sub-domain", "TargetName": "SubDomain", "IsAccountConnectorProperty": True}
        connector = {"Name": "Zendesk", "AuthType": "OAuth2", "Parameters": [parameter]}
        body = {"account": "Acme-42", "connector": connector}
        self.id = self.sandbox.control("POST", "/account-connectors", body)["id"]

    def set_property(self):
        body = {"Name": "SubDomain", "Value": "acme"}
        self.sandbox.cyclr("POST", f"/account/connectors/{self.id}/properties", body)

    def authenticated(self):
        return self.sandbox.cyclr("GET", f"/account/connectors/{self.id}")["Authenticated"]

    def test_a_user_connects(self):
        self.set_property()
        url = self.sandbox.connect_url(self.id)
        end = self.sandbox.visit(url, "approve", user="ann@zendesk.example")
        self.assertEqual(end, {"outcome": "redirect", "url": "https://partner.example/done?attempt=1"})
        self.assertTrue(self.authenticated())
        connector = self.sandbox.control("GET", f"/account-connectors/{self.id}")
        self.assertEqual(connector["consentedBy"], "ann@zendesk.example")

    def test_a_missing_property_is_an_error_page(self):
        end = self.sandbox.visit(self.sandbox.connect_url(self.id), "approve")
        self.assertEqual((end["outcome"], end["status"]), ("refused", 400))
        self.assertIn("SubDomain", end["text"])

    def test_a_user_who_denies_does_not_come_back(self):
        self.set_property()
        end = self.sandbox.visit(self.sandbox.connect_url(self.id), "deny")
        self.assertEqual(end["outcome"], "refused")
        self.assertIn("access_denied", end["text"])
        self.assertFalse(self.authenticated())

    def test_a_sign_in_token_lives_for_five_minutes_and_none_of_them_is_waited_for(self):
        self.set_property()
        url = self.sandbox.connect_url(self.id)
        self.sandbox.control("POST", "/clock/advance", {"seconds": 301})
        end = self.sandbox.visit(url, "approve")
        self.assertEqual((end["outcome"], end["status"]), ("refused", 403))

    def test_a_503_comes_once_and_then_cyclr_answers_again(self):
        fault = {"kind": "status", "status": 503, "headers": {"retry-after": "1"}}
        path = "/v1.0/accounts/*/signintoken"
        self.sandbox.control("POST", "/faults", {"method": "POST", "path": path, "fault": fault})
        with self.assertRaises(HTTPError) as refused:
            self.sandbox.connect_url(self.id)
        refused.exception.close()
        self.assertEqual((refused.exception.code, refused.exception.headers["Retry-After"]), (503, "1"))
        self.sandbox.connect_url(self.id)
        requests = self.sandbox.control("GET", f"/requests?method=POST&path={path}")
        self.assertEqual([request["status"] for request in requests], [503, 200])

    def test_a_connection_breaks_and_the_webhook_tells_of_it(self):
        received = []

        class Partner(BaseHTTPRequestHandler):
            def do_POST(self):
                received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_):
                pass

        with HTTPServer(("127.0.0.1", 0), Partner) as partner:
            partner.timeout = 10
            self.set_property()
            self.sandbox.visit(self.sandbox.connect_url(self.id), "approve")
            url = f"http://127.0.0.1:{partner.server_port}/cyclr"
            webhook = {"TransactionErrorWebhookEnabled": True, "TransactionErrorWebhookUrl": url}
            self.sandbox.cyclr("PUT", "/accounts/Acme-42", webhook)
            self.sandbox.control("POST", f"/account-connectors/{self.id}/break")
            partner.handle_request()
        self.assertEqual(received[0]["AccountExternalId"], "Acme-42")
        self.assertEqual(received[0]["Message"], "Failed to authenticate the connector")
        self.assertFalse(self.authenticated())
        # The same hand-off connects again.
        self.sandbox.visit(self.sandbox.connect_url(self.id), "approve")
        self.assertTrue(self.authenticated())

    def test_a_snapshot_repeats_tokens_and_times(self):
        self.sandbox.control("POST", "/clock/freeze")
        snapshot = self.sandbox.control("POST", "/snapshots")["id"]

        def story():
            return self.sandbox.connect_url(self.id), self.sandbox.control("GET", "/clock")

        first = story()
        self.sandbox.control("POST", f"/snapshots/{snapshot}/restore")
        self.assertEqual(story(), first)

    def test_a_mistake_has_a_message(self):
        with self.assertRaises(HTTPError) as refused:
            self.sandbox.control("POST", "/faults", {"method": "GET", "path": "**", "fault": {"kind": "status"}})
        problem = json.load(refused.exception)
        refused.exception.close()
        self.assertEqual(problem["field"], "fault.status")


if __name__ == "__main__":
    unittest.main()
