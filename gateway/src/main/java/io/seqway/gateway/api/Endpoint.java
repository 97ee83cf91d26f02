package io.seqway.gateway.api;

import io.seqway.gateway.auth.Identity;
import io.vertx.ext.web.RoutingContext;

/** What is done with the requests of one operation of the document. May throw a {@link io.seqway.protocol.Refusal}. */
interface Endpoint {
    /** Reads of the content what only its text can tell, before the request is compared with the document. */
    default void read(RoutingContext request) {}

    /** Carries out a request that is as the document says, and answers it sooner or later. */
    void handle(RoutingContext request, Identity caller);
}
