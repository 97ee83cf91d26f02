package io.seqway.testing;

import java.net.http.HttpHeaders;

/** The server answered the WebSocket handshake by an ordinary HTTP response. */
public final class HandshakeRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient HttpHeaders headers;

    HandshakeRefused(int status, HttpHeaders headers, Throwable cause) {
        super("The handshake was answered by HTTP " + status, cause);
        this.status = status;
        this.headers = headers;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The first value of a header of the answer, or null. */
    public String header(String name) {
        return headers.firstValue(name).orElse(null);
    }
}
