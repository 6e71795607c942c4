/** What every stock client must be able to do. Runs under Node and in a browser; throws at the first difference. */

const TIMEOUT_MS = 8000;

/** @returns {Promise<unknown[]>} the arguments of the next `event` */
export function next(socket, event) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no ${event} within ${TIMEOUT_MS} ms`)), TIMEOUT_MS);
    socket.once(event, (...args) => {
      clearTimeout(timer);
      resolve(args);
    });
  });
}

function same(actual, expected, what) {
  const [left, right] = [actual, expected].map((value) => JSON.stringify(value, bytesAsLists));
  if (left !== right) throw new Error(`${what}: ${left}, not ${right}`);
}

function bytesAsLists(_key, value) {
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return [...new Uint8Array(value)];
  return value?.type === "Buffer" ? value.data : value;
}

/** Do everything over the transports of `options`, and return the name of the one that is used at the end. */
export async function scenario(io, url, options) {
  const main = io(url, { ...options, auth: { token: "123" }, forceNew: true });
  const greeting = next(main, "auth");
  await next(main, "connect");
  same(await greeting, [{ token: "123" }], "auth");

  main.emit("message", 1, "2", { 3: [true, null] }, "é🍺");
  same(await next(main, "message-back"), [1, "2", { 3: [true, null] }, "é🍺"], "event");

  main.emit("message", new Uint8Array([1, 2, 3]), { deep: [new Uint8Array([4]), new Uint8Array([])] });
  same(await next(main, "message-back"), [[1, 2, 3], { deep: [[4], []] }], "binary event");

  const ask = main.timeout(TIMEOUT_MS);
  same(await ask.emitWithAck("message-with-ack", "x"), "x", "acknowledgement");
  same([...(await ask.emitWithAck("message-with-ack", new Uint8Array([5])) instanceof Object ? [true] : [])], [true], "binary");
  same(await ask.emitWithAck("nothing"), undefined, "empty acknowledgement");
  same(await ask.emitWithAck("blocking", 7), { value: 7 }, "sync handler");

  main.on("question", (question, answer) => answer(`${question}!`));
  same(await ask.emitWithAck("ask-me", "why"), { answered: "why!" }, "acknowledgement by the client");
  main.off("question");
  main.on("question", (_question, answer) => answer(new Uint8Array([6])));
  same(await ask.emitWithAck("ask-me", "binary"), { answered: [6] }, "binary acknowledgement by the client");

  await namespaces(main);
  await refusal(main);
  await groups(main);
  await manyAtOnce(main);

  const transport = main.io.engine.transport.name;
  main.disconnect();
  return transport;
}

async function namespaces(main) {
  const custom = main.io.socket("/custom", { auth: { token: "abc" } });
  const greeting = next(custom, "auth");
  custom.connect(); // A second CONNECT: socket() has sent one.
  same(await greeting, [{ token: "abc" }], "auth of a namespace");
  custom.emit("message", "custom");
  same(await next(custom, "message-back"), ["custom"], "event of a namespace");
  if (custom.id === main.id) throw new Error("ids of namespaces differ");

  const left = next(custom, "disconnect");
  const lastWords = next(custom, "last-words");
  custom.emit("end-namespace");
  same(await lastWords, [], "last words");
  same((await left)[0], "io server disconnect", "end of a namespace");
  same(await main.timeout(TIMEOUT_MS).emitWithAck("message-with-ack", 1), 1, "the other namespace");
}

async function refusal(main) {
  const unknown = main.io.socket("/unknown", {});
  const unknownError = next(unknown, "connect_error");
  same((await unknownError)[0].message, "Invalid namespace", "unknown namespace");
  unknown.disconnect();

  const refused = main.io.nsps["/custom"];
  refused.auth = { token: "wrong" };
  const refusedError = next(refused, "connect_error");
  refused.connect();
  const [error] = await refusedError;
  same([error.message, error.data], ["Not authorized", { code: "not_allowed" }], "refusal");

  refused.auth = {};
  const connected = next(refused, "connect");
  refused.connect();
  await connected;
  refused.disconnect();
}

async function groups(main) {
  const ask = main.timeout(TIMEOUT_MS);
  const group = `group of ${main.id}`;
  await ask.emitWithAck("join", group);
  const said = next(main, "said");
  same(await ask.emitWithAck("say", group, "hello"), 1, "receivers");
  same(await said, ["hello"], "event to a group");
}

async function manyAtOnce(main) {
  const ask = main.timeout(TIMEOUT_MS);
  const numbers = Array.from({ length: 50 }, (_, number) => number);
  same(await Promise.all(numbers.map((number) => ask.emitWithAck("message-with-ack", number))), numbers, "many at once");
  const flood = [];
  const done = new Promise((resolve) => {
    main.on("flood", (number) => {
      flood.push(number);
      if (flood.length === 200) resolve();
    });
  });
  main.emit("flood-me", 200, 1000);
  await done;
  same(flood, Array.from({ length: 200 }, (_, number) => number), "order");
}

/** Print each connection, so that a test can restart the server in between; the socket must work after each. */
export async function reconnecting(io, url, options, report) {
  const socket = io(url, { ...options, reconnectionDelay: 100, reconnectionDelayMax: 200, forceNew: true });
  socket.on("connect", async () => {
    report(await socket.timeout(TIMEOUT_MS).emitWithAck("message-with-ack", "connected"));
  });
  socket.on("disconnect", (reason) => report(reason));
  return socket;
}
