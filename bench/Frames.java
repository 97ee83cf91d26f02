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
        byte[] bytes = in.array(); // a million frames a second: what takes long here is taken from what is measured
        int end = in.position();
        int at = 0;
        while (end - at >= 2) {
            int small = bytes[at + 1];
            int header = small < 126 ? 2 : small == 126 ? 4 : 10;
            if (end - at < header) {
                break;
            }
            int length = small < 126 ? small : small == 126 ? in.getShort(at + 2) & 0xffff : (int) in.getLong(at + 2);
            if (end - at < header + length) {
                break;
            }
            handler.frame(at + header, length);
            at += header + length;
        }
        in.flip().position(at);
        in.compact();
    }
}
