package io.seqway.verification.fault;

import io.seqway.verification.stage.ReplicaSet;
import java.time.Duration;

/** MongoDB's primary is killed by SIGKILL, another one is elected, and it is started again. */
record PrimaryKilled(ReplicaSet mongo, String target) implements Fault {
    @Override
    public Evidence happen(Duration hold) throws InterruptedException {
        String next;
        mongo.kill(target);
        try {
            next = mongo.awaitPrimaryOtherThan(target);
            Thread.sleep(hold.toMillis());
        } finally {
            mongo.start(target);
        }
        mongo.awaitWell();
        return new Evidence(!next.equals(target), "%s was the primary and was killed, %s was elected", target, next);
    }
}
