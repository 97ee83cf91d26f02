// What waits to be sent outlives the page, and each of it is sent by one tab alone.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { enter, FakeLocalStorage, FakeLocks } from './support/browser.js';
import { Store } from '../src/store.js';

let locks;
let account;
let accounts = 0;
beforeEach(() => {
  locks = new FakeLocks();
  globalThis.localStorage = new FakeLocalStorage();
  account = `ws://server/ws user-${++accounts} `;
});

async function open(page) {
  enter(page);
  const store = new Store((e) => assert.fail(e));
  store.account = account;
  await store.put({ id: 'warm-up', what: 'item' });
  await store.remove('warm-up');
  return store;
}

const ids = (records) => records.map(({ id }) => id).sort();

/** What is to be had now. */
async function adopt(store) {
  const adopted = [];
  await store.adopt((records) => adopted.push(...records));
  return adopted;
}

async function until(condition) {
  for (let i = 0; i < 500 && !condition(); i++) await new Promise(setImmediate);
  assert.ok(condition(), `not: ${condition}`);
}

test('what a page has left is adopted by the next one, once', async () => {
  const first = locks.page();
  const before = await open(first);
  await before.put({ id: 'a', what: 'item', text: 'one' });
  await before.put({ id: 'b', what: 'item' });
  first.die();
  const after = await open(locks.page());
  const adopted = await adopt(after);
  assert.deepEqual(ids(adopted), ['a', 'b']);
  assert.equal(adopted.find(({ id }) => id === 'a').text, 'one');
  assert.deepEqual(await adopt(after), [], 'they are its own now');
});

test('what was removed is gone', async () => {
  const first = locks.page();
  const before = await open(first);
  await before.put({ id: 'a', what: 'item' });
  await before.remove('a');
  first.die();
  assert.deepEqual(await adopt(await open(locks.page())), []);
});

test('what belongs to a tab that lives is left to it', async () => {
  const living = await open(locks.page());
  await living.put({ id: 'a', what: 'item' });
  assert.deepEqual(await adopt(await open(locks.page())), []);
});

test('of two tabs that adopt at once, each record goes to one', async () => {
  const first = locks.page();
  const before = await open(first);
  await Promise.all(['a', 'b', 'c'].map((id) => before.put({ id, what: 'item' })));
  first.die();
  const pages = [locks.page(), locks.page()];
  const [one, two] = [await open(pages[0]), await open(pages[1])];
  const both = await Promise.all([adopt(one), adopt(two)]);
  assert.deepEqual(ids(both.flat()), ['a', 'b', 'c']);
});

test('the records of another user are not touched', async () => {
  const first = locks.page();
  const before = await open(first);
  await before.put({ id: 'a', what: 'item' });
  first.die();
  const mine = account;
  account = 'ws://server/ws somebody else ';
  assert.deepEqual(await adopt(await open(locks.page())), []);
  account = mine;
  assert.deepEqual(ids(await adopt(await open(locks.page()))), ['a']);
});

test('chunks come back in their order', async () => {
  const first = locks.page();
  const before = await open(first);
  const keys = [10, 9, 2, 11].map((seq) => `s/${1e7 + seq}`);
  for (const id of keys) await before.put({ id, what: 'chunk' });
  first.die();
  const adopted = await adopt(await open(locks.page()));
  assert.deepEqual(
    adopted.map(({ id }) => Number(id.slice(2)) - 1e7),
    [2, 9, 10, 11],
  );
});

test('what was put right before the page went away is not lost', async () => {
  const real = globalThis.indexedDB;
  const first = locks.page();
  enter(first);
  globalThis.indexedDB = { open: () => ({}) }; // it takes longer than the page is there
  const before = new Store((e) => assert.fail(e));
  before.account = account;
  before.put({ id: 'a', what: 'item', text: 'one' });
  before.put({ id: 'b', what: 'item' });
  before.remove('b');
  await new Promise(setImmediate);
  globalThis.indexedDB = real;
  first.die();
  const [adopted, ...others] = await adopt(await open(locks.page()));
  assert.deepEqual([adopted.id, adopted.text, others], ['a', 'one', []]);
  assert.deepEqual(Object.keys(localStorage), [], 'it is in IndexedDB now');
});

test('what was removed right before the page went away stays removed', async () => {
  const first = locks.page();
  const before = await open(first);
  await before.put({ id: 'a', what: 'item' });
  first.die();
  localStorage.setItem(`${account}a`, 'null');
  assert.deepEqual(await adopt(await open(locks.page())), []);
});

test('a change is committed at once, rather than when the page has heard of it', async () => {
  const store = await open(locks.page());
  const { commit } = IDBTransaction.prototype;
  let commits = 0;
  IDBTransaction.prototype.commit = function () {
    commits += 1;
    return commit.call(this);
  };
  await store.put({ id: 'a', what: 'item' });
  await store.remove('a');
  IDBTransaction.prototype.commit = commit;
  assert.equal(commits, 2);
});

test('what is put before it is known whose it is is kept once that is known', async () => {
  const first = locks.page();
  enter(first);
  const before = new Store((e) => assert.fail(e));
  const kept = [before.put({ id: 'a', what: 'item' }), before.put({ id: 'b', what: 'item' }), before.remove('a')];
  before.account = account;
  await Promise.all(kept);
  first.die();
  assert.deepEqual(ids(await adopt(await open(locks.page()))), ['b']);
});

test('once the browser has closed it, it is opened again', async () => {
  const page = locks.page();
  const store = await open(page);
  await new Promise((resolve) => (indexedDB.deleteDatabase('seqway').onsuccess = resolve));
  await store.put({ id: 'a', what: 'item' });
  page.die();
  assert.deepEqual(ids(await adopt(await open(locks.page()))), ['a']);
});

test('who comes back in the same page finds what was left, and nobody else does', async () => {
  const store = await open(locks.page());
  const mine = account;
  await store.put({ id: 'a', what: 'item' });
  store.account = 'ws://server/ws another ';
  assert.deepEqual(await adopt(store), []);
  store.account = mine;
  assert.deepEqual(ids(await adopt(store)), ['a']);
});
