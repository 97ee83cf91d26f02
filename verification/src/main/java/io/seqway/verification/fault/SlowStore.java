package io.seqway.verification.fault;

import io.seqway.verification.stage.Node;
import java.time.Duration;

/** What MongoDB says to one node comes late. */
record SlowStore(Node node, Duration delay) implements Fault {
    @Override
    public String target() {
        return node.id();
    }

    @Override
    public Evidence happen(Duration hold) throws InterruptedException {
        long before = node.stores().harmed();
        node.stores().delay(delay);
        try {
            Thread.sleep(hold.toMillis());
        } finally {
            node.stores().pass();
        }
        long delayed = node.stores().harmed() - before;
        node.awaitReady();
        return new Evidence(
                delayed > 0, "%s: %d answers of MongoDB came %d ms later", node.name(), delayed, delay.toMillis());
    }
}
