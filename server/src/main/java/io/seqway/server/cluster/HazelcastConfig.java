package io.seqway.server.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MemberAttributeConfig;
import com.hazelcast.config.NetworkConfig;
import io.seqway.server.config.Config.Cluster;
import java.util.Optional;

/**
 * Hazelcast as the server uses it: membership, no data. The times are chosen so that a dead node is gone within a second
 * and a frozen one within six, and that one is back some seconds after it goes on.
 */
final class HazelcastConfig {
    /** What members may send each other as Java objects; Hazelcast and Vert.x need no more. */
    private static final String[] DESERIALIZED = {"java.lang.", "java.util.", "com.hazelcast.", "io.vertx."};

    /**
     * Message stores miss a silent node after 3 s by themselves; the members must not part so soon. After a cut of 3 to 12 s
     * TCP says again what was lost only 6 or 13 s after the cut began. Members that have parted by then cannot reach each
     * other, though the network is whole again, until they have merged.
     */
    private static final String MAX_SILENCE_SECONDS = "15";

    private HazelcastConfig() {}

    /**
     * @param roles the roles of this node, as the other nodes will read them
     * @param log what this node writes, if it has a message store
     */
    static Config of(Cluster cluster, String roles, Optional<AnnouncedLog> log) {
        Config config = new Config().setClusterName(cluster.name());
        config.setProperty("hazelcast.logging.type", "slf4j")
                .setProperty("hazelcast.phone.home.enabled", "false")
                .setProperty("hazelcast.heartbeat.interval.seconds", "1")
                .setProperty("hazelcast.max.no.heartbeat.seconds", MAX_SILENCE_SECONDS)
                .setProperty("hazelcast.connection.monitor.max.faults", "1")
                .setProperty("hazelcast.wait.seconds.before.join", "0")
                .setProperty("hazelcast.merge.first.run.delay.seconds", "5")
                .setProperty("hazelcast.merge.next.run.delay.seconds", "5")
                .setProperty("hazelcast.graceful.shutdown.max.wait", "5")
                // the same on all nodes, or they refuse each other
                .setProperty("hazelcast.partition.count", "71")
                .setProperty("hazelcast.local.localAddress", cluster.host())
                .setProperty("hazelcast.socket.bind.any", "false");
        NetworkConfig network =
                config.getNetworkConfig().setPort(cluster.port()).setPortAutoIncrement(false);
        JoinConfig join = network.getJoin();
        join.getMulticastConfig().setEnabled(false);
        join.getAutoDetectionConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true).setMembers(cluster.peers());
        JavaSerializationFilterConfig filter = new JavaSerializationFilterConfig();
        filter.getWhitelist().addPrefixes(DESERIALIZED);
        config.getSerializationConfig().setJavaSerializationFilterConfig(filter);
        MemberAttributeConfig attributes = config.getMemberAttributeConfig()
                .setAttribute(Members.ROLES, roles)
                .setAttribute(Members.BUS, cluster.host() + ':' + cluster.eventBusPort());
        log.ifPresent(written -> attributes
                .setAttribute(Members.LOG, written.token())
                .setAttribute(Members.DATABASE, written.database()));
        return config;
    }
}
