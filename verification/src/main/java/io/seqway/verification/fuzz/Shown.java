package io.seqway.verification.fuzz;

/** Bytes as they may stand in a report: frames unmasked, what is not printable as hexadecimal digits, not too long. */
final class Shown {
    private static final int LENGTH = 400;
    private static final int MASK_BYTES = 4;

    private Shown() {}

    static String of(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        int from = 0;
        int key = -1;
        if (isMaskedFrame(bytes)) {
            int length = bytes[1] & 0x7F;
            key = length < 126 ? 2 : length == 126 ? 4 : 10;
            from = key + MASK_BYTES;
            text.append("frame %02x %02x ".formatted(bytes[0], bytes[1]));
        }
        for (int i = from; i < bytes.length && text.length() < LENGTH; i++) {
            int value = (key < 0 ? bytes[i] : bytes[i] ^ bytes[key + (i - from) % MASK_BYTES]) & 0xFF;
            text.append(value >= ' ' && value < 0x7F ? String.valueOf((char) value) : "\\x%02x".formatted(value));
        }
        return text.length() < LENGTH ? text.toString() : text + "… (" + bytes.length + " bytes)";
    }

    private static boolean isMaskedFrame(byte[] bytes) {
        return bytes.length > 14 && bytes[0] < 0 && (bytes[1] & 0x80) != 0;
    }
}
