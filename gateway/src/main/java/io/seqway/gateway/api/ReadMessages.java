package io.seqway.gateway.api;

import io.seqway.gateway.auth.Identity;
import io.seqway.gateway.auth.RoomAccess;
import io.seqway.gateway.room.Hub;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.frame.ClientFrame.History;
import io.seqway.protocol.frame.FrameWriter;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.validation.RequestParameter;
import java.util.Map;

/** {@code GET /api/rooms/{room}/messages}: a page, as by the frame {@code history}. */
final class ReadMessages implements Endpoint {
    private static final int DEFAULT_LIMIT = 50;

    private final Hub hub;
    private final RoomAccess access;
    private final RequestRates rates;

    ReadMessages(Hub hub, RoomAccess access, RequestRates rates) {
        this.hub = hub;
        this.access = access;
        this.rates = rates;
    }

    @Override
    public void handle(RoutingContext request, Identity caller) {
        History asked = asked(request);
        access.require(caller, asked.room());
        rates.read(caller);
        hub.pages()
                .history(asked, hub.now())
                .onSuccess(page -> Answers.json(
                        request,
                        FrameWriter.object()
                                .put("room", asked.room())
                                .array("messages", page.frames())
                                .put("more", page.more())))
                .onFailure(request::fail);
    }

    private static History asked(RoutingContext request) {
        Map<String, RequestParameter> query = RequestCheck.checked(request).getQuery();
        RequestParameter before = query.get("before");
        RequestParameter after = query.get("after");
        if (before.isNull() == after.isNull()) {
            throw Refusal.badRequest("exactly one of after and before is needed");
        }
        return new History(
                null,
                request.pathParam("room"),
                before.getLong(0L),
                after.getLong(-1L),
                query.get("limit").getInteger(DEFAULT_LIMIT));
    }
}
