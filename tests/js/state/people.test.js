import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Members } from "../../../static/js/state/members.js";
import { lastSeenText } from "../../../static/js/lib/last_seen.js";
import { Presence } from "../../../static/js/state/presence.js";
import { TYPING_REPEAT_MS, TYPING_TTL_MS, TypingPeople, TypingSignal } from "../../../static/js/state/typing.js";
import { person } from "../support.js";

describe("presence", () => {
  test("a snapshot replaces everyone; single events change one", () => {
    const presence = new Presence();
    presence.replace([person(1), person(2)]);
    presence.add(person(3));
    presence.remove(1);
    assert.deepEqual([1, 2, 3].map((id) => presence.isOnline(id)), [false, true, true]);
    assert.equal(presence.count, 2);
  });

  test("there is no notification when nothing changed", () => {
    const presence = new Presence();
    let notified = 0;
    presence.changed.subscribe(() => (notified += 1));
    presence.remove(9);
    assert.equal(notified, 0);
  });
});

describe("members", () => {
  test("those who are here come first, then by name", () => {
    const members = new Members();
    for (const [id, name] of /** @type {[number, string][]} */ ([[1, "Zoe"], [2, "Adam"], [3, "Berta"]])) {
      members.put(person(id, name), "member", "2026-11-22T08:00:00.000Z");
    }
    const names = members.sorted((id) => id === 1).map(({ user }) => user.name);
    assert.deepEqual(names, ["Zoe", "Adam", "Berta"]);
  });

  test("a new role or name keeps the rest", () => {
    const members = new Members();
    members.put(person(1, "Ann"), "member", "2026-11-22T08:00:00.000Z");
    members.put(person(1, "Ann"), "moderator", "2026-11-23T08:00:00.000Z");
    members.rename(person(1, "Anna"));
    assert.equal(members.get(1)?.role, "moderator");
    assert.equal(members.get(1)?.user.name, "Anna");
    assert.equal(members.get(1)?.joined_at, "2026-11-22T08:00:00.000Z");
  });
});

describe("last seen", () => {
  const joined = "2026-11-22T08:00:00.000Z";
  const seen = "2026-11-26T14:05:00.000Z";

  test("someone who went offline was last here now", () => {
    const members = new Members();
    members.replace([{ user: person(1), role: "member", joined_at: joined, online: true, last_seen_at: joined }]);
    members.left(1, seen);
    assert.equal(members.get(1)?.last_seen_at, seen);
  });

  test("of someone who hides it nothing is known", () => {
    const members = new Members();
    members.replace([{ user: person(1), role: "member", joined_at: joined, online: true, last_seen_at: null }]);
    members.left(1, seen);
    assert.equal(members.get(1)?.last_seen_at, null);
  });

  test("it is said no more exactly than people say it", () => {
    const say = (/** @type {number} */ day, /** @type {number} */ hour) => lastSeenText(
      new Date(2026, 10, day, hour).toISOString(), new Date(2026, 10, 26, 9),
    );
    assert.match(say(26, 8), /^Last seen today at 0?8:00/);
    assert.equal(say(25, 23), "Last seen yesterday");
    assert.match(say(12, 12), /^Last seen on Thursday.*12/);
  });
});

describe("typing", () => {
  test("a person is forgotten after a while, or when they stop", () => {
    const typing = new TypingPeople();
    typing.note(person(1), true, 0);
    typing.note(person(2), true, 1000);
    assert.deepEqual(typing.current(TYPING_TTL_MS).map(({ id }) => id), [2]);
    typing.note(person(2), false, 2000);
    assert.deepEqual(typing.current(2000), []);
  });

  test("a message ends its author's typing", () => {
    const typing = new TypingPeople();
    typing.note(person(1), true, 0);
    assert.equal(typing.ended(1), true);
    assert.equal(typing.ended(1), false);
  });

  test("my own typing is sent at once and then rarely", () => {
    const signal = new TypingSignal();
    const notified = [0, 500, TYPING_REPEAT_MS - 1, TYPING_REPEAT_MS].map((now) => signal.keyPressed(now));
    assert.deepEqual(notified, [true, false, false, true]);
  });

  test("stopping is sent only to those who still believe that I type", () => {
    const signal = new TypingSignal();
    assert.equal(signal.stopped(0), false);
    signal.keyPressed(0);
    assert.equal(signal.stopped(1000), true);
    signal.keyPressed(2000);
    assert.equal(signal.stopped(2000 + TYPING_TTL_MS), false);
  });
});
