import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";

import { oncePerFrame } from "../../../static/js/lib/frames.js";

describe("once per frame", () => {
  /** @type {(() => void)[]} */
  let frames = [];
  const nextFrame = () => frames.splice(0).forEach((frame) => frame());

  beforeEach(() => {
    frames = [];
    Object.assign(globalThis, {
      document: { visibilityState: "visible" },
      requestAnimationFrame: (/** @type {() => void} */ frame) => frames.push(frame),
    });
  });

  afterEach(() => {
    for (const name of ["document", "requestAnimationFrame", "reportError"]) Reflect.deleteProperty(globalThis, name);
  });

  it("does a thing once, however often it is asked for", () => {
    const done = /** @type {string[]} */ ([]);
    const draw = oncePerFrame(() => done.push("drawn"));
    draw();
    draw();
    nextFrame();
    assert.deepEqual(done, ["drawn"]);
    assert.equal(frames.length, 0);
  });

  it("draws in the same frame what a drawing asks for", () => {
    const done = /** @type {string[]} */ ([]);
    const bars = oncePerFrame(() => done.push("bars"));
    const lines = oncePerFrame(() => {
      done.push("lines");
      bars();
    });
    lines();
    nextFrame();
    assert.deepEqual(done, ["lines", "bars"]);
    assert.equal(frames.length, 0);
  });

  it("leaves what asks for itself to the next frame", () => {
    let left = 3;
    const draw = oncePerFrame(() => {
      left -= 1;
      if (left > 0) draw();
    });
    draw();
    nextFrame();
    assert.equal(left, 2);
    nextFrame();
    nextFrame();
    assert.equal(left, 0);
  });

  it("goes on with the rest when a drawing fails", () => {
    const errors = /** @type {unknown[]} */ ([]);
    Object.assign(globalThis, { reportError: (/** @type {unknown} */ error) => errors.push(error) });
    const done = /** @type {string[]} */ ([]);
    oncePerFrame(() => {
      throw new Error("broken");
    })();
    oncePerFrame(() => done.push("drawn"))();
    nextFrame();
    assert.equal(errors.length, 1);
    assert.deepEqual(done, ["drawn"]);
  });
});
