const MOST = 20;
let visited = [];
function followVisits(chat) {
  const note = () => {
    const { roomId } = chat.live;
    if (roomId !== null) visited = [roomId, ...visited.filter((id) => id !== roomId)].slice(0, MOST);
  };
  chat.roomChanged.subscribe(note);
  note();
}
function lastVisited() {
  return visited;
}
export {
  followVisits as f,
  lastVisited as l
};
