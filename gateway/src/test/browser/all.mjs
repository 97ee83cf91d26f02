// The page at `/` in a real browser, against a real server that is killed meanwhile:
//
//     node all.mjs [port]
//
// Needs playwright-core and axe-core (in this folder, or a folder of NODE_PATH) and Chromium (CHROMIUM, default
// /usr/bin/chromium). Pictures go to target/browser (PICTURES). ONLY=<regex> runs the checks whose name it
// matches; LONG=1 makes the sleep one of 45 s; TRIES=2 gives a check that fails a second try, and says so.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { closeBrowser, openBrowser } from './browser.mjs';
import { company } from './company.mjs';
import { looks } from './looks.mjs';
import { outages } from './outages.mjs';
import { Server } from './server.mjs';
import { strange } from './strange.mjs';
import { twoTabs } from './two-tabs.mjs';
import { wire } from './wire.mjs';

const folder = mkdtempSync(join(tmpdir(), 'seqway-page-'));
const server = new Server(Number(process.argv[2] ?? 18098), folder);
let well = false;
try {
  await server.start();
  await openBrowser();
  await twoTabs(server);
  await company(server);
  await wire(server);
  await strange(server);
  await looks(server);
  await outages(server);
  well = await closeBrowser();
} finally {
  await server.stop('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}
process.exit(well ? 0 : 1);
