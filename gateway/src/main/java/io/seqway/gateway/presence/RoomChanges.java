package io.seqway.gateway.presence;

import io.seqway.protocol.bus.PresenceMessage.PresenceChange;
import io.seqway.protocol.bus.PresenceMessage.Present;
import io.seqway.protocol.bus.PresenceMessage.PresentUser;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The changes of presence in one room since its viewers were told last, gathered so that they get one frame for many of
 * them. Each change names the one before it: so one that was lost on the way is noticed, and the whole picture is needed.
 */
final class RoomChanges {
    /** What a change means for the viewers. */
    enum Effect {
        /** It is known already. */
        NONE,
        /** They are to be told of it. */
        DIFF,
        /** They need the whole picture. */
        PICTURE
    }

    private Map<String, PresentUser> users = new LinkedHashMap<>();
    private long revision;
    private long told;
    private int total;
    private boolean partial;
    private boolean any;
    private boolean due;

    Effect heard(PresenceChange change) {
        if (change.revision() > 0 && change.revision() <= revision) {
            return Effect.NONE;
        }
        boolean lost = revision > 0 && change.revision() > 0 && change.before() != revision;
        boolean namedAgain = partial && !change.partial();
        revision = Math.max(revision, change.revision());
        total = change.total();
        partial = change.partial();
        if (partial || lost || namedAgain) {
            users.clear();
        }
        any = true;
        change.online().forEach(user -> users.put(user.user(), user));
        change.offline().forEach(user -> users.put(user.user(), user));
        return lost || namedAgain ? Effect.PICTURE : Effect.DIFF;
    }

    /** Whether it is to be told after a while: unless something is already, which this goes along with. */
    boolean due() {
        boolean first = !due;
        due = true;
        return first;
    }

    /** How many are online, as far as changes tell. */
    int total() {
        return total;
    }

    /** The while is over: whether there is anything to tell. */
    boolean tell() {
        due = false;
        return any;
    }

    /** The frame for all that has changed; begins anew. */
    byte[] take(String room) {
        Map<String, PresentUser> taken = users;
        users = new LinkedHashMap<>();
        any = false;
        told = revision;
        List<PresentUser> online =
                taken.values().stream().filter(user -> user.lastSeen() == 0).toList();
        List<PresentUser> offline =
                taken.values().stream().filter(user -> user.lastSeen() > 0).toList();
        return PresenceFrames.diff(room, online, offline, revision > 0 ? total : -1, partial);
    }

    /**
     * Viewers are about to be shown a picture.
     *
     * @param all whether these are all that there are: what the picture takes in need not be told any more
     * @return whether they may be: else they were told of later changes before
     */
    boolean pictured(Present picture, boolean all) {
        if (picture.revision() > 0 && picture.revision() < told) {
            return false;
        }
        boolean takesAllIn = all && picture.revision() > 0 && picture.revision() >= revision;
        if (takesAllIn) {
            users.clear();
            any = false;
        }
        if (takesAllIn || revision == 0) {
            revision = picture.revision();
            partial = picture.partial();
            total = picture.total();
        }
        return true;
    }
}
