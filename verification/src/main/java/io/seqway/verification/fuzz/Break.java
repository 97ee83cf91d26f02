package io.seqway.verification.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What no library sends: WebSocket frames that are broken, unusual, unfinished, or too many (RFC 6455). */
final class Break implements Attack {
    private static final int KINDS = 16;
    private static final int FRAGMENTS = 1_030;
    private static final int CONTROL_FRAMES = 100;
    private static final byte[] PING = "{\"type\":\"ping\",\"id\":\"p\"}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NONE = {};

    @Override
    public String name() {
        return "break";
    }

    @Override
    public int workers() {
        return 2;
    }

    @Override
    public int turns() {
        return 2 * KINDS;
    }

    @Override
    public boolean goesOn() {
        return true;
    }

    @Override
    public void run(Target target, Dice dice, long number, String name) throws InterruptedException {
        try (Line line = new Line(name, target)) {
            String token = target.tokens().user(dice.pick(TokenMint.USERS));
            if (!line.open(target.handshake("", "Authorization: Bearer " + token))) {
                line.found("a good handshake was answered " + line.answers().status());
            }
            if (dice.oneIn(2)) {
                line.say(RoomScenes.join("fuzz.break", ""));
            }
            frames((int) (number % KINDS), dice).forEach(line::send);
            if (dice.oneIn(2)) {
                frames(dice.below(KINDS), dice).forEach(line::send);
            }
            if (dice.oneIn(3)) {
                line.cut();
            } else {
                // whatever became of it, it ends by this or has ended
                line.send(WireFrame.of(WireFrame.CLOSE, WireFrame.closing(1000, "")));
                line.answers().await(1, () -> false);
            }
        }
    }

    private static List<byte[]> frames(int kind, Dice dice) {
        return switch (kind) {
            case 0 -> fragments(PING, dice);
            case 1 -> tooManyFragments();
            case 2 -> List.of(WireFrame.of(WireFrame.TEXT, letters(FuzzedServer.MAX_FRAME_BYTES + 1)));
            case 3 ->
                List.of(
                        WireFrame.fragment(WireFrame.TEXT, letters(FuzzedServer.MAX_FRAME_BYTES)),
                        WireFrame.of(WireFrame.CONTINUATION, letters(dice.between(0, 2))));
            case 4 -> List.of(WireFrame.of(WireFrame.BINARY, dice.bytes(dice.below(200))));
            case 5 -> List.of(WireFrame.of(dice.pick(3, 4, 7, 11, 15), PING));
            case 6 -> List.of(WireFrame.of(0x81 | dice.pick(0x40, 0x20, 0x10, 0x70), PING, PING.length, true));
            case 7 -> List.of(WireFrame.of(0x81, PING, PING.length, false));
            case 8 -> badText(dice);
            case 9 -> closes(dice);
            case 10 -> List.of(WireFrame.of(dice.pick(WireFrame.PING, WireFrame.PONG, WireFrame.CLOSE), letters(126)));
            case 11 -> List.of(WireFrame.fragment(WireFrame.PING, NONE), WireFrame.of(WireFrame.CONTINUATION, NONE));
            case 12 -> controlFlood(dice);
            case 13 -> List.of(Arrays.copyOf(WireFrame.text("{\"type\":\"ping\"}"), dice.between(1, 10)));
            case 14 ->
                List.of(
                        WireFrame.of(WireFrame.CONTINUATION, PING),
                        WireFrame.fragment(WireFrame.TEXT, PING),
                        WireFrame.of(WireFrame.TEXT, PING));
            default ->
                dice.oneIn(2)
                        ? List.of(dice.bytes(dice.between(1, 300)))
                        : List.of(WireFrame.of(
                                0x81, PING, dice.pick(1L << 20, 1L << 40, Long.MIN_VALUE, -1L, 65_536L), true));
        };
    }

    /** A good text in some fragments, empty ones too, with control frames between them. */
    private static List<byte[]> fragments(byte[] text, Dice dice) {
        List<byte[]> frames = new ArrayList<>();
        int at = 0;
        int opcode = WireFrame.TEXT;
        while (at < text.length) {
            int to = Math.min(text.length, at + dice.below(12));
            frames.add(WireFrame.fragment(opcode, Arrays.copyOfRange(text, at, to)));
            opcode = WireFrame.CONTINUATION;
            at = to;
            if (dice.oneIn(3)) {
                frames.add(WireFrame.of(WireFrame.PING, letters(dice.below(126))));
            }
        }
        frames.add(WireFrame.of(WireFrame.CONTINUATION, NONE));
        return frames;
    }

    private static List<byte[]> tooManyFragments() {
        List<byte[]> frames = new ArrayList<>();
        frames.add(WireFrame.fragment(WireFrame.TEXT, NONE));
        for (int i = 0; i < FRAGMENTS; i++) {
            frames.add(WireFrame.fragment(WireFrame.CONTINUATION, NONE));
        }
        return frames;
    }

    private static List<byte[]> badText(Dice dice) {
        byte[] bad = dice.pick(
                new byte[] {(byte) 0xC0, (byte) 0xAF},
                new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
                new byte[] {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
                new byte[] {(byte) 0xC3});
        return dice.oneIn(2)
                ? List.of(WireFrame.of(WireFrame.TEXT, bad))
                : List.of(WireFrame.fragment(WireFrame.TEXT, bad), WireFrame.of(WireFrame.CONTINUATION, NONE));
    }

    private static List<byte[]> closes(Dice dice) {
        byte[] reason = dice.pick(
                NONE,
                new byte[] {3},
                WireFrame.closing(1000, "x".repeat(dice.below(124))),
                WireFrame.closing(dice.pick(0, 999, 1004, 1005, 1006, 1015, 2999, 3000, 4999, 5000, 65_535), ""),
                new byte[] {3, (byte) 0xE8, (byte) 0xFF});
        return List.of(
                WireFrame.of(WireFrame.CLOSE, reason),
                WireFrame.of(dice.pick(WireFrame.TEXT, WireFrame.PING, WireFrame.CLOSE), dice.pick(PING, NONE)),
                WireFrame.of(dice.pick(3, WireFrame.TEXT), PING));
    }

    private static List<byte[]> controlFlood(Dice dice) {
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < CONTROL_FRAMES; i++) {
            frames.add(WireFrame.of(dice.pick(WireFrame.PING, WireFrame.PONG), NONE));
        }
        return frames;
    }

    private static byte[] letters(int count) {
        byte[] letters = new byte[count];
        Arrays.fill(letters, (byte) 'x');
        return letters;
    }
}
