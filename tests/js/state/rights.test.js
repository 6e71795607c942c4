import assert from "node:assert/strict";
import { test } from "node:test";

import { mayHaveOutgoing, mayInvite } from "../../../static/js/state/rights.js";
import { membership, person, room } from "../support.js";

const ALICE = /** @type {Me} */ ({ ...person(1, "Alice"), role: "member" });
const ADA = /** @type {Me} */ ({ ...ALICE, role: "admin" });

test("moderators invite people, members where the room lets them", () => {
  assert.equal(mayInvite(room({ membership: membership({ role: "moderator" }) }), ALICE), true);
  assert.equal(mayInvite(room({ membership: membership({ role: "member" }) }), ALICE), false);
  assert.equal(mayInvite(room({ membership: membership({ role: "member" }), members_may_invite: true }), ALICE), true);
  assert.equal(mayInvite(room({ membership: null, members_may_invite: true }), ALICE), false);
  assert.equal(mayInvite(room({ membership: null }), ADA), true);
});

test("no one invites to a closed or a direct room", () => {
  const mine = membership({ role: "owner" });
  assert.equal(mayInvite(room({ membership: mine, is_active: false }), ALICE), false);
  assert.equal(mayInvite(room({ membership: mine, visibility: "direct" }), ALICE), false);
});

test("the room's owner and administrators have its events sent to programs", () => {
  assert.equal(mayHaveOutgoing(room({ membership: membership({ role: "owner" }) }), ALICE), true);
  assert.equal(mayHaveOutgoing(room({ membership: membership({ role: "moderator" }) }), ALICE), false);
  assert.equal(mayHaveOutgoing(room({ membership: null }), ADA), true);
  assert.equal(mayHaveOutgoing(room({ membership: membership({ role: "owner" }), visibility: "direct" }), ADA), false);
});
