import "./app.js";
const PATIENCE_MS = 3e3;
const BROWSERS_OWN_TAG = "user_visible_auto_notification";
function isReadBy({ data }, roomId, seq) {
  return data?.room_id === roomId && data.seq <= seq;
}
async function inTurn(work) {
  let isMine = false;
  const begin = () => {
    isMine = true;
    return work();
  };
  try {
    return await navigator.locks.request("notifications", { signal: AbortSignal.timeout(PATIENCE_MS) }, begin);
  } catch (error) {
    if (isMine) throw error;
    return work();
  }
}
async function closeRead(registration, readUpto) {
  for (const one of await registration.getNotifications()) {
    const roomId = one.data?.room_id;
    if (one.tag === BROWSERS_OWN_TAG || roomId && isReadBy(one, roomId, readUpto(roomId))) one.close();
  }
}
export {
  closeRead as c,
  inTurn as i
};
