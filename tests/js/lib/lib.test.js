import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { bestMatches, matchScore } from "../../../static/js/lib/fuzzy.js";
import { interpolate, ngettext } from "../../../static/js/lib/i18n.js";
import { hueOf, initials } from "../../../static/js/lib/person.js";
import { dayKey, dayName } from "../../../static/js/lib/times.js";
import { UuidClock, uuidv7 } from "../../../static/js/lib/uuid.js";

describe("uuid", () => {
  test("it has the version, the variant and the time of RFC 9562's example", () => {
    const id = uuidv7(0x017f22e279b0, (bytes) => bytes.fill(0xff));
    assert.equal(id, "017f22e2-79b0-7fff-bfff-ffffffffffff");
  });

  test("ids of one clock sort by age even when time stands still or goes back", () => {
    const clock = new UuidClock();
    const ids = [5000, 5000, 4000, 6000].map((now) => clock.next(now));
    assert.deepEqual([...ids].sort(), ids);
  });
});

describe("fuzzy", () => {
  test("the beginning beats the middle, the middle beats scattered letters", () => {
    const names = ["Bargain centre", "Regenerate", "General"];
    assert.deepEqual(bestMatches("gen", names, (name) => name), ["General", "Regenerate", "Bargain centre"]);
  });

  test("accents and case do not matter", () => {
    assert.ok(matchScore("cafe", "Café") > 0);
    assert.equal(matchScore("xyz", "Café"), 0);
  });
});

describe("person", () => {
  test("initials are the first letters of the first and last word, whole characters", () => {
    assert.equal(initials("Ada Lovelace"), "AL");
    assert.equal(initials("  bob "), "B");
    assert.equal(initials("Anna Maria van Beek"), "AB");
    assert.equal(initials("👩‍👧 Family"), "👩‍👧F");
    assert.equal(initials("山田"), "山");
    assert.equal(initials("Ålice (she/her)"), "Å");
    assert.equal(initials("Ada Lovelace – Berlin [EU]"), "AB");
    assert.equal(initials("(ada)"), "(");
  });

  test("a person's hue is one of twelve and never changes", () => {
    assert.deepEqual([...new Set(Array.from({ length: 24 }, (_, id) => hueOf(id)))].length, 12);
  });
});

describe("times", () => {
  test("today and yesterday have names, other days a date", () => {
    const now = new Date(2026, 10, 22, 12);
    assert.match(dayName(new Date(2026, 10, 22, 0, 1), now), /^Today$/i);
    assert.match(dayName(new Date(2026, 10, 21, 23, 59), now), /^Yesterday$/i);
    assert.match(dayName(new Date(2025, 0, 5), now), /2025/);
  });

  test("two moments of one day share a key", () => {
    assert.equal(dayKey(new Date(2026, 10, 22, 0, 0)), dayKey(new Date(2026, 10, 22, 23, 59)));
  });
});

describe("i18n", () => {
  test("without a catalogue a text is its own translation", () => {
    const text = ngettext("%(count)s room", "%(count)s rooms", 2);
    assert.equal(interpolate(text, { count: 2 }), "2 rooms");
  });
});
