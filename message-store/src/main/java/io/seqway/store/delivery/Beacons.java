package io.seqway.store.delivery;

import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.FromStore.Beacon;
import io.seqway.protocol.bus.FromStore.PartitionSum;
import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.cluster.HeadSum;
import io.seqway.protocol.cluster.Role;
import io.seqway.store.interest.Interest;
import io.seqway.store.ownership.Ownership;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Says to every gateway node, again and again, what this node owns and where the rooms stand that the gateway watches:
 * so that whatever was lost on the way is noticed, also where nothing more is said. A gateway that does not answer, or
 * leaves the cluster, is forgotten with its interest.
 */
public final class Beacons {
    /** Every how many ms a beacon is said. */
    public static final long EVERY_MS = 1_000;

    private final ClusterView view;
    private final Ownership ownership;
    private final Interest interest;
    private final Outflows outflows;
    private final BiConsumer<String, BusMessage> send;
    private Set<String> members = Set.of();

    /** @param send sends a message to a gateway node, by its id */
    public Beacons(
            ClusterView view,
            Ownership ownership,
            Interest interest,
            Outflows outflows,
            BiConsumer<String, BusMessage> send) {
        this.view = view;
        this.ownership = ownership;
        this.interest = interest;
        this.outflows = outflows;
        this.send = send;
    }

    /** It is time for the next one; what was gathered for the gateways has to be sent before. */
    public void next() {
        outflows.nodes().stream().filter(outflows::isDead).forEach(this::forget);
        sayToAll();
        outflows.asked();
    }

    /** Says it to everybody, as {@link #next} but out of turn. */
    public void sayToAll() {
        lookAtMembers();
        members.forEach(outflows::open);
        outflows.nodes().forEach(this::say);
    }

    /** Says it to one node; what was gathered for it has to be sent before. */
    public void say(String node) {
        send.accept(node, new Beacon(outflows.pushed(node), sums(node), ownership.isCutOff()));
    }

    /** Forgets the gateways that have left the cluster. */
    public void lookAtMembers() {
        Set<String> before = members;
        members = new HashSet<>(view.nodes(Role.GATEWAY));
        before.stream().filter(node -> !members.contains(node)).forEach(this::forget);
    }

    private void forget(String node) {
        outflows.close(node);
        interest.end(node);
    }

    private List<PartitionSum> sums(String node) {
        if (!ownership.lasts()) {
            return List.of();
        }
        return ownership.owned().stream()
                .mapToObj(partition -> {
                    HeadSum heads = interest.sum(node, partition);
                    long epoch = ownership.owner(partition).epoch();
                    return new PartitionSum(partition, epoch, heads.rooms(), heads.sum());
                })
                .toList();
    }
}
