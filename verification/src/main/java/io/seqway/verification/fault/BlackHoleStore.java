package io.seqway.verification.fault;

import io.seqway.verification.stage.Node;
import java.time.Duration;

/** Nothing gets through between one node and MongoDB, and no connection is closed. */
record BlackHoleStore(Node node) implements Fault {
    @Override
    public String target() {
        return node.id();
    }

    @Override
    public Evidence happen(Duration hold) throws InterruptedException {
        long before = node.stores().harmed();
        boolean ready;
        node.stores().blackHole();
        try {
            Thread.sleep(hold.toMillis());
            ready = node.isReady();
        } finally {
            node.stores().pass();
        }
        long taken = node.stores().harmed() - before;
        node.awaitReady();
        return new Evidence(
                taken > 0,
                "%s: %d pieces of what was said were taken; it called itself %s then",
                node.name(),
                taken,
                ready ? "ready" : "not ready");
    }
}
