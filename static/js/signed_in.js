/** A browser has one session: its tabs follow the person who signs in in one of them. */

const CHANNEL = "signed-in";

/** @param {import("./chat.js").Chat} chat */
export function followSignIn({ connection, me, snapshot }) {
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel(CHANNEL) : null;
  const openAs = () => {
    snapshot.clear();
    document.body.hidden = true;
    location.reload();
  };
  connection.on("ready", ({ user }) => (user.id === me.id ? tabs?.postMessage(me.id) : openAs()));
  tabs?.addEventListener("message", ({ data: userId }) => {
    if (userId !== me.id) openAs();
    else if (connection.status.phase === "signed_out") connection.connect();
  });
}
