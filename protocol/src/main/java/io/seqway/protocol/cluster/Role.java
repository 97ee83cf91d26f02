package io.seqway.protocol.cluster;

/** What a node does. */
public enum Role {
    GATEWAY("gateway"),
    MESSAGE_STORE("message-store"),
    PRESENCE("presence");

    private final String text;

    Role(String text) {
        this.text = text;
    }

    /** The name in the configuration. */
    public String text() {
        return text;
    }
}
