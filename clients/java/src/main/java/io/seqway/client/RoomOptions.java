package io.seqway.client;

/**
 * How a room is joined. Nothing given: from where this client was, else from now on.
 *
 * @param position begin behind this entry, or null: for who keeps positions along with what they have made of the entries
 * @param tail begin with the last so many entries, 0 to 1000, or null
 * @param presence whether to be told who is here; default true
 * @param keep how many entries {@link Room#messages()} holds, besides those of {@link Room#loadEarlier}; default 500
 */
public record RoomOptions(Position position, Integer tail, boolean presence, int keep) {
    /** @throws IllegalArgumentException if {@code tail} or {@code keep} is out of range */
    public RoomOptions {
        if (tail != null && (tail < 0 || tail > 1_000)) {
            throw new IllegalArgumentException("tail must be 0 to 1000, and it is " + tail);
        }
        if (keep < 0) {
            throw new IllegalArgumentException("keep must be 0 or more, and it is " + keep);
        }
    }

    /** The defaults. */
    public RoomOptions() {
        this(null, null, true, 500);
    }

    /** Begin with the last so many entries. */
    public static RoomOptions tail(int entries) {
        return new RoomOptions(null, entries, true, 500);
    }

    /** Begin behind this entry. */
    public static RoomOptions from(Position position) {
        return new RoomOptions(position, null, true, 500);
    }

    /** Whether to be told who is here. */
    public RoomOptions withPresence(boolean wanted) {
        return new RoomOptions(position, tail, wanted, keep);
    }

    /** How many entries are held. */
    public RoomOptions withKeep(int entries) {
        return new RoomOptions(position, tail, presence, entries);
    }
}
