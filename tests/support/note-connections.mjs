/** Loaded into the program and every process it starts (NODE_OPTIONS): writes down each address that is looked up or connected to. */
import dns from 'node:dns';
import { appendFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';

const note = (what) => appendFileSync(process.env.DRAGOMAN_CONNECTIONS, `${what}\n`);

note(`begin ${path.basename(process.argv[1] ?? '')}`);

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
  const [first] = Array.isArray(args[0]) ? args[0] : args;
  // Pipes between our own processes have a path, not a host.
  if (typeof first === 'object' && first !== null && !first.path) note(`connect ${first.host ?? 'localhost'}:${first.port}`);
  else if (typeof first === 'number') note(`connect ${typeof args[1] === 'string' ? args[1] : 'localhost'}:${first}`);
  return connect.apply(this, args);
};

for (const target of [dns, dns.promises])
  for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6']) {
    const look = target[name];
    target[name] = function (host, ...rest) {
      // An address is looked up too where a server begins to listen; it asks nobody.
      if (net.isIP(host) === 0) note(`lookup ${host}`);
      return look.call(this, host, ...rest);
    };
  }
