package io.seqway.gateway.api;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.seqway.gateway.auth.Identity;
import io.seqway.gateway.room.Entrance;
import io.seqway.gateway.room.Hub;
import io.seqway.gateway.socket.Utf8;
import io.seqway.gateway.store.Outcomes;
import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Limits;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.bus.Author;
import io.seqway.protocol.bus.FromStore.Outcome;
import io.seqway.protocol.bus.Submission;
import io.seqway.protocol.frame.ClientFrame.Send;
import io.seqway.protocol.frame.FrameWriter;
import io.seqway.protocol.frame.Message;
import io.seqway.protocol.frame.MessagePost;
import io.seqway.protocol.frame.MessagePostReader;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** {@code POST /api/rooms/{room}/messages}: goes the way of a socket's {@code send}. */
final class SendMessage implements Endpoint {
    private static final String POST = SendMessage.class.getName();

    private final Hub hub;
    private final Entrance entrance;
    private final RequestRates rates;
    private final MessagePostReader reader;
    private final Utf8 utf8 = new Utf8();

    SendMessage(Hub hub, Entrance entrance, RequestRates rates, Limits limits) {
        this.hub = hub;
        this.entrance = entrance;
        this.rates = rates;
        this.reader = new MessagePostReader(limits);
    }

    @Override
    public void read(RoutingContext request) {
        Buffer content = request.body().buffer();
        String text = content == null ? "" : utf8.decode(content.getBytes());
        if (text == null) {
            throw Refusal.badRequest("the content must be UTF-8");
        }
        request.put(
                POST,
                reader.read(request.pathParam("room"), text, request.request().getHeader("Idempotency-Key")));
    }

    @Override
    public void handle(RoutingContext request, Identity caller) {
        MessagePost post = request.get(POST);
        Author author = author(caller, post.sender());
        rates.send(caller);
        String room = post.send().room();
        Submission said =
                submission(post.send(), author).granted(caller.grants(room)).asUnordered();
        Future<?> known = entrance.admitsUnmade(caller, room)
                ? Future.succeededFuture() // of a room that was made, its owner decides
                : entrance.enter(caller, room);
        known.onSuccess(entered ->
                        hub.submissions().submit(said, request, outcome -> answer(request, post.send(), outcome)))
                .onFailure(request::fail);
    }

    private static Submission submission(Send send, Author author) {
        return Submission.message(
                send.room(), author, send.clientMsgId(), send.body(), send.replyTo(), send.after(), send.optimistic());
    }

    private static Author author(Identity caller, String sender) {
        if (sender == null || sender.equals(caller.userId())) {
            return new Author(caller.userId(), caller.name(), caller.picture());
        }
        if (!caller.service()) {
            throw new Refusal(ErrorCode.FORBIDDEN, "sender must be the caller: only a service speaks for others");
        }
        return new Author(sender, null, null);
    }

    private static void answer(RoutingContext request, Send send, Outcome outcome) {
        Refusal refusal = Outcomes.refusal(outcome);
        if (refusal != null) {
            request.fail(refusal);
            return;
        }
        if (!outcome.duplicate()) {
            request.response()
                    .setStatusCode(HttpResponseStatus.CREATED.code())
                    .putHeader(HttpHeaders.LOCATION, address(send.room(), outcome.seq()));
        }
        Answers.json(
                request,
                FrameWriter.object()
                        .put("room", send.room())
                        .put("seq", outcome.seq())
                        .put("messageId", Message.messageId(send.room(), outcome.epoch(), outcome.seq()))
                        .put("clientMsgId", send.clientMsgId())
                        .put("time", outcome.time())
                        .put("duplicate", outcome.duplicate()));
    }

    /** Where the entry can be read. No id has a space, which this would write as {@code +}. */
    private static String address(String room, long seq) {
        return "/api/rooms/" + URLEncoder.encode(room, StandardCharsets.UTF_8) + "/messages?after=" + (seq - 1)
                + "&limit=1";
    }
}
