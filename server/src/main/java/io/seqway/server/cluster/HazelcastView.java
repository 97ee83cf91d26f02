package io.seqway.server.cluster;

import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.cluster.Role;
import io.vertx.core.spi.cluster.NodeListener;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The members of the Hazelcast cluster by role, but for those that write another log. It looks again when a member comes
 * or goes, and whenever {@link #refresh()} is called, since an event may be lost in a merge of two halves.
 */
final class HazelcastView implements ClusterView, NodeListener {
    private static final Logger LOG = LoggerFactory.getLogger(HazelcastView.class);

    private final String self;
    private final Supplier<List<Peer>> members;
    private final OneLog log;
    private final List<Runnable> handlers = new CopyOnWriteArrayList<>();
    private volatile Map<Role, List<String>> nodes = Map.of();

    /**
     * @param members all members, the oldest first; read on any thread, must not block
     */
    HazelcastView(String self, Supplier<List<Peer>> members) {
        this.self = self;
        this.log = new OneLog(self);
        this.members = members;
        refresh();
    }

    @Override
    public String self() {
        return self;
    }

    @Override
    public List<String> nodes(Role role) {
        return nodes.getOrDefault(role, List.of());
    }

    @Override
    public void onChange(Runnable handler) {
        handlers.add(handler);
    }

    @Override
    public void nodeAdded(String node) {
        refresh();
    }

    @Override
    public void nodeLeft(String node) {
        refresh();
    }

    /** Why this node does not belong to the cluster that it is in, if it does not. */
    Optional<AnotherLogException> wrongLog() {
        return log.wrong(members.get());
    }

    /** Reads the members, and calls the handlers if they are others than before. */
    void refresh() {
        if (update()) {
            LOG.info(
                    "nodes in the cluster by role: {} gateway, {} message-store, {} presence",
                    nodes(Role.GATEWAY).size(),
                    nodes(Role.MESSAGE_STORE).size(),
                    nodes(Role.PRESENCE).size());
            handlers.forEach(Runnable::run);
        }
    }

    /** One thread at a time, so that an older picture never replaces a newer one. */
    private synchronized boolean update() {
        Map<Role, List<String>> seen = new EnumMap<>(Role.class);
        log.of(members.get())
                .forEach(peer -> peer.roles().forEach(role -> seen.computeIfAbsent(role, r -> new ArrayList<>())
                        .add(peer.node())));
        seen.replaceAll(
                (role, ids) -> ids.stream().sorted(Comparator.naturalOrder()).toList());
        boolean changed = !seen.equals(nodes);
        nodes = seen;
        return changed;
    }
}
