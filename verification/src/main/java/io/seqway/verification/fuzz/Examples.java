package io.seqway.verification.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The examples of the document of the protocol, as they stand there and damaged.
 *
 * @param frames of clients
 * @param requests of HTTP, up to their end
 */
record Examples(List<byte[]> frames, List<byte[]> requests) {
    private static final Pattern FRAMES = Pattern.compile("```json client[^\\n]*\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern REQUESTS = Pattern.compile("```http client[^\\n]*\\n(.*?)```", Pattern.DOTALL);

    static Examples of(Path document) {
        try {
            String text = Files.readString(document);
            List<byte[]> frames = blocks(FRAMES, text)
                    .flatMap(block -> Arrays.stream(block.split("\\n(?=\\{)")))
                    .map(Examples::bytes)
                    .toList();
            List<byte[]> requests = blocks(REQUESTS, text)
                    .map(block -> bytes(block.replace("\n", "\r\n") + "\r\n"))
                    .toList();
            return new Examples(frames, requests);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One of them, flipped, cut, grown, repeated or spliced with another in up to four places. */
    static byte[] damaged(List<byte[]> all, Dice dice) {
        byte[] bytes = dice.pick(all);
        for (int times = dice.between(1, 4); times > 0; times--) {
            int at = dice.below(bytes.length + 1);
            int to = Math.min(bytes.length, at + dice.below(12));
            byte[] before = Arrays.copyOf(bytes, at);
            byte[] behind = Arrays.copyOfRange(bytes, at, bytes.length);
            bytes = switch (dice.below(6)) {
                case 0 -> flipped(bytes, at, 1 << dice.below(7));
                case 1 -> before;
                case 2 -> joined(before, Arrays.copyOfRange(bytes, to, bytes.length));
                case 3 -> joined(before, bytes(dice.pick(Values.BENT)), behind);
                case 4 -> joined(before, Arrays.copyOfRange(bytes, at, to), behind);
                default -> {
                    byte[] other = dice.pick(all);
                    yield joined(before, Arrays.copyOfRange(other, dice.below(other.length + 1), other.length));
                }
            };
        }
        return bytes;
    }

    private static byte[] flipped(byte[] bytes, int at, int bit) {
        byte[] flipped = bytes.clone();
        if (at < flipped.length) {
            flipped[at] ^= (byte) bit;
        }
        return flipped;
    }

    private static byte[] joined(byte[]... parts) {
        byte[] all = new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    private static Stream<String> blocks(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> found.group(1));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
