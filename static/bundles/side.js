import { p as part, a5 as KeyedList, Q as fromTemplate, F as oncePerFrame, B as gettext, Y as drawAvatar, D as interpolate, ao as daysSince, R as dayName, I as timeOfDay, n as now, S as Signal, E as showText, X as nameOf, a3 as briefTime, Z as fullTime, a4 as plainText, z as loaded, O as ngettext, c as call, C as ChatError, ak as openLayer, al as layersChanged } from "./app.js";
import { m as moderates } from "./chat.js";
function mount(root, chat, page) {
  const online = memberList(part(root, "online"), true);
  const away = memberList(part(root, "away"), false);
  const draw = oncePerFrame(() => {
    part(root, "loading").hidden = !chat.members.isEmpty || chat.hasOpened;
    const members = chat.members.sorted((userId) => chat.presence.isOnline(userId));
    const here = members.filter(({ user }) => chat.presence.isOnline(user.id));
    const gone = members.slice(here.length);
    online.show(here);
    away.show(gone);
    label(part(root, "online-label"), gettext("Online \xB7 %(count)s"), here.length);
    label(part(root, "away-label"), gettext("Offline \xB7 %(count)s"), gone.length);
  });
  root.addEventListener("click", (event) => {
    const person = (
      /** @type {Element} */
      event.target.closest("[data-user]")
    );
    if (person instanceof HTMLElement) page.showPerson(Number(person.dataset.user));
  });
  for (const signal of [chat.members.changed, chat.presence.changed, chat.roomChanged]) signal.subscribe(draw);
  draw();
}
function memberList(container, online) {
  return new KeyedList(container, {
    key: (member) => String(member.user.id),
    create: () => fromTemplate("member-row"),
    update: (node, member) => drawMember(node, member, online)
  });
}
function drawMember(node, { user, role }, online) {
  const person = part(node, "person");
  person.dataset.user = String(user.id);
  person.dataset.online = String(online);
  drawAvatar(part(node, "avatar"), user);
  part(node, "name").textContent = user.name;
  part(node, "role").textContent = roleText$1(role);
}
function label(place, text, count) {
  place.textContent = count > 0 ? interpolate(text, { count }) : "";
}
function roleText$1(role) {
  switch (role) {
    case "owner":
      return gettext("Owner");
    case "moderator":
      return gettext("Moderator");
    default:
      return "";
  }
}
function lastSeenText(time, today = now()) {
  switch (daysSince(time, today)) {
    case 0:
      return interpolate(gettext("Last seen today at %(time)s"), { time: timeOfDay(time) });
    case 1:
      return gettext("Last seen yesterday");
    default:
      return interpolate(gettext("Last seen on %(day)s"), { day: dayName(time, today) });
  }
}
function drawPerson(root, chat, user) {
  const member = chat.members.get(user.id);
  const online = chat.presence.isOnline(user.id);
  part(root, "name").textContent = (member?.user ?? user).name;
  drawAvatar(part(root, "avatar"), member?.user ?? user);
  part(root, "presence").textContent = online ? gettext("Online now") : absence(member?.last_seen_at);
  part(root, "presence").dataset.online = String(online);
  part(root, "role").textContent = roleText(member?.role);
  offerActs(chat, part(root, "acts"), user, member?.role);
}
function absence(lastSeen) {
  return lastSeen ? lastSeenText(lastSeen) : gettext("Offline");
}
const RANKS = { member: 0, moderator: 1, owner: 2 };
function offerActs(chat, acts, user, role) {
  const { me, room } = chat;
  const other = user.id !== me.id;
  const admin = me.role === "admin";
  const mine = room?.membership ? RANKS[room.membership.role] : 0;
  const outranks = other && room !== null && (admin || mine > 0 && mine > RANKS[role ?? "member"]);
  const manages = other && room !== null && (admin || mine === RANKS.owner);
  const offered = {
    report: other,
    moderator: manages && role === "member",
    member: manages && role === "moderator",
    owner: manages && (role === "member" || role === "moderator"),
    mute: outranks && role !== void 0,
    remove: outranks && role !== void 0,
    ban: outranks,
    warn: other && admin,
    "mute-everywhere": other && admin,
    "ban-everywhere": other && admin
  };
  for (const [name, shown] of Object.entries(offered)) part(acts, name).hidden = !shown;
  for (const group of acts.querySelectorAll("section")) {
    group.hidden = ![...group.querySelectorAll("button")].some((button) => !button.hidden);
  }
  acts.onclick = (event) => {
    const name = (
      /** @type {HTMLElement} */
      event.target.dataset.part
    );
    if (name === void 0 || !offered[name]) return;
    void act(name, user, chat);
  };
}
async function act(name, user, chat) {
  if (name === "owner") return (await import("./hand_over.js")).handOver(user, chat);
  const roomId = chat.room?.id ?? 0;
  const { giveRole, reportPerson, sanction } = await import("./moderation.js");
  if (name === "report") reportPerson(user);
  else if (name === "moderator" || name === "member") await giveRole(user, roomId, name);
  else sanction(
    /** @type {import("../moderation/moderation.js").SanctionName} */
    name,
    user,
    roomId
  );
  return void 0;
}
function roleText(role) {
  switch (role) {
    case "owner":
      return gettext("Owner of this room");
    case "moderator":
      return gettext("Moderator of this room");
    case "member":
      return gettext("Member of this room");
    default:
      return gettext("Not a member of this room");
  }
}
class Pins {
  /** @type {Message[]} */
  messages = [];
  changed = (
    /** @type {Signal<void>} */
    new Signal()
  );
  /** @param {Message[]} messages */
  replace(messages) {
    this.messages = messages;
    this.changed.emit();
  }
  /** A message changed, or is on the screen: it may be pinned, or no longer. @param {Message} message */
  note(message) {
    const known = this.messages.find(({ id }) => id === message.id);
    if (known ? known.version >= message.version : !isPinned(message)) return;
    const others = this.messages.filter((other) => other !== known);
    this.replace(isPinned(message) ? [...others, message].sort(byPin) : others);
  }
}
function isPinned({ pinned_at, deleted_at }) {
  return Boolean(pinned_at) && deleted_at === null;
}
function byPin(a, b) {
  return (b.pinned_at ?? "").localeCompare(a.pinned_at ?? "") || b.seq - a.seq;
}
const EXCERPT_CHARS = 300;
function mountPinsView(root, chat, pins, page) {
  const list = new KeyedList(part(root, "pins"), {
    key: ({ id }) => String(id),
    create: () => fromTemplate("pin-row"),
    update: drawPin
  });
  const draw = oncePerFrame(() => {
    list.show(pins.messages);
    part(root, "pins").toggleAttribute("data-fixed", !mayUnpin(chat));
    part(root, "no-pins").hidden = pins.messages.length > 0;
    drawCounts(root, pins.messages.length);
  });
  part(root, "pins").addEventListener("click", (event) => pressed(event, pins, page));
  for (const signal of [pins.changed, chat.rooms.changed, chat.roomChanged]) signal.subscribe(draw);
  draw();
}
function mayUnpin({ room, me }) {
  return moderates(room?.membership, me) && (room?.is_active || me.role === "admin");
}
function drawPin(row, message) {
  row.dataset.pin = String(message.id);
  showText(part(row, "author"), nameOf(message.author));
  const time = (
    /** @type {HTMLTimeElement} */
    part(row, "time")
  );
  showText(time, briefTime(message.created_at));
  time.dateTime = message.created_at;
  time.title = fullTime(message.created_at);
  showText(part(row, "text"), plainText(message).trim().slice(0, EXCERPT_CHARS));
}
function pressed({ target }, pins, page) {
  const button = (
    /** @type {Element} */
    target.closest(
      /** @type {"button"} */
      "button[data-part]"
    )
  );
  const row = (
    /** @type {HTMLElement | undefined} */
    button?.closest("[data-pin]")
  );
  const message = pins.messages.find(({ id }) => String(id) === row?.dataset.pin);
  if (!message) return;
  if (button?.dataset.part === "unpin") void unpin(message);
  else page.openMessage(message.room_id, message.seq);
}
async function unpin(message) {
  await (await loaded(() => import("./set_pin.js")))?.setPin(message, false);
}
function drawCounts(root, count) {
  const button = (
    /** @type {HTMLElement} */
    document.querySelector("[data-part=pins-button]")
  );
  button.hidden = count === 0;
  const label2 = ngettext("%(count)s pinned message", "%(count)s pinned messages", count);
  button.setAttribute("aria-label", interpolate(label2, { count }));
  showText(part(button, "pin-count"), String(count));
  const some = interpolate(gettext("Pinned messages \xB7 %(count)s"), { count });
  showText(part(root, "all-pins"), count === 0 ? gettext("Pinned messages") : some);
}
function mountPins(root, chat, page) {
  const pins = new Pins();
  const read = () => void readPins(pins, chat);
  mountPinsView(root, chat, pins, page);
  chat.roomChanged.subscribe(() => {
    pins.replace([]);
    read();
  });
  chat.connection.on("ready", read);
  chat.connection.on("message_updated", ({ message }) => message.room_id === chat.live.roomId && pins.note(message));
  chat.live.changed.subscribe(oncePerFrame(() => chat.live.log.messages.forEach((message) => pins.note(message))));
  read();
}
async function readPins(pins, { live }) {
  const { roomId } = live;
  if (roomId === null) return;
  try {
    const { messages } = await call("GET", `/rooms/${roomId}/pins`);
    if (roomId === live.roomId) pins.replace(messages);
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
  }
}
function mountDetails(root, chat) {
  const draw = oncePerFrame(() => drawDetails(root, chat));
  for (const signal of [chat.rooms.changed, chat.roomChanged, chat.members.changed]) signal.subscribe(draw);
  draw();
}
function drawDetails(root, { room, me, members }) {
  showText(part(root, "room"), room?.name ?? "");
  showText(part(root, "topic"), room?.description ?? "");
  part(root, "no-topic").hidden = room === null || room.description !== "";
  const owner = members.owner;
  part(root, "owned").hidden = owner === null;
  showText(part(root, "owner"), owner?.user.name ?? "");
  part(root, "owner").dataset.user = String(owner?.user.id ?? "");
  part(root, "moderating").hidden = !moderates(room?.membership, me) || !room?.is_active;
}
const WIDE = matchMedia("(min-width: 75em)");
const STORED = "side";
function mountSide(root, chat, page) {
  const side = new Side(root, chat.storage);
  const showPerson = mountPerson(
    /** @type {HTMLElement} */
    root.querySelector("[data-view=person]"),
    chat,
    side
  );
  mount(root, chat, { showPerson });
  mountDetails(
    /** @type {HTMLElement} */
    root.querySelector("[data-view=details]"),
    chat
  );
  mountPins(root, chat, page);
  return { showPerson };
}
function mountPerson(root, chat, side) {
  let user = (
    /** @type {User | null} */
    null
  );
  const draw = () => user && drawPerson(root, chat, user);
  chat.members.changed.subscribe(draw);
  chat.presence.changed.subscribe(draw);
  chat.roomChanged.subscribe(() => side.leave("person"));
  return (userId) => {
    const author = chat.live.log.messages.find((message) => message.author?.id === userId)?.author;
    user = chat.members.get(userId)?.user ?? author ?? null;
    draw();
    if (user) side.open("person");
  };
}
class Side {
  #root;
  #storage;
  /** What is open; the last one is shown. @type {SideView[]} */
  #views = [];
  /** @param {HTMLElement} root @param {KeyValueStorage} storage */
  constructor(root, storage) {
    this.#root = root;
    this.#storage = storage;
    document.addEventListener("click", ({ target }) => {
      const opener = (
        /** @type {Element} */
        target.closest("[data-opens-side]")
      );
      if (opener instanceof HTMLElement) this.toggle(
        /** @type {SideView} */
        opener.dataset.opensSide
      );
    });
    part(root, "close-side").addEventListener("click", () => this.close());
    part(root, "back-to-details").addEventListener("click", () => this.#shown && this.leave(this.#shown));
    WIDE.addEventListener("change", () => this.#adapt());
    this.#adapt();
  }
  /** @param {SideView} view */
  toggle(view) {
    if (this.#shown === view) this.close();
    else this.open(view);
  }
  /** @param {SideView} view */
  open(view) {
    const isOpen = this.#views.includes(view);
    this.#views = [...this.#views.filter((known) => known !== view), view];
    this.#draw();
    if (view === "details") this.#remember();
    if (!WIDE.matches && !isOpen) {
      openLayer({ isOpen: () => !WIDE.matches && this.#views.includes(view), close: () => this.#remove(view) });
    }
    part(this.#root, "side-title").focus({ preventScroll: true });
  }
  /** Close whatever is open. */
  close() {
    for (const view of this.#views.toReversed()) this.#remove(view);
    this.#remember();
    layersChanged();
  }
  /** Close one view; what lay below it is shown again. @param {SideView} view */
  leave(view) {
    if (!this.#views.includes(view)) return;
    this.#remove(view);
    layersChanged();
  }
  get #shown() {
    return this.#views.at(-1);
  }
  /** @param {SideView} view */
  #remove(view) {
    const hadFocus = this.#root.contains(document.activeElement);
    this.#views = this.#views.filter((known) => known !== view);
    this.#draw();
    if (hadFocus && WIDE.matches) this.#focusAfter(view);
  }
  /** The focus goes to what is shown now, or to what opens the side. @param {SideView} view */
  #focusAfter(view) {
    if (this.#shown) part(this.#root, "side-title").focus({ preventScroll: true });
    else [...openersOf(view), ...openersOf()].find((opener) => opener.checkVisibility())?.focus();
  }
  /** As it was left on a wide screen; closed where it would cover the table. */
  #adapt() {
    this.#views = WIDE.matches && this.#storage.getItem(STORED) !== "closed" ? ["details"] : [];
    this.#draw();
    layersChanged();
  }
  #remember() {
    if (WIDE.matches) this.#storage.setItem(STORED, this.#shown === void 0 ? "closed" : "open");
  }
  #draw() {
    const shown = this.#shown;
    if (shown) document.documentElement.dataset.side = shown;
    else delete document.documentElement.dataset.side;
    for (const section of this.#root.querySelectorAll(
      /** @type {"div"} */
      "[data-view]"
    )) {
      section.hidden = section.dataset.view !== shown;
    }
    part(this.#root, "back-to-details").hidden = this.#views.length < 2;
    if (shown) showText(part(this.#root, "side-title"), titleOf(shown));
    for (const opener of openersOf()) {
      opener.setAttribute("aria-expanded", String(opener.dataset.opensSide === shown));
    }
  }
}
function titleOf(view) {
  switch (view) {
    case "details":
      return gettext("Details");
    case "person":
      return gettext("Profile");
    case "pins":
      return gettext("Pinned messages");
  }
}
function openersOf(view) {
  return [...document.querySelectorAll(
    /** @type {"button"} */
    `[data-opens-side${view ? `="${view}"` : ""}]`
  )];
}
export {
  mountSide
};
