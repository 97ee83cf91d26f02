package io.seqway.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Whether an answer has what a row names; what else it has does not matter. {@code "…"} stands for any value, {@code …}
 * within a text for any characters, and {@code null} for a field that is null or not there.
 */
final class Likeness {
    private static final String ANY = "…";

    private Likeness() {}

    /** The first difference, in words, or empty if there is none. */
    static Optional<String> difference(JsonNode wanted, JsonNode said) {
        return difference("", wanted, said);
    }

    private static Optional<String> difference(String path, JsonNode wanted, JsonNode said) {
        if (wanted.isObject() && said.isObject()) {
            return wanted.properties().stream()
                    .map(field -> difference(path, field, said))
                    .flatMap(Optional::stream)
                    .findFirst();
        }
        if (wanted.isArray() && said.isArray() && wanted.size() == said.size()) {
            for (int i = 0; i < wanted.size(); i++) {
                Optional<String> difference = difference(path + '/' + i, wanted.get(i), said.get(i));
                if (difference.isPresent()) {
                    return difference;
                }
            }
            return Optional.empty();
        }
        return alike(wanted, said)
                ? Optional.empty()
                : Optional.of(path + " should be " + wanted + " and is " + (said.isMissingNode() ? "missing" : said));
    }

    private static Optional<String> difference(String path, Map.Entry<String, JsonNode> field, JsonNode said) {
        return difference(path + '/' + field.getKey(), field.getValue(), said.path(field.getKey()));
    }

    private static boolean alike(JsonNode wanted, JsonNode said) {
        if (wanted.isNull()) {
            return said.isNull() || said.isMissingNode();
        }
        if (wanted.isNumber() && said.isNumber()) {
            return wanted.decimalValue().compareTo(said.decimalValue()) == 0;
        }
        if (wanted.isTextual() && wanted.textValue().contains(ANY)) {
            return wanted.textValue().equals(ANY) ? !said.isMissingNode() : alike(wanted.textValue(), said.asText());
        }
        return wanted.equals(said);
    }

    private static boolean alike(String wanted, String said) {
        String pattern = Pattern.compile(ANY, Pattern.LITERAL)
                .splitAsStream(wanted)
                .map(Pattern::quote)
                .collect(Collectors.joining(".*"));
        return Pattern.compile(pattern + (wanted.endsWith(ANY) ? ".*" : ""), Pattern.DOTALL)
                .matcher(said)
                .matches();
    }
}
