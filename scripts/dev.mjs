// Starts the server and starts it again whenever a source file changes.
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
let server = null;
let timer = null;

function start() {
  server = spawn(process.execPath, [path.join(root, 'bin/dragoman.js'), 'serve'], { stdio: 'inherit', env: { ...process.env, DRAGOMAN_BROWSER: 'none' } });
}

function restart() {
  const old = server;
  if (!old || old.exitCode !== null) return start();
  old.once('exit', start);
  old.kill('SIGTERM');
}

for (const folder of ['server', 'public', 'views', 'translations'])
  watch(path.join(root, folder), { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(restart, 200);
  });
for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    server?.once('exit', () => process.exit(0));
    server?.kill(signal);
  });
start();
