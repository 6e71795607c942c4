import assert from "node:assert/strict";
import { test } from "node:test";
import { BACK_ONLINE_MS, ConnectionStatus, PATIENCE_MS } from "../../../static/js/state/connection_status.js";

test("a short interruption is not worth a word", () => {
  const status = new ConnectionStatus(0);
  status.enter("online", 100);
  status.enter("offline", 5000);
  assert.equal(status.notice(5000 + PATIENCE_MS - 1), "none");
  status.enter("online", 6000);
  assert.equal(status.notice(6000), "none");
});

test("a longer one is shown with the time it began, through every new attempt", () => {
  const status = new ConnectionStatus(0);
  status.enter("online", 100);
  status.enter("offline", 5000);
  assert.equal(status.notice(5000 + PATIENCE_MS), "offline");
  status.enter("connecting", 9000);
  assert.equal(status.notice(9000), "offline");
  status.enter("offline", 9500);
  assert.equal(status.sinceMs, 5000);
});

test("coming back is shown for a moment", () => {
  const status = new ConnectionStatus(0);
  status.enter("online", 0);
  status.enter("offline", 1000);
  status.notice(9000);
  status.enter("online", 10_000);
  assert.equal(status.notice(10_000), "back");
  assert.equal(status.notice(10_000 + BACK_ONLINE_MS), "none");
});

test("the first connection says that it is connecting when it takes long", () => {
  const status = new ConnectionStatus(0);
  assert.equal(status.notice(0), "none");
  assert.equal(status.notice(PATIENCE_MS), "connecting");
});

test("an ended session is shown at once", () => {
  const status = new ConnectionStatus(0);
  status.enter("signed_out", 10);
  assert.equal(status.notice(10), "signed_out");
});
