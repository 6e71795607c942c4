import { isCommand, nameKeys, onKey } from "../../lib/keys.js";
import { call } from "../../net/api.js";
import { isDirect } from "../../state/direct.js";
import { dialog, onFirstOpen, openDialog, openDialogAtOnce } from "./dialogs.js";
import { loaded } from "../shell/loading.js";

/** @typedef {{ openRoom(roomId: number): void, showPerson(userId: number): void, roomGone(): void }} Page */

const ROOM_DIALOGS = ["create-room", "edit-room", "close-room", "leave-room", "delete-room"];

/**
 * The dialogs of the chat page; the code of each comes when it is needed.
 * @param {Chat} chat
 * @param {Page} page
 */
export function mountChatDialogs(chat, page) {
  onFirstOpen(ROOM_DIALOGS, async () => (await import("../rooms/room_dialogs.js")).mountRoomDialogs(chat, page));
  onFirstOpen(["new-message", "add-people"], async () => {
    (await import("../people/people_dialogs.js")).mountPeopleDialogs(chat, page);
  });
  onFirstOpen(["browse-rooms"], async () => (await import("../rooms/browse_dialog.js")).mountBrowseDialog(chat, page));
  onFirstOpen(["switcher"], async () => (await import("../rooms/switcher.js")).mountSwitcher(chat, page));
  onFirstOpen(["sign-in"], async () => (await import("../account/sign_in_dialog.js")).mountSignInDialog(chat));
  onFirstOpen(["room-moderation"], async () => {
    (await import("../moderation/room_moderation.js")).mountRoomModeration(chat);
  });
  onFirstOpen(["webhooks"], async () => (await import("../webhooks/webhooks_dialog.js")).mountWebhooksDialog(chat));
  onFirstOpen(["pause-notifications"], async () => {
    (await import("../notifications/pause_dialog.js")).mountPauseDialog();
  });
  onFirstOpen(["my-reports"], async () => (await import("../moderation/moderation_notices.js")).mountMyReports());
  tellOfModeration(chat);
  askToSignInAgain(chat);
  openByKey("k", "switcher", openDialogAtOnce);
  openByKey("n", "new-message", openDialog);
  nameKeys(document);
  tellOfLostRooms(chat, page);
  return openers(chat);
}

/** What opens the dialogs about one message or one person. @param {Chat} chat */
function openers(chat) {
  const messages = () => loaded(() => import("../conversation/message_dialogs.js"));
  const moderation = () => loaded(() => import("../moderation/moderation.js"));
  return {
    remove: async (/** @type {Message} */ message) => {
      const dialogs = await messages();
      (message.author?.id === chat.me.id ? dialogs?.deleteMessage : dialogs?.removeMessage)?.(message);
    },
    restore: async (/** @type {Message} */ message) => (await messages())?.restoreMessage(message),
    report: async (/** @type {Message} */ message) => {
      (await moderation())?.reportMessage(message, isDirect(chat.rooms.get(message.room_id)));
    },
  };
}

/** The room on the screen is gone: say so, unless it is known. @param {Chat} chat @param {Page} page */
function tellOfLostRooms(chat, page) {
  chat.roomLost.subscribe(async (loss) => {
    const isKnown = loss.reason === "banned" || dialog("delete-room").open; // said with the reason, or done here
    page.roomGone();
    if (isKnown && loss.unsent === "") return;
    (await loaded(() => import("../rooms/room_lost_dialog.js")))?.showRoomLost(loss);
  });
}

/** What moderators do to me and what becomes of my reports: now, and what I missed. @param {Chat} chat */
function tellOfModeration(chat) {
  const notices = () => loaded(() => import("../moderation/moderation_notices.js"));
  chat.connection.on("sanctioned", async ({ sanction }) => (await notices())?.sanctioned(chat, sanction));
  chat.connection.on("report_updated", async ({ report }) => (await notices())?.tellReport(report));
  chat.noticesWaiting.subscribe(async () => {
    const { sanctions, seen } = await call("GET", "/auth/sanctions").catch(() => ({ sanctions: [], seen: 0 }));
    const missed = sanctions.filter((/** @type {Sanction} */ { id }) => id > seen);
    if (missed.length > 0) (await notices())?.tell(missed);
  });
}

/** @param {Chat} chat */
function askToSignInAgain(chat) {
  chat.connection.statusChanged.subscribe(() => {
    if (chat.connection.status.phase === "signed_out") void openDialog("sign-in");
    if (chat.connection.online) dialog("sign-in").close(); // signed in again, maybe in another tab
  });
}

/**
 * Open and close a dialog by Ctrl, or Command, and a letter.
 * @param {string} letter @param {string} id @param {(id: string) => Promise<void>} open
 */
function openByKey(letter, id, open) {
  onKey(window, (event) => {
    if (event.key.toLowerCase() !== letter || !isCommand(event) || event.shiftKey) return;
    event.preventDefault();
    if (dialog(id).open) dialog(id).close();
    else void open(id);
  });
}
