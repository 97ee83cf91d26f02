package io.seqway.client;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** What frames hold, read without trust: a member of another type counts as missing. */
final class Fields {
    private Fields() {}

    static Long number(JsonObject object, String name) {
        return object.getValue(name) instanceof Number number ? number.longValue() : null;
    }

    static long number(JsonObject object, String name, long otherwise) {
        Long number = number(object, name);
        return number == null ? otherwise : number;
    }

    static String text(JsonObject object, String name) {
        return object.getValue(name) instanceof String text ? text : null;
    }

    static JsonObject object(JsonObject object, String name) {
        return object.getValue(name) instanceof JsonObject member ? member : new JsonObject();
    }

    static List<JsonObject> objects(JsonObject object, String name) {
        return object.getValue(name) instanceof JsonArray array
                ? array.stream()
                        .filter(JsonObject.class::isInstance)
                        .map(JsonObject.class::cast)
                        .toList()
                : List.of();
    }

    static List<String> texts(JsonObject object, String name) {
        return object.getValue(name) instanceof JsonArray array
                ? array.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList()
                : List.of();
    }
}
