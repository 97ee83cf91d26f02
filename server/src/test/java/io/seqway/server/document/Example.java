package io.seqway.server.document;

/**
 * One marked block of the document, or one step of a vector: what somebody says.
 *
 * @param line where it begins, or which step it is, from 1
 * @param language {@code json} for frames, {@code frame} for one of them as it is, {@code frames} for one that comes once
 *     or more often, {@code socket} for a handshake without headers, {@code http} for requests and responses,
 *     {@code text} for what happens, {@code binary} for a binary frame: its header, an empty line, its payload as text
 * @param byClient whether the client says it, else the server
 * @param who the name of the client; empty where it concerns none by name
 */
record Example(int line, String language, boolean byClient, String who, String text) {

    /** Such as {@code json client}. */
    String kind() {
        return language + (byClient ? " client" : " server");
    }

    @Override
    public String toString() {
        return "line " + line + ", " + kind() + " " + who;
    }
}
