package io.seqway.gateway.presence;

import io.seqway.protocol.bus.Addresses;
import io.seqway.protocol.bus.BusCodec;
import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.PresenceMessage.AskClock;
import io.seqway.protocol.bus.PresenceMessage.Clock;
import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.protocol.cluster.Role;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import java.util.concurrent.TimeUnit;

/**
 * What time it is for presence, as far as this node knows: the clock by which all nodes say when a connection came, so
 * that they agree which one is newer, whenever they say it and whatever their own clocks show. Asked every second; of the
 * answers of the last minute the one that took the shortest way counts (as in NTP), so that two nodes differ by a ms or
 * less. Where a better answer sets this clock back a little, it runs at half its speed until it has got there: of two
 * connections of one node the later one never seems to be the older one. One thread asks, any thread may read.
 */
public final class PresenceClock {
    /** How often {@link #ask} is to be called, in ms. */
    public static final long ASK_MS = 1_000;

    private static final long ANSWER_MS = 3_000;
    private static final DeliveryOptions ASK = new DeliveryOptions(BusCodec.OPTIONS).setSendTimeout(ANSWER_MS);
    private static final long OLD_MICROS = TimeUnit.MINUTES.toMicros(1);

    /** How far two clocks drift apart in a minute, at the worst. */
    private static final long DRIFT_MICROS = 10_000;

    /** How far it may be set back little by little; more than that is another clock. */
    private static final long MAX_SLEW_MICROS = 1_000_000;

    private volatile Sample best;

    /**
     * @param offset what to add to this node's clock
     * @param before what was added to it until this was heard, if that was more by less than {@link #MAX_SLEW_MICROS};
     *     else as {@code offset}
     * @param trip how long the question was under way, so that the offset is wrong by half of it at the most
     * @param heardAt by this node's clock
     */
    private record Sample(long offset, long before, long trip, long heardAt) {
        long at(long micros) {
            long since = micros - heardAt;
            if (since < 0) {
                return micros + before;
            }
            return Math.max(micros + offset, heardAt + before + since / 2);
        }
    }

    /** Asks a node of presence, if there is one. */
    public void ask(Vertx vertx, ClusterView view) {
        String node = Partitions.owner(0, view.nodes(Role.PRESENCE));
        if (node == null) {
            return;
        }
        long askedAt = nowMicros();
        vertx.eventBus()
                .<BusMessage>request(Addresses.presence(node), new AskClock(), ASK)
                .onSuccess(reply -> {
                    if (reply.body() instanceof Clock clock && clock.micros() > 0) {
                        heard(clock.micros(), askedAt, nowMicros());
                    }
                });
    }

    /** Presence said that it was {@code micros} some time between the two. */
    void heard(long micros, long askedAt, long heardAt) {
        Sample before = best;
        long offset = micros - (askedAt + heardAt) / 2;
        long until = before == null ? offset : before.at(heardAt) - heardAt;
        boolean isBehind = until > offset && until - offset < MAX_SLEW_MICROS;
        Sample sample = new Sample(offset, isBehind ? until : offset, heardAt - askedAt, heardAt);
        if (before == null || before.heardAt < heardAt - OLD_MICROS || sample.trip <= before.trip) {
            best = sample;
        } else if (Math.abs(sample.offset - before.offset) > (sample.trip + before.trip) / 2 + DRIFT_MICROS) {
            best = sample; // another clock than before: Redis has moved, or was set
        }
    }

    /**
     * What it was for presence at a time of this node's.
     *
     * @param micros as {@link #nowMicros()} told it
     * @return us since 1970, or 0 as long as presence has not answered once
     */
    public long at(long micros) {
        Sample known = best;
        return known == null ? 0 : known.at(micros);
    }

    /** This node's own clock in us, which never goes back and means nothing to others. */
    public static long nowMicros() {
        return TimeUnit.NANOSECONDS.toMicros(System.nanoTime());
    }
}
