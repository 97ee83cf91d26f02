/** What clients sent and saw, what went wrong meanwhile, and whether that is what was promised. */
package io.seqway.verification.history;
