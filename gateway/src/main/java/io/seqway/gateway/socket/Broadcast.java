package io.seqway.gateway.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;

/**
 * Texts that go to many sockets of one event loop. They are made frames (RFC 6455, section 5.2) once, when the first
 * socket wants them, all in one piece of memory from which every socket writes, and which is free when the slowest of them
 * has written it. To be closed when no further socket is to write it.
 */
public final class Broadcast implements AutoCloseable {
    private static final int FINAL_TEXT = 0x81;
    private static final int MAX_HEADER = 10;
    private static final int MAX_SHORT = 125;
    private static final int MAX_MEDIUM = 0xFFFF;
    private static final int MEDIUM = 126;
    private static final int LONG = 127;

    private final List<byte[]> texts;
    private ByteBuf frames;

    /** @param texts encoded as UTF-8, in the order in which they are to be written; they must not change */
    public Broadcast(List<byte[]> texts) {
        this.texts = texts;
    }

    /** Each text by itself. */
    public List<byte[]> texts() {
        return texts;
    }

    /** All frames, for one more socket, which releases them. */
    ByteBuf frames() {
        if (frames == null) {
            frames = encode();
        }
        return frames.retainedDuplicate();
    }

    @Override
    public void close() {
        if (frames != null) {
            frames.release();
        }
    }

    private ByteBuf encode() {
        int size = 0;
        for (byte[] text : texts) {
            size += MAX_HEADER + text.length;
        }
        // what is not direct would be copied for each socket
        ByteBuf encoded = ByteBufAllocator.DEFAULT.directBuffer(size, size);
        for (byte[] text : texts) {
            encoded.writeByte(FINAL_TEXT);
            if (text.length <= MAX_SHORT) {
                encoded.writeByte(text.length);
            } else if (text.length <= MAX_MEDIUM) {
                encoded.writeByte(MEDIUM).writeShort(text.length);
            } else {
                encoded.writeByte(LONG).writeLong(text.length);
            }
            encoded.writeBytes(text);
        }
        return encoded;
    }
}
