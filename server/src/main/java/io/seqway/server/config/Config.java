package io.seqway.server.config;

import io.seqway.gateway.auth.KeySource;
import io.seqway.gateway.auth.TokenOptions.Secret;
import io.seqway.gateway.door.DoorOptions;
import io.seqway.gateway.presence.ConnectionLimit;
import io.seqway.gateway.session.UserLimits;
import io.seqway.protocol.Limits;
import io.seqway.protocol.cluster.Role;
import io.seqway.store.retention.Retention;
import io.seqway.store.stream.StreamQuotas;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The configuration of a node, checked.
 *
 * @param dev development: embedded stores where no address is given, open rooms, a token, loopback only
 * @param dataDir the folder of the embedded stores and of the development secret
 * @param drainMs milliseconds over which sockets are closed when the node stops
 * @param cluster empty for a node that is alone
 * @param door who is let in before it is known who it is
 * @param limits of one connection
 * @param users of all connections of a user
 * @param connections of a user on all nodes
 * @param streams how much users may keep in streams
 * @param retention how much is kept of rooms that have no rule of their own
 */
public record Config(
        boolean dev,
        Set<Role> roles,
        Path dataDir,
        long drainMs,
        Log log,
        Http http,
        Access access,
        Stores stores,
        Optional<Cluster> cluster,
        DoorOptions door,
        Limits limits,
        UserLimits users,
        ConnectionLimit connections,
        StreamQuotas streams,
        Retention retention) {

    /**
     * How the log is written.
     *
     * @param level in small letters
     * @param format {@code text} or {@code json}
     */
    public record Log(String level, String format) {}

    /**
     * Where the node listens.
     *
     * @param port 0 lets the system choose
     * @param managementPort empty if health is served on the same port
     */
    public record Http(String host, int port, OptionalInt managementPort, List<String> allowedOrigins) {}

    /**
     * Who may come in.
     *
     * @param secrets empty where no token is read or only public keys are believed, and in development, where the data
     *     folder holds one
     * @param publicKeys where the keys of the other algorithms are read from
     * @param keyRefreshMs how old keys may become that came from a URL, in ms
     * @param issuer the required issuer of tokens, or {@code null}
     * @param audience the required audience of tokens, or {@code null}
     * @param openRooms whether a room without members may be joined by everybody
     */
    public record Access(
            List<Secret> secrets,
            List<KeySource> publicKeys,
            long keyRefreshMs,
            String issuer,
            String audience,
            boolean openRooms) {}

    /**
     * The stores; an address is empty where the embedded store is used or the node does not have the role.
     *
     * @param presenceNames up to how many users of a room presence tells by name
     * @param maxMembers how many members a room may have
     */
    public record Stores(
            Optional<String> mongoUri,
            String mongoDatabase,
            Optional<String> redisUri,
            int presenceNames,
            int maxMembers) {
        /** Without the addresses, which may hold passwords. */
        @Override
        public String toString() {
            return "Stores[mongoDatabase=" + mongoDatabase + "]";
        }
    }

    /**
     * How this node and the others find each other.
     *
     * @param name the cluster: nodes of another name are refused
     * @param host the address of this node for the others
     * @param port the port of Hazelcast; the event bus listens on the next one
     * @param peers other nodes, as host:port; a name stands for all the addresses it has
     * @param tls how the event bus is encrypted; empty if it is not
     */
    public record Cluster(String name, String host, int port, List<String> peers, Optional<ClusterTls> tls) {
        public int eventBusPort() {
            return port + 1;
        }
    }

    /**
     * The event bus in TLS, where both sides show a certificate.
     *
     * @param key the private key of this node, a PEM file
     * @param certificate the certificate of this node, a PEM file
     * @param authority who signs the certificates of all nodes, a PEM file
     */
    public record ClusterTls(Path key, Path certificate, Path authority) {}
}
