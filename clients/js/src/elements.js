/** Custom elements that show a connection and the fate of messages. To be themed by `--seqway-…` (README.md). */
export { SeqwayBanner } from './elements/banner.js';
export { SeqwayMessageStatus } from './elements/message-status.js';
export { SeqwayStatus } from './elements/status.js';
