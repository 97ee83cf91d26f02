package io.seqway.server.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares what the document shows with what was said: field by field, none missing and none besides. {@code "…"}
 * stands for any value, {@code …} within a text for any characters, and a number of thirteen digits for any time. Users
 * have no order.
 */
final class Likeness {
    private static final String ANY = "…";
    private static final long FIRST_TIME = 1_000_000_000_000L;
    private static final long LAST_TIME = 9_999_999_999_999L;

    private Likeness() {}

    /** The first difference, in words, or empty if there is none. */
    static Optional<String> difference(JsonNode shown, JsonNode said) {
        return difference("", shown, said);
    }

    private static Optional<String> difference(String path, JsonNode shown, JsonNode said) {
        if (said.isMissingNode()) {
            return Optional.of(path + " is not said");
        }
        if (shown.isMissingNode()) {
            return Optional.of(path + " is not shown, but said: " + said);
        }
        if (shown.isObject() && said.isObject()) {
            return names(shown, said)
                    .map(name -> difference(path + '/' + name, shown.path(name), said.path(name)))
                    .flatMap(Optional::stream)
                    .findFirst();
        }
        if (shown.isArray() && said.isArray() && shown.size() == said.size()) {
            return difference(path, elements(shown), elements(said));
        }
        return alike(shown, said) ? Optional.empty() : Optional.of(path + " is shown as " + shown + ", said: " + said);
    }

    private static Optional<String> difference(String path, List<JsonNode> shown, List<JsonNode> said) {
        return Stream.iterate(0, i -> i < shown.size(), i -> i + 1)
                .map(i -> difference(path + '/' + i, shown.get(i), said.get(i)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static List<JsonNode> elements(JsonNode array) {
        List<JsonNode> elements = new ArrayList<>();
        array.forEach(elements::add);
        elements.sort(Comparator.comparing(element -> element.path("userId").asText()));
        return elements;
    }

    private static Stream<String> names(JsonNode shown, JsonNode said) {
        Set<String> names = new TreeSet<>();
        shown.fieldNames().forEachRemaining(names::add);
        said.fieldNames().forEachRemaining(names::add);
        return names.stream();
    }

    private static boolean alike(JsonNode shown, JsonNode said) {
        if (shown.isTextual() && shown.textValue().contains(ANY)) {
            return shown.textValue().equals(ANY) || (said.isTextual() && alike(shown.textValue(), said.textValue()));
        }
        return (isTime(shown) && isTime(said)) || shown.equals(said);
    }

    private static boolean alike(String shown, String said) {
        String pattern = Pattern.compile(ANY, Pattern.LITERAL)
                .splitAsStream(shown)
                .map(Pattern::quote)
                .collect(Collectors.joining(".+"));
        return said.matches(shown.endsWith(ANY) ? pattern + ".+" : pattern);
    }

    private static boolean isTime(JsonNode value) {
        return value.isIntegralNumber() && value.longValue() >= FIRST_TIME && value.longValue() <= LAST_TIME;
    }
}
