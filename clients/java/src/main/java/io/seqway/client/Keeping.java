package io.seqway.client;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The outbox's way to its store. What belongs to nobody yet is not kept: it waits until it is known whose it is. */
final class Keeping {
    private final Client client;
    private final OutboxStore store;
    /** The server's address and the user. */
    private String account;

    private boolean loaded = true;

    Keeping(Client client, OutboxStore store) {
        this.client = client;
        this.store = store;
    }

    /** Whether everything that was kept before is in the outbox, so that nothing new goes in front of it. */
    boolean loaded() {
        return loaded;
    }

    /** @param adopt is given what was kept for this account, once it is read */
    void belongsTo(String newAccount, Consumer<List<JsonObject>> adopt) {
        account = newAccount;
        loaded = false;
        whenDone(guarded(store::load), records -> {
            if (newAccount.equals(account)) {
                loaded = true;
                adopt.accept(
                        records.succeeded()
                                ? records.result().stream()
                                        .filter(record -> newAccount.equals(record.getValue("account")))
                                        .toList()
                                : List.of());
            }
        });
    }

    /** @param kept is told once the item may be sent, unless that is so at once */
    void put(Item item, Runnable kept) {
        if (account == null) {
            return;
        }
        Future<Void> put = guarded(() -> store.put(item.id, item.record(account)));
        if (put.isComplete()) {
            whenDone(put, done -> {});
            return;
        }
        item.saving++;
        whenDone(put, done -> {
            item.saving--;
            kept.run();
        });
    }

    /** @return done once it is certain not to come back, or cannot be made so, which is said as an error */
    Future<Void> remove(Item item) {
        if (account == null) {
            return Future.succeededFuture();
        }
        Future<Void> removed = guarded(() -> store.remove(item.id));
        whenDone(removed, done -> {});
        return removed.otherwiseEmpty();
    }

    private <T> void whenDone(Future<T> future, Consumer<Future<T>> act) {
        Consumer<Future<T>> told = done -> {
            act.accept(done);
            if (done.failed()) {
                String why = "Not kept for a restart: " + done.cause().getMessage();
                client.failed(SeqwayError.beyond(why, "not-kept", null));
            }
        };
        if (future.isComplete()) {
            told.accept(future);
        } else {
            future.onComplete(done -> client.run(() -> told.accept(future)));
        }
    }

    private static <T> Future<T> guarded(Supplier<Future<T>> act) {
        try {
            return act.get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }
}
