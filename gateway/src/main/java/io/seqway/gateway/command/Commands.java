package io.seqway.gateway.command;

import io.seqway.gateway.auth.Tokens;
import io.seqway.gateway.presence.PresenceLink;
import io.seqway.gateway.room.Hub;
import io.seqway.gateway.session.Session;
import io.seqway.protocol.CloseCode;
import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Limits;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.frame.ClientFrame;
import io.seqway.protocol.frame.ClientFrameReader;
import java.util.HashMap;
import java.util.Map;

/** Reads what a connection says and has the command of each frame carry it out. */
public final class Commands {
    private final Map<Class<? extends ClientFrame>, Command<ClientFrame>> commands = new HashMap<>();
    private final ClientFrameReader reader;
    private final Rooms rooms;

    /** @param openRooms whether everybody may enter every room */
    public Commands(Hub hub, PresenceLink presence, Tokens tokens, Limits limits, boolean openRooms) {
        reader = new ClientFrameReader(limits);
        rooms = new Rooms(hub, presence, limits, openRooms);
        put(ClientFrame.Auth.class, new AuthCommand(tokens));
        put(ClientFrame.Ping.class, new PingCommand());
        put(ClientFrame.Join.class, new JoinCommand(rooms));
        put(ClientFrame.Resume.class, new ResumeCommand(rooms));
        put(ClientFrame.Leave.class, new LeaveCommand(rooms));
        put(ClientFrame.Send.class, new SendCommand(hub, rooms));
        put(ClientFrame.History.class, new HistoryCommand(hub, rooms));
        put(ClientFrame.Presence.class, new PresenceCommand(presence, rooms));
    }

    /** Carries out one text that came in. */
    public void execute(Session session, String text) {
        ClientFrameReader.Reading reading = reader.read(text);
        if (reading == null) {
            session.close(CloseCode.NOT_JSON, CloseCode.NOT_JSON.reason());
            return;
        }
        try {
            session.rateLimit().frame(System.nanoTime());
            if (reading.refusal() != null) {
                throw reading.refusal();
            }
            execute(session, reading.frame());
        } catch (RuntimeException e) {
            refuse(session, reading, Refusals.of(e));
        }
    }

    /** Takes the session out of all its rooms, once its connection is gone. */
    public void leaveAll(Session session) {
        for (String room : session.rooms().keySet().toArray(String[]::new)) {
            rooms.leave(session, room);
        }
    }

    private void execute(Session session, ClientFrame frame) {
        boolean free = frame instanceof ClientFrame.Auth || frame instanceof ClientFrame.Ping;
        if (!free && session.identity() == null) {
            throw new Refusal(ErrorCode.UNAUTHENTICATED, "send auth with a token first");
        }
        commands.get(frame.getClass()).execute(session, frame);
    }

    private static void refuse(Session session, ClientFrameReader.Reading reading, Refusal refusal) {
        String room = null;
        String clientMsgId = null;
        if (reading.frame() instanceof ClientFrame.Send send) {
            room = send.room();
            clientMsgId = send.clientMsgId();
        } else if (reading.frame() instanceof ClientFrame.Join join) {
            room = join.room();
        }
        session.refuse(reading.id(), refusal, room, clientMsgId);
        if (session.rateLimit().isFlood(System.nanoTime())) {
            session.close(CloseCode.FLOOD, CloseCode.FLOOD.reason());
        }
    }

    @SuppressWarnings("unchecked")
    private <F extends ClientFrame> void put(Class<F> type, Command<F> command) {
        commands.put(type, (Command<ClientFrame>) command);
    }
}
