package io.seqway.verification.fault;

import io.seqway.verification.stage.Redis;
import java.time.Duration;

/** Redis is killed by SIGKILL, with all that it knew, and started again. */
record RedisKilled(Redis redis) implements Fault {
    @Override
    public String target() {
        return redis.program().name();
    }

    @Override
    public Evidence happen(Duration hold) throws InterruptedException {
        long pid = redis.program().pid();
        redis.program().signal("KILL");
        int exit = redis.program().awaitExit();
        Thread.sleep(hold.toMillis());
        boolean silent = !redis.answers();
        redis.start();
        return new Evidence(silent, "process %d ended by %d, and nobody answered a PING", pid, exit);
    }
}
