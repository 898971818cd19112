// What the bundle uses of undici: requests through a proxy or with the certificates of npm's settings. Its WebSocket, cache,
// mock and interceptor parts, loaded by its own index, are a third of its size and of its start.
const Agent = require('undici/lib/dispatcher/agent');
const ProxyAgent = require('undici/lib/dispatcher/proxy-agent');
const Dispatcher = require('undici/lib/dispatcher/dispatcher');

// The index adds the whole API to every dispatcher; the agent that tunnels through a proxy calls one of its functions.
Dispatcher.prototype.connect = require('undici/lib/api/api-connect');

module.exports = {
  Agent,
  ProxyAgent,
  fetch: (input, init) => require('undici/lib/web/fetch').fetch(input, init),
};
