import { fromTemplate, KeyedList, part } from "../../lib/dom.js";
import { newsIn } from "../../state/rooms.js";
import { recentFirst, steadyOrder } from "../../state/shelf.js";
import { loaded } from "../shell/loading.js";
import { drawRoom } from "./room_row.js";

/** Rooms under a heading that folds them. */
export class RoomSection {
  #root;
  #list;
  #shelf;
  #name;
  #chat;

  /**
   * @param {HTMLElement} root
   * @param {string} name
   * @param {{ chat: Chat, shelf: import("../../state/shelf.js").Shelf, page: { openRoom(roomId: number): void },
   *   draw: () => void }} panel
   */
  constructor(root, name, { chat, shelf, page, draw }) {
    this.#root = root;
    this.#name = name;
    this.#chat = chat;
    this.#shelf = shelf;
    this.#list = /** @type {KeyedList<MyRoom>} */ (new KeyedList(part(root, "list"), {
      key: (room) => String(room.id),
      create: () => fromTemplate("room-row"),
      update: (node, room, previous) => drawRoom(node, room, previous, chat),
    }));
    mountRows(this.#container, chat, page);
    part(root, "fold").addEventListener("click", () => {
      shelf.fold(name, !shelf.isFolded(name));
      draw();
    });
    this.#container.addEventListener("pointerleave", draw);
    this.#container.addEventListener("focusout", draw);
  }

  get #container() {
    return this.#list.container;
  }

  /** @param {MyRoom[]} rooms @param {boolean} isFiltered They match what is typed, best first. */
  show(rooms, isFiltered) {
    const { live } = this.#chat;
    const sorted = () => (this.#name === "people" ? recentFirst(rooms) : this.#shelf.sorted(rooms));
    const found = isFiltered ? rooms : this.#inOrder(sorted());
    const isFolded = this.#shelf.isFolded(this.#name) && !isFiltered;
    const isWanted = (/** @type {MyRoom} */ room) => room.id === live.roomId || newsIn(room) > 0;
    this.#list.show(isFolded ? found.filter(isWanted) : found);
    part(this.#root, "fold").setAttribute("aria-expanded", String(!isFolded));
  }

  /**
   * Nothing moves under the pointer or the focus, unless the reader chose another order.
   * @param {MyRoom[]} wanted
   */
  #inOrder(wanted) {
    const container = this.#container;
    const order = this.#name === "people" ? "recent" : this.#shelf.order;
    const isChosenNow = container.dataset.order !== order;
    container.dataset.order = order;
    if (isChosenNow) return wanted;
    const links = [...container.querySelectorAll(/** @type {"a"} */ (".room"))];
    if (wanted.every(({ id }, at) => links[at]?.dataset.room === String(id))) return wanted;
    const isPointedAt = matchMedia("(hover: hover)").matches && container.matches(":hover");
    if (!isPointedAt && !container.contains(document.activeElement)) return wanted;
    return steadyOrder(links.map(({ dataset }) => Number(dataset.room)), wanted);
  }
}

/** @param {HTMLElement} container @param {Chat} chat @param {{ openRoom(roomId: number): void }} page */
function mountRows(container, chat, page) {
  const openMenu = async (/** @type {HTMLElement} */ row, /** @type {HTMLElement} */ opener) => {
    const room = chat.rooms.get(Number(part(row, "link").dataset.room));
    const menu = await loaded(() => import("./row_menu.js"));
    if (room) menu?.openRowMenu(chat, room, opener);
  };
  container.addEventListener("click", (event) => {
    const more = /** @type {Element} */ (event.target).closest("[data-part=more]");
    if (more instanceof HTMLElement) void openMenu(rowOf(more), more);
    else followRoom(event, page);
  });
  container.addEventListener("contextmenu", (event) => {
    event.preventDefault();
    const row = rowOf(/** @type {Element} */ (event.target));
    void openMenu(row, row);
  });
}

/** @param {Element} inside */
function rowOf(inside) {
  return /** @type {HTMLElement} */ (inside.closest("li"));
}

/** @param {MouseEvent} event @param {{ openRoom(roomId: number): void }} page */
function followRoom(event, page) {
  const link = /** @type {Element} */ (event.target).closest("[data-room]");
  if (!(link instanceof HTMLElement) || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  page.openRoom(Number(link.dataset.room));
}
