package io.seqway.gateway.session;

import io.seqway.gateway.log.Untrusted;
import io.seqway.gateway.socket.Ending;
import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.frame.ServerFrames.Joined;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.ServerWebSocket;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * What the log says of one connection: a line when it begins and one when it ends, and what became of its resumes. Frames
 * that are refused are counted and told at the end, so that a flood of them is no flood of the log. Nothing that users say
 * gets there, and no token.
 */
public final class ConnectionLog {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionLog.class);

    private final Session session;
    private final ServerWebSocket socket;
    private final String node;

    ConnectionLog(Session session, ServerWebSocket socket, String node) {
        this.session = session;
        this.socket = socket;
        this.node = node;
    }

    /** To be called while the headers of the handshake are known. */
    void began() {
        if (LOG.isDebugEnabled()) {
            MultiMap headers = socket.headers();
            LoggingEventBuilder event = about(session, Level.DEBUG)
                    .addKeyValue("node", node)
                    .addKeyValue("remote", session.remote().getHostAddress());
            Untrusted.add(event, "origin", headers.get(HttpHeaders.ORIGIN));
            Untrusted.add(event, "userAgent", headers.get(HttpHeaders.USER_AGENT));
            event.log("connection began");
        }
    }

    /** To be called while it still has its rooms. */
    void ended(Ending ending, long now) {
        LoggingEventBuilder event = about(session, Level.INFO)
                .addKeyValue("node", node)
                .addKeyValue("remote", session.remote().getHostAddress())
                .addKeyValue("code", ending.code());
        if (ending.reason() != null) {
            event.addKeyValue("reason", ending.reason());
        }
        event.addKeyValue("by", ending.by())
                .addKeyValue("durationMs", now - session.connectedAt())
                .addKeyValue("rooms", session.rooms().size())
                .addKeyValue("framesIn", session.framesIn())
                .addKeyValue("framesOut", session.framesOut());
        if (!session.refused().isEmpty()) {
            event.addKeyValue("refused", byText(session.refused()));
        }
        event.log("connection ended");
    }

    /** It has proven who speaks. */
    public static void authenticated(Session session) {
        about(session, Level.DEBUG).log("connection authenticated");
    }

    /** The user has connected again and again. */
    static void flaps(Session session) {
        about(session, Level.WARN).log("user connects again and again: more than 10 times in a minute");
    }

    /** A resume has an outcome for each of its rooms; those that a client must repair, or repeat, are for everybody. */
    public static void resumed(Session session, Collection<Joined> outcomes) {
        Map<String, Long> statuses =
                outcomes.stream().collect(Collectors.groupingBy(Joined::status, TreeMap::new, Collectors.counting()));
        boolean bad = statuses.containsKey("reset") || statuses.containsKey("error");
        LoggingEventBuilder event = about(session, bad && !session.isClosed() ? Level.INFO : Level.DEBUG)
                .addKeyValue("rooms", outcomes.size());
        statuses.forEach(event::addKeyValue);
        event.addKeyValue("missed", outcomes.stream().mapToLong(Joined::missed).sum())
                .log("connection resumed");
    }

    private static LoggingEventBuilder about(Session session, Level level) {
        LoggingEventBuilder event = LOG.atLevel(level).addKeyValue("session", session.id());
        return session.identity() == null ? event : event.addKeyValue("user", session.userId());
    }

    private static Map<String, Integer> byText(Map<ErrorCode, Integer> refused) {
        Map<String, Integer> byText = new TreeMap<>();
        refused.forEach((code, times) -> byText.put(code.text(), times));
        return byText;
    }
}
