import { S as Signal, c as call, m as monotonicMs } from "./app.js";
let known = null;
let readMs = -Infinity;
let reading = null;
let changes = 0;
const choicesChanged = new Signal();
async function readChoices(maxAgeMs = 0) {
  if (known && monotonicMs() - readMs <= maxAgeMs) return known;
  reading ??= taken(call("GET", "/auth/notifications")).finally(() => reading = null);
  return reading;
}
async function changeChoices(chosen) {
  changes += 1;
  return taken(call("PUT", "/auth/notifications", chosen));
}
async function taken(asked) {
  const before = changes;
  const answer = await asked;
  if (before !== changes) return known ?? answer;
  known = answer;
  readMs = monotonicMs();
  choicesChanged.emit(answer);
  return answer;
}
export {
  changeChoices as a,
  choicesChanged as c,
  readChoices as r
};
