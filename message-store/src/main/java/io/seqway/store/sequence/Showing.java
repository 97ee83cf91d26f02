package io.seqway.store.sequence;

import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.bus.Pending;
import io.seqway.protocol.bus.Submission;
import io.seqway.protocol.frame.ServerFrames;

/**
 * Shows the optimistic messages of a room to those who watch it, from when they begin to wait. What becomes an entry ends
 * with that; the end of everything else is said here.
 *
 * <p>Of what is refused the sender is told more than the others. It may send the same again, also by another way at the
 * same time, so {@code timeout} is all that they can be told: not to show it any more. Only of a message that can never be
 * stored, whoever writes it, they hear that it failed for good.
 */
final class Showing {
    private final String room;
    private final Outlet outlet;

    Showing(String room, Outlet outlet) {
        this.room = room;
        this.outlet = outlet;
    }

    /**
     * Shows a message that waits, if its sender wants that; once more, if it is said again.
     *
     * @param said as it was said this time
     * @param now the time in ms since 1970
     */
    void begin(PendingSend send, Submission said, long now) {
        if (said.optimistic()) {
            send.isShown(true);
            byte[] frame = ServerFrames.pending(
                    room, said.author().id(), said.author().name(), said.clientMsgId(), said.body(), now);
            outlet.pending(Pending.shown(said.replyTo(), room, said.author().id(), said.clientMsgId(), frame));
        }
    }

    /** The message has not become an entry, and no more is done for it here. */
    void end(PendingSend send, String code) {
        if (send.isShown()) {
            Submission said = send.submission();
            String told = code.equals(ErrorCode.INTERNAL.text()) ? code : ErrorCode.TIMEOUT.text();
            outlet.pending(Pending.ended(room, said.author().id(), said.clientMsgId(), told));
        }
    }
}
