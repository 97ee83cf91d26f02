package io.seqway.gateway.command;

import io.seqway.gateway.auth.Tokens;
import io.seqway.gateway.metrics.GatewayMetrics;
import io.seqway.gateway.presence.PresenceClock;
import io.seqway.gateway.presence.PresenceLink;
import io.seqway.gateway.room.Entrance;
import io.seqway.gateway.room.Hub;
import io.seqway.gateway.session.Session;
import io.seqway.gateway.stream.ChunkIntake;
import io.seqway.gateway.stream.StreamLink;
import io.seqway.protocol.CloseCode;
import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Limits;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.frame.ClientFrame;
import io.seqway.protocol.frame.ClientFrame.Resume;
import io.seqway.protocol.frame.ClientFrameReader;
import io.seqway.protocol.frame.Heading;
import io.seqway.protocol.frame.Position;
import io.seqway.protocol.loop.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Reads what a connection says and has the command of each frame carry it out. */
public final class Commands {
    /** The types of frames that need no token. */
    private static final Set<String> OF_STRANGERS = Set.of("auth", "ping");

    private final Map<Class<? extends ClientFrame>, Command<ClientFrame>> commands = new HashMap<>();
    private final Limits limits;
    private final ClientFrameReader reader;
    private final Rooms rooms;

    public Commands(
            Hub hub,
            PresenceLink presence,
            PresenceClock clock,
            StreamLink streams,
            ChunkIntake chunks,
            Tokens tokens,
            Limits limits,
            Entrance entrance,
            EventLoop loop,
            GatewayMetrics metrics) {
        this.limits = limits;
        reader = new ClientFrameReader(limits);
        rooms = new Rooms(hub, presence, limits, entrance);
        Questions questions = new Questions(loop);
        put(ClientFrame.Auth.class, new AuthCommand(tokens, rooms));
        put(ClientFrame.Ping.class, new PingCommand());
        put(ClientFrame.Chunk.class, new ChunkCommand(chunks));
        put(ClientFrame.Missing.class, new MissingCommand(streams, questions));
        put(ClientFrame.Join.class, new JoinCommand(rooms));
        put(ClientFrame.Resume.class, new ResumeCommand(hub, rooms, limits, metrics.resumes()));
        put(ClientFrame.Leave.class, new LeaveCommand(rooms));
        Submitting submitting = new Submitting(hub, rooms, metrics.messages());
        put(ClientFrame.Send.class, new SendCommand(submitting));
        put(ClientFrame.Edit.class, new EditCommand(submitting));
        put(ClientFrame.Delete.class, new DeleteCommand(submitting));
        put(ClientFrame.Signal.class, new SignalCommand(hub, rooms));
        put(ClientFrame.Typing.class, new TypingCommand(hub, rooms));
        put(ClientFrame.History.class, new HistoryCommand(hub, rooms, questions));
        put(ClientFrame.Receipt.class, new ReceiptCommand(hub, rooms, metrics.messages()));
        put(ClientFrame.Receipts.class, new ReceiptsCommand(hub, rooms, questions));
        put(ClientFrame.Rooms.class, new RoomsCommand(hub, rooms, questions));
        put(ClientFrame.Presence.class, new PresenceCommand(presence, rooms, questions));
        put(ClientFrame.Status.class, new StatusCommand(presence, clock));
    }

    /** Carries out one text that came in. */
    public void execute(Session session, String text) {
        ClientFrameReader.Reading reading = reader.read(text);
        if (reading == null) {
            session.close(CloseCode.NOT_JSON, CloseCode.NOT_JSON.reason());
        } else {
            execute(session, reading);
        }
    }

    /** Carries out one binary message that came in. */
    public void execute(Session session, Buffer message) {
        execute(session, reader.readBinary(message));
    }

    private void execute(Session session, ClientFrameReader.Reading reading) {
        try {
            if (!session.isService()) {
                session.rateLimit().frame(System.nanoTime());
            }
            requireIdentity(session, reading.heading());
            if (reading.refusal() != null) {
                throw reading.refusal();
            }
            commands.get(reading.frame().getClass()).execute(session, reading.frame());
        } catch (RuntimeException e) {
            refuse(session, reading.heading(), Refusals.of(e));
        }
    }

    /** Takes the session out of all its rooms, once its connection is gone. */
    public void leaveAll(Session session) {
        for (String room : session.rooms().keySet().toArray(String[]::new)) {
            rooms.leave(session, room);
        }
    }

    /** The connection is not behind any more in a room. */
    public void caughtUp(Session session, String room) {
        rooms.caughtUp(session, room);
    }

    /** Whether the owner of a room has to be asked first whether the connection may be there. */
    public boolean isAskedFirst(Session session, String room) {
        return !rooms.admitsUnmade(session, room);
    }

    /** Asks whether the connection may be in a room: the entry that has made its user what it is there. */
    public Future<Long> admission(Session session, String room) {
        return rooms.admission(session, room);
    }

    /** The connection may be in a room no more, and has got all up to that. */
    public void expelled(Session session, String room, String reason) {
        rooms.expelled(session, room, reason);
    }

    /** Resumes the rooms that a connection named in its address, as if it had sent the frame. */
    public void resume(Session session, Map<String, Position> positions) {
        Refusal refusal = positions.size() <= limits.maxRoomsPerResume()
                ? null
                : Refusal.limit(
                        ErrorCode.LIMIT_EXCEEDED,
                        "too many rooms in the address",
                        "max-rooms-per-resume",
                        limits.maxRoomsPerResume());
        Resume frame = new Resume(null, positions, true);
        execute(session, new ClientFrameReader.Reading(frame, new Heading("resume", null, null, null), refusal));
    }

    private static void requireIdentity(Session session, Heading heading) {
        if (session.identity() == null && (heading.type() == null || !OF_STRANGERS.contains(heading.type()))) {
            throw new Refusal(ErrorCode.UNAUTHENTICATED, "send auth with a token first");
        }
    }

    private static void refuse(Session session, Heading heading, Refusal refusal) {
        if (heading.stream() == null) {
            session.refuse(heading.id(), refusal, heading.room(), heading.clientMsgId());
        } else {
            session.refuseOfStream(heading.id(), refusal, heading.stream(), heading.seq());
        }
        if (session.rateLimit().isFlood(System.nanoTime())) {
            session.close(CloseCode.FLOOD, CloseCode.FLOOD.reason());
        }
    }

    @SuppressWarnings("unchecked")
    private <F extends ClientFrame> void put(Class<F> type, Command<F> command) {
        commands.put(type, (Command<ClientFrame>) command);
    }
}
