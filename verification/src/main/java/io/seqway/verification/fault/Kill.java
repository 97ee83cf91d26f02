package io.seqway.verification.fault;

import io.seqway.verification.stage.Node;
import java.time.Duration;

/** A node is killed by SIGKILL, and started again. */
record Kill(Node node) implements Fault {
    private static final int KILLED = 137;

    @Override
    public String target() {
        return node.id();
    }

    @Override
    public Evidence happen(Duration hold) throws InterruptedException {
        long pid = node.program().pid();
        node.program().signal("KILL");
        int exit = node.program().awaitExit();
        boolean gone = ProcessHandle.of(pid).isEmpty();
        Thread.sleep(hold.toMillis());
        node.start();
        return new Evidence(gone && exit == KILLED, "%s: process %d is gone, exit code %d", node.name(), pid, exit);
    }
}
