import assert from "node:assert/strict";
import { test } from "node:test";

const world = /** @type {any} */ (globalThis);
/** The module reads the catalogue once: each query loads it anew. @param {string} query */
const load = (query) => import(`../../../static/js/lib/i18n.js?${query}`);

test("texts come from the catalogue that the page loaded", async () => {
  world.django = {
    catalog: {},
    gettext: (/** @type {string} */ text) => (text === "Copied." ? "Kopirano." : text),
    ngettext: (/** @type {string} */ one, /** @type {string} */ many, /** @type {number} */ count) =>
      count === 1 ? `[${one}]` : `[${many}]`,
  };
  const { gettext, interpolate, ngettext } = await load("with-catalogue");
  assert.equal(gettext("Copied."), "Kopirano.");
  assert.equal(gettext("not translated"), "not translated");
  assert.equal(interpolate(ngettext("%(count)s line", "%(count)s lines", 2), { count: 2 }), "[2 lines]");
});

test("without a catalogue every text is English", async () => {
  delete world.django;
  const { gettext, ngettext } = await load("without-catalogue");
  assert.equal(gettext("Copied."), "Copied.");
  assert.equal(ngettext("line", "lines", 1), "line");
});
