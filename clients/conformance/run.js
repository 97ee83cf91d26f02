#!/usr/bin/env node
// Runs the suite against a client: node run.js [--only <pattern>] <command of the adapter…>
import process from 'node:process';
import { run } from './suite.js';

const args = process.argv.slice(2);
const only = args[0] === '--only' ? new RegExp(args.splice(0, 2)[1]) : undefined;
if (!args.length) {
  console.error('usage: node run.js [--only <pattern>] <command of the adapter…>');
  process.exit(2);
}
const outcomes = await run(args, {
  only,
  report: ({ name, result, why }) => console.log(`${result.padEnd(8)} ${name}${why ? `: ${why}` : ''}`),
});
const count = (what) => outcomes.filter(({ result }) => result === what).length;
console.log(`${count('passed')} passed, ${count('failed')} failed, ${count('left out')} left out`);
process.exitCode = count('failed') || !count('passed') ? 1 : 0;
