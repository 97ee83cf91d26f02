package io.seqway.store.member;

import io.seqway.protocol.bus.RoomMessage.RoomContent;
import io.seqway.protocol.bus.RoomMessage.RoomMember;
import io.seqway.protocol.bus.RoomMessage.RoomRetention;
import io.seqway.protocol.bus.RoomMessage.RoomRight;
import io.seqway.protocol.cluster.Epochs;
import io.seqway.store.stream.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is stored of a room besides its log and its members, once it was made: changed only by its owner, from one version
 * to the next. Of a room that was removed it stays for good, so that its incarnation is never given again.
 *
 * @param room its id
 * @param version from 1, one more with each change
 * @param incarnation that of its log; of a removed room, of the log that it had
 * @param access as in {@link RoomRight}: for everybody, or for its members
 * @param title {@code null} for none
 * @param metadata JSON text, or {@code null} for none
 * @param retention how much of it is kept, or {@code null} where that is as for all rooms
 * @param creator who has made it
 * @param made the digest of what it was made with, by which a repeat is known; {@code null} where it was removed
 * @param createdAt in ms since 1970
 * @param founders who is to be added still, since it was made just now
 * @param removed by which request it was removed; {@code null} where it is there
 * @param dead incarnations whose entries, members and cursors are not all removed yet
 */
public record RoomDocument(
        String room,
        long version,
        int incarnation,
        String access,
        String title,
        String metadata,
        RoomRetention retention,
        String creator,
        String made,
        long createdAt,
        List<RoomMember> founders,
        String removed,
        List<Integer> dead) {

    /** A room that was never made, or was removed, is made. */
    public static RoomDocument make(
            String room,
            RoomDocument before,
            RoomContent content,
            String creator,
            List<RoomMember> founders,
            long now) {
        return new RoomDocument(
                room,
                before == null ? 1 : before.version + 1,
                nextIncarnation(before),
                content.access(),
                content.title(),
                content.metadata(),
                null,
                creator,
                digest(content),
                now,
                founders,
                null,
                before == null ? List.of() : before.dead);
    }

    /** The incarnation of the log that entries of a room go to: of one that is not there, the next one. */
    public static int nextIncarnation(RoomDocument document) {
        if (document == null) {
            return Epochs.UNMADE + 1;
        }
        return document.isGone() ? document.incarnation + 1 : document.incarnation;
    }

    /** Whether the room was removed. */
    public boolean isGone() {
        return removed != null;
    }

    /** Whether only members may be in it, or nobody. */
    public boolean isRestricted() {
        return isGone() || access.equals(RoomRight.MEMBERS);
    }

    /** Whether something is still to be done. */
    public boolean isDue() {
        return !founders.isEmpty() || !dead.isEmpty();
    }

    /** Whether the same user has made it with the same content. */
    public boolean isMadeBy(String user, RoomContent content) {
        return creator.equals(user) && digest(content).equals(made);
    }

    /** No text in it has the character that stands between its parts. */
    private static String digest(RoomContent content) {
        StringBuilder all = new StringBuilder(content.access());
        all.append('\0').append(content.title()).append('\0').append(content.metadata());
        content.members()
                .forEach(member ->
                        all.append('\0').append(member.user()).append('\0').append(member.role()));
        return Sha256.hex(all.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** With another title, other metadata, or another retention. */
    public RoomDocument with(RoomContent change) {
        return next(
                change.title() == null ? title : change.title().isEmpty() ? null : change.title(),
                change.metadata() == null ? metadata : change.metadata().equals("null") ? null : change.metadata(),
                change.retention() != null ? change.retention() : change.retentionOfAll() ? null : retention,
                made,
                founders,
                removed,
                dead);
    }

    /** With its founders in it. */
    public RoomDocument founded() {
        return next(title, metadata, retention, made, List.of(), removed, dead);
    }

    /** Removed by a request. */
    public RoomDocument without(String request) {
        List<Integer> all = Stream.concat(dead.stream(), Stream.of(incarnation)).toList();
        return next(null, null, null, null, List.of(), request, all);
    }

    /** Nothing is left of a removed incarnation. */
    public RoomDocument buried(int gone) {
        return next(
                title,
                metadata,
                retention,
                made,
                founders,
                removed,
                dead.stream().filter(other -> other != gone).toList());
    }

    private RoomDocument next(
            String newTitle,
            String newMetadata,
            RoomRetention newRetention,
            String newMade,
            List<RoomMember> newFounders,
            String newRemoved,
            List<Integer> newDead) {
        return new RoomDocument(
                room,
                version + 1,
                incarnation,
                access,
                newTitle,
                newMetadata,
                newRetention,
                creator,
                newMade,
                createdAt,
                newFounders,
                newRemoved,
                newDead);
    }
}
