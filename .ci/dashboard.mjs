// Every query of docker/grafana/seqway.json, asked of the Prometheus of docker/cluster.yaml, has data; every node is scraped, and every
// rule can be evaluated: node dashboard.mjs <prometheus-url> <nodes>.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const [base, nodes] = process.argv.slice(2);
const WITHIN_MS = 60_000;
const dashboard = JSON.parse(readFileSync(new URL('../docker/grafana/seqway.json', import.meta.url), 'utf8'));

async function ask(path, params = {}) {
  const url = new URL(`/api/v1/${path}`, base);
  Object.entries(params).forEach(([name, value]) => url.searchParams.set(name, value));
  const answer = await (await fetch(url)).json();
  assert.equal(answer.status, 'success', `${url}: ${JSON.stringify(answer)}`);
  return answer.data;
}

/** As Grafana asks, whose interval is that of a panel; none of its series may be without a number for all the time. */
async function hasData(query) {
  const { result } = await ask('query', { query: query.replaceAll('$__rate_interval', '5m') });
  return result.some(({ value: [, number] }) => number !== 'NaN');
}

async function until(what, is) {
  for (const end = Date.now() + WITHIN_MS; ; await sleep(1_000)) {
    const missing = await is();
    if (missing.length === 0) return;
    assert.ok(Date.now() < end, `${what}: ${missing.join('\n  ')}`);
  }
}

await until('not scraped', async () => {
  const { activeTargets } = await ask('targets', { state: 'active' });
  const up = activeTargets.filter(({ health }) => health === 'up').length;
  return up === Number(nodes) ? [] : [`${up} of ${nodes} nodes`];
});

const queries = dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
queries.push(...dashboard.annotations.list.map(({ expr }) => expr));
assert.ok(queries.length > 50);
await until('no data for', async () => {
  const answers = await Promise.all(queries.map(async (query) => [query, await hasData(query)]));
  return answers.filter(([, has]) => !has).map(([query]) => query);
});

await until('not evaluated', async () => {
  const { groups } = await ask('rules');
  const rules = groups.flatMap((group) => group.rules);
  assert.ok(rules.length >= 14, `${rules.length} rules`);
  return rules.filter(({ health }) => health !== 'ok').map(({ name, health, lastError }) => `${name}: ${health} ${lastError ?? ''}`);
});
assert.equal(await hasData('seqway_there_is_no_such_metric'), false, 'a query without data is told from one with');
console.log(`dashboard: ${queries.length} queries have data, ${nodes} nodes are scraped, all rules are evaluated`);
