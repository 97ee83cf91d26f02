package io.seqway.verification.fuzz;

import java.util.List;

/** Frames that break one rule of the protocol each: what chance alone would reach only after a while. */
final class WrongFrames {
    /** Answered by an error. */
    static final List<String> REFUSED = List.of(
            "{\"type\":\"join\",\"room\":\"fuzz.a\",\"tail\":1,\"lastSeq\":1}",
            "{\"type\":\"join\",\"room\":\"fuzz.a\",\"lastSeq\":1,\"epoch\":\"\"}",
            "{\"type\":\"join\",\"room\":\"fuzz.a\",\"lastSeq\":1,\"epoch\":\"" + "e".repeat(17) + "\"}",
            "{\"type\":\"join\",\"room\":\"fuzz.a\",\"lastSeq\":-1}",
            "{\"type\":\"join\",\"room\":\"fuzz.a\",\"lastSeq\":9007199254740992}",
            "{\"type\":\"join\",\"room\":\"fuzz.a\",\"lastSeq\":123456789012345678}",
            "{\"type\":\"join\",\"room\":\"fuzz.a\",\"lastSeq\":1.0}",
            "{\"type\":\"join\",\"room\":\"fuzz.a\",\"presence\":1}",
            "{\"type\":\"resume\",\"rooms\":[]}",
            "{\"type\":\"resume\"}",
            "{\"type\":\"resume\",\"all\":true}",
            "{\"type\":\"resume\",\"rooms\":{\"a b\":1}}",
            "{\"type\":\"resume\",\"rooms\":{\"" + "é".repeat(60) + "\":1}}",
            "{\"type\":\"resume\",\"rooms\":{\"fuzz.a\":{}}}",
            "{\"type\":\"history\",\"room\":\"fuzz.a\"}",
            "{\"type\":\"history\",\"room\":\"fuzz.a\",\"before\":1,\"after\":1}",
            "{\"type\":\"typing\",\"room\":\"fuzz.a\"}",
            "{\"type\":\"typing\",\"room\":\"fuzz.a\",\"typing\":1}",
            "{\"type\":\"status\",\"status\":\"gone\"}",
            "{\"type\":\"status\",\"status\":\"busy\",\"text\":\"" + "x".repeat(129) + "\"}",
            "{\"type\":\"presence\",\"room\":\"fuzz.a\",\"users\":[\"ann\"],\"limit\":1}",
            "{\"type\":\"presence\",\"room\":\"fuzz.a\",\"users\":[\"ann\"],\"cursor\":\"a\"}",
            "{\"type\":\"presence\",\"room\":\"fuzz.a\",\"users\":[" + "\"u\",".repeat(64) + "\"u\"]}",
            "{\"type\":\"presence\",\"room\":\"fuzz.a\",\"limit\":501}",
            "{\"type\":\"ping\",\"rooms\":\"fuzz.a\"}",
            "{\"type\":\"ping\",\"rooms\":[1]}",
            "{\"type\":\"ping\",\"rooms\":[" + "\"r\",".repeat(64) + "\"r\"]}",
            "{\"type\":\"chunk\",\"stream\":\"s\",\"seq\":0,\"data\":\"\",\"contentType\":\"a/" + "b".repeat(127)
                    + "\"}",
            "{\"type\":\"chunk\",\"stream\":\"s\",\"seq\":0,\"data\":\"\",\"contentType\":\"a\"}",
            "{\"type\":\"chunk\",\"stream\":\"s\",\"seq\":0,\"data\":\"\",\"meta\":\"" + "m".repeat(1_024) + "\"}",
            "{\"type\":\"send\",\"room\":\"fuzz.a\",\"clientMsgId\":\"m\",\"mode\":\"fast\",\"body\":1}",
            "{\"type\":\"send\",\"room\":\"fuzz.a\",\"clientMsgId\":\"m\",\"body\":\"" + "x".repeat(70_001) + "\"}",
            "{\"type\":\"send\",\"room\":\"fuzz.a\",\"clientMsgId\":\"m\"}",
            "{\"type\":\"signal\",\"room\":\"fuzz.a\",\"name\":\"n\",\"data\":\"" + "x".repeat(4_100) + "\"}",
            "{\"type\":\"send\",\"id\":1,\"room\":\"fuzz.a\",\"clientMsgId\":\"m\",\"body\":{\"a\":1,\"a\":1}}",
            "{\"type\":\"send\",\"id\":1,\"room\":\"fuzz.a\",\"body\":1e999,\"clientMsgId\":\"\\ud800\",\"x\":[1]}",
            "{\"type\":\"ping\",\"id\":\"a\",\"id\":\"b\"}",
            "{\"type\":\"ping\",\"\\ud800\":1}",
            "{\"type\":\"ping\",\"x\":\"\\ud800a\"}",
            "{\"type\":\"ping\",\"x\":" + "1".repeat(1_100) + "}",
            "{\"type\":\"ping\",\"x\":" + "[".repeat(40) + "]".repeat(40) + "}",
            "{\"type\":\"ping\",\"id\":\"" + "i".repeat(129) + "\"}",
            "{\"type\":\"ping\",\"id\":123456789012345678901}",
            "{\"type\":\"ping\",\"id\":true}",
            "{\"type\":\"" + "t".repeat(50) + "\"}");

    /** Answered by a close. */
    static final List<String> FATAL =
            List.of("", "[]", "5", "{", "{} {}", "{\"type\":\"ping\",\"x\":[1,}", "{\"type\":\"ping\"}x", "\"x\"");

    private WrongFrames() {}
}
