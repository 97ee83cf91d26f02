package io.seqway.store.sequence;

import io.seqway.protocol.cluster.Epochs;

/** The epochs of the logs of a database. Very many rooms were never made: the epoch of all of them is one string. */
final class EpochNames {
    private final String token;
    private final String unmade;

    /** @param token names this database's logs */
    EpochNames(String token) {
        this.token = token;
        this.unmade = Epochs.of(token, Epochs.UNMADE);
    }

    String of(int incarnation) {
        return incarnation == Epochs.UNMADE ? unmade : Epochs.of(token, incarnation);
    }
}
