// The stock oidc-provider under Node.js: `node node_provider.mjs CHAT_ORIGIN`. Says its address, then takes commands line by line.
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import Provider from "oidc-provider";

const chat = process.argv[2];
const server = createServer();
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const issuer = `http://127.0.0.1:${server.address().port}`;

const people = {
    "dora-1": { email: "dora@example.org", email_verified: true, name: "Dora", groups: ["developers"] },
    "eve-1": { email: "eve@example.org", email_verified: false, name: "Eve", groups: [] },
};

function account(_context, id) {
    return people[id] && { accountId: id, claims: () => ({ sub: id, ...people[id] }) };
}

const provider = new Provider(issuer, {
    clients: [{
        client_id: "chat",
        client_secret: "the client's secret",
        redirect_uris: [`${chat}/sign-in/staff/callback`],
        backchannel_logout_uri: `${chat}/sign-in/staff/logout`,
        backchannel_logout_session_required: true,
    }],
    claims: { email: ["email", "email_verified"], profile: ["name"], groups: ["groups"] },
    scopes: ["openid", "email", "profile", "groups"],
    cookies: { keys: ["only for tests"] },
    features: { backchannelLogout: { enabled: true }, devInteractions: { enabled: true } },
    // Without its own guard: the chat that it notifies is on this machine.
    fetch: (url, { dispatcher: _, ...options }) => fetch(url, options),
    findAccount: account,
    pkce: { required: () => true },
    rotateRefreshToken: false,
});
server.on("request", provider.callback());
process.stdout.write(`${JSON.stringify({ issuer })}\n`);

createInterface({ input: process.stdin }).on("close", () => process.exit(0));
