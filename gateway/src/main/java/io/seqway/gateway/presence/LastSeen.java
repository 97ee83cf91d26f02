package io.seqway.gateway.presence;

import io.seqway.protocol.bus.Addresses;
import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.PresenceMessage.AskSeen;
import io.seqway.protocol.bus.PresenceMessage.Seen;
import io.seqway.protocol.bus.PresenceMessage.SeenUser;
import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.protocol.cluster.Role;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * When users were online last: as presence knows it, and as the message stores keep it. Either may be away or have
 * forgotten it; the later one counts.
 */
final class LastSeen {
    private final ClusterView view;
    private final PresenceBus bus;

    LastSeen(ClusterView view, PresenceBus bus) {
        this.view = view;
        this.bus = bus;
    }

    /** In ms since 1970, of those of whom it is known. */
    Future<Map<String, Long>> of(List<String> users) {
        Map<String, Long> at = new HashMap<>();
        List<Future<?>> asked = byAddress(users).entrySet().stream()
                .map(part -> bus.ask(part.getKey(), new AskSeen(part.getValue()))
                        .onSuccess(answer -> add(at, answer))
                        .otherwiseEmpty())
                .collect(Collectors.toList());
        return asked.isEmpty() ? Future.succeededFuture(at) : Future.all(asked).map(at);
    }

    private Map<String, List<String>> byAddress(List<String> users) {
        Map<String, List<String>> parts = users.stream()
                .filter(user -> owner(user, Role.MESSAGE_STORE) != null)
                .collect(Collectors.groupingBy(user -> Addresses.store(owner(user, Role.MESSAGE_STORE))));
        users.stream()
                .filter(user -> owner(user, Role.PRESENCE) != null)
                .collect(Collectors.groupingBy(user -> Addresses.presence(owner(user, Role.PRESENCE))))
                .forEach(parts::put);
        return parts;
    }

    private String owner(String user, Role role) {
        return Partitions.owner(Partitions.of(user), view.nodes(role));
    }

    private static void add(Map<String, Long> at, BusMessage answer) {
        if (answer instanceof Seen seen) {
            for (SeenUser user : seen.users()) {
                at.merge(user.user(), user.at(), Math::max);
            }
        }
    }
}
