/**
 * Inputs that nobody would send, by the thousand, to one real server, and what must be true of it all the same. Shares no
 * code with the server; knows the names of its classes only to say which of their branches were reached.
 */
package io.seqway.verification.fuzz;
