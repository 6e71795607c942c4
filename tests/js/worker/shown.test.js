import assert from "node:assert/strict";
import { test } from "node:test";
import { closeRead, insistsOnShowing, optionsFor, unreadIn } from "../../../static/js/worker/shown.js";

const ABOUT = {
  nowMs: 100_000,
  offersReply: true,
  texts: { news: "New", reply: "Reply", placeholder: "Write", unsent: "Unsent", icon: "/i.png", badge: "/b.png" },
};
const NEWS = /** @type {const} */ ({ kind: "message", room_id: 3, seq: 9, title: "Bob", body: "hi", url: "/rooms/3/9" });

test("a push becomes a notification of its room, which knows where it leads", () => {
  const { tag, data, body, silent, renotify } = optionsFor(NEWS, [], ABOUT);
  assert.deepEqual({ tag, body, silent, renotify }, { tag: "room-3", body: "hi", silent: false, renotify: true });
  assert.deepEqual(data, { url: "/rooms/3/9", room_id: 3, seq: 9, unread: 0, soundedMs: 100_000 });
});

test("a burst sounds once, however many rooms it comes from, and the next one again", () => {
  /** @type {import("../../../static/js/worker/shown.js").Shown[]} */
  const shown = [];
  const sounds = [0, 1, 2, 3, 4, 11, 12].map((seconds) => {
    const { data, silent } = optionsFor(NEWS, shown, { ...ABOUT, nowMs: 100_000 + seconds * 1000 });
    shown.push(data);
    return !silent;
  });
  assert.deepEqual(sounds, [true, false, false, false, false, true, false]);
});

test("sounds that are off stay off", () => {
  const { silent, renotify } = optionsFor({ ...NEWS, silent: true }, [], ABOUT);
  assert.deepEqual([silent, renotify], [true, false]);
});

test("an answer is offered where the room and the browser take one", () => {
  assert.equal(optionsFor({ ...NEWS, can_reply: true }, [], ABOUT).actions?.length, 1);
  assert.equal(optionsFor({ ...NEWS, can_reply: false }, [], ABOUT).actions, undefined);
  assert.equal(optionsFor({ ...NEWS, can_reply: true }, [], { ...ABOUT, offersReply: false }).actions, undefined);
});

test("what is read is closed, with what the browser put up instead; the rest stays", async () => {
  /** @type {string[]} */
  const closed = [];
  const one = (/** @type {string} */ name, /** @type {any} */ data, tag = name) => (
    { tag, data, close: () => closed.push(name) }
  );
  const all = [
    one("read", { room_id: 3, seq: 9 }),
    one("newer", { room_id: 3, seq: 10 }),
    one("other", { room_id: 4, seq: 1 }),
    one("test", undefined),
    one("own", undefined, "user_visible_auto_notification"),
  ];
  await closeRead({ getNotifications: async () => all }, (roomId) => (roomId === 3 ? 9 : -1));
  assert.deepEqual(closed, ["read", "own"]);
});

test("the icon counts the messages that notifications stand for", () => {
  const shown = [3, 4].map((room_id) => optionsFor({ ...NEWS, room_id, unread: 2 }, [], ABOUT));
  assert.equal(unreadIn([...shown, { data: undefined }]), 4);
});

test("Safari must show something for each push, as must every browser of an iPhone", () => {
  const kit = "AppleWebKit/605.1.15 (KHTML, like Gecko)";
  assert.equal(insistsOnShowing(`Mozilla/5.0 (iPhone) ${kit} Version/18.5 Mobile/15E148 Safari/604.1`), true);
  assert.equal(insistsOnShowing(`Mozilla/5.0 (iPhone) ${kit} CriOS/136.0.7103.91 Mobile/15E148 Safari/604.1`), true);
  assert.equal(insistsOnShowing(`Mozilla/5.0 (Linux) ${kit} Chrome/136.0.0.0 Safari/537.36`), false);
  assert.equal(insistsOnShowing("Mozilla/5.0 (X11; Linux) Gecko/20100101 Firefox/140.0"), false);
});
