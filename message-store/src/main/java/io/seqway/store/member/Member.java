package io.seqway.store.member;

import io.seqway.protocol.frame.Membership;
import io.seqway.protocol.frame.RoomRole;
import io.seqway.store.log.Entry;

/**
 * What a user is in a room, by the entry that says so.
 *
 * @param role {@code null} of somebody who is no member any more
 * @param seq of the entry: of two the one with the greater seq is right
 */
public record Member(String user, RoomRole role, long seq) {
    /** What an entry of the kind {@code member} says. */
    public static Member of(Entry entry) {
        Membership said = Membership.ofBody(entry.body());
        return new Member(
                said.userId(),
                said.action().equals(Membership.REMOVED)
                        ? null
                        : RoomRole.of(said.role()).orElse(RoomRole.MEMBER),
                entry.seq());
    }

    boolean isPresent() {
        return role != null;
    }
}
