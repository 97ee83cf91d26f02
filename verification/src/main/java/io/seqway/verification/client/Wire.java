package io.seqway.verification.client;

/** Where the frames of a client go: its connection of the moment. */
interface Wire {
    /** The id of the next frame, from 1; never the same again for this client. */
    long nextId();

    /** Writes a frame behind those before it; into the void if the connection is gone. */
    void write(String frame);
}
