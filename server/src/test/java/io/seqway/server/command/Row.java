package io.seqway.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One row of the tables beside this package's resources: what happens when a command is given in one of eight ways.
 *
 * @param why the reason why the case makes no sense for the command, or {@code null}; then there are no steps
 */
record Row(String command, String when, List<Step> steps, String why) {
    /** The cases that there are of each command. */
    static final List<String> CASES = List.of(
            "right",
            "repeated",
            "forbidden",
            "not joined",
            "wrong type",
            "over the limit",
            "stale version",
            "missing target");

    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
            .build());

    /** All rows of a table. */
    static List<Row> of(String table) {
        List<Row> rows = new ArrayList<>();
        try (InputStream file = Row.class.getResourceAsStream(table)) {
            for (Map.Entry<String, JsonNode> command : YAML.readTree(file).properties()) {
                command.getValue().properties().forEach(when -> rows.add(of(command.getKey(), when)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(table, e);
        }
        return rows;
    }

    private static Row of(String command, Map.Entry<String, JsonNode> when) {
        if (when.getValue().isTextual()) {
            return new Row(command, when.getKey(), List.of(), when.getValue().textValue());
        }
        List<Step> steps = new ArrayList<>();
        when.getValue().forEach(line -> steps.add(Step.of(line)));
        return new Row(command, when.getKey(), steps, null);
    }

    @Override
    public String toString() {
        return command + ", " + when;
    }
}
