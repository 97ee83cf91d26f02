package io.seqway.gateway.command;

import io.seqway.gateway.metrics.MessageMetrics;
import io.seqway.gateway.room.Hub;
import io.seqway.gateway.room.Subscription;
import io.seqway.gateway.session.Session;
import io.seqway.protocol.frame.ClientFrame.Receipt;

/** {@code receipt}: how far the caller has got a room and has read it; nothing is answered. */
final class ReceiptCommand implements Command<Receipt> {
    private final Hub hub;
    private final Rooms rooms;
    private final MessageMetrics metrics;

    ReceiptCommand(Hub hub, Rooms rooms, MessageMetrics metrics) {
        this.hub = hub;
        this.rooms = rooms;
        this.metrics = metrics;
    }

    @Override
    public void execute(Session session, Receipt frame) {
        rooms.requireJoined(session, frame.room());
        Subscription joined = session.rooms().get(frame.room());
        rooms.onceAdmitted(session, frame.id(), frame.room(), () -> {
            hub.receipts().say(frame.room(), session.userId(), frame.delivered(), frame.read());
            joined.said(frame.delivered(), frame.read());
            metrics.receipt();
        });
    }
}
