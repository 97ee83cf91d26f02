package io.seqway.server.cluster;

/** The cluster that a node came to writes another log than this node. The message names both. */
public final class AnotherLogException extends Exception {
    private static final long serialVersionUID = 1L;

    AnotherLogException(AnnouncedLog own, Peer other, AnnouncedLog ofOther) {
        super("this node has %s, and %s, which was there before, has %s".formatted(own, other, ofOther));
    }
}
