package io.seqway.gateway.presence;

import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.PresenceMessage.AskClock;
import io.seqway.protocol.bus.PresenceMessage.Clock;
import io.seqway.protocol.bus.PresenceMessage.Here;
import io.seqway.protocol.bus.PresenceMessage.HereTaken;
import io.seqway.protocol.bus.PresenceMessage.Lease;
import io.seqway.protocol.bus.PresenceMessage.Leased;
import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.cluster.Role;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Nodes of presence that answer as a test says. */
final class AnsweringPresence implements PresenceBus, ClusterView {
    final List<String> nodes = new ArrayList<>(List.of("self"));
    final List<String> asked = new ArrayList<>();
    final List<Lease> leases = new ArrayList<>();
    final List<Here> words = new ArrayList<>();
    Leased leased = new Leased(true, true);
    HereTaken taken = new HereTaken(true, true);
    /** Whether the source of the next lease or word is not known any more. */
    boolean forgetsOnce;

    private final Set<String> forgotten = new HashSet<>();

    /** Addresses of nodes whose Redis is another one, in which nobody has a lease. */
    final Set<String> withOtherRedis = new HashSet<>();

    /** Addresses of nodes that have lost their store. */
    final Set<String> withoutStore = new HashSet<>();

    /** Whether nobody answers. */
    boolean silent;

    @Override
    public Future<BusMessage> ask(String address, BusMessage question) {
        asked.add(address);
        if (question instanceof Lease lease) {
            leases.add(lease);
        } else if (question instanceof Here here) {
            words.add(here);
        }
        if (silent) {
            return Future.failedFuture("no answer");
        }
        if (question instanceof AskClock) {
            return Future.succeededFuture(new Clock(withoutStore.contains(address) ? 0 : 1));
        }
        if (withoutStore.contains(address)) {
            return Future.succeededFuture(
                    question instanceof Lease ? new Leased(false, true) : new HereTaken(false, true));
        }
        if (question instanceof Lease lease) {
            return Future.succeededFuture(
                    new Leased(leased.available(), leased.known() && (knows(lease.source()) || lease.begins())));
        }
        boolean known = knows(words.get(words.size() - 1).node()) && !withOtherRedis.contains(address);
        return Future.succeededFuture(new HereTaken(taken.taken(), known && taken.known()));
    }

    private boolean knows(String source) {
        if (forgetsOnce) {
            forgotten.add(source);
            forgetsOnce = false;
        }
        return !forgotten.contains(source);
    }

    @Override
    public String self() {
        return "self";
    }

    @Override
    public List<String> nodes(Role role) {
        return nodes;
    }

    @Override
    public void onChange(Runnable handler) {
        // nobody comes or goes
    }
}
