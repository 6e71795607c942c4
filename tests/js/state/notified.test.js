import assert from "node:assert/strict";
import { test } from "node:test";
import { isWanted } from "../../../static/js/state/wanted_news.js";
import { checksOf, verdictOf } from "../../../static/js/state/why_not_notified.js";
import { membership, message, person, room } from "../support.js";

const ME = person(7);
/** @type {NotifiedOf[]} */
const AT_FIRST = ["mentions", "direct"];

/** @param {Membership["notify"]} notify @param {Partial<MyRoom>} [changes] */
const place = (notify, changes = {}) => room({ membership: membership({ notify }), ...changes });

test("a message is wanted as its reader chose for the room and for all", () => {
  const plain = message(1);
  const mention = message(1, { mentions: [ME] });
  const direct = { visibility: "direct", members: [ME, person(1)] };
  assert.equal(isWanted({ room: place("everything"), message: plain }, ME, AT_FIRST), false);
  assert.equal(isWanted({ room: place("everything"), message: plain }, ME, ["everything"]), true);
  assert.equal(isWanted({ room: place("everything"), message: mention }, ME, AT_FIRST), true);
  assert.equal(isWanted({ room: place("everything"), message: mention }, ME, ["direct"]), false);
  assert.equal(isWanted({ room: place("mentions"), message: plain }, ME, ["everything"]), false);
  assert.equal(isWanted({ room: place("nothing"), message: mention }, ME, AT_FIRST), false);
  assert.equal(isWanted({ room: place("mentions", direct), message: plain }, ME, AT_FIRST), true);
  assert.equal(isWanted({ room: place("everything", direct), message: null }, ME, ["direct"]), true);
  assert.equal(isWanted({ room: place("everything", direct), message: plain }, ME, ["mentions"]), false);
  assert.equal(isWanted({ room: place("everything"), message: plain }, ME, []), false);
});

/** @type {NotificationChoices} */
const CHOSEN = {
  push_for: AT_FIRST,
  mail_for: [],
  mail_after_s: 1800,
  quiet_from: null,
  quiet_to: null,
  time_zone: "UTC",
  sound: true,
  paused_until: null,
};

/** @param {Partial<import("../../../static/js/state/why_not_notified.js").Facts>} changes */
function problems(changes) {
  const checks = checksOf({
    obstacle: null,
    isOn: true,
    hasWorker: true,
    canPush: true,
    isSubscribed: true,
    device: { last_error: "" },
    answer: { notifications: CHOSEN, silence: null, push_available: true },
    silence: "",
    silentRooms: [],
    ...changes,
  });
  return { verdict: verdictOf(checks), found: checks.filter(({ isFine }) => !isFine) };
}

test("where all is well, the device itself is suspected", () => {
  const { verdict, found } = problems({});
  assert.deepEqual(found, []);
  assert.match(verdict, /focus mode of your device/);
});

test("each obstacle is named, with a way to remove it", () => {
  const paused = { reason: /** @type {const} */ ("paused"), until: "2026-11-29T18:00:00Z" };
  const nothing = { notifications: { ...CHOSEN, push_for: [] }, silence: null, push_available: true };
  /** @type {[object, RegExp, string | undefined][]} */
  const cases = [
    [{ obstacle: "Blocked." }, /Blocked/, undefined],
    [{ isOn: false }, /off for this device/, "turn-on"],
    [{ hasWorker: false }, /when the chat is closed/, undefined],
    [{ canPush: false }, /when the chat is closed/, undefined],
    [{ isSubscribed: false }, /push service/, "turn-on"],
    [{ device: null }, /push service/, "turn-on"],
    [{ device: { last_error: "It is gone" } }, /It is gone/, "turn-on"],
    [{ answer: { ...nothing, push_available: false, notifications: CHOSEN } }, /doesn't send push/, undefined],
    [{ answer: nothing }, /nothing/, "choose"],
    [{ answer: { ...nothing, notifications: CHOSEN, silence: paused }, silence: "Paused" }, /Paused\./, "resume"],
    [{ silentRooms: ["Garden"] }, /Garden/, undefined],
  ];
  for (const [changes, text, fix] of cases) {
    const { verdict, found } = problems(changes);
    assert.equal(found.length, 1, JSON.stringify(changes));
    assert.match(found[0].text, text);
    assert.equal(found[0].fix, fix);
    assert.match(verdict, /One thing/);
  }
});

test("of many silent rooms, three are named", () => {
  assert.match(problems({ silentRooms: ["A", "B", "C", "D", "E"] }).found[0].text, /A, B, C \+2/);
});
