package io.seqway.gateway.http;

import io.seqway.gateway.auth.Identity;
import io.seqway.gateway.auth.Origins;
import io.seqway.gateway.auth.Tokens;
import io.seqway.gateway.door.Door;
import io.seqway.gateway.metrics.RefusalMetrics;
import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Ids;
import io.seqway.protocol.Limits;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.frame.Position;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import java.net.InetAddress;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /ws}: checks the handshake (RFC 6455, section 4.2) and who is behind it before anything is upgraded. It
 * stands before the router, whose wrapping of requests would hide the socket's own interface.
 */
final class WebSocketRoute implements Handler<HttpServerRequest> {
    /** The prefix of an offered subprotocol that carries a token; never echoed. */
    private static final String BEARER_PROTOCOL = "bearer.";

    private static final String BEARER = "Bearer ";
    private static final String VERSION = "Sec-WebSocket-Version";
    private static final int KEY_BYTES = 16;
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketRoute.class);

    private final Door door;
    private final Origins origins;
    private final Tokens tokens;
    private final Accepted accepted;
    private final RefusedHandshakes refused;

    WebSocketRoute(Door door, Origins origins, Tokens tokens, Accepted accepted, RefusalMetrics metrics) {
        this.door = door;
        this.origins = origins;
        this.tokens = tokens;
        this.accepted = accepted;
        this.refused = new RefusedHandshakes(door, metrics);
    }

    @Override
    public void handle(HttpServerRequest request) {
        InetAddress client;
        try {
            client = door.knock(Door.peer(request), Door.forwardedFor(request));
        } catch (Refusal e) {
            refuse(request, e);
            return;
        }
        MultiMap headers = request.headers();
        if (!"websocket".equalsIgnoreCase(headers.get(HttpHeaders.UPGRADE)) || !"13".equals(headers.get(VERSION))) {
            request.response().putHeader(VERSION, "13").putHeader(HttpHeaders.UPGRADE, "websocket");
            refused.refuse(request, 426, "upgrade-required", "this address speaks WebSocket, version 13");
        } else if (malformed(headers)) {
            refused.refuse(request, 400, "bad-request", "malformed WebSocket handshake");
        } else if (!origins.allows(headers.get(HttpHeaders.ORIGIN), headers.get(HttpHeaders.HOST))) {
            refused.refuse(request, 403, "forbidden", "pages of this origin may not connect (allowed-origins)");
        } else {
            Map<String, Position> rooms = rooms(request);
            if (rooms == null) {
                refused.refuse(
                        request,
                        400,
                        "bad-request",
                        "room and lastSeq must come in pairs: room must be " + Ids.RULE
                                + ", lastSeq an integer from 0 to 2^53-1");
            } else {
                authenticate(request, client, token(request), rooms);
            }
        }
    }

    private void authenticate(
            HttpServerRequest request, InetAddress client, String token, Map<String, Position> rooms) {
        request.pause(); // a request that has been read to its end cannot become a WebSocket any more
        Future<Identity> identity = token == null ? Future.succeededFuture() : tokens.verify(token);
        identity.onFailure(e -> refuse(request, e)).onSuccess(known -> upgrade(request, client, known, rooms));
    }

    private void upgrade(
            HttpServerRequest request, InetAddress client, Identity identity, Map<String, Position> rooms) {
        if (accepted.isOver()) {
            // Its token was being checked while the others were sent away: after an upgrade it would be cut.
            refuse(request, new Refusal(ErrorCode.UNAVAILABLE, "the node is about to stop"));
            return;
        }
        Door.Entry entry;
        try {
            entry = door.enter(client, identity != null);
        } catch (Refusal e) {
            refuse(request, e);
            return;
        }
        // Whatever becomes of the handshake: the one end that it has for certain is that of its TCP connection.
        ((HttpServerConnection) request.connection())
                .channelHandlerContext()
                .channel()
                .closeFuture()
                .addListener(closed -> entry.leave());
        request.toWebSocket()
                .onSuccess(socket -> accepted.accept(socket, identity, rooms, entry))
                .onFailure(e -> LOG.debug("a WebSocket handshake failed", e));
    }

    /** A token that cannot be checked now is not a bad one: its client comes back with it, as does who was too fast. */
    private void refuse(HttpServerRequest request, Throwable failure) {
        if (failure instanceof Refusal refusal && refusal.code().retryable()) {
            request.response().putHeader(HttpHeaders.RETRY_AFTER, Problem.retryAfter(refusal));
            int status = refusal.code() == ErrorCode.RATE_LIMITED ? 429 : 503;
            refused.refuse(request, status, refusal.code().text(), refusal.getMessage());
        } else {
            refused.refuse(request, 401, "unauthenticated", reason(failure));
        }
    }

    /** What else goes wrong with a token may have parts of it in its message. */
    private static String reason(Throwable failure) {
        if (failure instanceof Refusal) {
            return failure.getMessage();
        }
        LOG.error("a token could not be checked: {}", failure.getClass().getName());
        return "the token could not be checked";
    }

    /** The rooms to resume that the address names; {@code null} if it names them badly. */
    private static Map<String, Position> rooms(HttpServerRequest request) {
        List<String> names = request.params().getAll("room");
        List<String> seqs = request.params().getAll("lastSeq");
        Map<String, Position> rooms = new LinkedHashMap<>();
        for (int i = 0; i < names.size() && i < seqs.size(); i++) {
            if (!Ids.valid(names.get(i))
                    || !seqs.get(i).matches("[0-9]{1,16}")
                    || Long.parseLong(seqs.get(i)) > Limits.MAX_SEQ) {
                return null;
            }
            rooms.put(names.get(i), new Position(null, Long.parseLong(seqs.get(i))));
        }
        return names.size() == seqs.size() ? rooms : null;
    }

    private static boolean malformed(MultiMap headers) {
        return headers.getAll(HttpHeaders.HOST).size() != 1
                || headers.getAll(HttpHeaders.UPGRADE).size() != 1
                || headers.getAll(HttpHeaders.ORIGIN).size() > 1
                || headers.getAll(HttpHeaders.AUTHORIZATION).size() > 1
                || headers.getAll(VERSION).size() > 1
                || headers.contains(HttpHeaders.TRANSFER_ENCODING)
                || !"0".equals(headers.get(HttpHeaders.CONTENT_LENGTH) == null ? "0" : headers.get("Content-Length"))
                || !validKey(headers.getAll("Sec-WebSocket-Key"));
    }

    private static boolean validKey(List<String> keys) {
        try {
            return keys.size() == 1 && Base64.getDecoder().decode(keys.get(0)).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The token of the handshake, or {@code null}: it may still come as the first frame. */
    private static String token(HttpServerRequest request) {
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (authorization != null) {
            boolean bearer = authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
            return bearer ? authorization.substring(BEARER.length()) : authorization;
        }
        for (String offered : request.headers().getAll("Sec-WebSocket-Protocol")) {
            for (String protocol : offered.split(",")) {
                if (protocol.strip().startsWith(BEARER_PROTOCOL)) {
                    return protocol.strip().substring(BEARER_PROTOCOL.length());
                }
            }
        }
        return request.getParam("access_token");
    }
}
