/** What goes wrong, when, and what shows that it did. */
package io.seqway.verification.fault;
