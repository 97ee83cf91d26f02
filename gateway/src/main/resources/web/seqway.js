// The client of this server: import { Seqway } from 'https://…/seqway.js'. Its sources are in clients/js.
export * from './seqway/index.js';
