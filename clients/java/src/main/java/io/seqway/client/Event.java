package io.seqway.client;

import java.util.List;

/** What handlers are told. The names are those of the JavaScript client. */
public sealed interface Event {

    /**
     * @param attempt which try this is, or how many have failed; 0 once connected for 5 s
     * @param nextRetryMs with DISCONNECTED: when the next try is due. Else null
     * @param code number of the close, or code of the error, or null
     * @param reason a sentence fit to show; empty if there is none
     */
    record StateChange(State from, State to, int attempt, Long nextRetryMs, String code, String reason)
            implements Event {}

    /** A room is up to date after a reconnect: {@code count} entries were missed, and have been given to the handlers. */
    record Synced(String room, long count, boolean reset) implements Event {}

    /** The room is joined, and everything missed has been given. {@code status}: {@code live}, {@code recovered}, {@code reset}. */
    record Live(String room, String status, long missed) implements Event {}

    /** The log was begun anew or is cut off below {@code from}: forget what there is of the room. */
    record Reset(String room, long from) implements Event {}

    /** Entries are missing, and are being asked for. */
    record Gap(String room, long from, long to) implements Event {}

    /** This user is a member of the room now. */
    record Added(String room, String role) implements Event {}

    /** This user may not enter the room any more. */
    record Removed(String room, String reason) implements Event {}

    /** This client reads too slowly (docs/protocol.md, "Lagging"), or no more. */
    record Lagging(List<String> rooms, boolean begins) implements Event {}

    /** A newer connection of this user takes this one's place. */
    record DuplicateConnection(String policy, String reason) implements Event {}

    /** Somebody is writing, or no more. */
    record Typing(String room, String userId, boolean typing) implements Event {}

    /** Something that was said to whoever is there. {@code data} is JSON. */
    record Signal(String room, String userId, String name, Object data) implements Event {}

    /** Somebody became a member ({@code added}), is one no more ({@code removed}), or got another role ({@code role}). */
    record Member(String room, String action, String userId, String role, long seq) implements Event {}
}
