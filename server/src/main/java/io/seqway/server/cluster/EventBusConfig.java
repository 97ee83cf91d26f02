package io.seqway.server.cluster;

import io.seqway.server.config.Config.Cluster;
import io.seqway.server.config.Config.ClusterTls;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemTrustOptions;
import java.util.concurrent.TimeUnit;

/** The event bus between the nodes: where it listens, when a connection counts as dead, and whom it trusts. */
final class EventBusConfig {
    private static final long PING_MS = 1_000;
    private static final long PONG_MS = 2_000;
    /**
     * Without a pong Vert.x closes a connection only once all is written. What TCP does not take waits until it tries again,
     * which may be as long again as the network was cut, or forever; so a connection on which nothing comes is cut.
     */
    private static final int SILENT_MS = (int) (PING_MS + PONG_MS) + 250;
    /** TCP itself would wait longer and longer before it tries again, also when the network is whole again. */
    private static final int CONNECT_TIMEOUT_MS = 1_000;

    private EventBusConfig() {}

    static EventBusOptions of(Cluster cluster) {
        EventBusOptions options = new EventBusOptions()
                .setHost(cluster.host())
                .setPort(cluster.eventBusPort())
                .setClusterPublicHost(cluster.host())
                .setClusterPublicPort(cluster.eventBusPort())
                .setClusterPingInterval(PING_MS)
                .setClusterPingReplyInterval(PONG_MS)
                .setConnectTimeout(CONNECT_TIMEOUT_MS)
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
        options.setReadIdleTimeout(SILENT_MS);
        cluster.tls().ifPresent(tls -> encrypt(options, tls));
        return options;
    }

    /** Who connects shows a certificate of the authority, and so does who is connected to; names are not compared. */
    private static void encrypt(EventBusOptions options, ClusterTls tls) {
        options.setSsl(true)
                .setTrustAll(false)
                .setClientAuth(ClientAuth.REQUIRED)
                .setKeyCertOptions(BusCertificate.options(tls))
                .setTrustOptions(
                        new PemTrustOptions().addCertPath(tls.authority().toString()));
    }
}
