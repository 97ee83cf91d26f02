package io.seqway.testing;

import java.util.Locale;
import java.util.Map;

/**
 * The head of an HTTP answer.
 *
 * @param line the status line as it came
 * @param headers by names in lower case; of a repeated one the last
 */
public record HttpHead(String line, Map<String, String> headers) {

    /** The status, as in 101. */
    public int status() {
        return Integer.parseInt(line.split(" ")[1]);
    }

    /** The value of a header, or null. */
    public String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }
}
