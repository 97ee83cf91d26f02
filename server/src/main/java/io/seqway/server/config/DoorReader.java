package io.seqway.server.config;

import static io.seqway.server.config.Setting.*;

import io.seqway.gateway.door.DoorOptions;
import io.seqway.gateway.door.Subnet;
import java.util.List;
import java.util.stream.Stream;

/** Reads who is let in before it is known who it is. */
final class DoorReader {
    private final Settings settings;

    DoorReader(Settings settings) {
        this.settings = settings;
    }

    DoorOptions read() {
        return new DoorOptions(
                settings.number(HANDSHAKES_PER_SECOND, 1, 1_000_000),
                settings.number(HANDSHAKE_BURST, 1, 1_000_000),
                settings.number(MAX_UNAUTHENTICATED_PER_ADDRESS, 1, 1_000_000),
                // Who connects from this machine is a tool on it, or a proxy that was not named: neither is an
                // attacker.
                Stream.of(HANDSHAKES_PER_SECOND, HANDSHAKE_BURST, MAX_UNAUTHENTICATED_PER_ADDRESS)
                        .anyMatch(settings::has),
                settings.number(MAX_CONNECTIONS, 1, 10_000_000),
                proxies());
    }

    private List<Subnet> proxies() {
        return settings.list(TRUSTED_PROXIES).stream().map(this::proxy).toList();
    }

    private Subnet proxy(String text) {
        Subnet subnet = Subnet.of(text);
        if (subnet == null) {
            throw settings.refuseShown(TRUSTED_PROXIES, text, "addresses such as 10.0.0.7, 10.0.0.0/8 or fd00::/8");
        }
        return subnet;
    }
}
