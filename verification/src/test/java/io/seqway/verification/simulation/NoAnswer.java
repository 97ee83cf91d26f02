package io.seqway.verification.simulation;

/** Why nothing is known of a call to the database; it has no stack trace, since there are many. */
final class NoAnswer extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoAnswer(String why) {
        super(why, null, false, false);
    }
}
