package io.seqway.client;

import java.util.Locale;

/** Where the connection stands. */
public enum State {
    /** Not wanted: before {@link Seqway#connect()} and after {@link Seqway#close()}. */
    CLOSED,
    /** The first try. */
    CONNECTING,
    /** The server has accepted the token. */
    CONNECTED,
    /** Lost, and waiting for the next try. */
    DISCONNECTED,
    /** A try after the first one. */
    RECONNECTING,
    /** Given up, until {@link Seqway#connect()} or {@link Seqway#retryNow()}. */
    ERROR;

    /** Its name in all Seqway clients: {@code closed}, {@code connecting}, … */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
