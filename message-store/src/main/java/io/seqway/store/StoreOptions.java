package io.seqway.store;

import io.seqway.store.retention.RetentionOptions;
import io.seqway.store.stream.StreamQuotas;

/**
 * @param mongoUri a MongoDB connection string
 * @param database the database that holds the logs
 * @param strict whether to warn of a server that is alone: false only for the embedded store
 * @param streams how much users may keep in streams
 * @param retention how much of rooms is kept
 * @param maxMembers how many members a room may have
 */
public record StoreOptions(
        String mongoUri,
        String database,
        boolean strict,
        StreamQuotas streams,
        RetentionOptions retention,
        int maxMembers) {
    /** How many members a room may have where nothing is configured. */
    public static final int MAX_MEMBERS = 10_000;

    /** With the quotas and the retention that hold where nothing is configured. */
    public StoreOptions(String mongoUri, String database, boolean strict) {
        this(mongoUri, database, strict, StreamQuotas.DEFAULTS, RetentionOptions.DEFAULTS, MAX_MEMBERS);
    }
}
