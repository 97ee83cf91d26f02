package io.seqway.gateway.command;

import io.seqway.gateway.presence.PresenceClock;
import io.seqway.gateway.presence.PresenceLink;
import io.seqway.gateway.session.Session;
import io.seqway.protocol.frame.ClientFrame.Status;
import io.seqway.protocol.frame.ServerFrames;
import java.util.concurrent.TimeUnit;

/**
 * {@code status}: how the user is, in all rooms of the connection and as long as it lasts. Of several connections of a user
 * the one that said it last counts, by the clock of presence.
 */
final class StatusCommand implements Command<Status> {
    private final PresenceLink presence;
    private final PresenceClock clock;

    StatusCommand(PresenceLink presence, PresenceClock clock) {
        this.presence = presence;
        this.clock = clock;
    }

    @Override
    public void execute(Session session, Status frame) {
        if (!session.isService()) {
            session.rateLimit().status(System.nanoTime());
        }
        session.status(frame.status(), nowMs());
        presence.stated(session);
        session.write(ServerFrames.status(frame.id(), frame.status()));
    }

    private long nowMs() {
        long micros = clock.at(PresenceClock.nowMicros());
        return micros == 0 ? System.currentTimeMillis() : TimeUnit.MICROSECONDS.toMillis(micros);
    }
}
