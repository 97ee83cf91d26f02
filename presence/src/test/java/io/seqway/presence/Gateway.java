package io.seqway.presence;

import static io.seqway.presence.Await.result;

import io.seqway.protocol.bus.Addresses;
import io.seqway.protocol.bus.BusCodec;
import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.PresenceMessage.Arrival;
import io.seqway.protocol.bus.PresenceMessage.Here;
import io.seqway.protocol.bus.PresenceMessage.HereTaken;
import io.seqway.protocol.bus.PresenceMessage.Lease;
import io.seqway.protocol.bus.PresenceMessage.Leased;
import io.seqway.protocol.bus.PresenceMessage.PresenceChange;
import io.seqway.protocol.bus.PresenceMessage.Present;
import io.seqway.protocol.bus.PresenceMessage.SaidAgain;
import io.seqway.protocol.bus.PresenceMessage.SayAgain;
import io.seqway.protocol.bus.PresenceMessage.Who;
import io.vertx.core.Future;
import io.vertx.core.Promise;
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
    private final BlockingQueue<SayAgain> again = new LinkedBlockingQueue<>();

    private Promise<Void> saysAgain = Promise.promise();

    Gateway(Vertx vertx, String node) {
        this.vertx = vertx;
        this.node = node;
        saysAgain.complete();
        result(vertx.eventBus()
                .<BusMessage>consumer(Addresses.gateway(node), message -> {
                    if (message.body() instanceof SayAgain said) {
                        again.add(said);
                        saysAgain.future().onSuccess(all -> message.reply(new SaidAgain(), BusCodec.OPTIONS));
                    } else {
                        heard.add((PresenceChange) message.body());
                    }
                })
                .completion());
    }

    /** Says that it lives, and hears of changes from this node on. */
    Leased lease(String presenceNode, boolean begins) {
        return (Leased) result(ask(presenceNode, new Lease(source(), node, begins)));
    }

    /** The same without waiting for the answer. */
    void renew(String presenceNode) {
        ask(presenceNode, new Lease(source(), node, false));
    }

    HereTaken say(String presenceNode, String room, String user, int connections) {
        return result(saying(presenceNode, room, user, connections));
    }

    Future<HereTaken> saying(String presenceNode, String room, String user, int connections) {
        Here here = new Here(source(), List.of(new Arrival(room, user, user.toUpperCase(), connections)));
        return ask(presenceNode, here).map(HereTaken.class::cast);
    }

    /** As a node of the version before says it. */
    void sayAsOfOld(String presenceNode, String room, String user, int connections) {
        Here here = new Here(node + "/0", List.of(new Arrival(room, user, user.toUpperCase(), connections)));
        vertx.eventBus().send(Addresses.presence(presenceNode), here, BusCodec.OPTIONS);
    }

    Present ask(String presenceNode, String room) {
        return result(asking(presenceNode, room));
    }

    Future<Present> asking(String presenceNode, String room) {
        return ask(presenceNode, new Who(room)).map(Present.class::cast);
    }

    Future<BusMessage> ask(String presenceNode, BusMessage question) {
        return vertx.eventBus()
                .<BusMessage>request(Addresses.presence(presenceNode), question, BusCodec.OPTIONS)
                .map(reply -> reply.body());
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
        return next(heard);
    }

    /** The next time that it is told to say everything again. */
    SayAgain nextSayAgain() {
        return next(again);
    }

    /** From now on it takes its time to say all again: until the promise is completed. */
    Promise<Void> holdAgain() {
        saysAgain = Promise.promise();
        return saysAgain;
    }

    /** What has been heard and not been looked at yet. */
    List<PresenceChange> unread() {
        return List.copyOf(heard);
    }

    private String source() {
        return node + "/0/a";
    }

    private static <T> T next(BlockingQueue<T> queue) {
        try {
            T message = queue.poll(20, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("nothing was heard");
            }
            return message;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
