// The same hall with Node socket.io at its best: websocket only, no compression, one bare insert at FULL for each press,
// one emit to the room every 100 ms. It sends the messages that Assembly's ticks carried, with versions of its own.
"use strict";

const fs = require("node:fs");
const http = require("node:http");
const Database = require("libsql");
const { Server } = require("socket.io");

const [, , port, file, recorded] = process.argv;
const { page, ...messages } = JSON.parse(fs.readFileSync(recorded, "utf8"));
const TICK = 100; // ms

const memory = new Database(file);
memory.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
memory.exec("CREATE TABLE press (id INTEGER PRIMARY KEY, number INTEGER, hours INTEGER, at TEXT)");
const insert = memory.prepare("INSERT INTO press (number, hours, at) VALUES (?, ?, ?)");

const server = http.createServer((request, response) => {
  response.writeHead(200, { "Content-Type": "text/html; charset=utf-8", "Content-Length": Buffer.byteLength(page) });
  response.end(page);
});
const io = new Server(server, { transports: ["websocket"], perMessageDeflate: false, httpCompression: false, serveClient: false });

let playing = Object.values(messages)[0];
let version = playing[0].from;
let told = version;
let turn = 0;

io.on("connection", (socket) => {
  socket.join("hall");
  socket.emit("hello", { to: told });
  socket.on("press", (press, done) => {
    insert.run(press.number, press.hours, new Date().toISOString());
    version += 1;
    done(version);
  });
  socket.on("play", (name, done) => {
    playing = messages[name];
    done(version);
  });
});

setInterval(() => {
  if (version === told) return;
  const message = { ...playing[turn++ % playing.length], from: told, to: version, at: version };
  told = version;
  io.to("hall").emit("news", message);
}, TICK);

server.listen({ port: Number(port), host: "127.0.0.1", backlog: 4096 });
