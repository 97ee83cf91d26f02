package io.seqway.store.mongo;

import io.seqway.store.log.DamagedEntries;
import io.seqway.store.log.DamagedEntry;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads documents of the log: all of an answer, or it names those that cannot be read. */
final class EntryDecoder {
    private final DamageReports reports;

    EntryDecoder(DamageReports reports) {
        this.reports = reports;
    }

    /**
     * @param read reads one, by {@link StoredFields}
     * @throws DamagedEntries if it cannot be done with each
     */
    <T> List<T> all(List<JsonObject> documents, Function<JsonObject, T> read) {
        List<T> entries = new ArrayList<>(documents.size());
        List<DamagedEntry> damaged = new ArrayList<>(0);
        for (JsonObject document : documents) {
            try {
                entries.add(read.apply(document));
            } catch (StoredFields.WrongFieldException e) {
                damaged.add(EntryDocument.damaged(document, e.getMessage()));
            }
        }
        if (damaged.isEmpty()) {
            return entries;
        }
        damaged.forEach(reports::add);
        throw new DamagedEntries(damaged);
    }
}
