package io.seqway.verification.fuzz;

/**
 * What an attack is made on.
 *
 * @param port of 127.0.0.1
 * @param tokens that it believes, and others
 * @param examples frames of the document of the protocol, as texts
 */
record Target(int port, TokenMint tokens, Examples examples, Findings findings) {
    /** The host by which it is called. */
    String host() {
        return "127.0.0.1:" + port;
    }

    /** A good handshake, up to its empty line, with this behind {@code /ws} and these further header lines. */
    String handshake(String query, String... headers) {
        StringBuilder request = new StringBuilder("GET /ws" + query + " HTTP/1.1\r\nHost: " + host()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        return request.append("\r\n").toString();
    }
}
