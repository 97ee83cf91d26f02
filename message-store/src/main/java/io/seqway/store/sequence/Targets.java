package io.seqway.store.sequence;

import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.bus.Submission;
import io.seqway.protocol.bus.Submission.Change;
import io.seqway.store.log.Entry;
import io.seqway.store.log.LogId;
import io.seqway.store.log.Shown;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The messages that the edits and deletions of one run are about, and whether those may be stored. A target is looked at as
 * a majority has it: so of two that are about the same message only the first can be numbered in one write.
 */
final class Targets {
    private final Room room;
    private final Map<Long, Shown> loaded = new HashMap<>(0);
    private final Set<Long> taken = new HashSet<>(0);

    Targets(Room room) {
        this.room = room;
    }

    /** The id of the target, if the log has to be asked for it; else {@code null}. */
    String unknown(Submission submission) {
        long target = submission.target();
        boolean known = target <= room.floor()
                || target > room.head()
                || loaded.containsKey(target)
                || room.ring().at(target) != null;
        return known ? null : room.log().entryId(target);
    }

    /**
     * What the log has.
     *
     * @param ids of what it was asked for, also of other rooms
     */
    void loaded(Collection<String> ids, Map<String, Shown> found) {
        for (String id : ids) {
            if (LogId.ofEntryId(id).equals(room.log())) {
                loaded.put(LogId.seqOfEntryId(id), found.get(id));
            }
        }
    }

    /** The run is numbered from its beginning. */
    void begin() {
        taken.clear();
    }

    /** An entry of the run is stored: what was known of its target is not any more. */
    void stored(Entry entry) {
        loaded.remove(entry.target());
    }

    /** Whether a submission may be numbered now, behind those that were before. */
    Verdict verdict(Submission submission) {
        long seq = submission.target();
        if (seq == 0) {
            return new Verdict.Next(Entry.FIRST_VERSION);
        }
        if (taken.contains(seq)) {
            return new Verdict.Later();
        }
        Shown inRing = room.ring().at(seq);
        Shown target = inRing != null ? inRing : loaded.get(seq);
        if (seq <= room.floor() || target == null || !target.entry().isMessage()) {
            return refused(ErrorCode.TARGET_NOT_FOUND, "target is no message of this room");
        }
        if (!mayChange(submission, target.entry())) {
            return refused(ErrorCode.FORBIDDEN, "only its sender or a moderator changes a message");
        }
        if (target.deleted()) {
            return refused(ErrorCode.TARGET_NOT_FOUND, "target is deleted");
        }
        return ofVersion(submission.change(), target.version());
    }

    private Verdict ofVersion(Change change, long version) {
        if (change.expectVersion() > 0 && change.expectVersion() != version) {
            return new Verdict.Refused(ErrorCode.VERSION_CONFLICT, "target has version " + version + " now", version);
        }
        taken.add(change.target());
        return new Verdict.Next(version + 1);
    }

    private boolean mayChange(Submission submission, Entry target) {
        String user = submission.author().id();
        return submission.change().service()
                || target.author().id().equals(user)
                || room.roster().moderates(user);
    }

    private static Verdict refused(ErrorCode code, String message) {
        return new Verdict.Refused(code, message, 0);
    }
}
