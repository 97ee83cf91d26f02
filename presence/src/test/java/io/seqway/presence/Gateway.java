package io.seqway.presence;

import static io.seqway.presence.Await.result;

import io.seqway.protocol.bus.Addresses;
import io.seqway.protocol.bus.BusCodec;
import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.BusMessage.Arrival;
import io.seqway.protocol.bus.BusMessage.Here;
import io.seqway.protocol.bus.BusMessage.PresenceChange;
import io.seqway.protocol.bus.BusMessage.Present;
import io.seqway.protocol.bus.BusMessage.Who;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A gateway node as presence sees it. */
final class Gateway {
    private final Vertx vertx;
    private final String node;
    private final BlockingQueue<PresenceChange> heard = new LinkedBlockingQueue<>();

    Gateway(Vertx vertx, String node) {
        this.vertx = vertx;
        this.node = node;
        result(vertx.eventBus()
                .<BusMessage>consumer(Addresses.gateway(node), message -> heard.add((PresenceChange) message.body()))
                .completion());
    }

    void say(String presenceNode, String room, String user, int connections) {
        Here here = new Here(node + "/0", List.of(new Arrival(room, user, user.toUpperCase(), connections)));
        vertx.eventBus().send(Addresses.presence(presenceNode), here, BusCodec.OPTIONS);
    }

    Present ask(String presenceNode, String room) {
        return result(asking(presenceNode, room));
    }

    Future<Present> asking(String presenceNode, String room) {
        return vertx.eventBus()
                .<BusMessage>request(Addresses.presence(presenceNode), new Who(room), BusCodec.OPTIONS)
                .map(reply -> (Present) reply.body());
    }

    /** The ids of those in a room, or {@code null} while presence cannot tell. */
    List<String> usersIn(String presenceNode, String room) {
        Present present = ask(presenceNode, room);
        return present.users() == null
                ? null
                : present.users().stream().map(user -> user.user()).sorted().toList();
    }

    /** The next change that this node hears of. */
    PresenceChange next() {
        try {
            PresenceChange change = heard.poll(20, TimeUnit.SECONDS);
            if (change == null) {
                throw new AssertionError("nothing was heard");
            }
            return change;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** What has been heard and not been looked at yet. */
    List<PresenceChange> unread() {
        return List.copyOf(heard);
    }
}
