package io.seqway.protocol.cluster;

/**
 * The names of incarnations of rooms: the token of the database, a dot, and the number of the incarnation. Number 1 is the
 * log of a room that was never made, and only that.
 */
public final class Epochs {
    /** The incarnation of a room that was never made. */
    public static final int UNMADE = 1;

    private Epochs() {}

    /** @param token names the logs of a database */
    public static String of(String token, int incarnation) {
        return token + '.' + incarnation;
    }

    /** The incarnation that an epoch names. */
    public static int incarnation(String epoch) {
        return Integer.parseInt(epoch.substring(epoch.lastIndexOf('.') + 1));
    }

    /** Whether the room was made, or removed: then its owner knows who may be in it. */
    public static boolean isMade(String epoch) {
        return !epoch.endsWith("." + UNMADE);
    }
}
