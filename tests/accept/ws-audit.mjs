// graphql-transport-ws: close codes and frames against a running server.
// usage: TOKEN=T SUBSCRIPTION='subscription { ... }' node ws-audit.mjs WS_URL      exit 1 on any failure
// SUBSCRIPTION is one that stays open; TOKEN travels in connection_init as "authorization: Bearer T".
import WebSocket from 'ws';

const url = process.argv[2];
const subscription = process.env.SUBSCRIPTION;
const payload = process.env.TOKEN ? { authorization: `Bearer ${process.env.TOKEN}` } : {};
const init = { type: 'connection_init', payload };
const subscribe = (id, query) => ({ type: 'subscribe', id, payload: { query } });
let failed = 0;

const check = (name, holds, seen = '') => {
  if (!holds) failed += 1;
  console.log(holds ? 'PASS' : 'FAIL', name, seen);
};

const talk = (frames, { protocol = 'graphql-transport-ws', waitMs = 2000 } = {}) => new Promise((resolve) => {
  const heard = [];
  const socket = new WebSocket(url, protocol);
  socket.on('open', async () => {
    for (const frame of frames) {
      socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
      await new Promise((next) => setTimeout(next, 80));
    }
  });
  socket.on('message', (data) => heard.push(JSON.parse(data)));
  socket.on('close', (code) => resolve({ code, heard }));
  socket.on('error', () => {});
  setTimeout(() => { socket.terminate(); resolve({ code: null, heard }); }, waitMs);
});

const closes = async (name, code, frames, options) => {
  const said = await talk(frames, options);
  check(`${name} closes ${code}`, said.code === code, said.code);
};
const hears = async (name, frames, ...types) => {
  const { heard } = await talk(frames);
  check(name, types.every((type) => heard.some((message) => message.type === type)));
};

await closes('subscribe before ack', 4401, [subscribe('1', subscription)]);
await closes('second init', 4429, [init, init]);
await closes('duplicate id', 4409, [init, subscribe('1', subscription), subscribe('1', subscription)]);
await closes('bad JSON', 4400, ['not json']);
await closes('unknown type', 4400, [{ type: 'nope' }]);
await closes('no init', 4408, [], { waitMs: 9000 });
await hears('ping gives pong', [init, { type: 'ping', payload: { a: 1 } }], 'pong');
await hears('an invalid document gives an error frame', [init, subscribe('1', '{ noSuchField }')], 'error');
await hears('a query answers next and complete', [init, subscribe('1', '{ __typename }')], 'next', 'complete');
const refused = await talk([init], { protocol: 'bogus' });
check('unknown subprotocol is refused', [4406, 1006, null].includes(refused.code) && !refused.heard.length, refused.code);
process.exit(failed ? 1 : 0);
