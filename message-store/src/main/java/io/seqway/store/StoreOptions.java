package io.seqway.store;

/**
 * @param mongoUri a MongoDB connection string
 * @param database the database that holds the logs
 * @param strict whether to refuse a server that cannot promise what a majority has: false only for the embedded store
 */
public record StoreOptions(String mongoUri, String database, boolean strict) {}
