package io.seqway.gateway.auth;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads what a place of keys holds: never more than 1 MiB of it, and from an address never longer than 3.5 s. */
final class KeyReader {
    private static final long CONNECT_MS = 1_500;
    private static final long ANSWER_MS = 2_000;
    private static final int MAX_BYTES = 1024 * 1024;

    private final Vertx vertx;
    private final HttpClient client;

    KeyReader(Vertx vertx) {
        this.vertx = vertx;
        // Seldom asked, so no connection is kept; redirects are not followed, since the place is the operator's to say.
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setKeepAlive(false)
                .setConnectTimeout((int) CONNECT_MS)
                .setMaxHeaderSize(64 * 1024));
    }

    /** What is there now; fails with an {@link UnusableKeysException}. */
    Future<KeyDocument> read(KeySource source) {
        Future<Buffer> content = source.isFile() ? file(Path.of(source.location())) : fetch(source);
        return content.compose(bytes -> vertx.executeBlocking(() -> KeyDocument.read(bytes), false))
                .recover(e -> Future.failedFuture(
                        new UnusableKeysException("the keys of " + source.shown() + ": " + why(e), e)));
    }

    private Future<Buffer> file(Path file) {
        return vertx.executeBlocking(
                () -> {
                    try (InputStream in = Files.newInputStream(file)) {
                        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
                        if (bytes.length > MAX_BYTES) {
                            throw tooBig();
                        }
                        return Buffer.buffer(bytes);
                    } catch (IOException e) {
                        throw new UnusableKeysException("the file cannot be read", e);
                    }
                },
                false);
    }

    private Future<Buffer> fetch(KeySource source) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(source.location().toString())
                .putHeader("Accept", "application/json");
        Future<HttpClientRequest> connected = client.request(options);
        return connected
                .timeout(CONNECT_MS, TimeUnit.MILLISECONDS)
                .onFailure(e -> connected.onSuccess(HttpClientRequest::reset))
                .compose(request -> request.send()
                        .compose(KeyReader::body)
                        .timeout(ANSWER_MS, TimeUnit.MILLISECONDS)
                        .onFailure(e -> request.reset()));
    }

    private static Future<Buffer> body(HttpClientResponse response) {
        response.exceptionHandler(failure -> {}); // told by the end of the response, too
        if (response.statusCode() != HttpResponseStatus.OK.code()) {
            return Future.failedFuture(new UnusableKeysException("answered by " + response.statusCode()));
        }
        Buffer sum = Buffer.buffer();
        response.handler(part -> {
            if (sum.length() <= MAX_BYTES) {
                sum.appendBuffer(part);
            }
            if (sum.length() > MAX_BYTES) {
                response.request().reset();
            }
        });
        return response.end()
                .recover(e -> Future.failedFuture(sum.length() > MAX_BYTES ? tooBig() : e))
                .map(sum);
    }

    private static UnusableKeysException tooBig() {
        return new UnusableKeysException("longer than " + MAX_BYTES + " bytes");
    }

    private static String why(Throwable failure) {
        if (failure instanceof UnusableKeysException) {
            return failure.getMessage();
        }
        if (failure instanceof TimeoutException) {
            return "no answer within " + (CONNECT_MS + ANSWER_MS) + " ms";
        }
        String message = failure.getMessage();
        return message == null
                ? failure.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }
}
