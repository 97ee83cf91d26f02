package io.seqway.server.document;

import io.seqway.testing.SocketClient;
import io.seqway.testing.Tokens;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;

/** Puts this run's values in the place of those that the document uses. */
public final class Words {
    private static final Pattern TOKEN =
            Pattern.compile("<token of (\\w+)(?:, valid for (\\d+) s)?(?:, for (\\S+) only)?>");
    private static final String SHOWN_TOKEN = "6f3k09qz.";
    private static final String SHOWN_SERVER = "localhost:8080";
    private static final String SHOWN_ROOMS = "team.";
    private static final String ALL_ROOMS = SHOWN_ROOMS + '*';
    private static final String AN_HOUR = "3600";
    private static final String SERVICE = "backend";

    private final URI server;
    private final String secret;
    /** Of this run: a store may know the rooms of others. */
    private final String rooms = SHOWN_ROOMS + UUID.randomUUID() + '.';

    /** What all epochs of this run begin with. */
    private final String logs;

    /**
     * @param server {@code http://host:port}
     * @param secret what signs tokens that the server believes
     */
    public Words(URI server, String secret) {
        this.server = server;
        this.secret = secret;
        this.logs = logs();
    }

    URI server() {
        return server;
    }

    URI socket(String target) {
        return URI.create("ws://" + server.getAuthority() + target);
    }

    String of(String shown) {
        return TOKEN.matcher(shown)
                .replaceAll(token -> token(
                        token.group(1),
                        Objects.requireNonNullElse(token.group(2), AN_HOUR),
                        Objects.requireNonNullElse(token.group(3), ALL_ROOMS)))
                .replace(SHOWN_TOKEN, logs)
                .replace(SHOWN_ROOMS, rooms)
                .replace(SHOWN_SERVER, server.getAuthority());
    }

    String token(String user) {
        return token(user, AN_HOUR, ALL_ROOMS);
    }

    private String token(String user, String seconds, String granted) {
        String name = Character.toUpperCase(user.charAt(0)) + user.substring(1);
        String role = user.equals(SERVICE) ? "service" : "user";
        Map<String, ?> claims = Map.of("name", name, "role", role, "rooms", List.of(granted));
        return Tokens.token(secret, user, claims, Duration.ofSeconds(Long.parseLong(seconds)));
    }

    private String logs() {
        Map<String, String> headers = Map.of("Authorization", "Bearer " + token("somebody"));
        try (SocketClient client = SocketClient.connect(socket("/ws"), headers, List.of())) {
            String epoch = client.request(Map.of("type", "join", "room", rooms + "somebody"))
                    .path("epoch")
                    .asText();
            return epoch.substring(0, epoch.lastIndexOf('.') + 1);
        }
    }
}
