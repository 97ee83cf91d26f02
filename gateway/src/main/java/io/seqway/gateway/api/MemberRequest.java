package io.seqway.gateway.api;

import io.seqway.gateway.auth.Identity;
import io.seqway.gateway.room.Hub;
import io.seqway.gateway.store.Outcomes;
import io.seqway.protocol.Ids;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.bus.FromStore.Outcome;
import io.seqway.protocol.bus.Submission;
import io.seqway.protocol.bus.Submission.Change;
import io.seqway.protocol.bus.Submission.MemberChange;
import io.seqway.protocol.frame.Message;
import io.vertx.ext.web.RoutingContext;
import java.util.UUID;
import java.util.function.Consumer;

/** Changes a member of a room: by an entry of the room, which goes the way of all others and is decided where they are. */
final class MemberRequest {
    private MemberRequest() {}

    /** The user that the address names. */
    static String user(RoutingContext request) {
        String user = request.pathParam("user");
        if (!Ids.valid(user)) {
            throw Refusal.badRequest("user must be " + Ids.RULE);
        }
        return user;
    }

    /**
     * Says what a user is to be in the room that the address names.
     *
     * @param role {@code null} for no member
     * @param stored called once that is so
     */
    static void submit(Hub hub, RoutingContext request, Identity caller, String role, Consumer<Outcome> stored) {
        MemberChange change = new MemberChange(user(request), role);
        String room = request.pathParam("room");
        Submission entry = Submission.change(
                        Message.KIND_MEMBER,
                        room,
                        RoomRequest.author(caller),
                        "seqway." + UUID.randomUUID(),
                        Message.NO_BODY,
                        new Change(0, 0, null, caller.service(), change))
                .granted(caller.grants(room));
        hub.submissions().submit(entry, request, outcome -> {
            Refusal refusal = Outcomes.refusal(outcome);
            if (refusal == null) {
                stored.accept(outcome);
            } else {
                request.fail(refusal);
            }
        });
    }
}
