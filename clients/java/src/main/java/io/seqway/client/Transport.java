package io.seqway.client;

import io.vertx.core.buffer.Buffer;

/** The way to the server: WebSockets of Vert.x, or what a test puts in their place. */
interface Transport {
    /** Opens one; what becomes of it is told to the ear, later, on the client's context. */
    Link open(Ear ear);

    /** Lets go of what all links share. The next {@link #open} makes it anew. */
    void close();

    /** One WebSocket. */
    interface Link {
        void send(String text);

        void send(Buffer binary);

        /** Lets go of it at once. The ear may still be told. */
        void close();
    }

    /** Who is told. */
    interface Ear {
        void opened();

        void text(String text);

        /**
         * The end, also of a link that was never opened.
         *
         * @param code of the close, 1006 without one, or the HTTP status of a refused handshake
         * @param retryAfterMs the server's word on when to come back, or null
         */
        void closed(int code, String reason, Long retryAfterMs);
    }
}
