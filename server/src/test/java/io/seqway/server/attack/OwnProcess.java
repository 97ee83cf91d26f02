package io.seqway.server.attack;

/** Marks the attacks that start a server of their own rather than turn against the running one. */
final class OwnProcess {
    static final String TAG = "own-process";

    private OwnProcess() {}
}
