package io.seqway.verification.client;

import java.time.Duration;

/**
 * How many clients do how much.
 *
 * @param clients how many, at least 2
 * @param sendsPerSecond of the whole fleet, evenly spread over clients and time but for chance; above 0
 * @param leavesPerSecond how often one of the fleet goes of its own accord and comes back, in the whole fleet; 0 for
 *     never
 * @param longestAway some of those who go stay away for so long at most
 * @param pingEvery how often to {@code ping} at the latest; oftener than the {@code welcome} asks for is allowed
 * @param pongWithin how long to wait for the {@code pong} at the longest
 * @param connectWithin how long to wait for a handshake and its {@code welcome}
 * @param answerWithin how long to wait for the answer to a send or a {@code resume} before it is sent again
 * @param comeBackAfter the longest first wait after a lost connection; it is doubled up to {@code comeBackAtMost}, and
 *     a random part of it is waited
 * @param comeBackAtMost the longest wait there is
 * @param settleWithin how long {@link Fleet#stop()} waits for all clients to have everything
 */
public record FleetOptions(
        int clients,
        double sendsPerSecond,
        double leavesPerSecond,
        Duration longestAway,
        Duration pingEvery,
        Duration pongWithin,
        Duration connectWithin,
        Duration answerWithin,
        Duration comeBackAfter,
        Duration comeBackAtMost,
        Duration settleWithin) {

    /** 240 clients, which send 234,000 messages and come back 2,700 times in half an hour. */
    public static FleetOptions defaults() {
        return of(240);
    }

    /** As {@link #defaults()}, with another number of clients that do as much each. */
    public static FleetOptions of(int clients) {
        return new FleetOptions(
                clients,
                clients * 130.0 / 240,
                clients * 1.5 / 240,
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                Duration.ofSeconds(3),
                Duration.ofSeconds(15),
                Duration.ofMillis(500),
                Duration.ofSeconds(2),
                Duration.ofMinutes(2));
    }

    /** The same, with another {@link #settleWithin}. */
    public FleetOptions settledWithin(Duration limit) {
        return new FleetOptions(
                clients,
                sendsPerSecond,
                leavesPerSecond,
                longestAway,
                pingEvery,
                pongWithin,
                connectWithin,
                answerWithin,
                comeBackAfter,
                comeBackAtMost,
                limit);
    }

    /** Refuses what is no fleet. */
    public FleetOptions {
        if (clients < 2 || sendsPerSecond <= 0 || leavesPerSecond < 0) {
            throw new IllegalArgumentException("at least two clients, who send");
        }
    }
}
