package io.seqway.gateway.room;

import io.seqway.protocol.frame.Membership;
import java.util.List;

/** Finds, among entries of a room, the one by which a user is no member of it any more. */
final class Expulsion {
    private Expulsion() {}

    /** Whether somebody goes by one of these entries. */
    static boolean isIn(List<byte[]> frames) {
        for (byte[] frame : frames) {
            Membership said = Membership.ofFrame(frame);
            if (said != null && said.action().equals(Membership.REMOVED)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The seq of the first entry by which a user goes.
     *
     * @param first the seq of the first frame
     * @param behind only entries behind this seq matter
     * @return {@link Long#MAX_VALUE} if the user does not go by any of these
     */
    static long of(String user, long first, List<byte[]> frames, long behind) {
        for (int i = (int) Math.min(frames.size(), Math.max(0, behind + 1 - first)); i < frames.size(); i++) {
            Membership said = Membership.ofFrame(frames.get(i));
            if (said != null
                    && said.action().equals(Membership.REMOVED)
                    && said.userId().equals(user)) {
                return first + i;
            }
        }
        return Long.MAX_VALUE;
    }
}
