import { E as loaded } from "./app.js";
async function takeBack(chat, composer, clientId) {
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
export {
  takeBack
};
