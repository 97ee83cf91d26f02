package io.seqway.server.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the names in a row stand for: {@code $ann} for a user of this row alone, {@code $room} for its room. And
 * {@code <3 × ab>} for {@code ababab}, {@code #} in it for 1, 2, 3.
 */
record Names(Map<String, String> values) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern NAME = Pattern.compile("\\$(\\w+)");
    private static final Pattern REPEATED = Pattern.compile("<(\\d+) × ([^>]+)>");

    String of(String name) {
        return values.getOrDefault(name, name);
    }

    String in(String text) {
        String named = NAME.matcher(text)
                .replaceAll(name -> Matcher.quoteReplacement(values.getOrDefault(name.group(1), name.group())));
        return REPEATED.matcher(named).replaceAll(repeat -> Matcher.quoteReplacement(repeated(repeat)));
    }

    /** The same JSON with what the names stand for; a text that begins with a brace is JSON, too. */
    JsonNode in(JsonNode node) {
        boolean isJson = node.isTextual() && node.textValue().startsWith("{");
        try {
            return JSON.readTree(in(isJson ? node.textValue() : node.toString()));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String repeated(MatchResult repeat) {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= Integer.parseInt(repeat.group(1)); i++) {
            text.append(repeat.group(2).replace("#", String.valueOf(i)));
        }
        return text.toString();
    }
}
