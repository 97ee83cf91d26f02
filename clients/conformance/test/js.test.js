// The JavaScript client passes all of it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { run } from '../suite.js';

test('the JavaScript client conforms', async () => {
  const adapter = new URL('../adapters/js.js', import.meta.url).pathname;
  const outcomes = await run([process.execPath, adapter]);
  assert.ok(outcomes.length >= 60, `${outcomes.length} cases`);
  assert.deepEqual(outcomes.filter(({ result }) => result !== 'passed'), []);
});
