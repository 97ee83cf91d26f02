package io.seqway.gateway.presence;

import io.seqway.protocol.bus.PresenceMessage.AskClock;
import io.seqway.protocol.bus.PresenceMessage.Clock;
import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.cluster.Role;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which nodes of presence serve, as far as one hub has heard. A node is in the cluster for seconds before it does; what is
 * said to it until then is lost, and for so long its rooms are left to those that serve.
 */
final class ServingNodes {
    private final ClusterView view;
    private final PresenceBus bus;
    private final Runnable changed;
    private final Set<String> heard = new HashSet<>();
    private final Set<String> asked = new HashSet<>();

    /** @param changed called when one more serves */
    ServingNodes(ClusterView view, PresenceBus bus, Runnable changed) {
        this.view = view;
        this.bus = bus;
        this.changed = changed;
    }

    /** Those that have been heard; all that there are, if none has. */
    List<String> nodes() {
        List<String> all = view.nodes(Role.PRESENCE);
        List<String> serving = all.stream().filter(heard::contains).toList();
        return serving.isEmpty() ? all : serving;
    }

    /** Asks those that have not been heard; to be called about twice a second, and when the members change. */
    void look() {
        List<String> all = view.nodes(Role.PRESENCE);
        heard.retainAll(all);
        for (String node : all) {
            if (!heard.contains(node) && asked.add(node)) {
                bus.askPresence(node, new AskClock()).onComplete(answer -> {
                    asked.remove(node);
                    if (answer.succeeded() && answer.result() instanceof Clock clock && clock.micros() > 0) {
                        heard(node); // and so has Redis
                    }
                });
            }
        }
    }

    /** A node has said something. */
    void heard(String node) {
        if (view.nodes(Role.PRESENCE).contains(node) && heard.add(node)) {
            changed.run();
        }
    }
}
