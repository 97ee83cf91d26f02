package io.seqway.store;

/**
 * @param mongoUri a MongoDB connection string
 * @param database the database that holds the logs
 * @param strict whether to warn of a server that is alone: false only for the embedded store
 */
public record StoreOptions(String mongoUri, String database, boolean strict) {}
