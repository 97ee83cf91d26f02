package io.seqway.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.impl.Utils;

/**
 * What the API is: {@code openapi.yaml}. Addresses are mounted from it, and requests are compared with it.
 *
 * @param text as it is served
 * @param contract the same as it is compared with, where {@link #KNOWN_PROBLEM} stands for {@link #PROBLEM}
 */
public record ApiDocument(Buffer text, OpenAPIContract contract) {
    /** The media type of errors (RFC 9457), which the library does not know and so does not take. */
    public static final String PROBLEM = "application/problem+json";

    /** One that it knows, which is JSON too, and which nothing else here has. */
    public static final String KNOWN_PROBLEM = "application/hal+json";

    private static final String RESOURCE = "openapi.yaml";

    /** Reads it; it takes some tenths of a second, and no event loop. */
    public static Future<ApiDocument> read(Vertx vertx) {
        return vertx.fileSystem().readFile(RESOURCE).compose(text -> Utils.yamlStringToJson(
                        text.toString().replace(PROBLEM, KNOWN_PROBLEM))
                .compose(document -> OpenAPIContract.from(vertx, document))
                .map(contract -> new ApiDocument(text, contract)));
    }
}
