import { Chat } from "./chat.js";
import { whenIdle } from "./lib/frames.js";
import { browserStorage } from "./lib/storage.js";
import { renewCalendar } from "./lib/times.js";
import { call } from "./net/api.js";
import { ChatError, isPassing, patiently } from "./net/errors.js";
import { Navigation } from "./navigation.js";
import { isCovered, personAt } from "./page_address.js";
import { Snapshot } from "./state/snapshot.js";
import { mountChatDialogs } from "./ui/dialogs/chat_dialogs.js";
import { Composer } from "./ui/composer/composer.js";
import * as connectionLine from "./ui/shell/connection_line.js";
import { ConversationLog } from "./ui/conversation/conversation.js";
import { mountHead } from "./ui/conversation/conversation_head.js";
import { behindButtons } from "./ui/shell/behind_buttons.js";
import * as roomsPanel from "./ui/rooms/rooms_panel.js";
import { loaded } from "./ui/shell/loading.js";
import * as slowRoom from "./ui/conversation/slow_room.js";
import { toast } from "./ui/shell/toasts.js";
import { followSignIn } from "./signed_in.js";
import { followSignOut, leaveEverywhere } from "./signed_out.js";
import { watchWaking } from "./waking.js";

const ADOPT_MS = 5_000;
const AHEAD_MS = 20_000;
const FIRST_SCREEN_MS = 3_000;
const SNAPSHOT_MS = 3_000;
const CALENDAR_MS = 10_000;
/** Buttons that are on the first screen; their code is in chat_rest.js. */
const BUTTONS_OF_THE_REST = `[data-opens-side], [data-searches], [data-component=menu-button], .message :is(
  .mention[role], .code-copy, .reaction, [data-part=author], [data-part=retry], [data-part=discard],
  [data-part=take-back], [data-part=history])`;

/** @param {HTMLElement} body */
export async function mount(body) {
  const me = await whoAmI();
  if (!me) return;
  await new ChatPage(body, new Chat(me)).start();
  await import("./offline.js").then((it) => it.keepForOffline(body.dataset.version ?? "")).catch(() => null);
  setTimeout(() => void import("./files/ahead.js").then(({ loadAhead }) => loadAhead()).catch(() => null), AHEAD_MS);
}

/** @returns {Promise<Me | null>} Null when the page is about to leave for the sign-in. */
async function whoAmI() {
  const kept = new Snapshot(browserStorage());
  try {
    const { user, limits } = await patiently(() => call("GET", "/auth/me"), () => kept.me === null);
    return { ...user, limits };
  } catch (error) {
    if (isPassing(error) && kept.me !== null) return kept.me;
    if (!(error instanceof ChatError) || error.code !== "not_authenticated") throw error;
    kept.clear();
    location.assign(`/login/?next=${encodeURIComponent(location.pathname + location.search)}`);
    return null;
  }
}

/**
 * Wait for the first messages, or until it is known that there are none; only a moment, on a line that stalls.
 * @param {Chat} chat @returns {Promise<void>}
 */
async function firstScreen({ live, rooms }) {
  /** @type {(() => void)[]} */
  let stops = [];
  await new Promise((/** @type {(nothing?: undefined) => void} */ resolve) => {
    const look = () => {
      if (live.state === "ready" || (rooms.isRead && rooms.joined().length === 0)) resolve();
    };
    stops = [live.changed.subscribe(look), rooms.changed.subscribe(look)];
    setTimeout(resolve, FIRST_SCREEN_MS);
  });
  for (const stop of stops) stop();
}

/** The page of the chat: mounts its components and moves between rooms. */
class ChatPage {
  #body;
  #chat;
  #log;
  #dialogs;
  #navigation;
  /** @type {{ showPerson(userId: number): unknown } | undefined} */
  #side;
  toLastMessage = () => {};
  fragment = location.hash; // the address is another once a room is open
  #linkedPerson = personAt(location.pathname);
  composer;

  /** @param {HTMLElement} body @param {Chat} chat */
  constructor(body, chat) {
    this.#body = body;
    this.#chat = chat;
    const conversation = this.#component("conversation");
    this.#log = new ConversationLog(conversation, chat);
    this.composer = new Composer(this.#component("composer"), chat, {
      onSend: () => this.#log.goToEnd(),
      remove: (message) => this.remove(message),
      toLastMessage: () => this.toLastMessage(),
    });
    this.#navigation = new Navigation(body, chat, {
      composer: this.composer,
      log: this.#log,
      complain: (error) => this.#complain(error),
      showView: (name) => void this.#showView(name),
    });
    mountHead(conversation, chat);
    const loadTheRest = behindButtons(body, BUTTONS_OF_THE_REST, () => this.#mountTheRest());
    void firstScreen(chat).then(() => whenIdle(() => void loaded(loadTheRest)));
    this.#mountPanels();
    this.#dialogs = mountChatDialogs(chat, this);
    if (isCovered()) void loaded(async () => (await import("./ui/settings/settings.js")).mountSettings(chat));
    this.#watchTheWorld();
  }

  async start() {
    await this.#chat.start().catch((error) => this.#complain(error));
    this.#navigation.start();
  }

  /** @param {number} roomId */
  openRoom = (roomId) => this.#navigation.open(roomId);

  /** @param {number} roomId @param {number} seq @param {boolean} [replaces] */
  openMessage = (roomId, seq, replaces) => this.#navigation.open(roomId, seq, replaces);

  /** @param {number} userId */
  showPerson = (userId) => {
    void this.#side?.showPerson(userId);
  };

  /** @param {User} user */
  mention = (user) => this.composer.mention(user);

  /** @param {Message} message */
  edit = (message) => void this.composer.edit(message);

  /** @param {Message} message */
  reply = (message) => void this.composer.replyTo(message);

  /** @param {string} clientId */
  takeBack = async (clientId) => {
    const taking = await loaded(() => import("./ui/tray/taking_back.js"));
    await taking?.takeBack(this.#chat, this.composer, clientId);
  };

  /** @param {Message} message */
  remove = (message) => this.#dialogs.remove(message);

  /** @param {Message} message */
  restore = (message) => this.#dialogs.restore(message);

  /** @param {Message} message */
  report = (message) => this.#dialogs.report(message);

  /** @param {Message} message */
  markUnread = async ({ room_id, seq }) => {
    (await loaded(() => import("./ui/rooms/reading_actions.js")))?.unreadRoom(this.#chat, room_id, seq);
  };

  /** @param {import("./page_address.js").ViewName} name */
  openView = (name) => this.#navigation.openView(name);

  openList = () => this.#navigation.openList();

  roomGone = () => this.#navigation.leaveRoom();

  #mountPanels() {
    const chat = this.#chat;
    roomsPanel.mount(this.#component("rooms-panel"), chat, this);
    slowRoom.mount(this.#component("slow-room"), chat);
    connectionLine.mount(this.#component("connection-line"), chat);
    this.#component("sign-out").addEventListener("click", () => void this.#signOut());
  }

  /** A list from all rooms takes the place of the room. @param {import("./page_address.js").ViewName | null} name */
  async #showView(name) {
    const conversation = this.#component("conversation");
    document.documentElement.toggleAttribute("data-view", name !== null);
    for (const view of conversation.querySelectorAll(/** @type {"section"} */ (".view"))) view.hidden = true;
    if (name === null) return;
    const root = this.#component(`view-${name}`);
    root.hidden = false;
    (await loaded(() => import("./ui/views/views.js")))?.showView(name, root, this.#chat, this);
  }

  /** What a first message does not need. */
  async #mountTheRest() {
    const { mountTheRest } = await import("./chat_rest.js");
    const { side, toLastMessage } = mountTheRest(this.#body, this.#chat, this.#log, this);
    this.#side = side;
    this.toLastMessage = toLastMessage;
    if (this.#linkedPerson) this.showPerson(this.#linkedPerson);
  }

  /** Sleep and wake, the network, the phone's keyboard. */
  #watchTheWorld() {
    watchWaking({ slept: () => this.#chat.connection.renew(), returned: () => void this.#chat.wake() });
    setInterval(() => void this.#chat.adoptOrphans(), ADOPT_MS);
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") void this.#chat.refreshIfStale();
    });
    followSignIn(this.#chat);
    followSignOut();
    addEventListener("pageshow", ({ persisted }) => persisted && void this.#askAgain());
    setInterval(renewCalendar, CALENDAR_MS);
    document.addEventListener("visibilitychange", renewCalendar);
    setInterval(() => this.#chat.snapshot.keep(this.#chat), SNAPSHOT_MS);
    addEventListener("pagehide", () => this.#chat.snapshot.keep(this.#chat));
  }

  /** A page from the back-forward cache shows nothing until the server knows its person still. */
  async #askAgain() {
    this.#body.hidden = true;
    const me = await whoAmI();
    if (me?.id === this.#chat.me.id) this.#body.hidden = false;
    else if (me) location.reload();
  }

  async #signOut() {
    const { any, ready } = this.#chat.files;
    const files = any || ready ? await loaded(() => import("./ui/tray/leaving.js")) : undefined;
    if (files === null || (files && !(await files.mayLeave(this.#chat)))) return undefined;
    try {
      await call("POST", "/auth/logout");
    } catch (error) {
      if (isPassing(error)) return this.#complain(error); // the session goes on, and so must not look ended
    }
    this.#chat.snapshot.clear();
    await files?.forgetFiles(this.#chat);
    await import("./offline.js").then((it) => it.forgetOffline()).catch(() => null);
    const beside = await import("./ui/notifications/beside_worker.js").catch(() => null);
    await beside?.forgetNotifications(this.#chat.storage);
    leaveEverywhere();
    return undefined;
  }

  /** @param {unknown} error */
  #complain(error) {
    if (!(error instanceof ChatError)) throw error;
    toast(error.message);
  }

  /** @param {string} name @returns {HTMLElement} */
  #component(name) {
    return /** @type {HTMLElement} */ (this.#body.querySelector(`[data-component="${name}"]`));
  }
}
