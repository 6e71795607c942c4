import { loaded } from "../shell/loading.js";

/**
 * Take a message that is on its way, or was refused, back into the composer: its text, its files, what it answers.
 * @param {Chat} chat
 * @param {{ giveBack(text: string): void, replyTo(message: Message): Promise<void> }} composer
 * @param {string} clientId
 */
export async function takeBack(chat, composer, clientId) {
  const files = await loaded(() => chat.files.load());
  if (files === null) return;
  const entry = chat.outbox.entries().find(({ client_id }) => client_id === clientId);
  if (!entry) return;
  files.takeBack(entry);
  chat.outbox.discard(clientId);
  const answered = chat.live.log.messages.find(({ seq }) => seq === entry.reply_to);
  if (answered) await composer.replyTo(answered);
  composer.giveBack(entry.content);
}
