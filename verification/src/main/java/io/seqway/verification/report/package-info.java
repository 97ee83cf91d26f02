/** A verdict, as a page and as JSON. */
package io.seqway.verification.report;
