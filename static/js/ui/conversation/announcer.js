import { once } from "../../lib/once.js";

/**
 * Says what happens in the conversation to a screen reader; the words for it come with the first news.
 * @param {HTMLElement} region
 * @param {Chat} chat
 */
export function mount(region, chat) {
  const speech = once(() => import("./speech.js"));
  chat.live.arrived.subscribe((message) => {
    if (message.author?.id === chat.me.id || chat.blocks.has(message.author)) return;
    void speech().then(({ announce }) => announce(region, message)).catch(() => null);
  });
  chat.outbox.failed.subscribe(({ error }) => {
    void speech().then(({ sayFailure }) => sayFailure(region, error?.message ?? "")).catch(() => null);
  });
}
