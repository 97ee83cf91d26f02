package io.seqway.gateway.api;

import io.seqway.gateway.auth.Identity;
import io.seqway.gateway.room.Entrance;
import io.seqway.gateway.room.Hub;
import io.seqway.gateway.store.HistoryPage;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.frame.ClientFrame.History;
import io.seqway.protocol.frame.FrameWriter;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.validation.RequestParameter;
import java.util.Map;
import java.util.stream.Stream;

/** {@code GET /api/rooms/{room}/messages}: a page, as by the frame {@code history}. */
final class ReadMessages implements Endpoint {
    private static final int DEFAULT_LIMIT = 50;

    private final Hub hub;
    private final Entrance entrance;
    private final RequestRates rates;

    ReadMessages(Hub hub, Entrance entrance, RequestRates rates) {
        this.hub = hub;
        this.entrance = entrance;
        this.rates = rates;
    }

    @Override
    public void handle(RoutingContext request, Identity caller) {
        History asked = asked(request);
        rates.read(caller);
        entrance.enter(caller, asked.room())
                .compose(entered -> page(request, asked))
                .onSuccess(page -> Answers.json(
                        request,
                        FrameWriter.object()
                                .put("room", asked.room())
                                .array("messages", page.frames())
                                .put("more", page.more())))
                .onFailure(request::fail);
    }

    private Future<HistoryPage> page(RoutingContext request, History asked) {
        RequestParameter since = RequestCheck.checked(request).getQuery().get("since");
        return since.isNull()
                ? hub.pages().history(asked, hub.now())
                : hub.pages().since(asked.room(), since.getLong(), asked.limit(), hub.now());
    }

    private static History asked(RoutingContext request) {
        Map<String, RequestParameter> query = RequestCheck.checked(request).getQuery();
        RequestParameter before = query.get("before");
        RequestParameter after = query.get("after");
        RequestParameter since = query.get("since");
        if (Stream.of(before, after, since).filter(RequestParameter::isNull).count() != 2) {
            throw Refusal.badRequest("exactly one of after, before and since is needed");
        }
        return new History(
                null,
                request.pathParam("room"),
                before.getLong(0L),
                after.getLong(-1L),
                query.get("limit").getInteger(DEFAULT_LIMIT));
    }
}
