/** Shared makings of the browser code's tests. */

/** @param {number} id @param {string} [name] @returns {User} */
export function person(id, name = `Person ${id}`) {
  return { id, name, avatar_url: null };
}

/** @param {number} seq @param {Partial<Message>} [changes] @returns {Message} */
export function message(seq, changes = {}) {
  return {
    id: seq,
    room_id: 1,
    seq,
    version: seq,
    client_id: null,
    author: person(1),
    content: `message ${seq}`,
    html: `<p>message ${seq}</p>`,
    created_at: new Date(Date.UTC(2026, 10, 22, 8) + seq * 1000).toISOString(),
    edited_at: null,
    deleted_at: null,
    deleted_by: null,
    reply_to: null,
    mentions: [],
    mentions_room: false,
    forward_of: null,
    reactions: [],
    pinned_at: null,
    attachments: [],
    ...changes,
  };
}

/** @param {number} from @param {number} to @returns {Message[]} */
export function messages(from, to) {
  return Array.from({ length: to - from + 1 }, (_, index) => message(from + index));
}

/** @param {Partial<MyRoom>} [changes] @returns {MyRoom} */
export function room(changes = {}) {
  return {
    id: 1,
    name: "General",
    description: "",
    is_active: true,
    visibility: "public",
    creator: null,
    member_count: 1,
    version: 1,
    created_at: "2026-11-22T08:00:00.000Z",
    closed_at: null,
    slow_mode_s: 0,
    who_may_write: "members",
    members_may_invite: false,
    membership: membership(),
    last_message: null,
    ...changes,
  };
}

/** @param {Partial<Membership>} [changes] @returns {Membership} */
export function membership(changes = {}) {
  return {
    role: "member",
    joined_at: "2026-11-22T08:00:00.000Z",
    notify: "everything",
    is_favourite: false,
    last_read_seq: 0,
    unread_count: 0,
    mention_count: 0,
    muted_until: null,
    next_message_at: null,
    ...changes,
  };
}

/** Wait until everything that is ready to run has run. */
export async function settled() {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
