package io.seqway.store.mongo;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;

/**
 * Asks a store on an event loop, as the server does: what a stream of the MongoDB client brings may be lost for who asks
 * on another thread.
 */
final class OnEventLoop {
    private OnEventLoop() {}

    /** @param port an interface all of whose methods return a {@link Future} */
    static <T> T of(Vertx vertx, Class<T> port, T store) {
        Context loop = vertx.getOrCreateContext();
        return port.cast(
                Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (proxy, method, asked) -> {
                    Promise<Object> answer = Promise.promise();
                    loop.runOnContext(v -> {
                        try {
                            ((Future<?>) method.invoke(store, asked))
                                    .onSuccess(answer::complete)
                                    .onFailure(answer::fail);
                        } catch (ReflectiveOperationException e) {
                            answer.fail(e);
                        }
                    });
                    return answer.future();
                }));
    }
}
