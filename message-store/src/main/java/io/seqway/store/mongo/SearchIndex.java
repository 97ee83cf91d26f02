package io.seqway.store.mongo;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/** The indexes by which entries are found that have no place or message to be asked by; most entries are in none of them. */
enum SearchIndex {
    /** The edits and deletions of a message, the last one first. */
    CHANGES("target_version", List.of(Map.entry(EntryDocument.TARGET, 1), Map.entry(EntryDocument.VERSION, -1))),
    /** What is not done yet, by the partition of its room. */
    OUTBOX("outbox", List.of(Map.entry(EntryDocument.OUTBOX, 1)));

    private final String text;
    private final List<Map.Entry<String, Integer>> fields;

    SearchIndex(String text, List<Map.Entry<String, Integer>> fields) {
        this.text = text;
        this.fields = fields;
    }

    /** Its name where this version has made it; any other one will do. */
    String text() {
        return text;
    }

    JsonObject key() {
        JsonObject key = new JsonObject();
        fields.forEach(field -> key.put(field.getKey(), field.getValue()));
        return key;
    }

    /** The command that makes it. */
    String howToMake() {
        String key = String.join(
                ", ", fields.stream().map(f -> f.getKey() + ": " + f.getValue()).toList());
        return "db." + LogCollection.NAME + ".createIndex({" + key + "}, {name: \"" + text + "\", sparse: true})";
    }

    /** Whether an index has this key. */
    boolean isKeyOf(JsonObject spec) {
        JsonObject key = spec.getJsonObject("key");
        if (!List.copyOf(key.fieldNames())
                .equals(fields.stream().map(Map.Entry::getKey).toList())) {
            return false;
        }
        return fields.stream()
                .allMatch(field -> key.getValue(field.getKey()) instanceof Number direction
                        && direction.intValue() == field.getValue());
    }

    /** Whether an index with this key finds all that there is. */
    static boolean isComplete(JsonObject spec) {
        return !spec.containsKey("partialFilterExpression") && !Boolean.TRUE.equals(spec.getValue("hidden"));
    }
}
