package io.seqway.gateway.socket;

/**
 * How a connection ended.
 *
 * @param code the close code (RFC 6455, section 7.1.5); 1005 if a close frame had none, 1006 if there was no close frame
 * @param reason why the server closed it, or {@code null}: what a client gives as its reason is not kept
 * @param by {@code server}, {@code client}, or {@code network} if the line was cut
 */
public record Ending(int code, String reason, String by) {
    private static final int NO_CODE = 1005;
    private static final int NO_FRAME = 1006;

    static Ending byServer(int code, String reason) {
        return new Ending(code, reason, "server");
    }

    /** @param code of the client's close frame, negative if it had none */
    static Ending byClient(int code) {
        return new Ending(code < 0 ? NO_CODE : code, null, "client");
    }

    static Ending byNetwork() {
        return new Ending(NO_FRAME, null, "network");
    }
}
