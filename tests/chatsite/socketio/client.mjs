/** The stock JavaScript client under Node: `node client.mjs scenario|reconnecting URL '{"transports": […]}'`. */

import { io } from "socket.io-client";

import { reconnecting, scenario } from "./scenario.mjs";

const [what, url, options] = process.argv.slice(2);
if (what === "scenario") {
  console.log(await scenario(io, url, JSON.parse(options)));
} else {
  const socket = await reconnecting(io, url, JSON.parse(options), (line) => console.log(line));
  process.stdin.resume().on("end", () => socket.disconnect());
}
