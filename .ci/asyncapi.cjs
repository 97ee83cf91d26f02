// node asyncapi.cjs <document>: fails if its parser finds a mistake in it, or would find none in a broken one.
const { readFile } = require('node:fs/promises');
const { resolve } = require('node:path');
const { Parser } = require('@asyncapi/parser');

const ERROR = 0;
const source = resolve(process.argv[2]);
const breaks = [
  ['action: receive', 'action: listen'],
  ['/schema/server/ack.json', '/schema/server/acc.json'],
  ["'#/channels/socket/messages/client.join'", "'#/channels/socket/messages/client.enter'"],
  ['asyncapi: 3.0.0', 'asyncapi: 4.0.0'],
];

async function parse(text) {
  const { document, diagnostics } = await new Parser().parse(text, { source });
  const errors = diagnostics.filter((found) => found.severity === ERROR);
  return { document, diagnostics, errors };
}

function fail(why) {
  console.error(`asyncapi: ${why}`);
  process.exit(1);
}

(async () => {
  const text = await readFile(source, 'utf8');
  const { document, diagnostics, errors } = await parse(text);
  for (const { severity, path, message } of diagnostics) {
    console.error(`${severity === ERROR ? 'error' : 'note'} at ${path.join('/')}: ${message}`);
  }
  if (errors.length > 0 || !document) fail(`${errors.length} mistakes`);
  for (const [whole, broken] of breaks) {
    if (!text.includes(whole)) fail(`there is no ${whole} to break`);
    if ((await parse(text.replace(whole, broken))).errors.length === 0) fail(`${broken} is no mistake to the parser`);
  }
  console.log(`asyncapi: ${document.messages().all().length} messages, ${document.operations().all().length} operations`);
})();
