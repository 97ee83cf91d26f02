package io.seqway.client;

import io.vertx.core.Handler;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/** Who wants to hear of one event. */
final class Handlers<T> {
    private static final System.Logger LOG = System.getLogger(Seqway.class.getName());

    private final List<Handler<T>> handlers = new CopyOnWriteArrayList<>();

    /** @return takes the handler away again */
    Runnable add(Handler<T> handler) {
        handlers.add(Objects.requireNonNull(handler, "handler"));
        return () -> handlers.remove(handler);
    }

    /** A handler that throws does not keep others from hearing, nor the client from going on. */
    void emit(T value) {
        for (Handler<T> handler : handlers) {
            try {
                handler.handle(value);
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "a handler has failed", e);
            }
        }
    }
}
