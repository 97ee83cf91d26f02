// The client with resume, outbox and streams, minified and gzipped, may be so large: node size.mjs
import { rolldown } from 'rolldown';
import { gzipSync } from 'node:zlib';

const MAX_BYTES = 10_000;
const bundle = await rolldown({ input: new URL('src/index.js', import.meta.url).pathname });
const { output } = await bundle.generate({ format: 'esm', minify: true });
await bundle.close();
const minified = output[0].code;
const bytes = gzipSync(minified, { level: 9 }).length;
console.log(`@seqway/client: ${minified.length} bytes minified, ${bytes} gzipped, of at most ${MAX_BYTES}`);
process.exitCode = bytes > MAX_BYTES ? 1 : 0;
