// Loaded before an emulator: whatever it listens on, it listens on loopback.
const { Server } = require('node:net');

const listen = Server.prototype.listen;
Server.prototype.listen = function (first, ...rest) {
  if (typeof first === 'object' && first !== null && !('fd' in first)) return listen.call(this, { ...first, host: '127.0.0.1' }, ...rest);
  const callback = [first, ...rest].find((argument) => typeof argument === 'function');
  return listen.call(this, { port: Number(first), host: '127.0.0.1' }, ...(callback ? [callback] : []));
};
