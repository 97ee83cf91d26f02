package io.seqway.store.seen;

import io.seqway.protocol.bus.PresenceMessage.SeenUser;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;

/** Where it is kept when users were online last. */
public interface SeenStore {
    /** Keeps these times; of a user, a later one that is kept already prevails. */
    Future<Void> keep(Collection<SeenUser> users);

    /** Of those of whom it is known, in no particular order. */
    Future<List<SeenUser>> read(List<String> users);
}
