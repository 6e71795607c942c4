import assert from "node:assert/strict";
import { test } from "node:test";
import { MemoryStorage } from "../../../static/js/lib/storage.js";
import { shownReactions } from "../../../static/js/state/reactions.js";
import { RecentEmoji } from "../../../static/js/state/recent_emoji.js";
import { whoReacted } from "../../../static/js/state/who_reacted.js";

const ME = 1;
const TWO = [{ emoji: "👍", count: 2, user_ids: [2, ME] }, { emoji: "❤️", count: 1, user_ids: [2] }];

/** @param {import("../../../static/js/state/reactions.js").ShownReaction[]} shown */
const inShort = (shown) => shown.map(({ emoji, count, isMine }) => `${emoji} ${count}${isMine ? " mine" : ""}`);

test("what the server says is shown, and which are mine", () => {
  assert.deepEqual(inShort(shownReactions(TWO, [], ME)), ["👍 2 mine", "❤️ 1"]);
});

test("what I asked for is shown at once, and asking for what is so changes nothing", () => {
  const wishes = [
    { emoji: "👍", on: false }, { emoji: "❤", on: true }, { emoji: "🎉", on: true }, { emoji: "😢", on: false },
  ];
  const shown = shownReactions(TWO, wishes, ME);
  assert.deepEqual(inShort(shown), ["👍 1", "❤️ 2 mine", "🎉 1 mine"]);
  assert.deepEqual(shown[1].userIds, [2, ME]);
  assert.deepEqual(inShort(shownReactions(TWO, [{ emoji: "👍", on: true }], ME)), ["👍 2 mine", "❤️ 1"]);
});

test("the last one of an emoji takes it away", () => {
  const mine = [{ emoji: "👍", count: 1, user_ids: [ME] }];
  assert.deepEqual(shownReactions(mine, [{ emoji: "👍", on: false }], ME), []);
});

test("of a reaction of more people than are named, mine is what the server once confirmed", () => {
  const crowd = [{ emoji: "👍", count: 300, user_ids: [2, 3] }];
  assert.equal(shownReactions(crowd, [], ME)[0].isMine, false);
  assert.equal(shownReactions(crowd, [], ME, () => true)[0].isMine, true);
  assert.deepEqual(inShort(shownReactions(crowd, [{ emoji: "👍", on: false }], ME, () => true)), ["👍 299"]);
});

test("a new emoji comes first among the recent ones, a known one keeps its place", () => {
  const storage = new MemoryStorage();
  const recent = new RecentEmoji(storage, ME);
  assert.deepEqual(recent.all, ["👍", "❤️", "😂", "🎉", "😮", "😢"]);
  recent.used("🎉");
  recent.used("❤");
  assert.deepEqual(recent.all, ["👍", "❤️", "😂", "🎉", "😮", "😢"]);
  recent.used("🚀");
  assert.deepEqual(new RecentEmoji(storage, ME).all, ["🚀", "👍", "❤️", "😂", "🎉", "😮"]);
  assert.deepEqual(new RecentEmoji(storage, 2).all[0], "👍");
});

/** @param {string[]} people */
const listed = (people) => new Intl.ListFormat("en-GB").format(people);

test("who reacted is one sentence, with those who are not named counted", () => {
  const say = (/** @type {string[]} */ names, count = names.length) => whoReacted({ names, count, emoji: "👍" }, listed);
  assert.equal(say(["Ada"]), "Ada reacted with 👍");
  assert.equal(say(["You", "Ben"]), "You and Ben reacted with 👍");
  assert.equal(say(["Ada", "Ben"], 5), "Ada, Ben and 3 others reacted with 👍");
  assert.equal(say(["Ada", "Ben"], 3), "Ada, Ben and 1 other reacted with 👍");
  assert.equal(say([], 4), "4 people reacted with 👍");
  assert.match(say(Array.from({ length: 40 }, (_, index) => `P${index}`)), /P9 and 30 others reacted/);
});
