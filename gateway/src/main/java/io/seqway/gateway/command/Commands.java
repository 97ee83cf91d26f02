package io.seqway.gateway.command;

import io.seqway.gateway.auth.RoomAccess;
import io.seqway.gateway.auth.Tokens;
import io.seqway.gateway.presence.PresenceLink;
import io.seqway.gateway.room.Hub;
import io.seqway.gateway.session.Session;
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

    public Commands(Hub hub, PresenceLink presence, Tokens tokens, Limits limits, RoomAccess access, EventLoop loop) {
        this.limits = limits;
        reader = new ClientFrameReader(limits);
        rooms = new Rooms(hub, presence, limits, access);
        Questions questions = new Questions(loop);
        put(ClientFrame.Auth.class, new AuthCommand(tokens, rooms));
        put(ClientFrame.Ping.class, new PingCommand());
        put(ClientFrame.Join.class, new JoinCommand(rooms));
        put(ClientFrame.Resume.class, new ResumeCommand(rooms));
        put(ClientFrame.Leave.class, new LeaveCommand(rooms));
        put(ClientFrame.Send.class, new SendCommand(hub, rooms));
        put(ClientFrame.Signal.class, new SignalCommand(hub, rooms));
        put(ClientFrame.History.class, new HistoryCommand(hub, rooms, questions));
        put(ClientFrame.Presence.class, new PresenceCommand(presence, rooms, questions));
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
        session.refuse(heading.id(), refusal, heading.room(), heading.clientMsgId());
        if (session.rateLimit().isFlood(System.nanoTime())) {
            session.close(CloseCode.FLOOD, CloseCode.FLOOD.reason());
        }
    }

    @SuppressWarnings("unchecked")
    private <F extends ClientFrame> void put(Class<F> type, Command<F> command) {
        commands.put(type, (Command<ClientFrame>) command);
    }
}
