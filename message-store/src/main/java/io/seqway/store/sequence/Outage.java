package io.seqway.store.sequence;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once that the log cannot be read, and once when it can again, however often that is tried in between. */
final class Outage {
    private static final Logger LOG = LoggerFactory.getLogger(Outage.class);

    private final Consumer<String> lines;
    private boolean lasting;

    Outage() {
        this(LOG::warn);
    }

    /** @param lines gets what is to be said of the beginning */
    Outage(Consumer<String> lines) {
        this.lines = lines;
    }

    /** It could not be read; it is tried again. */
    void goesOn(Throwable cause) {
        if (!lasting) {
            lasting = true;
            lines.accept("the log cannot be read, so sends wait; it is tried until it can be: " + cause);
        }
    }

    /** It could be read. */
    void ends() {
        if (lasting) {
            lasting = false;
            LOG.info("the log can be read again");
        }
    }
}
