// A hand-off to Cyclr, tested against cyclr-sandbox with nothing but Node.js.
//
//   node --test

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { after, before, beforeEach, test } from "node:test";
import { createInterface } from "node:readline";

let program;
let control;
let sandbox;

before(async () => {
    const path = process.env.CYCLR_SANDBOX ?? "cyclr-sandbox";
    const addresses = ["--listen", "127.0.0.1:0", "--control", "127.0.0.1:0"];
    program = spawn(path, addresses, { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, RUST_LOG: "warn" } });
    const failed = new Promise((_, reject) => {
        program.once("error", reject);
        program.once("exit", (code) => reject(new Error(`cyclr-sandbox ended with ${code}`)));
    });
    const started = (async () => {
        for await (const line of createInterface(program.stdout)) {
            const [, address] = line.match(/^control +(\S+)$/) ?? [];
            if (address) return address;
        }
        throw new Error("cyclr-sandbox printed no control address");
    })();
    const address = await Promise.race([started, failed]);
    failed.catch(() => {});
    control = (method, path, body) => json(method, address + path, body);
    sandbox = await control("GET", "/sandbox");
});

after(() => program?.kill());

// Each test begins with an empty sandbox.
beforeEach(() => control("POST", "/reset"));

async function json(method, url, body, headers = {}) {
    const response = await fetch(url, {
        method,
        headers: body === undefined ? headers : { "content-type": "application/json", ...headers },
        body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw Object.assign(new Error(`${method} ${url}: ${response.status} ${text}`), { status: response.status });
    return text === "" ? undefined : JSON.parse(text);
}

// What the application under test does; yours has code of its own for it.
async function accessToken() {
    const { clientId, clientSecret } = sandbox;
    const form = { grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret };
    const response = await fetch(`${sandbox.apiDomain}/oauth/token`, { method: "POST", body: new URLSearchParams(form) });
    return (await response.json()).access_token;
}

async function cyclr(method, path, body, account = "Acme-42") {
    const headers = { authorization: `Bearer ${await accessToken()}`, "x-cyclr-account": account };
    return json(method, `${sandbox.apiDomain}/v1.0${path}`, body, headers);
}

async function connectUrl(id) {
    const { Token } = await cyclr("POST", "/accounts/Acme-42/signintoken", { Username: "ann@acme.example" });
    const query = new URLSearchParams({ id, token: Token, targetOrigin: "https://partner.example/done?attempt=1" });
    return `${sandbox.serviceDomain}/connectorauth/updateaccountconnectoroauth?${query}`;
}

const install = async () => {
    const connector = {
        Name: "Zendesk",
        AuthType: "OAuth2",
        Parameters: [{ Name: "Sub-domain", TargetName: "SubDomain", IsAccountConnectorProperty: true }],
    };
    const { id } = await control("POST", "/account-connectors", { account: "Acme-42", connector });
    return id;
};

const visit = (url, decision, more = {}) => control("POST", "/visits", { url, decision, ...more });
const isAuthenticated = async (id) => (await cyclr("GET", `/account/connectors/${id}`)).Authenticated;

test("a user connects", async () => {
    const id = await install();
    await cyclr("POST", `/account/connectors/${id}/properties`, { Name: "SubDomain", Value: "acme" });
    const end = await visit(await connectUrl(id), "approve", { user: "ann@zendesk.example" });
    assert.deepEqual(end, { outcome: "redirect", url: "https://partner.example/done?attempt=1" });
    assert.equal(await isAuthenticated(id), true);
    assert.equal((await control("GET", `/account-connectors/${id}`)).consentedBy, "ann@zendesk.example");
});

test("a missing property is an error page", async () => {
    const end = await visit(await connectUrl(await install()), "approve");
    assert.deepEqual([end.outcome, end.status], ["refused", 400]);
    assert.match(end.text, /SubDomain/);
});

test("a user who denies does not come back", async () => {
    const id = await install();
    await cyclr("POST", `/account/connectors/${id}/properties`, { Name: "SubDomain", Value: "acme" });
    const end = await visit(await connectUrl(id), "deny");
    assert.equal(end.outcome, "refused");
    assert.match(end.text, /access_denied/);
    assert.equal(await isAuthenticated(id), false);
});

test("a sign-in token lives for five minutes, and none of them is waited for", async () => {
    const id = await install();
    await cyclr("POST", `/account/connectors/${id}/properties`, { Name: "SubDomain", Value: "acme" });
    const url = await connectUrl(id);
    await control("POST", "/clock/advance", { seconds: 301 });
    const end = await visit(url, "approve");
    assert.deepEqual([end.outcome, end.status], ["refused", 403]);
});

test("a 503 comes once, and then Cyclr answers again", async () => {
    const id = await install();
    const fault = { kind: "status", status: 503, headers: { "retry-after": "1" } };
    await control("POST", "/faults", { method: "POST", path: "/v1.0/accounts/*/signintoken", fault });
    await assert.rejects(connectUrl(id), { status: 503 });
    await connectUrl(id);
    const requests = await control("GET", "/requests?method=POST&path=/v1.0/accounts/*/signintoken");
    assert.deepEqual(requests.map((request) => request.status), [503, 200]);
});

test("a connection breaks, and the webhook tells of it", async () => {
    let partner;
    const received = new Promise((resolve) => {
        partner = createServer((request, response) => {
            let body = "";
            request.on("data", (part) => (body += part));
            request.on("end", () => {
                response.end();
                resolve(JSON.parse(body));
            });
        });
    });
    await new Promise((resolve) => partner.listen(0, "127.0.0.1", resolve));
    try {
        const id = await install();
        await cyclr("POST", `/account/connectors/${id}/properties`, { Name: "SubDomain", Value: "acme" });
        await visit(await connectUrl(id), "approve");
        const url = `http://127.0.0.1:${partner.address().port}/cyclr`;
        const webhook = { TransactionErrorWebhookEnabled: true, TransactionErrorWebhookUrl: url };
        await cyclr("PUT", "/accounts/Acme-42", webhook);

        await control("POST", `/account-connectors/${id}/break`);
        const { AccountExternalId, Message } = await received;
        assert.deepEqual([AccountExternalId, Message], ["Acme-42", "Failed to authenticate the connector"]);
        assert.equal(await isAuthenticated(id), false);
        // The same hand-off connects again.
        await visit(await connectUrl(id), "approve");
        assert.equal(await isAuthenticated(id), true);
    } finally {
        partner.close();
    }
});

test("a snapshot repeats ids and tokens", async () => {
    await control("POST", "/clock/freeze");
    const { id } = await control("POST", "/snapshots");
    const story = async () => [await install(), await connectUrl(1), await control("GET", "/clock")];
    const first = await story();
    await control("POST", `/snapshots/${id}/restore`);
    assert.deepEqual(await story(), first);
});

test("a mistake has a message", async () => {
    const fault = { kind: "status" };
    const wrong = control("POST", "/faults", { method: "GET", path: "**", fault });
    await assert.rejects(wrong, /`fault.status`: `status` needs it/);
});
