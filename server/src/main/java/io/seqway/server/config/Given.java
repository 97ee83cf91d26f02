package io.seqway.server.config;

import java.util.List;

/**
 * What was given for a setting, and where.
 *
 * @param values one value, or several for a list
 * @param origin where it stands, as the reader of an error message would look for it
 */
record Given(List<String> values, String origin) {
    ConfigException refuse(String allowed) {
        return new ConfigException(origin + ": " + allowed);
    }

    /** Refuses and shows what was given; not for values that may hold a secret. */
    ConfigException refuseShown(String value, String allowed) {
        return refuse(quoted(value) + " is not allowed; give " + allowed);
    }

    /** The text in quotes, cut and without line breaks, so that a message stays one line. */
    static String quoted(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return '"' + (line.length() > 60 ? line.substring(0, 60) + "…" : line) + '"';
    }
}
