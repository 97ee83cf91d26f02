package io.seqway.store.mongo;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.function.Function;

/** The fields of a document, which anybody with a shell may have changed: of one that is wrong it is said how. */
record StoredFields(JsonObject document) {
    /** A field is not what it has to be. */
    static final class WrongFieldException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        WrongFieldException(String message) {
            super(message, null, false, false);
        }
    }

    String text(String name) {
        if (document.getValue(name) instanceof String text) {
            return text;
        }
        throw mustBe(name, "text");
    }

    /** {@code null} if there is none. */
    String optionalText(String name) {
        return document.getValue(name) == null ? null : text(name);
    }

    /**
     * What a name of an entry or of a message says.
     *
     * @param part takes it out, or throws as it likes
     */
    <T> T named(String name, Function<String, T> part) {
        String text = text(name);
        try {
            return part.apply(text);
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            throw new WrongFieldException(name + " is no such name: " + text);
        }
    }

    long number(String name) {
        if (document.getValue(name) instanceof Number number
                && number.doubleValue() == Math.rint(number.doubleValue())) {
            return number.longValue();
        }
        throw mustBe(name, "a whole number");
    }

    long number(String name, long absent) {
        return document.getValue(name) == null ? absent : number(name);
    }

    boolean flag(String name) {
        Object value = document.getValue(name);
        if (value == null || value instanceof Boolean) {
            return Boolean.TRUE.equals(value);
        }
        throw mustBe(name, "true or false");
    }

    private WrongFieldException mustBe(String name, String kind) {
        return new WrongFieldException(name + " must be " + kind + ", and is " + kindOf(document.getValue(name)));
    }

    /** The value itself may be what somebody said, and does not belong in a log. */
    private static String kindOf(Object value) {
        if (value == null) {
            return "missing";
        } else if (value instanceof String) {
            return "text";
        } else if (value instanceof Number) {
            return "a number";
        } else if (value instanceof JsonObject) {
            return "a document";
        }
        return value instanceof JsonArray ? "a list" : "of another type";
    }
}
