package io.seqway.verification.fault;

import io.seqway.verification.stage.Node;
import java.time.Duration;

/** A node stands still by SIGSTOP, and goes on as if nothing had happened. */
record Freeze(Node node) implements Fault {
    @Override
    public String target() {
        return node.id();
    }

    @Override
    public Evidence happen(Duration hold) throws InterruptedException {
        node.program().signal("STOP");
        char state;
        boolean silent;
        try {
            Thread.sleep(hold.toMillis());
            silent = !node.isReady();
            state = node.program().state();
        } finally {
            node.program().signal("CONT");
        }
        node.awaitReady();
        return new Evidence(
                state == 'T' && silent,
                "%s: state %s for %.1f s, and %s of its health",
                node.name(),
                state,
                hold.toMillis() / 1000.0,
                silent ? "no answer" : "an answer");
    }
}
