package io.seqway.store.member;

import io.seqway.store.log.LogId;
import io.seqway.store.log.RoomLog;
import io.seqway.store.log.SharedReads;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads who is in rooms when these are opened: what was carried over from the entries, and what those say that were not
 * carried over yet.
 */
public final class Rosters {
    private static final int PAGE = 1_000;
    /** Most rooms have no document: so many names are asked for together at the most. */
    private static final int MAX_DOCUMENTS = 1_000;

    private final RoomStore store;
    private final RoomLog log;
    private final SharedReads<RoomDocument> documents;

    public Rosters(RoomStore store, RoomLog log) {
        this.store = store;
        this.log = log;
        this.documents = new SharedReads<>(store::byNames, MAX_DOCUMENTS);
    }

    /** The document of a room, or {@code null} if it was never made. */
    public Future<RoomDocument> document(String room) {
        return documents.byIds(List.of(room)).map(found -> found.get(room));
    }

    /**
     * The roster of a room, up to an entry that was read before this, and maybe of some behind it.
     *
     * @param document {@code null} if the room was never made
     * @param head that entry
     */
    public Future<Roster> roster(RoomDocument document, LogId id, long head) {
        if (document == null) {
            return Future.succeededFuture(Roster.UNMADE);
        }
        if (document.isGone()) {
            return Future.succeededFuture(Roster.of(document, List.of(), head));
        }
        // In this order: what leaves the outbox meanwhile is among the members then.
        return log.unsettledMembers(id).compose(entries -> {
            List<Member> members =
                    new ArrayList<>(entries.stream().map(Member::of).toList());
            return from(id, null, members).map(all -> Roster.of(document, all, head));
        });
    }

    private Future<List<Member>> from(LogId id, String after, List<Member> found) {
        return store.membersOf(id, after, PAGE).compose(page -> {
            found.addAll(page);
            return page.size() < PAGE
                    ? Future.succeededFuture(found)
                    : from(id, page.get(page.size() - 1).user(), found);
        });
    }
}
