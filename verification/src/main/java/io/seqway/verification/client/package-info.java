/**
 * Clients of the wire as docs/protocol.md has it, which record all that they do and see; they share no code with the
 * server.
 */
package io.seqway.verification.client;
