package io.seqway.verification.report;

import java.util.Locale;

/** Numbers and texts as the page shows them. */
final class Text {
    private static final double NANOS = 1e9;
    private static final long NEVER = Long.MAX_VALUE;

    private Text() {}

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A duration: milliseconds below one second. */
    static String duration(long nanos) {
        if (nanos == NEVER) {
            return "never";
        }
        return nanos < NANOS
                ? String.format(Locale.ROOT, "%.1f ms", nanos / 1e6)
                : String.format(Locale.ROOT, "%.2f s", nanos / NANOS);
    }

    /** A time since the beginning, as minutes and seconds. */
    static String clock(long nanos) {
        long tenths = Math.round(nanos / (NANOS / 10));
        return String.format(Locale.ROOT, "%d:%04.1f", tenths / 600, tenths % 600 / 10.0);
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", share * 100);
    }
}
