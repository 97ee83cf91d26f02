package io.seqway.verification.fault;

import io.seqway.verification.stage.Node;
import java.time.Duration;

/** A node is asked to stop by SIGTERM, does so in order, and is started again: a rolling restart of one. */
record Drain(Node node) implements Fault {
    @Override
    public String target() {
        return node.id();
    }

    @Override
    public Evidence happen(Duration hold) throws InterruptedException {
        long began = System.nanoTime();
        node.program().signal("TERM");
        int exit = node.program().awaitExit();
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        Thread.sleep(hold.toMillis());
        node.start();
        return new Evidence(
                exit == 0, "%s: ended by itself after %d ms, exit code %d", node.name(), took.toMillis(), exit);
    }
}
