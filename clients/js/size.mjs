// The client with resume, outbox and streams, minified and gzipped, may be so large: node size.mjs
import { build } from 'esbuild';
import { gzipSync } from 'node:zlib';

const MAX_BYTES = 10_000;
const { outputFiles } = await build({
  entryPoints: [new URL('src/index.js', import.meta.url).pathname],
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  write: false,
});
const minified = outputFiles[0].contents;
const bytes = gzipSync(minified, { level: 9 }).length;
console.log(`@seqway/client: ${minified.length} bytes minified, ${bytes} gzipped, of at most ${MAX_BYTES}`);
process.exitCode = bytes > MAX_BYTES ? 1 : 0;
