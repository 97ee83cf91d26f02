package io.seqway.verification.mistake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What is written otherwise in one source file.
 *
 * @param file below the module's folder of sources
 * @param right what is there, exactly once
 * @param wrong what is put in its place
 */
record Edit(String file, String right, String wrong) {

    /**
     * Rewrites the file.
     *
     * @param sources the folder of sources
     * @throws IllegalStateException if what is to be replaced is not there exactly once: the file has been changed since,
     *     and the mistake must be made anew
     */
    void apply(Path sources) {
        Path path = sources.resolve(file);
        try {
            String text = Files.readString(path);
            int at = text.indexOf(right);
            if (at < 0 || text.indexOf(right, at + 1) >= 0) {
                throw new IllegalStateException(
                        "%s has not exactly once what the mistake replaces: %s".formatted(file, right));
            }
            Files.writeString(path, text.substring(0, at) + wrong + text.substring(at + right.length()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
