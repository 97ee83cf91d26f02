export { SeqwayError, Unauthorized } from './errors.js';
export { Seqway } from './seqway.js';
