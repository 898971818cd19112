// What the bundle uses of undici: requests through a proxy or with the certificates of npm's settings. Its WebSocket, cache,
// mock and interceptor parts, loaded by its own index, are a third of its size and of its start.
const Agent = require('undici/lib/dispatcher/agent');
const ProxyAgent = require('undici/lib/dispatcher/proxy-agent');

module.exports = {
  Agent,
  ProxyAgent,
  fetch: (input, init) => require('undici/lib/web/fetch').fetch(input, init),
};
