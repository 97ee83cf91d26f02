// A browser, its tabs, and what they show; for the checks of the page.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import process from 'node:process';

const require = createRequire(import.meta.url);
const { chromium } = require('playwright-core');
/** The source of axe, which looks for what people with disabilities would meet. */
export const AXE = require.resolve('axe-core/axe.min.js');
export const PICTURES = process.env.PICTURES ?? 'target/browser';
export const run = Math.random().toString(36).slice(2, 8);
const WAIT_MS = Number(process.env.WAIT_MS ?? 60_000);
const TRIES = Number(process.env.TRIES ?? 1);
const MAX_FLAKY = 2;

mkdirSync(PICTURES, { recursive: true });
let browser;
let context;
let complaints;
let rooms = 0;
const counts = { passed: 0, flaky: 0, failed: 0 };

export async function openBrowser() {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'],
  });
}

/** @returns whether all is well: no check has failed, and no more than a few were green at the second try only */
export async function closeBrowser() {
  await browser.close();
  console.log(`${counts.passed} passed${counts.flaky ? ` (${counts.flaky} of them not at the first try)` : ''}, ${counts.failed} failed`);
  return counts.failed === 0 && counts.flaky <= MAX_FLAKY;
}

/** One check, in a browser that knows nothing yet. What the browser complains about is a failure too, unless expected. */
export async function test(name, options, body = options) {
  const only = process.env.ONLY;
  if (only && !new RegExp(only).test(name)) {
    return;
  }
  for (let tries = 1; tries <= TRIES; tries++) {
    if (await passes(name, options, body)) {
      counts.passed += 1;
      counts.flaky += tries > 1 ? 1 : 0;
      return;
    }
  }
  counts.failed += 1;
}

async function passes(name, options, body) {
  context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce', ...options.context });
  complaints = [];
  context.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  context.on('weberror', (error) => complaints.push(String(error.error().stack)));
  const began = Date.now();
  try {
    await body();
    assert.deepEqual(complaints.filter((text) => !options.expected?.test(text)), [], 'the browser complained');
    console.log(`ok      ${name} (${Date.now() - began} ms)`);
    return true;
  } catch (e) {
    const pages = context.pages();
    await Promise.all(pages.map((page, i) => picture(page, `failed-${name.replaceAll(/\W+/g, '-')}-${i}`).catch(() => {})));
    console.log(`FAILED  ${name}\n        ${e.stack.replaceAll('\n', '\n        ')}`);
    console.log([...new Set(complaints)].map((text) => `        browser: ${text}\n`).join(''));
    return false;
  } finally {
    await context.close();
  }
}

export function newRoom() {
  return `check-${run}-${++rooms}`;
}

export function newPage() {
  return context.newPage();
}

/**
 * A tab, once it is online. Between it and the server may stand:
 *
 * @param fromServer gets each frame of the server, a function that lets it pass, and the page's socket
 * @param toServer gets each frame of the page, a function that lets it pass, and the page's socket
 * @param prepare gets the page before it is loaded
 */
export async function tab(address, { fromServer, toServer, prepare = () => {}, state: expected = 'Online' } = {}) {
  const page = await context.newPage();
  await prepare(page);
  if (fromServer || toServer) {
    await page.routeWebSocket(/\/ws$/, (socket) => between(socket, fromServer ?? passOn, toServer ?? passOn));
  }
  await page.goto(address);
  await state(page, expected);
  return page;
}

/** A tab that was opened from another one, by its menu. */
export async function opened(from, name) {
  const waiting = context.waitForEvent('page');
  await from.getByLabel('Open a second tab').click();
  await from.getByRole('link', { name }).click();
  const page = await waiting;
  await state(page, 'Online');
  return page;
}

function between(socket, fromServer, toServer) {
  const server = socket.connectToServer();
  socket.onMessage((text) => {
    const frame = JSON.parse(text);
    toServer(frame, () => server.send(JSON.stringify(frame)), socket);
  });
  server.onMessage((text) => fromServer(JSON.parse(text), () => socket.send(text), socket));
}

function passOn(frame, pass) {
  pass();
}

export async function state(page, expected) {
  await until(() => page.locator('seqway-status .state').textContent(), (text) => text === expected, `the state ${expected}`);
}

export async function say(page, text) {
  await page.locator('#text').fill(text);
  await page.locator('#text').press('Enter');
}

/** The entries a tab shows, as "seq text". */
export function list(page) {
  return page.locator('#entries .entry').evaluateAll((entries) => entries.map(
    (entry) => `${entry.dataset.seq} ${entry.querySelector('.text')?.textContent}`,
  ));
}

export function pending(page) {
  return page.locator('#outbox .text').allTextContents();
}

export async function shows(page, expected) {
  await until(() => list(page), (seen) => JSON.stringify(seen) === JSON.stringify(expected), `the list ${JSON.stringify(expected)}`);
}

export async function waits(page, expected) {
  await until(() => pending(page), (seen) => JSON.stringify(seen) === JSON.stringify(expected), `what waits: ${JSON.stringify(expected)}`);
}

export async function banner(page, expected) {
  await until(() => page.locator('seqway-banner .text').textContent(), (text) => expected.test(text), `the banner ${expected}`);
}

/** The figures of the drawer, by their ids. */
export async function figures(page, expected) {
  await drawer(page);
  const read = () => page.evaluate(
    (ids) => Object.fromEntries(ids.map((id) => [id, document.getElementById(id).textContent])), Object.keys(expected),
  );
  await until(read, (seen) => JSON.stringify(seen) === JSON.stringify(expected), JSON.stringify(expected));
}

export async function drawer(page) {
  if (await page.locator('#drawer').isHidden()) {
    await page.locator('#drawer-toggle').click();
  }
}

/** Presses a button of the drawer. */
export async function press(page, name) {
  await drawer(page);
  await page.getByRole('button', { name, exact: true }).click();
}

export async function picture(page, name) {
  await page.screenshot({ path: `${PICTURES}/${name}.png` });
}

export async function until(read, good, what) {
  const deadline = Date.now() + WAIT_MS;
  for (;;) {
    const seen = await read();
    if (good(seen)) {
      return seen;
    }
    if (Date.now() > deadline) {
      throw new Error(`waited ${WAIT_MS} ms for ${what}; saw ${JSON.stringify(seen)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}
