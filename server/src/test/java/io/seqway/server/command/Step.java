package io.seqway.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of a row.
 *
 * @param who the name of somebody
 * @param elsewhere whether they are at the other node
 * @param number how often it is said, asked or heard, or which status is answered; missing if the line does not say it
 * @param content a frame, a request, or what the answer has
 * @param with the content of a request
 */
record Step(String who, boolean elsewhere, Verb verb, Optional<Integer> number, JsonNode content, JsonNode with) {
    private static final Pattern LINE = Pattern.compile(
            "(\\w+)( elsewhere)? (says|asks|is answered|is once answered|is soon answered|hears|heard exactly)"
                    + "(?: (\\d+)(?: times)?)?");

    enum Verb {
        SAYS,
        ASKS,
        IS_ANSWERED,
        IS_ONCE_ANSWERED,
        IS_SOON_ANSWERED,
        HEARS,
        HEARD_EXACTLY
    }

    static Step of(JsonNode line) {
        Map.Entry<String, JsonNode> first = line.properties().iterator().next();
        Matcher words = LINE.matcher(first.getKey());
        if (!words.matches()) {
            throw new IllegalArgumentException("no step: " + line);
        }
        return new Step(
                words.group(1),
                words.group(2) != null,
                Verb.valueOf(words.group(3).replace(' ', '_').toUpperCase(Locale.ROOT)),
                Optional.ofNullable(words.group(4)).map(Integer::valueOf),
                first.getValue(),
                line.path("with").isMissingNode() ? NullNode.getInstance() : line.get("with"));
    }

    /** Who is at which node. */
    String place() {
        return elsewhere ? who + " elsewhere" : who;
    }

    /** Whether it needs a connection. */
    boolean isOfASocket() {
        return verb == Verb.SAYS || verb == Verb.HEARS || verb == Verb.HEARD_EXACTLY;
    }

    @Override
    public String toString() {
        return place() + ' ' + verb.name().toLowerCase(Locale.ROOT).replace('_', ' ')
                + number.map(n -> " " + n).orElse("") + ": " + content;
    }
}
