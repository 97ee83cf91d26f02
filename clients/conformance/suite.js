import { readdir } from 'node:fs/promises';
import { Adapter } from './adapter.js';
import { Server } from './server.js';

const AT_ONCE = 8;

/** @returns all cases, in the order of their files: { name, needs?, run } */
export async function cases() {
  const folder = new URL('cases/', import.meta.url);
  const files = (await readdir(folder)).filter((file) => file.endsWith('.js')).sort();
  const modules = await Promise.all(files.map((file) => import(new URL(file, folder))));
  return modules.flatMap((module, i) =>
    module.default.map((one) => ({ ...one, name: `${files[i].replace('.js', '')}: ${one.name}` })),
  );
}

/**
 * Runs the cases against the client that this command holds.
 *
 * @param {string[]} command
 * @param {{ only?: RegExp, report?: (outcome: object) => void, untilFailure?: boolean, env?: object }} options
 */
export async function run(command, { only = /./, report = () => {}, untilFailure = false, env } = {}) {
  const adapter = new Adapter(command, env);
  const outcomes = [];
  try {
    const can = await adapter.can();
    const waiting = (await cases()).filter(({ name }) => only.test(name));
    let failed = false;
    const work = async () => {
      while (waiting.length && !(failed && untilFailure)) {
        const outcome = await one(waiting.shift(), adapter, can);
        failed ||= outcome.result === 'failed';
        outcomes.push(outcome);
        report(outcome);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  } finally {
    await adapter.end();
  }
  return outcomes;
}

async function one({ name, needs, run: act }, adapter, can) {
  if (needs && !can.includes(needs)) return { name, result: 'left out', why: `it cannot ${needs}` };
  const server = await Server.listen();
  const client = adapter.client();
  try {
    await act({ server, client });
    return { name, result: 'passed' };
  } catch (e) {
    return { name, result: 'failed', why: e.message };
  } finally {
    await client.do('end').catch(() => {});
    server.close();
  }
}
