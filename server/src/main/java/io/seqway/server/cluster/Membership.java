package io.seqway.server.cluster;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.config.Config;
import com.hazelcast.core.LifecycleEvent;
import io.seqway.protocol.bus.Addresses;
import io.seqway.protocol.bus.BusCodec;
import io.vertx.core.Completable;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.NodeListener;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.core.spi.cluster.RegistrationUpdateEvent;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Hazelcast as Vert.x's cluster manager, for nothing but membership: an address of the event bus names its node, and where
 * a node listens stands with the member. So messages reach a node from the moment it is seen. What Vert.x would keep in
 * maps of Hazelcast instead is not there for seconds when two halves merge, and may be lost with nodes.
 */
final class Membership extends HazelcastClusterManager {
    private volatile NodeInfo own;
    private volatile NodeListener nodes;
    private volatile RegistrationListener registrations;
    /** Addresses of nodes that were there when they were asked for: Vert.x does not ask again. */
    private final Set<String> found = ConcurrentHashMap.newKeySet();

    Membership(Config config) {
        super(config);
    }

    /** Messages may come from the moment this node is seen: before that, the event bus learns how to read them. */
    @Override
    public void init(Vertx vertx) {
        super.init(vertx);
        BusCodec.register(vertx.eventBus());
    }

    @Override
    public void nodeListener(NodeListener listener) {
        nodes = listener;
    }

    @Override
    public void registrationListener(RegistrationListener listener) {
        registrations = listener;
        super.registrationListener(listener);
    }

    @Override
    public void setNodeInfo(NodeInfo info, Completable<Void> done) {
        own = info;
        done.succeed();
    }

    @Override
    public NodeInfo getNodeInfo() {
        return own;
    }

    @Override
    public void getNodeInfo(String node, Completable<NodeInfo> done) {
        Members.bus(getHazelcastInstance(), node)
                .ifPresentOrElse(done::succeed, () -> done.fail(new VertxException("no member: " + node, true)));
    }

    @Override
    public void addRegistration(String address, RegistrationInfo info, Completable<Void> done) {
        done.succeed();
    }

    @Override
    public void removeRegistration(String address, RegistrationInfo info, Completable<Void> done) {
        done.succeed();
    }

    @Override
    public void getRegistrations(String address, Completable<List<RegistrationInfo>> done) {
        String node = Addresses.node(address);
        if (getNodes().contains(node)) {
            found.add(address);
            done.succeed(List.of(new RegistrationInfo(node, 0, false)));
        } else {
            done.succeed(List.of());
        }
    }

    @Override
    public void memberAdded(MembershipEvent event) {
        changed();
    }

    @Override
    public void memberRemoved(MembershipEvent event) {
        changed();
    }

    @Override
    public void stateChanged(LifecycleEvent event) {
        if (event.getState() == LifecycleEvent.LifecycleState.MERGED) {
            changed();
        }
    }

    /** The listener reads all members anew, whoever came or went. */
    private void changed() {
        if (isActive()) {
            forgetWhoIsGone();
            if (nodes != null) {
                nodes.nodeAdded(getNodeId());
            }
        }
    }

    private void forgetWhoIsGone() {
        List<String> members = getNodes();
        for (String address : found) {
            if (!members.contains(Addresses.node(address)) && found.remove(address)) {
                registrations.registrationsUpdated(new RegistrationUpdateEvent(address, List.of()));
            }
        }
    }
}
