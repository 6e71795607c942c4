import { u as part, g as gettext, C as ChatError, a8 as KeyedList, Z as fromTemplate, c as call, H as attempt, a as interpolate, a6 as briefTime, A as dialog, $ as sinceTime, a2 as fullTime, W as ngettext, z as openDialog, B as onKey } from "./app.js";
import { y as mayHaveOutgoing } from "./chat.js";
import { j as jsonForm, c as clearProblems, b as changesOf } from "./forms.js";
import { c as confirmed } from "./writing.js";
import { c as copyText } from "./chat_rest.js";
class Fetched {
  #root;
  #fetchItems;
  #show;
  #isEmpty = true;
  #latest = 0;
  constructor(root, fetchItems, show) {
    this.#root = root;
    this.#fetchItems = fetchItems;
    this.#show = show;
    part(root, "retry").addEventListener("click", () => void this.refresh());
  }
  async refresh() {
    const turn = ++this.#latest;
    if (this.#isEmpty) this.#say(gettext("Loading\u2026"));
    try {
      const items = await this.#fetchItems();
      if (turn !== this.#latest) return null;
      this.#draw(items);
      this.#say(this.#isEmpty ? part(this.#root, "fetched").dataset.none ?? "" : "");
      return items;
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      if (turn === this.#latest) this.#fail(error);
      return null;
    }
  }
  clear() {
    this.#latest += 1;
    this.#say("");
    this.#draw([]);
  }
  #draw(items) {
    const failure = part(this.#root, "unfetched");
    this.#isEmpty = items.length === 0;
    this.#show(items);
    if (failure.contains(document.activeElement)) part(this.#root, "list").focus();
    failure.hidden = true;
  }
  #fail(error) {
    this.#say("");
    part(this.#root, "why-not").textContent = error.message;
    part(this.#root, "unfetched").hidden = false;
  }
  #say(text) {
    part(this.#root, "fetched").textContent = text;
  }
}
function mountList(root, roomId) {
  const list = new KeyedList(part(root, "list"), { key: ({ id }) => String(id), create: () => fromTemplate("webhook-row"), update: drawRow$1 });
  const path = () => `/rooms/${roomId()}/webhooks`;
  const fetched = new Fetched(root, async () => (await call("GET", path())).webhooks, (items) => list.show(items));
  list.container.addEventListener("click", async ({ target }) => {
    const button = target.closest("[data-deletes]");
    if (!(button instanceof HTMLElement) || !await isConfirmed$1(button.dataset.name ?? "")) return;
    await attempt(() => call("DELETE", `${path()}/${button.dataset.deletes}`));
    await fetched.refresh();
    root.closest("dialog")?.querySelector("[data-closes]")?.focus();
  });
  return fetched;
}
function isConfirmed$1(name) {
  const meaning = gettext("Programs that use the URL of %(name)s can't post here anymore. Its messages stay.");
  part(dialog("delete-webhook"), "meaning").textContent = interpolate(meaning, { name });
  return confirmed("delete-webhook");
}
function drawRow$1(node, { id, name, created_by: maker, last_used_at: used }) {
  const facts = [used === null ? gettext("never used") : interpolate(gettext("last used %(time)s"), { time: briefTime(used) })];
  if (maker) facts.unshift(interpolate(gettext("by %(name)s"), { name: maker.name }));
  part(node, "name").textContent = name;
  part(node, "facts").textContent = facts.join(" \xB7 ");
  const button = part(node, "delete");
  button.dataset.deletes = String(id);
  button.dataset.name = name;
  button.setAttribute("aria-label", `${gettext("Delete")}: ${name}`);
}
function mountShownOnce(root, { copied, blocked }) {
  const field2 = part(root, "once");
  const say = (done) => {
    part(root, "state").textContent = `${done} ${gettext("It isn't shown again after you close this.")}`.trim();
  };
  part(root, "copy").addEventListener("click", async () => say(await copyText(field2.value) ? copied : blocked));
  return (secret) => {
    field2.value = secret;
    part(root, "made").hidden = secret === "";
    say("");
    if (secret !== "") part(root, "copy").focus();
  };
}
function mountIncoming(root, roomId) {
  const form = part(root, "form");
  const showUrl = mountShownOnce(root, { copied: gettext("URL copied."), blocked: gettext("Copy the URL.") });
  const list = mountList(root, roomId);
  jsonForm(form, { send: (fields) => call("POST", `/rooms/${roomId()}/webhooks`, fields), done: ({ webhook }) => {
    form.reset();
    showUrl(webhook.url);
    void list.refresh();
  } });
  const open = () => {
    form.reset();
    clearProblems(form);
    showUrl("");
    list.clear();
    void list.refresh();
  };
  return { open, close: () => showUrl("") };
}
const EVENTS = { new_message: { many: gettext("New messages"), one: gettext("New message") }, message_updated: { many: gettext("Edits, deletions and reactions"), one: gettext("Changed message") }, member_joined: { many: gettext("People joining"), one: gettext("Person joined") }, member_left: { many: gettext("People leaving"), one: gettext("Person left") }, member_updated: { many: gettext("Role changes"), one: gettext("Role change") }, room_created: { many: gettext("New rooms"), one: gettext("New room") }, room_updated: { many: gettext("Changes to the room's settings"), one: gettext("Changed settings") }, room_closed: { many: gettext("Room closed"), one: gettext("Room closed") }, room_deleted: { many: gettext("Room deleted"), one: gettext("Room deleted") } };
const CHOICES = Object.keys(EVENTS).filter((event) => event !== "room_created");
const kindOf = (event) => EVENTS[event]?.many ?? event;
const oneOf = (event) => EVENTS[event]?.one ?? event;
const kindsOf = (events) => Object.keys(EVENTS).filter((event) => events.includes(event)).map(kindOf);
function stateOf({ is_active: isActive, failing_since: failingSince }) {
  if (!isActive) return ["off", gettext("Off")];
  return failingSince ? ["doubtful", gettext("Failing")] : ["good", gettext("On")];
}
function stateText(webhook) {
  const last = webhook.last_success_at ? interpolate(gettext("last delivered %(time)s"), { time: sinceTime(webhook.last_success_at) }) : gettext("nothing delivered yet");
  return `${stateOf(webhook)[1]} \xB7 ${last}`;
}
function troubleText({ is_active: isActive, off_reason: reason, failing_since: since, by }) {
  if (!isActive) return `${offText(reason, by.name)} ${gettext("What happens while it is off isn't sent later.")}`;
  if (since === null) return "";
  const failing = interpolate(gettext("Deliveries have failed since %(time)s."), { time: sinceTime(since) });
  return `${failing} ${gettext("After a week of failures, the webhook turns itself off.")}`;
}
function offText(reason, name) {
  switch (reason) {
    case "failing":
      return gettext("It turned itself off after a week of failures. Fix the program or the address and turn it on.");
    case "gone":
      return gettext("It turned itself off: the answer was that it's gone (410). Edit the address, then turn it on.");
    case "rights":
      return interpolate(gettext("It turned itself off: %(name)s can no longer manage it. Turn it on to take it over."), { name });
    default:
      return gettext("This webhook is off.");
  }
}
function showPill(pill, [look, text]) {
  pill.dataset.look = look;
  pill.textContent = text;
}
const ID_CHARS = 8;
const STATES = { pending: ["doubtful", gettext("Retrying")], delivered: ["good", gettext("Delivered")], failed: ["bad", gettext("Failed")], dropped: ["off", gettext("Replaced by a later change")] };
function drawDelivery(node, delivery, { isSending, isOn }) {
  const { id, event, status, attempts, tried_at: tried } = delivery;
  const time = part(node, "time");
  time.dateTime = tried;
  time.title = fullTime(tried);
  time.textContent = sinceTime(tried);
  part(node, "event").textContent = oneOf(event);
  showPill(part(node, "status"), STATES[status]);
  part(node, "came-back").textContent = cameBack(delivery);
  part(node, "attempts").textContent = interpolate(ngettext("%(count)s attempt", "%(count)s attempts", attempts), { count: attempts });
  part(node, "id").textContent = id.slice(0, ID_CHARS);
  const button = part(node, "again");
  button.hidden = !isOn || status === "dropped";
  button.dataset.delivery = id;
  button.textContent = status === "pending" ? gettext("Try now") : gettext("Send again");
  button.setAttribute("aria-disabled", String(isSending));
  button.setAttribute("aria-label", `${button.textContent}: ${oneOf(event)}, ${sinceTime(tried)}`);
}
function cameBack({ status, answer_status: code, error, next_at: next2 }) {
  if (error === "" && code !== null) return interpolate(gettext("The receiver answered %(code)s."), { code });
  if (status !== "pending" || next2 === null) return error;
  return `${error} ${interpolate(gettext("Next attempt: %(time)s."), { time: sinceTime(next2) })}`;
}
const KEPT = 100;
const LOOKS_AFTER_MS = [1e3, 1e3, 2e3, 3e3, 5e3, 8e3];
class Deliveries {
  #root;
  #webhook;
  #tried;
  #list;
  #fetched;
  #sending = /* @__PURE__ */ new Set();
  #visit = 0;
  constructor(root, webhook, tried) {
    this.#root = root;
    this.#webhook = webhook;
    this.#tried = tried;
    this.#list = new KeyedList(part(root, "list"), { key: ({ id }) => id, create: () => fromTemplate("delivery-row"), update: (node, one) => drawDelivery(node, one, { isSending: this.#sending.has(one.id), isOn: webhook().is_active }) });
    const read = async () => (await call("GET", `${this.#path}?limit=${KEPT}`)).deliveries;
    this.#fetched = new Fetched(root, read, (items) => this.#list.show(items));
    this.#list.container.addEventListener("click", ({ target }) => {
      const key = target.closest("button")?.dataset.delivery;
      const one = key && !this.#sending.has(key) ? this.#list.item(key) : null;
      if (one) void this.#sendAgain(one);
    });
    part(root, "refresh").addEventListener("click", () => this.#lookAgain());
  }
  #lookAgain() {
    this.#tried();
    void this.refresh();
  }
  get #path() {
    return `/outgoing-webhooks/${this.#webhook().id}/deliveries`;
  }
  refresh() {
    return this.#fetched.refresh();
  }
  open() {
    this.close();
    void this.refresh();
  }
  close() {
    this.#visit += 1;
    this.#say("");
    this.#sending.clear();
    this.#fetched.clear();
  }
  #say(text) {
    part(this.#root, "said").textContent = text;
  }
  async #sendAgain(one) {
    const visit = this.#visit;
    this.#say(gettext("Sending again\u2026"));
    this.#sending.add(one.id);
    const text = await resent(one, this.#path, async () => visit === this.#visit ? this.refresh() : []);
    if (visit !== this.#visit) return;
    this.#sending.delete(one.id);
    this.#say(text);
    this.#lookAgain();
  }
}
async function resent({ id, attempts }, path, look) {
  try {
    await call("POST", `${path}/${id}/redeliver`);
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    return error.message;
  }
  for (const pauseMs of LOOKS_AFTER_MS) {
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    const found = (await look())?.find((other) => other.id === id);
    if (found && found.attempts > attempts) {
      return interpolate(gettext("Sent again. %(answer)s"), { answer: cameBack(found) });
    }
  }
  return gettext("It is sent again in a moment. Refresh to see what came back.");
}
class Details {
  #root = dialog("outgoing-webhook");
  #webhook = null;
  #showSecret = mountShownOnce(this.#root, { copied: gettext("Secret copied."), blocked: gettext("Copy the secret.") });
  #deliveries = new Deliveries(part(this.#root, "deliveries"), () => this.#webhook, () => void this.#changed());
  #openForm;
  #changed;
  constructor(openForm, changed) {
    this.#openForm = openForm;
    this.#changed = changed;
    onPress(this.#root, { switch: () => this.#change({ is_active: !this.#webhook.is_active }), edit: () => this.#edit(), "new-secret": () => this.#replaceSecret(), delete: () => this.#delete() });
    this.#root.addEventListener("close", () => {
      this.#showSecret("");
      this.#deliveries.close();
    });
  }
  async open(webhook) {
    this.#show(webhook);
    this.#deliveries.open();
    await openDialog("outgoing-webhook");
    this.#showSecret(webhook.secret ?? "");
  }
  renew(webhooks) {
    const now = webhooks.find(({ id }) => id === this.#webhook?.id);
    if (now) this.#show(now);
  }
  #show(webhook) {
    this.#webhook = webhook;
    draw(this.#root, webhook);
  }
  async #change(fields) {
    const { webhook } = await call("PATCH", `/outgoing-webhooks/${this.#webhook.id}`, fields);
    this.#show(webhook);
    void this.#changed();
    void this.#deliveries.refresh();
    return webhook;
  }
  #edit() {
    return this.#openForm(this.#webhook, (webhook) => {
      this.#show(webhook);
      void this.#changed();
    });
  }
  async #replaceSecret() {
    if (await confirmed("new-secret")) this.#showSecret((await this.#change({ new_secret: true })).secret ?? "");
  }
  async #delete() {
    if (!await isConfirmed(this.#webhook.name)) return;
    await call("DELETE", `/outgoing-webhooks/${this.#webhook.id}`).catch(unlessGone);
    this.#root.close();
    await this.#changed();
  }
}
function unlessGone(error) {
  if (!(error instanceof ChatError) || error.code !== "not_found") throw error;
}
function onPress(root, acts) {
  for (const [name, act] of Object.entries(acts)) {
    part(root, name).addEventListener("click", () => void attempt(act));
  }
}
function draw(root, webhook) {
  const trouble = troubleText(webhook);
  part(root, "title").textContent = webhook.name;
  part(root, "trouble").textContent = trouble;
  part(root, "trouble").hidden = trouble === "";
  part(root, "state-text").textContent = stateText(webhook);
  part(root, "address").textContent = webhook.url;
  part(root, "events").replaceChildren(...kindsOf(webhook.events).map(line));
  part(root, "keeper").textContent = webhook.by.name;
  const button = part(root, "switch");
  button.textContent = webhook.is_active ? gettext("Turn off") : gettext("Turn on");
  button.className = `btn btn-${webhook.is_active ? "quiet" : "primary"}`;
}
function line(text) {
  const node = document.createElement("div");
  node.textContent = text;
  return node;
}
function isConfirmed(name) {
  const meaning = gettext("Nothing more is sent to %(name)s, and its deliveries are forgotten.");
  part(dialog("delete-webhook"), "meaning").textContent = interpolate(meaning, { name });
  return confirmed("delete-webhook");
}
const FIRST_CHOICE = ["new_message"];
function mountForm(roomId) {
  const root = dialog("edit-outgoing");
  const form = part(root, "form");
  let edited = null;
  let tell = (_saved) => {
  };
  part(form, "choices").append(...CHOICES.map(newChoice));
  jsonForm(form, { send: (fields) => save(wanted(fields, edited), edited, roomId()), done: ({ webhook }) => {
    root.close();
    tell(webhook);
  } });
  return async (webhook, done) => {
    [edited, tell] = [webhook, done];
    clearProblems(form);
    fill(root, form, webhook);
    await openDialog("edit-outgoing");
  };
}
function save(fields, edited, roomId) {
  if (edited) return call("PATCH", `/outgoing-webhooks/${edited.id}`, changesOf(fields, edited));
  return call("POST", "/outgoing-webhooks", { ...fields, room_id: roomId });
}
function wanted({ name, url, ...ticks }, edited) {
  const others = (edited?.events ?? []).filter((event) => !CHOICES.includes(event));
  return { name, url: String(url).trim(), events: [...CHOICES.filter((event) => ticks[event]), ...others] };
}
function fill(root, form, webhook) {
  const events = webhook?.events ?? FIRST_CHOICE;
  part(root, "title").textContent = webhook ? gettext("Edit webhook") : gettext("Add outgoing webhook");
  part(form, "submit").textContent = webhook ? gettext("Save") : gettext("Add webhook");
  field(form, "name").value = webhook?.name ?? "";
  field(form, "url").value = webhook?.url ?? "";
  for (const event of CHOICES) field(form, event).checked = events.includes(event);
}
function field(form, name) {
  return form.elements.namedItem(name);
}
function newChoice(event) {
  const node = fromTemplate("event-choice");
  const box = node.querySelector("input");
  box.name = event;
  part(node, "label").textContent = kindOf(event);
  return node;
}
class Outgoing {
  #add;
  #fetched;
  #openForm;
  #details;
  constructor(root, roomId) {
    const list = new KeyedList(part(root, "list"), { key: ({ id }) => String(id), create: () => fromTemplate("outgoing-row"), update: drawRow });
    const read = async () => (await call("GET", `/outgoing-webhooks?room_id=${roomId()}`)).webhooks;
    this.#add = part(root, "add");
    this.#fetched = new Fetched(root, read, (items) => list.show(items));
    this.#openForm = mountForm(roomId);
    this.#details = new Details(this.#openForm, () => this.#changed());
    this.#add.addEventListener("click", () => void this.#openForm(null, (webhook) => this.#added(webhook)));
    list.container.addEventListener("click", ({ target }) => {
      const key = target.closest("button")?.dataset.webhook;
      const webhook = key ? list.item(key) : null;
      if (!webhook) return;
      void this.#details.open(webhook);
      void this.#renew();
    });
  }
  open() {
    this.#fetched.clear();
    void this.#fetched.refresh();
  }
  #added(webhook) {
    void this.#fetched.refresh();
    void this.#details.open(webhook);
  }
  async #renew() {
    this.#details.renew(await this.#fetched.refresh() ?? []);
  }
  async #changed() {
    await this.#renew();
    if (document.activeElement === document.body) this.#add.focus();
  }
}
function drawRow(node, webhook) {
  part(node, "open").dataset.webhook = String(webhook.id);
  part(node, "name").textContent = webhook.name;
  part(node, "host").textContent = new URL(webhook.url).host;
  showPill(part(node, "state"), stateOf(webhook));
}
function mountTabs(list) {
  const tabs = [...list.querySelectorAll("[role=tab]")];
  const choose = (at) => tabs.forEach((tab, index) => {
    tab.setAttribute("aria-selected", String(index === at));
    tab.tabIndex = index === at ? 0 : -1;
    panelOf(tab).hidden = index !== at;
  });
  tabs.forEach((tab, at) => tab.addEventListener("click", () => choose(at)));
  onKey(list, (event) => {
    const at = next(event.key, tabs.indexOf(document.activeElement), tabs.length);
    if (at === null) return;
    event.preventDefault();
    choose(at);
    tabs[at].focus();
  });
  return { choose };
}
function panelOf(tab) {
  return document.getElementById(tab.getAttribute("aria-controls") ?? "");
}
function next(key, at, count) {
  const forward = document.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  if (key === "ArrowLeft" || key === "ArrowRight") return (at + (key === forward ? 1 : -1) + count) % count;
  return null;
}
function mountWebhooksDialog(chat) {
  const root = dialog("webhooks");
  let roomId = 0;
  const incoming = mountIncoming(part(root, "incoming"), () => roomId);
  const outgoing = new Outgoing(part(root, "outgoing"), () => roomId);
  const tabs = mountTabs(part(root, "tabs"));
  root.addEventListener("before-open", () => {
    const { room, me } = chat;
    const hasOutgoing = room !== null && mayHaveOutgoing(room, me);
    roomId = room?.id ?? 0;
    part(root, "tabs").hidden = !hasOutgoing;
    tabs.choose(0);
    incoming.open();
    if (hasOutgoing) outgoing.open();
  });
  root.addEventListener("close", () => incoming.close());
}
export {
  mountWebhooksDialog
};
