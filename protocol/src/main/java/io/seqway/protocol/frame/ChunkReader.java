package io.seqway.protocol.frame;

import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Limits;
import io.seqway.protocol.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/** Reads the frames that are about streams. */
final class ChunkReader {
    private static final String DATA = "data";

    /** A media type (RFC 9110, section 8.3.1), with parameters that need no quotes or have nothing to escape. */
    private static final Pattern CONTENT_TYPE = Pattern.compile("[\\w!#$&^.+-]+/[\\w!#$&^.+-]+"
            + "( ?; ?[\\w!#$&^.+-]+=([\\w!#$&^.+'*:/-]+|\"[\\w !#$&'()*+,./:;<=>?@^`{|}~\\[\\]-]*\"))*");

    private ChunkReader() {}

    /** A chunk whose payload is a member of its frame. */
    static ClientFrame chunk(String id, Fields f) {
        try {
            return chunk(id, f, Base64.getDecoder().decode(f.string(DATA)));
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest(DATA + " must be base64 (RFC 4648, section 4)");
        }
    }

    /** A chunk whose payload follows the header that has these members. */
    static ClientFrame binaryChunk(String id, Fields f, byte[] payload) {
        if (f.has(DATA)) {
            throw Refusal.badRequest(DATA + " must not be in the header of a binary frame: the payload follows it");
        }
        return chunk(id, f, payload);
    }

    private static ClientFrame chunk(String id, Fields f, byte[] payload) {
        return new ClientFrame.Chunk(
                id, f.identifier("stream"), seq(f), payload, contentType(f), meta(f), f.flag("last", false));
    }

    static ClientFrame missing(String id, Fields f) {
        return new ClientFrame.Missing(
                id, f.identifier("stream"), (int) f.integer("upTo", 0, Limits.MAX_CHUNK_SEQ, -1));
    }

    private static int seq(Fields f) {
        return (int) f.integer("seq", 0, Limits.MAX_CHUNK_SEQ);
    }

    private static String contentType(Fields f) {
        if (!f.has("contentType")) {
            return null;
        }
        String type = f.string("contentType");
        if (type.length() > Limits.MAX_CONTENT_TYPE
                || !CONTENT_TYPE.matcher(type).matches()) {
            throw Refusal.badRequest("contentType must be a media type, such as image/png, of at most "
                    + Limits.MAX_CONTENT_TYPE + " characters");
        }
        return type;
    }

    private static String meta(Fields f) {
        if (!f.has("meta")) {
            return null;
        }
        String meta = f.json("meta");
        if (meta.getBytes(StandardCharsets.UTF_8).length > Limits.MAX_META_BYTES) {
            throw Refusal.limit(ErrorCode.TOO_LARGE, "meta too large in bytes", "meta", Limits.MAX_META_BYTES);
        }
        return meta;
    }
}
