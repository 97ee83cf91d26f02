package io.seqway.verification.fault;

import io.seqway.verification.stage.Node;
import java.time.Duration;

/** The wall clock of a node jumps, and jumps back. */
record ClockSkew(Node node, Duration jump) implements Fault {
    private static final long NEAR_SECONDS = 5;

    @Override
    public String target() {
        return node.id();
    }

    @Override
    public Evidence happen(Duration hold) throws InterruptedException {
        node.clock().shift(jump);
        Duration ahead;
        try {
            Thread.sleep(hold.toMillis());
            ahead = node.welcome().ahead();
        } finally {
            node.clock().shift(Duration.ZERO);
        }
        return new Evidence(
                isNear(ahead, jump),
                "%s: its welcome was %+d s from the true time, of %+d s",
                node.name(),
                ahead.toSeconds(),
                jump.toSeconds());
    }

    private static boolean isNear(Duration one, Duration other) {
        return one.minus(other).abs().toSeconds() < NEAR_SECONDS;
    }
}
