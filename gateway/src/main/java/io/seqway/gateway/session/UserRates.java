package io.seqway.gateway.session;

import io.seqway.gateway.auth.Identity;
import io.seqway.gateway.auth.SendRate;
import io.seqway.protocol.Limits;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;

/**
 * How fast the users of a node may speak: those who have a connection here, and those who had one a moment ago, so that
 * nobody gains by coming back.
 *
 * <p>Shared by the event loops of the node, since the connections of a user are on any of them; a share for each loop
 * would give a user with one connection the rate of one loop. The map is asked when a connection comes or goes. What it
 * says costs one compare-and-set on a number of its user, whom no other loop waits for. Each node counts for itself: who
 * has connections to n nodes may speak n times as fast. Safe to use from any thread.
 */
public final class UserRates {
    private volatile SendRate ofConnection;
    private volatile UserLimits limits;
    private final ConcurrentMap<String, UserRate> users = new ConcurrentHashMap<>();
    private final Queue<UserRate> gone = new ConcurrentLinkedQueue<>();

    public UserRates(Limits ofConnection, UserLimits limits) {
        adopt(ofConnection, limits);
    }

    /** Other limits hold for connections that come from now on, and for newer tokens of those that are there. */
    public final void adopt(Limits connectionLimits, UserLimits userLimits) {
        ofConnection = new SendRate(connectionLimits.sendsPerSecond(), connectionLimits.sendBurst());
        limits = userLimits;
    }

    /** How fast a connection may send before it is known who it is. */
    SendRate ofConnection() {
        return ofConnection;
    }

    /** How fast a connection with this token may send. */
    SendRate ofConnection(Identity identity) {
        return ofConnection.atLeast(claimed(identity));
    }

    /** How fast its user may send over all connections. */
    SendRate ofUser(Identity identity) {
        return limits.rate().atLeast(claimed(identity));
    }

    private SendRate claimed(Identity identity) {
        return identity.claimed().atMost(limits.mostClaimed());
    }

    /** A connection of a user is there. */
    UserRate enter(String userId, long nowNanos) {
        return users.compute(userId, (id, known) -> {
            UserRate user = known == null ? new UserRate(id, nowNanos) : known;
            user.connections(1);
            return user;
        });
    }

    /** It has ended. */
    void leave(UserRate user, long nowNanos) {
        users.computeIfPresent(user.userId(), (id, same) -> {
            same.connections(-1);
            return kept(same, nowNanos);
        });
    }

    /** Forgets those who are gone and have not said much of late; to be called about once a second. */
    public void forget(long nowNanos) {
        for (int i = gone.size(); i > 0; i--) {
            UserRate user = gone.poll();
            if (user != null) {
                users.computeIfPresent(user.userId(), (id, same) -> same == user ? kept(same, nowNanos) : same);
            }
        }
    }

    private UserRate kept(UserRate user, long nowNanos) {
        if (!user.isGone()) {
            return user;
        }
        if (user.isFull(nowNanos)) {
            return null;
        }
        gone.add(user);
        return user;
    }

    /** How many are remembered. */
    int size() {
        return users.size();
    }
}
