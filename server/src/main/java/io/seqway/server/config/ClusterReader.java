package io.seqway.server.config;

import static io.seqway.server.config.Setting.*;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Turns the settings of the cluster into a {@link Config.Cluster}. */
final class ClusterReader {
    private static final Pattern CLUSTER_NAMES = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final List<Setting> TLS = List.of(CLUSTER_TLS_KEY, CLUSTER_TLS_CERT, CLUSTER_TLS_CA);

    private final Settings settings;
    private final boolean dev;

    ClusterReader(Settings settings, boolean dev) {
        this.settings = settings;
        this.dev = dev;
    }

    Optional<Config.Cluster> read() {
        if (settings.choice(CLUSTER, Set.of("off", "hazelcast"), CLUSTER.defaultText)
                .equals("off")) {
            Stream.concat(Stream.of(CLUSTER_PEERS), TLS.stream())
                    .filter(settings::has)
                    .findFirst()
                    .ifPresent(given -> {
                        throw settings.refuse(given, "has no effect without --cluster hazelcast");
                    });
            return Optional.empty();
        }
        String name = settings.textOrDefault(CLUSTER_NAME);
        if (!CLUSTER_NAMES.matcher(name).matches()) {
            throw settings.refuseShown(CLUSTER_NAME, name, "1 to 64 characters of A-Z a-z 0-9 . _ -");
        }
        int port = settings.number(CLUSTER_PORT, 1, 65534);
        List<String> peers = peers();
        Optional<Config.ClusterTls> tls = tls();
        return Optional.of(new Config.Cluster(name, host(), port, peers, tls));
    }

    /** Hazelcast compares addresses, not names. */
    private String host() {
        String host = settings.text(CLUSTER_HOST).orElseGet(() -> dev ? "127.0.0.1" : Peers.ownAddress());
        return settings.address(CLUSTER_HOST, host).getHostAddress();
    }

    private List<String> peers() {
        List<String> peers = settings.list(CLUSTER_PEERS);
        for (String peer : peers) {
            if (!Peers.valid(peer)) {
                throw settings.refuseShown(CLUSTER_PEERS, peer, "host:port of other nodes");
            }
        }
        return peers;
    }

    private Optional<Config.ClusterTls> tls() {
        if (TLS.stream().noneMatch(settings::has)) {
            return Optional.empty();
        }
        return Optional.of(new Config.ClusterTls(file(CLUSTER_TLS_KEY), file(CLUSTER_TLS_CERT), file(CLUSTER_TLS_CA)));
    }

    private Path file(Setting setting) {
        String text = settings.text(setting)
                .orElseThrow(() -> new ConfigException(
                        "%s (or %s) is missing: an encrypted event bus needs a key, a certificate and an authority"
                                .formatted(setting.flag(), setting.variable())));
        try {
            Path file = Path.of(text);
            if (Files.isReadable(file)) {
                return file;
            }
        } catch (InvalidPathException e) {
            // said below
        }
        throw settings.refuseShown(setting, text, "a file that can be read");
    }
}
