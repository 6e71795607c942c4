const MOST = 20;
/** @type {number[]} */
let visited = [];

/** Remember the rooms that were on the screen, the latest first. @param {Chat} chat */
export function followVisits(chat) {
  const note = () => {
    const { roomId } = chat.live;
    if (roomId !== null) visited = [roomId, ...visited.filter((id) => id !== roomId)].slice(0, MOST);
  };
  chat.roomChanged.subscribe(note);
  note();
}

/** The rooms that were on the screen, the latest first. */
export function lastVisited() {
  return visited;
}
