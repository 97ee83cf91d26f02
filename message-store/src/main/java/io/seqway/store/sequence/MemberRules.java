package io.seqway.store.sequence;

import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.bus.Submission;
import io.seqway.protocol.bus.Submission.MemberChange;
import io.seqway.protocol.frame.Membership;
import io.seqway.protocol.frame.RoomRole;
import io.seqway.store.log.Entry;
import io.seqway.store.member.Roster;
import java.util.HashSet;
import java.util.Set;

/**
 * Whether the senders of one run may say what they say, as members of their room, and what becomes of its members by it. It
 * is looked at as a majority has it: what depends on a change that is numbered in the same write waits for that. So nothing
 * of somebody who is removed stands behind the entry that says so (docs/protocol.md, "Members").
 */
final class MemberRules {
    private final Room room;
    private final int maxMembers;
    private final Set<String> changed = new HashSet<>(0);
    private int added;
    private boolean ownersChanged;

    /** @param maxMembers how many members a room may have */
    MemberRules(Room room, int maxMembers) {
        this.room = room;
        this.maxMembers = maxMembers;
    }

    /** The run is numbered from its beginning. */
    void begin() {
        changed.clear();
        added = 0;
        ownersChanged = false;
    }

    /** What becomes of a submission by the members of the room; {@code null} if these have nothing against it. */
    Verdict verdict(Submission submission) {
        MemberChange change =
                submission.change() == null ? null : submission.change().member();
        Roster roster = room.roster();
        if (change == null
                && (!roster.isMade() || !roster.isGone() && !roster.document().isRestricted())) {
            return moderatorsMayChange(submission) ? new Verdict.Later() : null;
        }
        if (!roster.isMade() || roster.isGone()) {
            return submission.byService() ? refused(ErrorCode.ROOM_NOT_FOUND, "there is no such room") : notAMember();
        }
        if (changed.contains(submission.author().id())) {
            return new Verdict.Later();
        }
        if (change != null) {
            return ofMember(submission, change);
        }
        boolean admitted =
                submission.granted() || roster.role(submission.author().id()) != null;
        return admitted ? null : notAMember();
    }

    /** An edit or a deletion may be of somebody whose role is being changed. */
    private boolean moderatorsMayChange(Submission submission) {
        return submission.change() != null
                && changed.contains(submission.author().id());
    }

    private Verdict ofMember(Submission submission, MemberChange change) {
        if (changed.contains(change.user())) {
            return new Verdict.Later();
        }
        Roster roster = room.roster();
        RoomRole before = roster.role(change.user());
        RoomRole after = RoomRole.of(change.role()).orElse(null);
        Verdict forbidden = forbidden(submission, change.user(), before, after);
        if (forbidden != null) {
            return forbidden;
        }
        if (before == after) {
            return before == null
                    ? refused(ErrorCode.TARGET_NOT_FOUND, "the user is not a member of this room")
                    : new Verdict.Done(roster.since(change.user()));
        }
        if (before == RoomRole.OWNER && !submission.byService()) {
            if (ownersChanged) {
                return new Verdict.Later();
            }
            if (roster.owners() == 1) {
                return refused(ErrorCode.FORBIDDEN, "the last owner of a room stays its owner");
            }
        }
        if (before == null && roster.size() + added >= maxMembers) {
            return tooMany();
        }
        return next(change.user(), before, after);
    }

    private Verdict next(String user, RoomRole before, RoomRole after) {
        changed.add(user);
        added += before == null ? 1 : 0;
        ownersChanged |= before == RoomRole.OWNER;
        String action = before == null ? Membership.ADDED : after == null ? Membership.REMOVED : Membership.ROLE;
        String role = (after == null ? before : after).text();
        return new Verdict.Next(Entry.FIRST_VERSION, new Membership(action, user, role).toBody());
    }

    /** Who asks that may not, or {@code null}. */
    private Verdict forbidden(Submission submission, String user, RoomRole before, RoomRole after) {
        RoomRole by = room.roster().role(submission.author().id());
        if (submission.byService() || by == RoomRole.OWNER) {
            return null;
        }
        if (by == null) {
            return submission.granted()
                    ? refused(ErrorCode.FORBIDDEN, "only its moderators and owners change the members of a room")
                    : notAMember();
        }
        boolean leaves = after == null && user.equals(submission.author().id());
        boolean ofPlainMembers =
                before != RoomRole.OWNER && before != RoomRole.MODERATOR && (after == null || after == RoomRole.MEMBER);
        if (leaves || by == RoomRole.MODERATOR && ofPlainMembers) {
            return null;
        }
        return refused(
                ErrorCode.FORBIDDEN,
                by == RoomRole.MODERATOR
                        ? "a moderator adds and removes plain members only"
                        : "only its moderators and owners change the members of a room");
    }

    private Verdict tooMany() {
        Refusal limit = Refusal.limit(ErrorCode.LIMIT_EXCEEDED, "too many members", "max-members-per-room", maxMembers);
        return new Verdict.Refused(limit.code(), limit.getMessage(), 0, limit.limit());
    }

    private static Verdict notAMember() {
        return refused(ErrorCode.NOT_A_MEMBER, "not a member of this room");
    }

    private static Verdict refused(ErrorCode code, String message) {
        return new Verdict.Refused(code, message, 0);
    }
}
