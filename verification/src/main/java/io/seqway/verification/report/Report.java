package io.seqway.verification.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seqway.verification.history.FaultRecord;
import io.seqway.verification.history.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** Writes a verdict down, for people and for programs. */
public final class Report {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private Report() {}

    /**
     * Writes {@code report.html}, one page that needs nothing else, and {@code report.json}, which holds the same.
     * Times in the latter are of {@link System#nanoTime()}, as in the verdict.
     *
     * @param directory made if it is not there
     * @throws UncheckedIOException if they cannot be written
     */
    public static void write(Path directory, Verdict verdict, List<FaultRecord> faults) {
        write(directory, verdict, faults, List.of());
    }

    /**
     * As {@link #write(Path, Verdict, List)}, and says on top what else was wanted of the run.
     *
     * @param missed what was wanted and is not so, one line for each
     * @throws UncheckedIOException if they cannot be written
     */
    public static void write(Path directory, Verdict verdict, List<FaultRecord> faults, List<String> missed) {
        List<FaultRecord> inOrder = faults.stream()
                .sorted(Comparator.comparingLong(fault -> fault.fromNanos() - verdict.fromNanos()))
                .toList();
        List<FaultEffect> effects =
                inOrder.stream().map(fault -> FaultEffect.of(fault, verdict)).toList();
        ObjectNode json = JSON.createObjectNode();
        json.put("green", verdict.isGreen() && missed.isEmpty());
        json.set("missed", JSON.valueToTree(missed));
        json.set("verdict", JSON.valueToTree(verdict));
        json.set("faults", JSON.valueToTree(effects));
        try (InputStream style = Report.class.getResourceAsStream("report.css")) {
            Files.createDirectories(directory);
            Files.writeString(
                    directory.resolve("report.html"),
                    new Page(verdict, inOrder, effects, missed)
                            .render(new String(style.readAllBytes(), StandardCharsets.UTF_8)));
            JSON.writeValue(directory.resolve("report.json").toFile(), json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
