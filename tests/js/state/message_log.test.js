import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { MAX_MESSAGES, MessageLog, SPARE } from "../../../static/js/state/message_log.js";
import { message, messages, person } from "../support.js";

/** @param {number} from @param {number} to @param {{ before?: boolean, after?: boolean, version?: number }} [more] */
function page(from, to, { before = false, after = false, version = to } = {}) {
  return { messages: messages(from, to), version, has_more_before: before, has_more_after: after };
}

/** @param {Parameters<typeof page>} args */
function logWith(...args) {
  const log = new MessageLog();
  log.show(page(...args));
  return log;
}

const seqs = (/** @type {MessageLog} */ log) => log.messages.map(({ seq }) => seq);

describe("live changes", () => {
  test("a change that follows is applied once", () => {
    const log = logWith(1, 3);
    const change = { prev_version: 3, version: 4, message: message(4) };
    assert.equal(log.apply(change), "applied");
    assert.equal(log.apply(change), "known");
    assert.deepEqual(seqs(log), [1, 2, 3, 4]);
  });

  test("a change further ahead is a gap and changes nothing", () => {
    const log = logWith(1, 3);
    assert.equal(log.apply({ prev_version: 4, version: 5, message: message(5) }), "gap");
    assert.deepEqual(seqs(log), [1, 2, 3]);
    assert.equal(log.version, 3);
  });

  test("a change without a message moves the cursor", () => {
    const log = logWith(1, 3);
    log.apply({ prev_version: 3, version: 4 });
    assert.equal(log.apply({ prev_version: 4, version: 5, message: message(5) }), "applied");
    assert.deepEqual(seqs(log), [1, 2, 3, 5]);
  });

  test("an edit replaces its message in place", () => {
    const log = logWith(1, 3);
    log.apply({ prev_version: 3, version: 4, message: message(2, { version: 4, content: "edited" }) });
    assert.equal(log.messages[1].content, "edited");
  });

  test("an edit of a message outside the window is no line", () => {
    const log = logWith(10, 12, { before: true });
    log.apply({ prev_version: 12, version: 13, message: message(2, { version: 13 }) });
    assert.deepEqual(seqs(log), [10, 11, 12]);
  });

  test("before anything is loaded every change is a gap", () => {
    assert.equal(new MessageLog().apply({ prev_version: 0, version: 1, message: message(1) }), "gap");
  });

  test("new messages wait outside while the window does not reach the end", () => {
    const log = logWith(1, 3, { after: true, version: 90 });
    log.apply({ prev_version: 90, version: 91, message: message(91) });
    assert.deepEqual(seqs(log), [1, 2, 3]);
  });
});

describe("catching up", () => {
  test("edits, deletions and messages that were missed are merged", () => {
    const log = logWith(1, 3);
    log.catchUp([message(1, { version: 5, content: "", deleted_at: "2026-11-22T09:00:00.000Z" }), message(6)], 6);
    assert.equal(log.messages[0].content, "");
    assert.deepEqual(seqs(log), [1, 2, 3, 6]);
    assert.equal(log.version, 6);
  });

  test("repeating it changes nothing", () => {
    const log = logWith(1, 3);
    log.catchUp([message(4)], 4);
    log.catchUp([message(4)], 4);
    assert.deepEqual(seqs(log), [1, 2, 3, 4]);
  });

  test("an older state never overwrites a newer one", () => {
    const log = logWith(1, 3);
    log.catchUp([message(2, { version: 9, content: "new" })], 9);
    log.catchUp([message(2, { version: 4, content: "old" })], 9);
    assert.equal(log.messages[1].content, "new");
  });
});

describe("paging", () => {
  test("older pages join without doubles", () => {
    const log = logWith(51, 100, { before: true });
    log.addOlder(page(1, 55, { version: 100 }));
    assert.equal(log.messages.length, 100);
    assert.equal(log.hasMoreBefore, false);
  });

  test("the window stays bounded while scrolling up: the newest leave it", () => {
    const log = logWith(9951, 10000, { before: true });
    for (let first = 9901; first > 9001; first -= 50) {
      log.addOlder(page(first, first + 49, { before: true, version: 10000 }));
    }
    assert.equal(log.messages.length, MAX_MESSAGES);
    assert.equal(log.hasMoreAfter, true);
  });

  test("the window stays bounded while new messages come: the oldest leave it", () => {
    const log = logWith(1, 1);
    const trims = new Set();
    for (let seq = 2; seq <= 1000; seq += 1) {
      log.apply({ prev_version: seq - 1, version: seq, message: message(seq) });
      trims.add(log.first?.seq);
      assert.ok(log.messages.length < MAX_MESSAGES + SPARE);
    }
    assert.ok(trims.size <= 1000 / SPARE);
    assert.equal(log.last?.seq, 1000);
    assert.equal(log.hasMoreBefore, true);
  });

  test("a reader above the end keeps the window: new messages wait outside once it is full", () => {
    const log = logWith(1, MAX_MESSAGES);
    log.following = false;
    const seq = MAX_MESSAGES + 1;
    log.apply({ prev_version: MAX_MESSAGES, version: seq, message: message(seq) });
    assert.equal(log.first?.seq, 1);
    assert.equal(log.hasMoreAfter, true);
  });
});

describe("quotes", () => {
  /** @param {number} seq @param {number} of @param {string} excerpt */
  const reply = (seq, of, excerpt) =>
    message(seq, { reply_to: { id: of, seq: of, version: of, author: person(1), excerpt } });

  /** @param {number} seq @param {number} version @param {string} excerpt */
  const changed = (seq, version, excerpt) => message(seq, { version, content: excerpt, excerpt });

  /** @param {MessageLog} log @returns {(string | undefined)[]} */
  const quoted = (log) => log.messages.map(({ reply_to }) => reply_to?.excerpt);

  /** @param {Message[]} shown @param {number} version */
  function logOf(shown, version) {
    const log = new MessageLog();
    log.show({ messages: shown, version, has_more_before: true, has_more_after: false });
    return log;
  }

  for (const [name, quotedIsShown] of /** @type {[string, boolean][]} */ ([["inside", true], ["outside", false]])) {
    test(`every reply follows the message it quotes, ${name} the window`, () => {
      const replies = [reply(8, 7, "old"), reply(9, 6, "other"), reply(10, 7, "old")];
      const log = logOf(quotedIsShown ? [message(7), ...replies] : replies, 10);
      for (const excerpt of ["new", "", "new again"]) {
        const version = /** @type {number} */ (log.version) + 1;
        log.apply({ prev_version: version - 1, version, message: changed(7, version, excerpt) });
        assert.deepEqual(quoted(log).slice(-3), [excerpt, "other", excerpt]);
      }
    });
  }

  test("what was missed brings it too, in any order", () => {
    const log = logOf([reply(8, 7, "old")], 8);
    log.catchUp([changed(7, 12, "newest"), changed(7, 10, "newer")], 12);
    assert.deepEqual(quoted(log), ["newest"]);
  });

  test("a change that the reply was written after is no news to it", () => {
    const log = logOf([message(9, { reply_to: { id: 7, seq: 7, version: 8, author: person(1), excerpt: "new" } })], 9);
    const before = log.messages[0];
    log.catchUp([changed(7, 8, "new")], 9);
    assert.equal(log.messages[0], before);
  });
});

describe("people", () => {
  test("a new name is on all that they wrote, and on what quotes them", () => {
    const log = new MessageLog();
    const quote = { id: 1, seq: 1, version: 1, author: person(1, "Ann"), excerpt: "message 1" };
    log.show({ ...page(0, 0), messages: [
      message(1, { author: person(1, "Ann") }),
      message(2, { author: person(2, "Ben"), reply_to: quote }),
      message(3, { author: null }),
    ] });
    const [, , untouched] = log.messages;
    log.rename(person(1, "Former member"));
    assert.deepEqual(log.messages.map(({ author }) => author?.name), ["Former member", "Ben", undefined]);
    assert.equal(log.messages[1].reply_to?.author?.name, "Former member");
    assert.equal(log.messages[2], untouched);
  });
});
