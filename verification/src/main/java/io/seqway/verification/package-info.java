/** The proof: real nodes, everything that may go wrong, and clients who remember all of it. */
package io.seqway.verification;
