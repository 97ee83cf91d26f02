package io.seqway.verification.fault;

import io.seqway.verification.stage.ReplicaSet;
import java.time.Duration;
import java.util.UUID;

/**
 * MongoDB's primary is cut from the other members, and not from its clients. It takes writes that no majority will ever
 * have, until it hears that the others have elected another one; then it has to forget what it took alone.
 */
record PrimaryIsolated(ReplicaSet mongo, String target) implements Fault {
    @Override
    public Evidence happen(Duration hold) throws InterruptedException {
        String id = UUID.randomUUID().toString();
        boolean taken;
        String next;
        mongo.isolate(target);
        try {
            taken = mongo.writeAlone(target, id);
            next = mongo.awaitPrimaryOtherThan(target);
            Thread.sleep(hold.toMillis());
        } finally {
            mongo.rejoin();
        }
        mongo.awaitWell();
        boolean forgotten = !mongo.has(mongo.awaitPrimary(), id);
        return new Evidence(
                taken && forgotten && !next.equals(target),
                "%s %s a write alone, %s was elected, and the write is %s",
                target,
                taken ? "took" : "did not take",
                next,
                forgotten ? "rolled back" : "still there");
    }
}
