package io.seqway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The one store of its kind in this JVM: started when first asked for, written into the report, ended with the JVM. */
final class SharedStore {

    /** The system property that names the report's file: one line for each store that a JVM used. */
    static final String REPORT = "seqway.test.report";

    private final StoreChoice choice;
    private Store started;

    SharedStore(StoreChoice choice) {
        this.choice = choice;
    }

    synchronized Store get() {
        if (started == null) {
            Store store = choice.start(System.getenv());
            Runtime.getRuntime().addShutdownHook(new Thread(store.stop(), "end of " + choice.name()));
            report(store.describe(choice.name()));
            started = store;
        }
        return started;
    }

    /** Adds a line to the report, where one is asked for. */
    static void report(String line) {
        String file = System.getProperty(REPORT, "");
        if (!file.isEmpty()) {
            try {
                Path path = Path.of(file).toAbsolutePath();
                Files.createDirectories(path.getParent());
                Files.writeString(
                        path, line + System.lineSeparator(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException("The report of the tests cannot be written", e);
            }
        }
    }
}
