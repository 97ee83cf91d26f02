package io.seqway.gateway.presence;

import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.PresenceMessage.Lease;
import io.seqway.protocol.bus.PresenceMessage.Leased;
import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.protocol.cluster.Role;
import io.vertx.core.AsyncResult;
import java.util.List;
import java.util.UUID;

/**
 * The lease of one hub with presence: as long as it is renewed, all holds that the hub has said. It goes to a node of
 * presence on this machine, or else to one that answers and has its store, and that one tells this gateway of changes. A lease that presence
 * does not know any more is never taken up again: its users may be on their way offline; the hub begins anew, under
 * another name.
 */
final class SourceLease {
    /** Every how many ms it is to be renewed: three times within the lease. */
    static final long RENEW_MS = 5_000;

    private final ClusterView view;
    private final PresenceBus bus;
    private final String hub;
    private final Runnable begun;
    private final Runnable moved;
    private String source;
    private String node;
    private boolean begins;
    private boolean held;
    private boolean asking;
    private int failures;

    /**
     * @param hub names the hub among all hubs of the cluster
     * @param begun called when it has a new name: all is to be said under it
     * @param moved called when another node tells of changes from now on
     */
    SourceLease(ClusterView view, PresenceBus bus, String hub, Runnable begun, Runnable moved) {
        this.view = view;
        this.bus = bus;
        this.hub = hub;
        this.begun = begun;
        this.moved = moved;
        rename();
    }

    /** The name under which the hub speaks. */
    String source() {
        return source;
    }

    /** Whether anything can be said under the name. */
    boolean held() {
        return held;
    }

    /** The node that tells of changes, or {@code null}. */
    String node() {
        return node;
    }

    /** Says that the hub lives. */
    void renew() {
        ask(view.nodes(Role.PRESENCE).size() - 1);
    }

    /** @param others how many nodes more to ask at once, if this one can take nothing */
    private void ask(int others) {
        List<String> nodes = view.nodes(Role.PRESENCE);
        if (asking || nodes.isEmpty()) {
            return;
        }
        asking = true;
        String asked = choose(nodes);
        String name = source;
        bus.askPresence(asked, new Lease(name, view.self(), begins)).onComplete(answer -> {
            asking = false;
            if (name.equals(source)) {
                answered(asked, others, answer);
            } else {
                renew(); // it has another name by now
            }
        });
    }

    /** The name is to be given up: the node that keeps its lease does not know it any more, or too much is to be said. */
    void lost() {
        rename();
        renew();
    }

    private void answered(String asked, int others, AsyncResult<BusMessage> answer) {
        if (answer.failed()) {
            failures++;
            hold(); // a node of the version before does not answer: it is spoken to as ever
        } else if (answer.result() instanceof Leased leased && leased.available()) {
            failures = 0;
            if (!leased.known()) {
                lost();
                return;
            }
            begins = false;
            hold();
            if (!asked.equals(node)) {
                node = asked;
                moved.run();
            }
        } else {
            failures++; // without a store it can keep no lease, nor hears of any change
            if (others > 0) {
                ask(others - 1);
            }
        }
    }

    private void hold() {
        if (!held) {
            held = true;
            begun.run();
        }
    }

    private void rename() {
        source = hub + '/' + UUID.randomUUID().toString().substring(0, 8);
        begins = true;
        held = false;
    }

    private String choose(List<String> nodes) {
        String first = nodes.contains(view.self()) ? view.self() : Partitions.owner(Partitions.of(view.self()), nodes);
        return nodes.get((nodes.indexOf(first) + failures) % nodes.size());
    }
}
