package io.seqway.server.doctor;

import io.seqway.store.StoreOptions;
import io.seqway.store.mongo.Examination;
import io.seqway.store.mongo.Examination.Server;
import io.seqway.store.mongo.Examination.Standing;
import io.seqway.store.mongo.MongoReason;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/** Looks at MongoDB: what it promises, what stands in it, and what the nodes say of themselves there. */
final class MongoCheck {
    private static final String WHAT = "mongodb";
    private static final String SCHEMA = "indexes";
    private static final long ANSWER_SECONDS = 15;
    /** Longer than a slow beat. */
    private static final long BETWEEN_BEATS_MS = 2_000;

    private final Vertx vertx;
    private final StoreOptions options;
    private final LongSupplier wallClock;
    private final List<Finding> findings = new ArrayList<>();

    MongoCheck(Vertx vertx, StoreOptions options, LongSupplier wallClock) {
        this.vertx = vertx;
        this.options = options;
        this.wallClock = wallClock;
    }

    List<Finding> look() throws InterruptedException {
        Examination examination;
        try {
            examination = new Examination(vertx, options);
        } catch (IllegalArgumentException e) {
            return List.of(Finding.wrong("concerns", e.getMessage()));
        }
        try {
            server(examination);
            schema(examination);
            cluster(examination);
        } catch (NoAnswerException e) {
            findings.add(Finding.wrong(
                    WHAT,
                    "no answer: " + e.getMessage()
                            + "; is mongo-uri right, is a primary there (rs.status()), is the way to it open?"));
        } finally {
            examination.close().toCompletionStage().toCompletableFuture().join();
        }
        return findings;
    }

    private void server(Examination examination) throws InterruptedException, NoAnswerException {
        long before = wallClock.getAsLong();
        Server server = answer(examination.server());
        long after = wallClock.getAsLong();
        server.time().ifPresent(time -> findings.add(Clocks.here("MongoDB", before, after, time)));
        if (server.set().isEmpty() && !server.router()) {
            findings.add(Finding.wrong(
                    WHAT,
                    "a single server and no replica set: what is acked is on one disk only. Start it with --replSet, call"
                            + " rs.initiate(), and name the set in mongo-uri (?replicaSet=…)"));
            return;
        }
        if (server.members() == 1) {
            findings.add(Finding.warning(
                    WHAT, "a replica set of one: what is acked is on one disk only; rs.add() two members more"));
        } else {
            findings.add(Finding.ok(
                    WHAT,
                    server.set()
                            .map(set -> "replica set " + set + " with " + server.members() + " members and a primary")
                            .orElse("a sharded cluster answers")));
        }
        try {
            answer(examination.durability());
            findings.add(Finding.ok("concerns", "written by a majority and its journal, read from the primary"));
        } catch (NoAnswerException e) {
            findings.add(Finding.wrong("concerns", e.getMessage()));
        }
    }

    private void schema(Examination examination) throws InterruptedException, NoAnswerException {
        if (answer(examination.isNew())) {
            findings.add(Finding.ok(SCHEMA, "a new database: the first node makes them"));
            return;
        }
        Optional<String> fault = answer(examination.schemaFault());
        findings.add(fault.map(says -> Finding.wrong(SCHEMA, says))
                .orElseGet(() -> Finding.ok(SCHEMA, "places and messages are kept unique")));
        try {
            answer(examination.format());
            findings.add(Finding.ok("format", "this version knows it"));
        } catch (NoAnswerException e) {
            findings.add(Finding.wrong("format", e.getMessage()));
        }
    }

    private void cluster(Examination examination) throws InterruptedException, NoAnswerException {
        Optional<Standing> before = answer(examination.standing());
        TimeUnit.MILLISECONDS.sleep(before.isEmpty() ? 0 : BETWEEN_BEATS_MS);
        Optional<Standing> after = answer(examination.standing());
        if (before.isEmpty() || after.isEmpty()) {
            findings.add(Finding.warning("cluster", "no message store has ever run on this database"));
            return;
        }
        Set<String> living =
                ClusterCheck.living(before.get().beats(), after.get().beats());
        var notes = answer(examination.notes()).stream()
                .filter(note -> living.contains(note.node()))
                .toList();
        findings.addAll(ClusterCheck.of(living, after.get(), notes));
        findings.addAll(Clocks.of(notes));
    }

    private static <T> T answer(Future<T> asked) throws InterruptedException, NoAnswerException {
        try {
            return asked.toCompletionStage().toCompletableFuture().get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new NoAnswerException(MongoReason.of(e.getCause()));
        } catch (TimeoutException e) {
            throw new NoAnswerException("nothing in " + ANSWER_SECONDS + " s");
        }
    }

    /** What was asked has failed. */
    private static final class NoAnswerException extends Exception {
        private static final long serialVersionUID = 1L;

        NoAnswerException(String message) {
            super(message);
        }
    }
}
