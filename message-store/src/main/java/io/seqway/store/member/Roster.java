package io.seqway.store.member;

import io.seqway.protocol.bus.RoomMessage.RoomRight;
import io.seqway.protocol.frame.RoomRole;
import io.seqway.store.log.Entry;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/**
 * Who may be in a room and what they are there, as the owner of the room holds it in memory: what its document says, and
 * its members up to the last entry that is known.
 */
public final class Roster {
    /** That of every room which was never made: it has no members and never gets any. */
    static final Roster UNMADE = new Roster(null);

    private RoomDocument document;
    private final TreeMap<String, Member> members = new TreeMap<>();
    private int owners;
    private int absent;

    private Roster(RoomDocument document) {
        this.document = document;
    }

    /**
     * That of a room as it is stored.
     *
     * @param members in any order; of two of the same user the later one counts
     * @param head the last entry that is known to be stored; those behind it will be {@link #apply applied}
     */
    public static Roster of(RoomDocument document, Collection<Member> members, long head) {
        Roster roster = new Roster(document);
        members.forEach(roster::put);
        roster.forgetGone(head);
        return roster;
    }

    /** The document of the room, or {@code null} if it was never made. */
    public RoomDocument document() {
        return document;
    }

    /** The document of the same incarnation was changed. */
    public void become(RoomDocument changed) {
        document = changed;
    }

    /** Whether the room was made, be it removed since. */
    public boolean isMade() {
        return document != null;
    }

    /** Whether the room was removed. */
    public boolean isGone() {
        return isMade() && document.isGone();
    }

    /** The role of a user, or {@code null} for none. */
    public RoomRole role(String user) {
        Member member = members.get(user);
        return member == null ? null : member.role();
    }

    /** Whether a user may change what others have sent. */
    public boolean moderates(String user) {
        RoomRole role = role(user);
        return role != null && role.moderates();
    }

    /** The entry that has made a user what it is now; 0 for none. */
    public long since(String user) {
        Member member = members.get(user);
        return member == null ? 0 : member.seq();
    }

    /** What a user may do. */
    public RoomRight right(String room, String user) {
        if (!isMade()) {
            return new RoomRight(room, RoomRight.UNMADE, null, 0);
        }
        if (isGone()) {
            return new RoomRight(room, RoomRight.GONE, null, 0);
        }
        RoomRole role = role(user);
        return new RoomRight(room, document.access(), role == null ? null : role.text(), since(user));
    }

    /** How many members there are. */
    public int size() {
        return members.size() - absent;
    }

    /** How many of the members are owners. */
    public int owners() {
        return owners;
    }

    /** Members in rising order of their ids, behind one of them or from the first. */
    public List<Member> page(String after, int limit) {
        return (after == null ? members : members.tailMap(after, false))
                .values().stream().filter(Member::isPresent).limit(limit).toList();
    }

    /** The ids of all members. */
    public List<String> users() {
        return members.values().stream()
                .filter(Member::isPresent)
                .map(Member::user)
                .toList();
    }

    /** An entry of the room is known to be stored; they come in rising order, some of them maybe again. */
    public void apply(Entry entry) {
        put(Member.of(entry));
        forgetGone(entry.seq());
    }

    /** Who has gone is remembered only as long as older entries may come. */
    private void forgetGone(long upTo) {
        if (absent > 0) {
            members.values().removeIf(member -> {
                boolean gone = !member.isPresent() && member.seq() <= upTo;
                absent -= gone ? 1 : 0;
                return gone;
            });
        }
    }

    private void put(Member member) {
        Member before = members.get(member.user());
        if (before != null && before.seq() >= member.seq()) {
            return;
        }
        count(before, -1);
        count(member, 1);
        members.put(member.user(), member);
    }

    private void count(Member member, int change) {
        if (member == null) {
            return;
        }
        owners += member.role() == RoomRole.OWNER ? change : 0;
        absent += member.isPresent() ? 0 : change;
    }
}
