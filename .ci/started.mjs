// How long a container takes to answer 200: node started.mjs <url> <container> <times>. It is stopped and started again so
// often; the shortest time, in ms, is printed.
import { execFile } from 'node:child_process';
import { get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const [url, container, times] = process.argv.slice(2);
const docker = async (...args) => (await promisify(execFile)('docker', args)).stdout.trim();

const answers = () =>
  new Promise((resolve) => {
    const request = get(url, { agent: false, timeout: 1_000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
  });

let best = Infinity;
for (let i = 0; i < Number(times); i++) {
  await docker('stop', container);
  await docker('start', container);
  for (const end = Date.now() + 60_000; !(await answers()); await sleep(20)) {
    if (Date.now() > end) throw new Error(`${url} does not answer 200 in 60 s`);
  }
  const ready = Date.now();
  const began = Date.parse(await docker('inspect', '-f', '{{.State.StartedAt}}', container));
  best = Math.min(best, ready - began);
}
console.log(best);
