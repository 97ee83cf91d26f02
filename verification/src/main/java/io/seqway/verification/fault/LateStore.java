package io.seqway.verification.fault;

import io.seqway.verification.stage.Node;
import java.time.Duration;

/**
 * What one node says to MongoDB arrives late: so late that another node has its rooms by then, and writes in them. The
 * node itself does not wait for it any more; a network may still deliver it.
 */
record LateStore(Node node) implements Fault {
    @Override
    public String target() {
        return node.id();
    }

    @Override
    public Evidence happen(Duration hold) throws InterruptedException {
        long heldBefore = node.stores().harmed();
        long lateBefore = node.stores().late();
        node.stores().hold();
        try {
            Thread.sleep(hold.toMillis());
        } finally {
            node.stores().pass();
        }
        long held = node.stores().harmed() - heldBefore;
        long late = node.stores().late() - lateBefore;
        node.awaitReady();
        return new Evidence(
                late > 0,
                "%s: %d pieces of what it said were held, and %d reached MongoDB up to %.1f s late",
                node.name(),
                held,
                late,
                hold.toMillis() / 1000.0);
    }
}
