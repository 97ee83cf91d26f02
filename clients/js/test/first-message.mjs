// The page of the README, word for word, on a port of its own: node first-message.mjs http://127.0.0.1:8080
// Needs playwright-core (in this folder, or a folder of NODE_PATH) and Chromium (CHROMIUM, default /usr/bin/chromium).
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import process from 'node:process';

const { chromium } = createRequire(import.meta.url)('playwright-core');
const base = process.argv[2].replace('127.0.0.1', 'localhost');
const pages = {};
for (const file of ['../README.md', '../../../README.md']) {
  const text = await readFile(new URL(file, import.meta.url), 'utf8');
  const [, page] = text.match(/```html\n(<!doctype html>.*?)```/s);
  assert.ok(page.trim().split('\n').length <= 12, `${file}: at most 12 lines`);
  pages[file] = page;
}
assert.equal(pages['../README.md'], pages['../../../README.md'], 'both READMEs show the same page');
const page = pages['../README.md'].replaceAll('http://localhost:8080', base);

const server = createServer((request, response) => {
  response.writeHead(request.url === '/' ? 200 : 404, { 'Content-Type': 'text/html' }).end(request.url === '/' ? page : '');
});
await once(server.listen(0, '127.0.0.1'), 'listening');
const args = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args });
try {
  const context = await browser.newContext();
  const tabs = [await context.newPage(), await context.newPage()];
  for (const tab of tabs) {
    tab.on('pageerror', (e) => assert.fail(e));
    await tab.goto(`http://localhost:${server.address().port}/`);
  }
  const text = `hello ${Math.random()}`;
  await tabs[0].locator('#say').fill(text);
  await tabs[0].locator('#say').press('Enter');
  for (const tab of tabs) await tab.getByText(text, { exact: true }).waitFor({ timeout: 15_000 });
  await tabs[1].reload();
  await tabs[1].getByText(text, { exact: true }).waitFor({ timeout: 15_000 });
  console.log('a first message: written in a page of one\'s own, shown in another');
} finally {
  await browser.close();
  server.close();
}
