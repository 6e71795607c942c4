/** The reference parsers: a line of JSON with frames in, a line with what they make of them out (see parsers.py). */

import { createInterface } from "node:readline";

import { decodePacket, decodePayload } from "engine.io-parser";
import { Decoder, Encoder } from "socket.io-parser";

const encoder = new Encoder();

/** Bytes travel as `{"$bytes": base64}`. */
function shown(_key, value) {
  return value?.type === "Buffer" ? { $bytes: Buffer.from(value.data).toString("base64") } : value;
}

function socketio(messages) {
  const decoder = new Decoder();
  const packets = [];
  decoder.on("decoded", (packet) => packets.push(packet));
  try {
    for (const message of messages) {
      decoder.add(typeof message === "string" ? message : Buffer.from(message.$bytes, "base64"));
    }
  } catch {
    return null;
  }
  const read = packets.map(({ type, nsp, id, data }) => [type, nsp, id, data]);
  const written = packets.map((packet) => encoder.encode(packet));
  return { packets: read, waiting: Boolean(decoder.reconstructor), written };
}

function engineio(frame) {
  const packet = decodePacket(typeof frame === "string" ? frame : Buffer.from(frame.$bytes, "base64"));
  return packet.type === "error" ? null : [packet.type, packet.data ?? ""];
}

function payload(body) {
  const packets = decodePayload(body);
  return packets.some(({ type }) => type === "error") ? null : packets.map(({ type, data }) => [type, data ?? ""]);
}

const readers = { socketio, engineio, payload };

for await (const line of createInterface({ input: process.stdin })) {
  const [kind, frame] = JSON.parse(line);
  process.stdout.write(`${JSON.stringify(readers[kind](frame), shown)}\n`);
}
