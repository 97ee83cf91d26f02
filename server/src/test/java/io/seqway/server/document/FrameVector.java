package io.seqway.server.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One case of docs/vectors: what clients say, and what they hear of it.
 *
 * @param file the name of its file: the type of frame that it is about, or {@code any}
 * @param name what it shows
 * @param valid whether the last frame that is said is one that a client may say
 * @param limit the limit that it comes up to or goes beyond, or {@code null}
 * @param beyondSchema why no schema can tell that the frame is not valid, or {@code null}
 * @param said the text of the last frame that is said
 * @param dialogue what is played
 */
public record FrameVector(
        String file, String name, boolean valid, String limit, String beyondSchema, String said, Section dialogue) {
    private static final Path FOLDER = Path.of("..", "docs", "vectors");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern REPEATED = Pattern.compile("<(\\d+) × ([^>]+)>");
    private static final String NUMBER = "#";

    /** All of them, file by file. */
    public static List<FrameVector> all() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .flatMap(FrameVector::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<FrameVector> read(Path file) {
        try {
            List<FrameVector> vectors = new ArrayList<>();
            for (JsonNode vector : JSON.readTree(file.toFile())) {
                vectors.add(read(file.getFileName().toString().replace(".json", ""), vector));
            }
            return vectors.stream();
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    private static FrameVector read(String file, JsonNode vector) {
        String name = vector.required("case").textValue();
        List<Example> examples = new ArrayList<>();
        String said = null;
        int number = 0;
        for (JsonNode step : vector.required("dialogue")) {
            List<Example> played = examples(++number, step);
            examples.addAll(played);
            said = step.has("says") ? played.get(played.size() - 1).text() : said;
        }
        return new FrameVector(
                file,
                name,
                vector.required("valid").booleanValue(),
                vector.path("limit").textValue(),
                vector.path("beyondSchema").textValue(),
                said,
                new Section(name, examples));
    }

    private static List<Example> examples(int number, JsonNode step) {
        String who = step.required("who").textValue();
        if (step.has("says")) {
            String text = text(step.get("says"));
            return Stream.iterate(1, i -> i + 1)
                    .limit(step.path("times").asInt(1))
                    .map(i -> step.has("times") ? text.replace(NUMBER, String.valueOf(i)) : text)
                    .map(frame -> new Example(number, "frame", true, who, frame))
                    .toList();
        }
        if (step.has("hears")) {
            String language = step.path("often").booleanValue() ? "frames" : "frame";
            return List.of(new Example(number, language, false, who, text(step.get("hears"))));
        }
        if (step.has("connects")) {
            return List.of(new Example(number, "socket", true, who, text(step.get("connects"))));
        }
        return List.of(new Example(number, "text", false, who, "close " + text(step.required("isClosed"))));
    }

    /** A frame as it is written; a text is what it stands for. */
    private static String text(JsonNode value) {
        String written = value.isTextual() ? value.textValue() : value.toString();
        return REPEATED.matcher(written).replaceAll(repeat -> Matcher.quoteReplacement(repeated(repeat)));
    }

    private static String repeated(MatchResult repeat) {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= Integer.parseInt(repeat.group(1)); i++) {
            text.append(repeat.group(2).replace(NUMBER, String.valueOf(i)));
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return file + ": " + name;
    }
}
