package io.seqway.server.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request or a response, as text.
 *
 * @param start its first line
 * @param headers by name, in any case; of one name the last
 * @param body may be empty
 */
record HttpMessage(String start, Map<String, String> headers, String body) {

    static HttpMessage read(String text) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        int line = 1;
        for (; line < lines.size() && !lines.get(line).isEmpty(); line++) {
            String[] header = lines.get(line).split(":", 2);
            headers.put(header[0].strip(), header[1].strip());
        }
        String body = String.join("\n", lines.subList(Math.min(line + 1, lines.size()), lines.size()));
        return new HttpMessage(lines.get(0), headers, body);
    }

    /** The second word of the first line: the target of a request, the status of a response. */
    String target() {
        return start.split(" ")[1];
    }
}
