package io.seqway.protocol;

/**
 * The limits of the protocol (docs/protocol.md, "Limits"). Every refusal names the one it met, by the name it has in
 * the configuration.
 *
 * @param maxFrameBytes a text frame, after reassembly, in bytes
 * @param maxBodyBytes the body of a message, in bytes of UTF-8
 * @param maxDepth how deep the arrays and objects of a body may be nested
 * @param maxRoomsPerConnection rooms that one connection may have joined
 * @param maxRoomsPerResume rooms that one {@code resume} may name
 * @param sendsPerSecond sends of one connection per second, in the long run
 * @param sendBurst sends of one connection at once
 * @param authSeconds seconds from connecting to the first valid token
 * @param idleSeconds seconds of silence before a connection is closed
 * @param maxChunkBytes a binary frame, after reassembly, in bytes
 * @param chunkBytesPerSecond bytes of chunks of one connection per second, in the long run: it is not read faster
 */
public record Limits(
        int maxFrameBytes,
        int maxBodyBytes,
        int maxDepth,
        int maxRoomsPerConnection,
        int maxRoomsPerResume,
        int sendsPerSecond,
        int sendBurst,
        int authSeconds,
        int idleSeconds,
        int maxChunkBytes,
        int chunkBytesPerSecond) {

    /** The same for a connection that may send at another rate. */
    public Limits sending(int perSecond, int burst) {
        return new Limits(
                maxFrameBytes,
                maxBodyBytes,
                maxDepth,
                maxRoomsPerConnection,
                maxRoomsPerResume,
                perSecond,
                burst,
                authSeconds,
                idleSeconds,
                maxChunkBytes,
                chunkBytesPerSecond);
    }

    /** What the protocol promises where nothing is configured. */
    public static final Limits DEFAULTS =
            new Limits(64 * 1024, 32 * 1024, 32, 512, 256, 100, 200, 5, 75, 1024 * 1024, 8 * 1024 * 1024);

    /** The greatest integer that every JSON reader takes exactly: 2^53 - 1. */
    public static final long MAX_SEQ = (1L << 53) - 1;

    /** Entries in one {@code missed} frame. */
    public static final int PAGE_ENTRIES = 100;

    /** Bytes of entries in one {@code missed} frame, one entry at the least. */
    public static final int PAGE_BYTES = 64 * 1024;

    /** The most entries that {@code join} replays for {@code tail}. */
    public static final int MAX_TAIL = 1000;

    /** The most rooms that one {@code ping} may ask for. */
    public static final int MAX_PING_ROOMS = 64;

    /** The data of a {@code signal}, in bytes of UTF-8. */
    public static final int MAX_SIGNAL_BYTES = 4 * 1024;

    /** The most rooms that one {@code rooms} frame lists. */
    public static final int MAX_ROOMS_PAGE = 100;

    /** The title of a room, in characters. */
    public static final int MAX_TITLE = 200;

    /** The metadata of a room, in bytes of UTF-8. */
    public static final int MAX_METADATA_BYTES = 4 * 1024;

    /** The most members that a room may be made with. */
    public static final int MAX_FOUNDERS = 100;

    /** The most members, or rooms, that one answer over HTTP lists. */
    public static final int MEMBERS_PAGE = 100;

    /** The most cursors that {@code receipts} shows: those that have read most. */
    public static final int MAX_CURSORS = 500;

    /** The greatest seq of a chunk. */
    public static final int MAX_CHUNK_SEQ = 9_999_999;

    /** The {@code meta} of a chunk, in bytes of UTF-8. */
    public static final int MAX_META_BYTES = 1024;

    /** The {@code contentType} of a stream, in characters. */
    public static final int MAX_CONTENT_TYPE = 128;

    /** The most chunks that one answer names as missing. */
    public static final int MAX_MISSING = 1000;

    /** The most users that one {@code presence} may name. */
    public static final int MAX_PRESENCE_USERS = 64;

    /** The most users in one page of {@code presence}. */
    public static final int MAX_PRESENCE_PAGE = 500;

    /** The text of a {@code status}, in characters. */
    public static final int MAX_STATUS_TEXT = 128;
}
