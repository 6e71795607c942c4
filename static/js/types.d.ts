/** The shapes of the wire contract that the browser relies on (docs: HTTP endpoints and Socket.IO events). */

/** What most parts of the page are given. */
type Chat = import("./chat.js").Chat;

/** How hours are written. */
type Clock = "auto" | "12" | "24";

interface User {
  id: number;
  name: string;
  avatar_url: string | null;
  /** Only bots say that they are. */
  is_bot?: true;
}

interface Me extends User {
  email: string;
  role: "member" | "admin";
  date_joined: string;
  must_verify_email: boolean;
  /** Not known to a screen that an earlier version kept. */
  limits?: UploadLimits;
  preferences: { language: string; clock: Clock; shows_last_seen: boolean; sees_welcome: boolean; takes_direct_messages: boolean };
}

interface Room {
  id: number;
  name: string;
  description: string;
  is_active: boolean;
  visibility: string;
  creator: User | null;
  member_count: number;
  version: number;
  created_at: string;
  closed_at: string | null;
  slow_mode_s: number;
  who_may_write: "members" | "moderators";
  members_may_invite: boolean;
  /** The people of a direct room, the reader included. */
  members?: User[];
}

interface Membership {
  role: "owner" | "moderator" | "member";
  joined_at: string;
  notify: "everything" | "mentions" | "nothing";
  is_favourite: boolean;
  /** A direct room that is out of my list until something new is written. */
  is_hidden?: boolean;
  last_read_seq: number;
  unread_count: number;
  mention_count: number;
  muted_until: string | null;
  next_message_at: string | null;
}

/** What a moderator or an administrator did to me, or lifted. */
interface Sanction {
  id: number;
  action: string;
  reason: string;
  until: string | null;
  room: { id: number; name: string } | null;
  seq: number | null;
  created_at: string;
}

interface Report {
  id: number;
  person: User | null;
  room_id: number | null;
  seq: number | null;
  reason: string;
  note: string;
  status: "open" | "claimed" | "resolved" | "dismissed";
  answer: string;
  created_at: string;
  settled_at: string | null;
}

interface MyRoom extends Room {
  membership: Membership | null;
  last_message: Message | null;
}

interface ReplyTo {
  id: number;
  seq: number;
  version: number;
  author: User | null;
  excerpt: string;
}

/** The people who reacted with one emoji: all are counted, the first hundred named. */
interface Reaction {
  emoji: string;
  count: number;
  user_ids: number[];
}

/** Where a forwarded text was written, by whom. */
interface ForwardOf {
  room_id: number;
  seq: number;
  author: User | null;
  created_at: string;
}

/** A file of a message; previews from the smallest, an animated one last. */
interface Attachment {
  id: string;
  name: string;
  size: number;
  type: string;
  kind: "image" | "video" | "audio" | "file";
  url: string;
  width: number | null;
  height: number | null;
  previews: { url: string; width: number; height: number; is_animated: boolean }[];
  blurhash: string | null;
  duration_s: number | null;
  /** Heights of bars, from 0 to 100. */
  waveform: number[] | null;
  alt: string;
}

interface Message {
  id: number;
  room_id: number;
  seq: number;
  version: number;
  client_id: string | null;
  author: User | null;
  content: string;
  html: string;
  created_at: string;
  edited_at: string | null;
  deleted_at: string | null;
  deleted_by: "author" | "moderator" | null;
  reply_to: ReplyTo | null;
  mentions: User[];
  mentions_room: boolean;
  forward_of: ForwardOf | null;
  reactions: Reaction[];
  pinned_at: string | null;
  attachments: Attachment[];
  /** How replies quote it, once it has changed. */
  excerpt?: string;
}

interface Mention {
  id: number;
  message: Message;
  room: { id: number; name: string };
  kind: "mention" | "reply" | "room";
  read: boolean;
}

/** One thing that the search understood. */
interface Understood {
  kind: "word" | "phrase" | "without" | "from" | "in" | "before" | "after" | "on" | "has" | "mentions";
  text: string;
  user?: { id: number; name: string };
  room?: { id: number; name: string };
}

interface Bookmark {
  id: number;
  message: Message;
  room: { id: number; name: string };
  note: string;
  created_at: string;
}

interface Member {
  user: User;
  role: Membership["role"];
  joined_at: string;
  online: boolean;
  /** Rounded; null for people who hide it. */
  last_seen_at: string | null;
}

interface ErrorDetail {
  code: string;
  message: string;
  fields?: Record<string, string[]>;
  retry_after_s?: number;
}

interface MessagePage {
  messages: Message[];
  has_more_before: boolean;
  has_more_after: boolean;
  version: number;
}

interface JoinAck {
  room: Room;
  version: number;
  messages: Message[];
  members_changed: boolean;
  complete: boolean;
}

/** Messages changed in a room that this connection has not joined: all that a list shows of it. */
interface Activity {
  room_id: number;
  seq: number;
  unread_count: number;
  mention_count: number;
  room: Room;
  last_message: Message | null;
}

/** A change inside a room: the event's version follows prev_version without a gap. */
interface RoomChange {
  room_id: number;
  prev_version: number;
  version?: number;
  message?: Message;
  room?: Room;
}

/** A message typed here that the server has not acknowledged yet. */
interface OutboxEntry {
  client_id: string;
  room_id: number;
  content: string;
  reply_to: number | null;
  /** What is sent with it; their contents are in the store of files. */
  files?: KeptFile[];
  created_at: string;
  tab: string;
  error: { code: string; message: string } | null;
  /** It failed once: what the server has of it is doubtful. */
  isRetry?: boolean;
}

type KeptFile = import("./state/trays.js").KeptFile;

/** How much may be uploaded; null for no limit. */
interface UploadLimits {
  file_bytes: number;
  files_per_message: number;
  bytes_per_day: number | null;
}

/** What a storage must offer: localStorage, or its stand-in where the browser forbids it. */
interface KeyValueStorage {
  keys(): string[];
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** What the service worker says, in the reader's language, and its pictures; the server puts them before its script. */
interface WorkerTexts {
  news: string;
  reply: string;
  placeholder: string;
  unsent: string;
  icon: string;
  badge: string;
}

declare const WORKER_TEXTS: WorkerTexts;

type NotifiedOf = "mentions" | "direct" | "everything";

/** What a person is notified of, on all devices. */
interface NotificationChoices {
  push_for: NotifiedOf[];
  mail_for: NotifiedOf[];
  mail_after_s: number;
  /** "22:00"; null together with quiet_to. */
  quiet_from: string | null;
  quiet_to: string | null;
  time_zone: string;
  sound: boolean;
  paused_until: string | null;
}

interface NotificationsAnswer {
  notifications: NotificationChoices;
  /** Why nothing disturbs the person now. */
  silence: { reason: "paused" | "quiet_hours"; until: string } | null;
  mail_available: boolean;
  push_available: boolean;
  push_key: string | null;
}

/** A browser that receives notifications. */
interface PushDevice {
  id: number;
  label: string;
  current: boolean;
  created_at: string;
  last_success_at: string | null;
  last_error: string;
}
