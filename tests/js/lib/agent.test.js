import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { agentName } from "../../../static/js/lib/agent.js";

const CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0";

describe("agentName", () => {
  for (const [agent, name] of [
    [`Mozilla/5.0 (X11; Linux x86_64) ${CHROME} Safari/537.36`, "Chrome on Linux"],
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROME} Safari/537.36 Edg/141.0`, "Edge on Windows"],
    [`Mozilla/5.0 (Linux; Android 14) ${CHROME} Mobile Safari/537.36`, "Chrome on Android"],
    ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on macOS"],
    ["Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1", "Safari on iPhone"],
    ["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"],
    ["curl/8.5.0", "curl/8.5.0"],
    ["python-httpx/0.28.1", "python-httpx/0.28.1"],
    ["", ""],
  ]) test(agent || "nothing", () => assert.equal(agentName(agent), name));
});
