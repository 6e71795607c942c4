import assert from "node:assert/strict";
import { test } from "node:test";

import { beside, picturesIn, placeInMessage } from "../../../static/js/state/gallery.js";

const file = (/** @type {string} */ id, kind = "image") => (
  /** @type {any} */ ({ id, kind, previews: kind === "image" ? [{}] : [] })
);
const message = (/** @type {number} */ seq, /** @type {any[]} */ ...attachments) => (
  /** @type {any} */ ({ seq, attachments })
);
const never = () => false;
const messages = [message(1, file("a"), file("doc", "file"), file("b")), message(2), message(5, file("c"))];

test("the pictures of a conversation are in order, without other files", () => {
  assert.deepEqual(picturesIn(messages, never).map((shown) => shown.file.id), ["a", "b", "c"]);
  assert.deepEqual(picturesIn(messages, ({ seq }) => seq === 1).map((shown) => shown.file.id), ["c"]);
  assert.deepEqual(picturesIn(/** @type {any} */ ([{ seq: 1 }]), never), [], "a message of an earlier version");
});

test("one leads to the next, and the ends are ends", () => {
  const [a, b, c] = picturesIn(messages, never);
  assert.equal(beside([a, b, c], a, 1), b);
  assert.equal(beside([a, b, c], a, -1), null);
  assert.equal(beside([a, b, c], c, 1), null);
  assert.deepEqual(placeInMessage(b), { at: 2, of: 2 });
});

test("a picture whose message is no longer loaded still has neighbours", () => {
  const [a, b, c] = picturesIn(messages, never);
  const lost = { message: message(3, file("x")), file: file("x") };
  assert.equal(beside([a, b, c], lost, 1), c);
  assert.equal(beside([a, b, c], lost, -1), b);
});
