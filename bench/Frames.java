import java.nio.ByteBuffer;

/** Finds the frames in what a socket has read: as much of RFC 6455 as a server needs that neither fragments nor compresses. */
final class Frames {
    private Frames() {}

    /** Is given where the payload of a frame is, and how many bytes it has. */
    interface Handler {
        void frame(int at, int length);
    }

    /** Calls the handler with each frame that is there whole; the rest stays for when more has been read. */
    static void take(ByteBuffer in, Handler handler) {
        in.flip();
        while (in.remaining() >= 2) {
            int at = in.position();
            int small = in.get(at + 1);
            int header = small < 126 ? 2 : small == 126 ? 4 : 10;
            if (in.remaining() < header) {
                break;
            }
            int length = small < 126 ? small : small == 126 ? in.getShort(at + 2) & 0xffff : (int) in.getLong(at + 2);
            if (in.remaining() < header + length) {
                break;
            }
            handler.frame(at + header, length);
            in.position(at + header + length);
        }
        in.compact();
    }
}
