package io.seqway.client;

/** To be the failure of {@code getToken} when the user has to sign in: the client then stops, in the state ERROR. */
public final class Unauthorized extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Says so in the words of the client. */
    public Unauthorized() {
        this(null);
    }

    /** @param message what to show the user, or null */
    public Unauthorized(String message) {
        super(message, null, false, false);
    }
}
