package io.seqway.server.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tables of docs/metrics.md.
 *
 * @param type {@code counter}, {@code gauge} or {@code histogram}
 * @param labels the cell of its labels, which stand in backticks
 * @param underLoad {@code rises}, {@code above 0}, {@code 1}, {@code 0} or {@code any}
 */
record Documented(String name, String type, String labels, String underLoad) {
    static final Path DOCS = Path.of("../docs");

    private static final Pattern ROW = Pattern.compile(
            "^\\| `(seqway_[a-z_]+)` \\| (counter|gauge|histogram)[^|]* \\| ([^|]*) ?\\| .* \\| ([^|]+) \\|$",
            Pattern.MULTILINE);

    /** All of them, by name. */
    static Map<String, Documented> all() throws IOException {
        Map<String, Documented> all = new LinkedHashMap<>();
        Matcher row = ROW.matcher(Files.readString(DOCS.resolve("metrics.md")));
        while (row.find()) {
            all.put(row.group(1), new Documented(row.group(1), row.group(2), row.group(3), row.group(4)));
        }
        return all;
    }

    /** The name of the series by which it is seen to move. */
    String moving() {
        return type.equals("histogram") ? name + "_count" : name;
    }
}
