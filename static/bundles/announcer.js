function mount(region, chat) {
  const speech = () => import("./speech.js");
  chat.live.arrived.subscribe((message) => {
    if (message.author?.id === chat.me.id) return;
    void speech().then(({ announce }) => announce(region, message)).catch(() => null);
  });
  chat.outbox.failed.subscribe(({ error }) => {
    void speech().then(({ sayFailure }) => sayFailure(region, error?.message ?? "")).catch(() => null);
  });
}
export {
  mount
};
