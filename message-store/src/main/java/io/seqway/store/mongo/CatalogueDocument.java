package io.seqway.store.mongo;

import io.seqway.protocol.stream.ChunkSet;
import io.seqway.protocol.stream.StreamState;
import io.seqway.store.stream.Catalogue;
import io.seqway.store.stream.Catalogue.Removal;
import io.seqway.store.stream.Stream;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The streams of a user as MongoDB keeps them. Names are values and never fields: they may have dots. */
final class CatalogueDocument {
    static final String VERSION = "version";

    private static final String STREAMS = "streams";
    private static final String REMOVALS = "removals";
    private static final String NAME = "name";
    private static final String INCARNATION = "incarnation";

    private CatalogueDocument() {}

    static JsonObject of(Catalogue catalogue) {
        JsonArray streams = new JsonArray();
        catalogue.streams().values().forEach(stream -> streams.add(of(stream)));
        JsonArray removals = new JsonArray();
        catalogue
                .removals()
                .forEach(removal -> removals.add(new JsonObject()
                        .put(NAME, removal.stream())
                        .put(INCARNATION, removal.incarnation())
                        .put("end", removal.end())));
        return new JsonObject()
                .put("_id", catalogue.user())
                .put(VERSION, catalogue.version())
                .put(STREAMS, streams)
                .put(REMOVALS, removals);
    }

    private static JsonObject of(Stream stream) {
        StreamState state = stream.state();
        return new JsonObject()
                .put(NAME, stream.name())
                .put(INCARNATION, stream.incarnation())
                .put("next", state.chunks().next())
                .put("ahead", Base64.getEncoder().encodeToString(state.chunks().ahead()))
                .put("last", state.last())
                .put("bytes", state.bytes())
                .put("contentType", state.contentType());
    }

    static Catalogue read(JsonObject document) {
        Map<String, Stream> streams = new LinkedHashMap<>();
        objects(document.getJsonArray(STREAMS)).forEach(each -> {
            Stream stream = stream(each);
            streams.put(stream.name(), stream);
        });
        List<Removal> removals = objects(document.getJsonArray(REMOVALS)).stream()
                .map(each -> new Removal(each.getString(NAME), each.getString(INCARNATION), each.getInteger("end")))
                .toList();
        return new Catalogue(document.getString("_id"), document.getLong(VERSION), streams, removals);
    }

    private static Stream stream(JsonObject object) {
        ChunkSet chunks =
                ChunkSet.of(object.getInteger("next"), Base64.getDecoder().decode(object.getString("ahead")));
        StreamState state = new StreamState(
                chunks, object.getInteger("last"), object.getLong("bytes"), object.getString("contentType"));
        return new Stream(object.getString(NAME), object.getString(INCARNATION), state);
    }

    private static List<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast).toList();
    }
}
