package io.seqway.verification.fuzz;

import java.util.List;

/** Values as JSON text: good ones of a kind, and those that a careless reader takes for good. */
final class Values {
    /** In the place of anything. */
    static final List<String> BENT = List.of(
            "null",
            "true",
            "false",
            "[]",
            "{}",
            "0",
            "-0",
            "-1",
            "1.0",
            "1.5",
            "1e2",
            "1e400",
            "-1e400",
            "1e-400",
            "9007199254740991",
            "9007199254740992",
            "9223372036854775807",
            "-9223372036854775808",
            "99999999999999999999999",
            "1".repeat(1_100),
            "\"\"",
            "\".\"",
            "\"..\"",
            "\"a b\"",
            "\"a/b\"",
            "\"a\\u0000b\"",
            "\"" + "a".repeat(129) + "\"",
            "\"" + "x".repeat(5_000) + "\"",
            "\"\\ud800\"",
            "\"\\udc00\\ud800\"",
            "\"\\ud83d\\ude00\"",
            "\"é\"",
            "\"\\x\"",
            "{\"a\":1,\"a\":2}",
            "{\"\\ud800\":1}",
            "[1,[2,{\"a\":[null,true,\"x\",1.50]}]]",
            "[".repeat(40) + "]".repeat(40),
            "{\"a\":".repeat(31) + "1" + "}".repeat(31),
            "[\"fuzz.0.0\",5]",
            "{\"seq\":1,\"epoch\":\"e\"}",
            "{\"fuzz.0.0\":\"1\"}",
            "tru",
            "NaN",
            "'a'",
            "[1,]",
            "");

    private static final String ID_CHARACTERS = "abcXYZ019._~:@|+=-";

    private Values() {}

    /** A body or data: any JSON value, mostly small. */
    static String any(Dice dice) {
        return switch (dice.below(8)) {
            case 0 -> "null";
            case 1 -> Integer.toString(dice.between(-1000, 1000));
            case 2 -> "\"é\\n\\u00e9" + "x".repeat(dice.below(200)) + "\"";
            case 3 -> "{\"$date\":\"today\",\"a.b\":1.50,\"\":[true]}";
            case 4 -> "[" + dice.below(9) + ", {\"text\" :\t\"hallo\"}]";
            case 5 -> dice.pick(BENT);
            default -> "{\"text\":\"" + dice.below(1_000_000) + "\"}";
        };
    }

    /** An id, mostly a good one, as text without quotes. */
    static String id(Dice dice) {
        StringBuilder id = new StringBuilder();
        for (int left = dice.oneIn(10) ? 128 : dice.between(1, 12); left > 0; left--) {
            id.append(ID_CHARACTERS.charAt(dice.below(ID_CHARACTERS.length())));
        }
        return id.toString();
    }

    /** A text in quotes. */
    static String quoted(String text) {
        return '"' + text + '"';
    }
}
