package io.seqway.gateway.log;

import org.slf4j.spi.LoggingEventBuilder;

/** What strangers write, as it may stand in a log. */
public final class Untrusted {
    private static final int MAX_SHOWN = 100;

    private Untrusted() {}

    /** Adds a header to a line, if there is one: short, and without anything that could pass for another line or field. */
    public static void add(LoggingEventBuilder event, String key, String header) {
        if (header != null) {
            event.addKeyValue(key, shown(header));
        }
    }

    static String shown(String header) {
        boolean isLong = header.length() > MAX_SHOWN;
        String printable = (isLong ? header.substring(0, MAX_SHOWN) : header).replaceAll("[^ -~]|[\"\\\\]", "?");
        return isLong ? printable + "..." : printable;
    }
}
