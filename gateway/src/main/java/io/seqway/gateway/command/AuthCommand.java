package io.seqway.gateway.command;

import io.seqway.gateway.auth.Identity;
import io.seqway.gateway.auth.Tokens;
import io.seqway.gateway.session.ConnectionLog;
import io.seqway.gateway.session.Session;
import io.seqway.protocol.CloseCode;
import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.frame.ClientFrame.Auth;
import io.seqway.protocol.frame.ServerFrames;
import io.vertx.core.Future;

/** {@code auth}: the connection's first token, or a newer one for the same user. */
final class AuthCommand implements Command<Auth> {
    private final Tokens tokens;
    private final Rooms rooms;

    AuthCommand(Tokens tokens, Rooms rooms) {
        this.tokens = tokens;
        this.rooms = rooms;
    }

    @Override
    public void execute(Session session, Auth frame) {
        if (!session.isService()) {
            session.rateLimit().auth(System.nanoTime());
        }
        Future<Identity> verified = tokens.verify(frame.token());
        if (verified.isComplete()) {
            answer(session, frame, verified);
        } else {
            // What comes behind it is said by whoever the token proves.
            session.hold();
            verified.onComplete(done -> {
                try {
                    answer(session, frame, verified);
                } finally {
                    session.release();
                }
            });
        }
    }

    private void answer(Session session, Auth frame, Future<Identity> verified) {
        if (session.isClosed()) {
            return;
        }
        if (verified.succeeded()) {
            authenticated(session, frame, verified.result());
            return;
        }
        Refusal refusal = Refusals.of(verified.cause());
        session.refuse(frame.id(), refusal, null, null);
        if (session.identity() == null && !refusal.code().retryable()) {
            session.close(CloseCode.BAD_TOKEN, CloseCode.BAD_TOKEN.reason());
        }
    }

    private void authenticated(Session session, Auth frame, Identity identity) {
        Identity before = session.identity();
        if (before != null && !before.userId().equals(identity.userId())) {
            session.refuse(frame.id(), new Refusal(ErrorCode.FORBIDDEN, "the token is of another user"), null, null);
            return;
        }
        session.identity(identity);
        session.write(ServerFrames.authenticated(frame.id(), identity.userId(), identity.expiresAt()));
        if (before == null) {
            ConnectionLog.authenticated(session);
            session.authenticated();
        } else {
            rooms.leaveForbidden(session);
        }
    }
}
